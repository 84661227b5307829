[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $null = Connect-MdeTenant -Environment $EnvironmentFile -TenantId contoso.example -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode -Name 'My tenant' 6> $null
    function Complete([string] $Typed) { (TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText }
}

Describe 'Tab' {
    It 'completes tables, operators and columns within a query' {
        Complete "Invoke-MdeHuntingQuery 'DevicePro" | Should -Be "'DeviceProcessEvents"
        Complete "Invoke-MdeHuntingQuery 'AlertInfo | summ" | Should -Be "'AlertInfo | summarize"
        Complete "Invoke-MdeHuntingQuery 'AlertInfo | where Sev" | Should -Be "'AlertInfo | where Severity"
    }

    It 'completes tenants and applications of this session' {
        Complete 'Connect-MdeTenant 5555' | Should -Be '55555555-5555-5555-5555-555555555555'
        Complete 'Connect-MdeTenant x -ClientId 2222' | Should -Be '22222222-2222-2222-2222-222222222222'
        Complete 'Get-MdeQuota -Connection My' | Should -Be "'My tenant'"
    }

    It 'completes environment files and passes over other files' {
        'lab one.json', 'lab two.txt' | ForEach-Object { Set-Content -LiteralPath (Join-Path $TestDrive $_) -Value '{}' }
        Complete "Connect-MdeTenant x -Environment $(Join-Path $TestDrive la)" | Should -Be "'$(Join-Path $TestDrive 'lab one.json')'"
    }

    It 'writes one argument whatever a name holds' {
        $hostile = "it's; `$(Set-Variable pwned 1)", 'a[1]'
        $hostile | ForEach-Object { Set-Content -LiteralPath (Join-Path $TestDrive "hostile $_.json") -Value '{}' }
        $line = "Connect-MdeTenant x -Environment $(Join-Path $TestDrive hostile)"
        $values = TabExpansion2 $line $line.Length | ForEach-Object CompletionMatches | ForEach-Object {
            $command = [scriptblock]::Create("Connect-MdeTenant x -Environment $($_.CompletionText)").Ast.EndBlock.Statements[0].PipelineElements[0]
            $command.CommandElements.Count | Should -Be 4
            $command.CommandElements[3].Value
        }
        $values | Should -Be ($hostile | Sort-Object | ForEach-Object { Join-Path $TestDrive "hostile $_.json" })
    }

    It 'completes names of the schema' {
        Complete 'Get-MdeHuntingSchema AlertE' | Should -Be 'AlertEvidence'
        Complete 'Get-MdeHuntingSchema AlertInfo -Column Sev' | Should -Be 'Severity'
    }

    It 'knows the columns that the tenant has, once it was asked' {
        $null = Get-MdeHuntingSchema -Live
        Complete "Invoke-MdeHuntingQuery 'DeviceInfo | where OnboardingS" | Should -Be "'DeviceInfo | where OnboardingStatus"
    }
}
