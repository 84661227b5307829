@{
    RootModule           = if ($PSEdition -eq 'Core') { 'bin/net8.0/MdeHunting.dll' } else { 'bin/net472/MdeHunting.dll' }
    ModuleVersion        = '0.1.0'
    GUID                 = 'c5a0b1d6-3b8e-4d53-9d1c-6c7f6b7a2f41'
    Author               = 'The MdeHunting authors'
    CompanyName          = 'The MdeHunting authors'
    Copyright            = 'Copyright (c) 2026 The MdeHunting authors'
    Description          = 'Hunting in Microsoft Defender from PowerShell: sign in with multifactor, ask in KQL, and get typed rows that can be trusted.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess     = if ($PSEdition -eq 'Core') { 'bin/net8.0/MdeHunting.Format.ps1xml' } else { 'bin/net472/MdeHunting.Format.ps1xml' }
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Connect-MdeTenant'
        'Disconnect-MdeTenant'
        'Get-MdeConnection'
        'Get-MdeQuota'
        'Get-MdeTokenInfo'
        'Invoke-MdeHuntingQuery'
        'Select-MdeConnection'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags = @('Defender', 'MDE', 'XDR', 'KQL', 'Hunting', 'AdvancedHunting', 'IncidentResponse', 'Security', 'MSAL', 'PSEdition_Core', 'PSEdition_Desktop')
            ProjectUri = 'https://github.com/MdeHunting/MdeHunting'
        }
    }
}
