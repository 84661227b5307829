[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $null = Connect-MdeTenant -Environment $EnvironmentFile -TenantId contoso.example -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode -Name Views 6> $null
    $Rows = Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 20' -Connection Views
}

Describe 'The view of rows' {
    It 'shows what matters of many columns, the time first' {
        $text = $Rows | Out-String
        $text | Should -Match 'of \d+ columns\. For all: \| Format-List'
        $text | Should -Match '(?m)^Timestamp +DeviceName +AccountName '
        @($text -split '\r?\n' | Where-Object { $_ -match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ' }).Count | Should -Be 20
    }

    It 'shows all of few columns in the order of the query' {
        Invoke-MdeHuntingQuery 'AlertInfo | project Severity, Title, Timestamp | take 1' -Connection Views | Out-String | Should -Match '(?m)^Severity +Title +Timestamp\s*$'
    }

    It 'has no escape sequence in it, with colours or without' {
        $Rows | Out-String | Should -Not -Match '\x1b'
        Get-MdeConnection | Out-String | Should -Not -Match '\x1b\][^\x1b]*'
    }

    It 'leaves the objects alone' {
        $Rows | Select-Object -First 1 | ForEach-Object { $_.PSObject.Properties.Name } | Should -Not -Contain 'MdeView'
        $Rows | ConvertTo-Csv -NoTypeInformation | Select-Object -First 1 | Should -Not -Match 'MdeView'
        $Rows[0] | ConvertTo-Json -Depth 3 | Should -Not -Match 'MdeView'
    }

    It 'gives safe text to whoever picks columns' {
        $trick = Invoke-MdeHuntingQuery 'print Name = "a\u001b[2Jb"' -Connection Views
        $trick.Name | Should -Be "a$([char]27)[2Jb"
        $trick.MdeView.Safe | Format-Table Name | Out-String | Should -Match 'a<U\+001B>\[2Jb'
    }
}
