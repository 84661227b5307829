@{
    # Every value is a constant. PowerShell looks for commands in a manifest that it can read without running it; else, of several runspaces that look at once, only one finds
    # them. Import-PowerShellDataFile, and tools like it, run no manifest.
    RootModule             = 'bin/MdeHunting.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'c5a0b1d6-3b8e-4d53-9d1c-6c7f6b7a2f41'
    Author                 = 'The MdeHunting authors'
    CompanyName            = 'The MdeHunting authors'
    Copyright              = 'Copyright (c) 2026 The MdeHunting authors'
    Description            = 'Runs Microsoft Defender advanced hunting queries from PowerShell: sign in with multifactor authentication, query in KQL, and get complete, typed results.'
    CompatiblePSEditions   = @('Desktop', 'Core')
    # Windows PowerShell's. That PowerShell 7 is 7.4 or later is looked at by the assembly, when it is imported.
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    # The types' code is in it, and PowerShell reads them first.
    RequiredAssemblies     = 'bin/MdeHunting.dll'
    TypesToProcess         = 'Views/MdeHunting.Types.ps1xml'
    FormatsToProcess       = 'Views/MdeHunting.Format.ps1xml'
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Connect-MdeTenant'
        'ConvertTo-MdeIndicator'
        'Disconnect-MdeTenant'
        'Get-MdeConnection'
        'Get-MdeHuntingSchema'
        'Get-MdeQuota'
        'Get-MdeTokenInfo'
        'Import-MdeIndicator'
        'Invoke-MdeHuntingQuery'
        'Register-MdeApplication'
        'Select-MdeConnection'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'Defender', 'MDE', 'XDR', 'KQL', 'Hunting', 'AdvancedHunting', 'IncidentResponse', 'Security', 'MSAL'
                'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'
            )
            ProjectUri   = 'https://github.com/MdeHunting/MdeHunting'
            LicenseUri   = 'https://github.com/MdeHunting/MdeHunting/blob/main/LICENSE'
            # The changelog, the newest version first.
            ReleaseNotes = @'
0.1.0
- Sign in with the system's browser, a device code, a certificate, a managed identity, workload identity federation, a client secret, or a token from elsewhere.
- Sign in without an application of your own: -ClientId GraphCommandLineTools is Microsoft's shared application. Where consent is missing, the error says which permission, who can grant it, what that means, and has the link to send.
- Register-MdeApplication registers an application with the one permission that hunting needs, for people, with a certificate, or for a GitHub repository, and gives the link for consent; -AsScript writes the commands for an administrator who installs nothing.
- -TokenProvider takes a script block that returns an access token, and runs it again before the token expires and when the service requires another. about_MdeHunting_Runbooks has recipes for Az, SecretManagement, GitHub Actions and Azure Automation.
- Connect to every tenant of a file with Import-Csv tenants.csv | Connect-MdeTenant; a row that fails does not end the others. Connections tell the tenant's domain, the application's name, and which one is current (IsCurrent).
- -Limit of Connect-MdeTenant takes the service's limits and the tenant's quotas in one table, under the names and in the units of an environment file. -AppId, -ApplicationId, -UseDeviceCode and -First are aliases.
- Hunt through Microsoft Graph, Defender for Endpoint and Defender XDR, with typed rows that are complete, or an error that says what is missing.
- Look up tables and columns, as documented or as the tenant has them; Tab completes them inside a query.
- Rows are shown as a table of what matters, and what a terminal would obey, or would not show, is visible instead.
- Addresses, ports, severities, names of files and times are never cut on the screen, a host keeps its name before its domain, and the command line gets the room that is left. Columns that are empty or alike in all rows shown are named in the line above them.
- Connections, quotas, schema and results are tables as rows are, also with Format-Table and where one pipeline shows several kinds; headers have PowerShell's own style.
- A refused query shows its line with a mark under the place; that nothing was found is on record (-InformationAction), and the number of rows is verbose; -Debug no longer asks at each call.
- Get-MdeHuntingSchema says in a few words what tables and columns hold, and lists columns of several tables as one table. PortalUri of a result opens the query in the Defender portal.
- -Timespan bounds search, find and wildcards too, by the Timespan of Microsoft Graph; tables such as DeviceInfo and IdentityInfo that a query only looks things up in are read whole; all queries and tenants of one command are asked of one time.
- Rows keep their exact text in a file, also after jobs, remoting and Export-Clixml; those of several queries and tenants say whose they are.
- Bound queries in time, split them into windows, and ask many tenants side by side within their quotas. What is older than the thirty days that the services keep is told (LookBackCut).
- Faults that pass by themselves are waited out, for ten minutes unless told otherwise: a run outlives an outage, a tenant that is gone costs that time once, and keeps no other from being asked, and a connection that went silent is replaced by a new one.
- Sign-in is sent as patiently: a token is renewed early beside the work, an identity service that is out for a while ends no tenant and no run, and each request is bounded and told.
- After a refusal (HTTP 429) the service's own Retry-After decides when it is asked again, and the rate then grows back within a minute; what it refused does not count as used.
- Write a long run to a folder, a file for each window with its hash in a journal (-OutputPath), and go on after Ctrl+C, a crash or a full disk with what is missing alone (-Resume).
- Use values of PowerShell in a query without writing them into its text (-Parameter): each becomes a typed let statement that stays one value, whatever it contains; a query's own declare query_parameters is read, checked and replaced.
- Read indicators of compromise from lists, reports, CSV, STIX, MISP and OpenIOC, or from the clipboard (Import-MdeIndicator, ConvertTo-MdeIndicator): refanged, with file and line, and with what is not to be looked for told.
- Tokens, secrets and proxy passwords are told nowhere, also where a service repeats them; an environment file cannot send a token to a host that it is not for.
- Accounts that -Persist keeps never stop hunting: where they cannot be written they stay in memory with one warning, and damaged ones are set aside and told.
'@
        }
    }
}
