[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeDiscovery {
    Import-Module $Manifest
    $cmdlets = (Get-Command -Module MdeHunting).Name
}

Describe 'The help' {
    It 'of <_> says what it does, shows it three times, and knows every parameter' -ForEach $cmdlets {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($_) + ' \[')
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        foreach ($name in (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $parameter = $help.parameters.parameter | Where-Object name -eq $name
            ($parameter.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "-$name has to be explained"
        }
    }

    It 'reads like advice: Get-Help Invoke-MdeHuntingQuery -Examples' {
        $text = Get-Help Invoke-MdeHuntingQuery -Examples | Out-String
        $text | Should -Match 'Be sure that nothing is missing'
        $text | Should -Match '-Split Auto'
    }

    It 'has <_>' -ForEach @(
        'about_MdeHunting'
        'about_MdeHunting_EnvironmentFiles'
        'about_MdeHunting_Indicators'
        'about_MdeHunting_Packs'
        'about_MdeHunting_Queries'
        'about_MdeHunting_Results'
        'about_MdeHunting_Rules'
        'about_MdeHunting_Runbooks'
        'about_MdeHunting_SignIn'
        'about_MdeHunting_Tenants'
        'about_MdeHunting_Time'
        'about_MdeHunting_Troubleshooting'
    ) {
        Get-Help $_ | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}
