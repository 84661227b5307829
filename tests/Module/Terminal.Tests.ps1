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
$null = Connect-MdeTenant -Environment $EnvironmentFile -TenantId contoso.example -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode -Limit @{ callsPerMinute = 1 } 6> $null
try {
    'print Answer = "first"', 'print Answer = "second"' | Invoke-MdeHuntingQuery -ReserveQuota 0 -MaxQuotaWait 1h | ForEach-Object { [Console]::WriteLine("ROW " + $_.Answer) }
}
finally {
    [Console]::WriteLine('ENDED')
}
'@ | Set-Content -LiteralPath $file
        $shell = @(& $PSScriptRoot/Get-ShellCommand.ps1 | ForEach-Object { "'$_'" }) -join ' '
        # What was started in the background does not hear Ctrl+C, nor does what it starts, unless it is told to.
        & env --default-signal=INT true 2> $null
        $hearing = if ($LASTEXITCODE -eq 0) { 'env --default-signal=INT' }
        $start = [Diagnostics.ProcessStartInfo]::new('script')
        '-qfec', "$hearing $shell -NoProfile -File '$file' '$Manifest' '$EnvironmentFile'", '/dev/null' | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $terminal = [Diagnostics.Process]::Start($start)
        try {
            $shown = ''
            $buffer = [char[]]::new(4096)
            $reading = $terminal.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
            while ($shown -notmatch 'ENDED|ROW second') {
                # Pressed again and again, whatever is drawn meanwhile: while .NET asks the terminal where its cursor is, it takes a key for the response.
                if ($shown -match 'ROW first') {
                    $terminal.StandardInput.Write([char] 3)
                    $terminal.StandardInput.Flush()
                }

                if (-not $reading.Wait(500)) { continue }
                if ($reading.Result -eq 0) { break }
                $shown += [string]::new($buffer, 0, $reading.Result)
                $reading = $terminal.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
            }

            $shown | Should -Match 'ROW first'
            $shown | Should -Match 'ENDED'
            $shown | Should -Not -Match 'ROW second'
        }
        finally {
            if (-not $terminal.HasExited) { $terminal.Kill($true) }
        }
    }
}
