[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $signIn = @{ TenantId = 'contoso.example'; ClientId = '22222222-2222-2222-2222-222222222222'; DeviceCode = $true; Environment = $EnvironmentFile }
    $null = Connect-MdeTenant @signIn -Name Narrow -Limit @{ rowLimit = 500 } 6>$null
    $null = Connect-MdeTenant @signIn -Name Wide 6>$null
    $Query = 'DeviceNetworkEvents | project Timestamp, DeviceName, ReportId'
}

AfterAll {
    'Narrow', 'Wide' | ForEach-Object { Disconnect-MdeTenant $_ }
}

Describe 'A span of time' {
    It 'is taken as <Name>' -ForEach @(
        @{ Name = 'KQL writes it'; Option = @{ Timespan = '2d' } }
        @{ Name = 'a TimeSpan'; Option = @{ Timespan = [timespan]::FromDays(2) } }
        @{ Name = 'ISO 8601'; Option = @{ Timespan = 'P2D' } }
        @{ Name = 'a start'; Option = @{ StartTime = (Get-Date).AddDays(-2) } }
        @{ Name = 'a start with an offset'; Option = @{ StartTime = [DateTimeOffset]::Now.AddDays(-2) } }
    ) {
        $from = if ($Option.StartTime) { ([DateTimeOffset] $Option.StartTime).UtcDateTime } else { [datetime]::UtcNow.AddDays(-2) }
        $oldest = (Invoke-MdeHuntingQuery "$Query | order by Timestamp asc | take 1" -Connection Wide @Option).Timestamp
        $oldest | Should -BeGreaterOrEqual $from
        $oldest | Should -BeLessThan $from.AddDays(1)
    }

    It 'may be written without quotes' {
        $from = [datetime]::UtcNow.AddDays(-1)
        (Invoke-MdeHuntingQuery "$Query | take 1" -Connection Wide -Timespan 1d).Timestamp | Should -BeGreaterOrEqual $from
    }

    It 'means the same under <_>' -ForEach 'fi-FI', 'ar-SA', 'th-TH', 'en-US' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $end = [datetime]::UtcNow.Date
            $result = Invoke-MdeHuntingQuery $Query -Connection Narrow -StartTime $end.AddDays(-3) -EndTime $end -Split Auto -AsResult
            $count = Invoke-MdeHuntingQuery 'DeviceNetworkEvents | count' -Connection Wide -StartTime $end.AddDays(-3) -EndTime $end
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $result.IsComplete | Should -BeTrue
        $result.RowCount | Should -Be $count.Count
        $result.RowCount | Should -BeGreaterThan 500
    }

    It 'sends nothing under WhatIf' {
        Invoke-MdeHuntingQuery $Query -Connection Wide -Timespan 1d -Split 6h -WhatIf | Should -BeNullOrEmpty
    }

    It 'is suggested' {
        (TabExpansion2 'Invoke-MdeHuntingQuery x -Timespan ').CompletionMatches.CompletionText | Should -Contain '24h'
        (TabExpansion2 'Invoke-MdeHuntingQuery x -Split ').CompletionMatches.CompletionText | Should -Contain 'Auto'
    }
}

Describe 'A result that is too large' {
    It 'is told, and fetched in windows with -Split Auto, in order and once' {
        Invoke-MdeHuntingQuery $Query -Connection Narrow -Timespan 5d -ErrorAction SilentlyContinue -ErrorVariable cut | Out-Null
        $cut[0].FullyQualifiedErrorId | Should -BeLike 'ResultTruncated,*'

        $csv = Join-Path $TestDrive 'all.csv'
        Invoke-MdeHuntingQuery "$Query | order by Timestamp desc" -Connection Narrow -Timespan 5d -Split Auto | Export-Csv $csv
        $rows = Import-Csv $csv
        $all = Invoke-MdeHuntingQuery $Query -Connection Wide -Timespan 5d
        [math]::Abs($rows.Count - @($all).Count) | Should -BeLessThan 5 -Because 'the second question is asked a moment later'
        ($rows.Timestamp | Sort-Object -Descending) | Should -Be $rows.Timestamp
    }

    It 'names the window that was too large where the windows are given' {
        $result = Invoke-MdeHuntingQuery $Query -Connection Narrow -Timespan 5d -Split 60h -AsResult -ErrorAction SilentlyContinue -ErrorVariable missing
        $result.IsComplete | Should -BeFalse
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'WindowIncomplete,*'
        $result.Missing[0].EndTime - $result.Missing[0].StartTime | Should -Be ([timespan]::FromHours(60))
    }

    It 'is refused where windows would give other rows, by name and place' {
        { Invoke-MdeHuntingQuery "DeviceNetworkEvents`n| summarize count()" -Connection Wide -Split Auto -ErrorAction Stop } | Should -Throw "*'summarize' (line 2, column 3)*"
    }
}
