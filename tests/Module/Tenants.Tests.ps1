[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseUsingScopeModifierInNewRunspaces', '', Justification = 'They are parameters of the block')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $signIn = @{ ClientId = '22222222-2222-2222-2222-222222222222'; DeviceCode = $true; Environment = $EnvironmentFile }
    $One = Connect-MdeTenant @signIn -TenantId contoso.example -Name One 6>$null
    $Two = Connect-MdeTenant @signIn -TenantId fabrikam.example -Name Two 6>$null
    $Count = 'DeviceInfo | summarize Devices = dcount(DeviceId)'
}

AfterAll {
    'One', 'Two' | ForEach-Object { Disconnect-MdeTenant $_ }
}

Describe 'Several tenants' {
    It 'are asked together, and a file has where each row is from' {
        $csv = Join-Path $TestDrive 'both.csv'
        Invoke-MdeHuntingQuery $Count, 'DeviceProcessEvents | count' -Connection One, Two | Export-Csv $csv
        $rows = Import-Csv $csv
        $rows.MdeConnection | Should -Be @('One', 'Two', 'One', 'Two')
        (Get-Content $csv -TotalCount 1) | Should -BeLike '*MdeConnection*Devices*'
    }

    It 'go on when one fails, which is told by its name' {
        $rows = Invoke-MdeHuntingQuery 'CloudAppEvents | count', $Count -Connection One, Two -ErrorAction SilentlyContinue -ErrorVariable failed
        $rows.Count | Should -BeGreaterOrEqual 2
        foreach ($record in $failed) { "$record" | Should -Match '^(One|Two): ' }
    }

    It 'are suggested, also after a comma' {
        (TabExpansion2 'Invoke-MdeHuntingQuery x -Connection One, T').CompletionMatches.CompletionText | Should -Contain 'Two'
    }
}

Describe 'A connection in other runspaces' {
    It 'works in thread jobs' -Skip:($PSEdition -eq 'Desktop') {
        $jobs = $One, $Two | ForEach-Object {
            Start-ThreadJob -ArgumentList $Manifest, $_, $Count {
                param($manifest, $connection, $query)
                Import-Module $manifest
                (Invoke-MdeHuntingQuery $query -Connection $connection).Devices
            }
        }
        $devices = $jobs | Receive-Job -Wait -AutoRemoveJob
        $devices | Should -HaveCount 2
        $devices | Should -Not -Contain 0
    }

    It 'needs no import in a new process: PowerShell finds the commands where several runspaces look for them at once' -Skip:($PSEdition -eq 'Desktop') {
        $installed = Join-Path $TestDrive 'Modules'
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $installed 'MdeHunting') -Target (Split-Path $Manifest) -Force
        # What an earlier process has found is kept in a file.
        $kept = $env:PSModuleAnalysisCachePath
        $env:PSModuleAnalysisCachePath = Join-Path $TestDrive 'ModuleAnalysisCache'
        try {
            $found = & $PSScriptRoot/Invoke-Shell.ps1 "
                `$env:PSModulePath = '$installed'
                1..6 | ForEach-Object -ThrottleLimit 6 -Parallel { try { `$null = Get-MdeConnection -ErrorAction Stop; 'found' } catch { `$_.FullyQualifiedErrorId } }"
        }
        finally {
            $env:PSModuleAnalysisCachePath = $kept
        }
        $found | Should -Be (@('found') * 6)
    }

    It 'works in ForEach-Object -Parallel, and the quota is one for all of them' -Skip:($PSEdition -eq 'Desktop') {
        $before = (Get-MdeQuota One | Where-Object { $_.Unit -eq 'Calls' -and $_.Period -eq '00:01:00' }).Used
        $rows = 1..6 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            Invoke-MdeHuntingQuery $using:Count -Connection $using:One
        }
        $rows | Should -HaveCount 6
        (Get-MdeQuota One | Where-Object { $_.Unit -eq 'Calls' -and $_.Period -eq '00:01:00' }).Used | Should -BeGreaterOrEqual ($before + 6)
    }
}
