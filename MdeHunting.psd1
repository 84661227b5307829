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
        'Add-MdeEvidenceNote'
        'Add-MdeEvidenceTransfer'
        'Compare-MdeEvidence'
        'Connect-MdeTenant'
        'ConvertTo-MdeIndicator'
        'Disconnect-MdeTenant'
        'Export-MdeAttackLayer'
        'Export-MdeReport'
        'Find-MdeIndicator'
        'Get-MdeConnection'
        'Get-MdeEvidence'
        'Get-MdeHuntingPack'
        'Get-MdeHuntingSchema'
        'Get-MdeIndicatorLedger'
        'Get-MdeQuota'
        'Get-MdeTokenInfo'
        'Import-MdeEvidence'
        'Import-MdeHuntingPack'
        'Import-MdeIndicator'
        'Invoke-MdeHuntingPack'
        'Invoke-MdeHuntingQuery'
        'Register-MdeApplication'
        'Select-MdeConnection'
        'Start-MdeEvidence'
        'Stop-MdeEvidence'
        'Test-MdeEvidence'
        'Test-MdeHuntingQuery'
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
- Sign in with the system browser, a device code, a certificate, a managed identity, workload identity federation, a client secret, or a token from another tool.
- Sign in without an app registration: -ClientId GraphCommandLineTools is Microsoft's shared application. If consent is missing, the error states the permission, the roles that can grant it, what consent means, and the link to send.
- Register-MdeApplication registers an application with the one permission that hunting needs, for users, with a certificate, or for a GitHub repository, and returns the link for consent. -AsScript writes the commands for an administrator who doesn't install anything. Throttling and outages of Microsoft Graph are retried, and no application is created two times.
- -TokenProvider takes a script block that returns an access token, and runs it again before the token expires and when the service requires another one. about_MdeHunting_Runbooks has recipes for Az, SecretManagement, GitHub Actions, and Azure Automation.
- Connect to every tenant in a file with Import-Csv tenants.csv | Connect-MdeTenant. If a row fails, the others continue, and a second row with the name of an earlier one is an error. Connections show the tenant's domain, the application's name, and which one is current (IsCurrent).
- -Limit of Connect-MdeTenant takes the service's limits and the tenant's quotas in one hashtable, with the names and units of an environment file. -AppId, -ApplicationId, -UseDeviceCode, -First, -MaximumRetryCount, and -ReserveQuotaPercent are aliases. -Connection also takes patterns of names, tenant ids, and domains, and -Name is its alias.
- Hunt through Microsoft Graph, Defender for Endpoint, and Defender XDR. Rows are typed and complete, or an error says what's missing.
- Look up tables and columns, as documented or as the tenant has them. Tab completes them inside a query.
- Rows are displayed as a table of the columns that matter most. Control characters and invisible characters are shown as text.
- On the screen, addresses, ports, severities, file names, and times are never truncated, a host's name is shown before its domain, and the command line gets the remaining room. Columns that are empty or have the same value in all rows are named in the line above them.
- Connections, quotas, schema, results, and output files are displayed as tables, also with Format-Table and if one pipeline shows several kinds. Headers use PowerShell's own style.
- Names such as Api, Method, and Type are strings, so ConvertTo-Json and Export-Clixml write the names in every edition.
- If a query is rejected, the error shows its line with a mark under the position. An information record says when nothing was found, and a verbose message states the number of rows. -Debug no longer prompts at each call.
- Get-MdeHuntingSchema describes every documented table and column in a few words, and lists columns of several tables as one table. PortalUri of a result opens the query in the Defender portal.
- -Timespan applies to search in (...), find in (...), and union withsource=... over named tables in the query's text, and to search, find, and wildcards with the Timespan of Microsoft Graph. Notes says so, and names the snapshot tables that this can cut. Tables such as DeviceInfo and IdentityInfo that a query only looks up values in aren't filtered. All queries and tenants of one command use the same time range.
- Values keep their exact text in files, also after jobs, remoting, and Export-Clixml. Rows of several queries or tenants contain their source.
- Limit queries to a time range, split them into windows, and run them on many tenants in parallel, within their quotas. If a time range starts earlier than the 30 days that the services retain, a warning says so (LookBackCut).
- Transient failures are retried, by default for ten minutes: a run survives an outage, a tenant that can't be reached delays the others only once, and a connection without a response is replaced.
- Sign-in requests are retried in the same way. Tokens are renewed early while queries run, and an outage of the identity service doesn't end a run.
- After a rejection (HTTP 429), the query is retried when the service's Retry-After says, and the rate returns to normal within a minute. Rejected calls don't count as used.
- Write a long run to a folder, one file for each window with its hash in a journal (-OutputPath). After Ctrl+C, a crash, or a full disk, continue with the missing windows (-Resume).
- Use PowerShell values in a query without writing them into its text (-Parameter): each becomes a typed let statement that stays one value, whatever it contains. A query's own declare query_parameters statement is read, checked, and replaced.
- Read indicators of compromise from lists, reports, CSV, STIX, MISP, and OpenIOC, or from the clipboard (Import-MdeIndicator, ConvertTo-MdeIndicator): refanged, with file and line, and with a reason for those that a sweep would skip. Ranges of addresses become networks, doubled backslashes are removed, and a value of a stated type is read as a whole or not at all. Values and lines of lists that aren't valid are named, with the line and the reason. -WarningListPath adds warning lists of the MISP project.
- Read the hunting queries that others publish (Import-MdeHuntingPack): Microsoft Sentinel's YAML, Markdown, .kql and .csl files, query templates, msticpy's YAML, and JSON, from files, folders, and zip archives, with techniques, tactics, and tables. Placeholders become typed parameters.
- Start with the hunts that come with the module (Get-MdeHuntingPack), each with its techniques, its parameters, and the noise to expect.
- Run packs of queries in many tenants (Invoke-MdeHuntingPack), and know which ran, which found something, and which couldn't run and why: tables that the tenant doesn't have, that were retired, or that are Microsoft Sentinel's are recognized before a call is spent. -OutputPath writes a file of rows for each query and tenant with an index, and -Resume continues after Ctrl+C, a crash, or a full disk. -PlanOnly shows the order without a call.
- See in the ATT&CK Navigator what was hunted, what was found, and what couldn't run (Export-MdeAttackLayer).
- Check a query before it costs anything (Test-MdeHuntingQuery): tables, columns behind each operator, types, functions, and rules of correctness, cost, completeness, and safety, each with an example in about_MdeHunting_Rules. -AsSarif writes a log for code scanning, in which files of -PackPath that can't be read are results too, -Live queries the service. Another language (SQL, SPL, Sigma, Lucene, PowerShell, ES|QL, EQL, XQL) is recognized.
- Invoke-MdeHuntingQuery and Invoke-MdeHuntingPack warn once if a query would be rejected or silently wrong: a column that isn't there any more, a join without a kind, isnull of a string (-Check Warn, Stop, or None).
- Tab completes the columns behind each operator with their types, also of parse, datatable, mv-expand, and joins (CveId1), a function's parameters in its body, functions with their signatures, types behind a colon, the operators that a value's type takes, the columns behind $left and $right of a join, and the documented values of columns that have few (ActionType, Severity, EmailDirection, EntityType, RemoteIPType, OSPlatform). Subqueries (mv-apply, partition, fork, scan), print, and functions of the query and of the service are included. Behind Invoke-MdeHuntingQuery in a pipeline, it completes the query's columns.
- Tokens, secrets, and proxy passwords are never shown, even if a service repeats them. An environment file can't send a token to a host that it isn't for.
- If accounts that -Persist saves can't be written, they stay in memory with one warning. Damaged account files are renamed, with a warning.
- Record evidence (Start-MdeEvidence, or -EvidencePath of every command that runs queries): each query, request, and response as it was sent and received, in a bag (RFC 8493) for each tenant, with a chained log. Seal it (Stop-MdeEvidence), test it (Test-MdeEvidence), list it (Get-MdeEvidence), and read its rows again without the tenant (Import-MdeEvidence).
- Sign evidence as it's sealed (Stop-MdeEvidence -CertificatePath, -CertificateThumbprint, or -Certificate: CMS with the certificate's chain), have it time-stamped (-TimestampServer: RFC 3161, only a hash is sent), and archive it (-Compress). Test-MdeEvidence says who signed it, whether the signer is trusted at the stamped time, and when it was stamped; openssl verifies both. Add-MdeEvidenceTransfer notes who gave a bag to whom.
- -AsResult returns the time range, the query as it was sent, the SHA-256 of the response, and the module's version, and its view shows them.
- Export-MdeReport writes one HTML file of evidence or results that opens offline and loads nothing: which queries ran, when, in which tenants, whether they are complete, the hashes, and rows that can be sorted and searched. Compare-MdeEvidence runs recorded queries again, and returns which rows are the same, gone, or added. Get-MdeHuntingSchema -Live is recorded too after Start-MdeEvidence.
- Sweep tenants for indicators (Find-MdeIndicator): one query for each table and chunk of the list, hits with a grade (the domain itself, a host below it, a URL's host), and a ledger of what was found, not found, not searched, and why (-LedgerVariable, Get-MdeIndicatorLedger). -OutputPath writes the hits and, with -Detailed, their rows to a folder, and -Resume continues a sweep that was interrupted.
'@
        }
    }
}
