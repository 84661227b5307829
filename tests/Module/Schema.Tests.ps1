[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $null = Connect-MdeTenant -Environment $EnvironmentFile -TenantId contoso.example -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode -Name Contoso 6> $null
}

Describe 'Get-MdeHuntingSchema' {
    It 'answers which tables hold a hash, without a connection' {
        $tables = (Get-MdeHuntingSchema -Column SHA256).Table
        $tables | Should -Contain 'DeviceProcessEvents'
        $tables | Should -Contain 'EmailAttachmentInfo'
    }

    It 'shows a table''s columns under its name' {
        $text = Get-MdeHuntingSchema AlertInfo | Out-String -Width 80
        $text | Should -Match '(?m)^AlertInfo\s+Timestamp\s+datetime\s'
        $text -split '\r?\n' | ForEach-Object Length | Sort-Object -Descending | Select-Object -First 1 | Should -BeLessOrEqual 80
    }

    It 'tells what the tenant has' {
        $live = Get-MdeHuntingSchema -Live
        ($live | Where-Object Name -eq 'DeviceInfo').IsInTenant | Should -BeTrue
        ($live | Where-Object Name -eq 'AIAgentsInfo') | Should -BeNullOrEmpty
    }

    It 'says what was meant' {
        Get-MdeHuntingSchema DeviceProcesEvents -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.Exception.Message | Should -Match "Did you mean 'DeviceProcessEvents'\?"
        { Invoke-MdeHuntingQuery 'DeviceInfo | project DeviceNam' -Connection Contoso -ErrorAction Stop } | Should -Throw "*Did you mean 'DeviceName'?*"
    }
}
