[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeDiscovery {
    # A terminal of its own can be had from the program script of Linux; its arguments are others elsewhere.
    $hasTerminal = $PSEdition -eq 'Core' -and $IsLinux -and (Get-Command script -CommandType Application -ErrorAction Ignore)
    if (-not $hasTerminal) { Write-Warning 'Ctrl+C in a terminal is not tried: there is no program that makes one.' }
}

Describe 'Ctrl+C in a terminal' {
    It 'ends a query that waits for the quota, at once' -Skip:(-not $hasTerminal) {
        $file = Join-Path $TestDrive 'wait.ps1'
        @'
param($Manifest, $EnvironmentFile)
Import-Module $Manifest
$null = Connect-MdeTenant -Environment $EnvironmentFile -TenantId contoso.example -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode -CallsPerMinute 1 6> $null
try {
    'print Answer = "first"', 'print Answer = "second"' | Invoke-MdeHuntingQuery -ReserveQuota 0 -MaxQuotaWait 1h | ForEach-Object { [Console]::WriteLine("ROW " + $_.Answer) }
}
finally {
    [Console]::WriteLine('ENDED')
}
'@ | Set-Content -LiteralPath $file
        $shell = (Get-Process -Id $PID).Path
        $program = if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { "'$(Join-Path $PSHOME 'pwsh.dll')'" }
        $start = [Diagnostics.ProcessStartInfo]::new('script')
        '-qfec', "'$shell' $program -NoProfile -File '$file' '$Manifest' '$EnvironmentFile'", '/dev/null' | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $terminal = [Diagnostics.Process]::Start($start)
        try {
            $shown = [Collections.Generic.List[string]]::new()
            while ($null -ne ($line = $terminal.StandardOutput.ReadLine())) {
                $shown.Add($line)
                if ($line -match 'ROW first') {
                    $terminal.StandardInput.Write([char] 3)
                    $terminal.StandardInput.Flush()
                }
                if ($line -match 'ENDED|ROW second') { break }
            }

            $shown -join "`n" | Should -Match 'ROW first'
            $shown -join "`n" | Should -Match 'ENDED'
            $shown -join "`n" | Should -Not -Match 'ROW second'
        }
        finally {
            if (-not $terminal.HasExited) { $terminal.Kill($true) }
        }
    }
}
