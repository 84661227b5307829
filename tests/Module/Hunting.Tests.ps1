[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The secrets are a lab''s own, and in files')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $SeedTenant = '11111111-1111-1111-1111-111111111111'
    $ContosoTenant = 'contoso.example'
    $ClientId = '22222222-2222-2222-2222-222222222222'
    $SeedQuery = 'DeviceProcessEvents
        | where InitiatingProcessFileName =~ "powershell.exe"
        | project Timestamp, FileName, InitiatingProcessFileName
        | order by Timestamp desc
        | limit 2'
    $Seed = Connect-MdeTenant -TenantId $SeedTenant -ClientId $ClientId -DeviceCode -Environment $EnvironmentFile -Name Seed 6>$null
    $Legacy = Connect-MdeTenant -TenantId $SeedTenant -ClientId $ClientId -Api Endpoint -DeviceCode -Environment $EnvironmentFile -Name Legacy -WarningAction SilentlyContinue 6>$null
    $Contoso = Connect-MdeTenant -TenantId $ContosoTenant -ClientId $ClientId -DeviceCode -Environment $EnvironmentFile -Name Contoso 6>$null
}

Describe 'The module' {
    It 'exports its cmdlets and nothing else' {
        (Get-Command -Module MdeHunting).Name | Sort-Object | Should -Be @(
            'Add-MdeEvidenceNote', 'Add-MdeEvidenceTransfer', 'Compare-MdeEvidence', 'Connect-MdeTenant', 'ConvertTo-MdeIndicator', 'Disconnect-MdeTenant', 'Export-MdeAttackLayer', 'Export-MdeReport'
            'Find-MdeIndicator', 'Get-MdeConnection', 'Get-MdeEvidence', 'Get-MdeHuntingPack', 'Get-MdeHuntingSchema', 'Get-MdeIndicatorLedger', 'Get-MdeQuota', 'Get-MdeTokenInfo'
            'Import-MdeEvidence', 'Import-MdeHuntingPack', 'Import-MdeIndicator', 'Invoke-MdeHuntingPack', 'Invoke-MdeHuntingQuery', 'Register-MdeApplication', 'Select-MdeConnection', 'Start-MdeEvidence'
            'Stop-MdeEvidence', 'Test-MdeEvidence', 'Test-MdeHuntingQuery')
    }

    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest $Manifest).Version | Should -Be ([version](Get-Module MdeHunting).Version)
    }

    It 'loads nothing of MSAL, HTTP or JSON when it is imported' {
        # PowerShell keeps a profile of what its earlier processes loaded, and loads that again ahead of time: this one is to have none.
        $kept = $env:XDG_CACHE_HOME, $env:LOCALAPPDATA
        $env:XDG_CACHE_HOME = $env:LOCALAPPDATA = $TestDrive
        try {
            $loaded = & $PSScriptRoot/Invoke-Shell.ps1 "
                `$before = [AppDomain]::CurrentDomain.GetAssemblies()
                Import-Module '$Manifest'
                [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_ -notin `$before }).ForEach({ `$_.GetName().Name })"
        }
        finally {
            $env:XDG_CACHE_HOME, $env:LOCALAPPDATA = $kept
        }

        $loaded | Should -Contain 'MdeHunting'
        $loaded | Should -Not -Contain 'MdeHunting.Service'
        $loaded | Should -Not -Contain 'Microsoft.Identity.Client'
        $loaded | Should -Not -Contain 'System.Net.Http'
        $loaded | Should -Not -Contain 'System.Text.Json'
    }

    It 'shows the message of a device code although the output is kept, and puts nothing else in it' {
        Connect-MdeTenant -TenantId $SeedTenant -ClientId $ClientId -DeviceCode -Environment $EnvironmentFile -Name Again 6>$null | Disconnect-MdeTenant -ForgetAccount
        $shown = Connect-MdeTenant -TenantId $SeedTenant -ClientId $ClientId -DeviceCode -Environment $EnvironmentFile -Name Again 6>&1
        @($shown).Count | Should -Be 2
        "$($shown[0])" | Should -Match 'enter the code \w{9}'
        $shown[1].Name | Should -Be 'Again'
        $silent = Connect-MdeTenant -TenantId $SeedTenant -ClientId $ClientId -DeviceCode -Environment $EnvironmentFile -Name Again -NonInteractive 6>&1
        @($silent).Count | Should -Be 1
        Disconnect-MdeTenant Again
    }
}

Describe 'Rows' {
    It 'are the two of the seed, with every digit' {
        $rows = Invoke-MdeHuntingQuery $SeedQuery -Connection Seed
        $rows.FileName | Should -Be @('net.exe', 'csc.exe')
        $rows[0].Timestamp | Should -BeOfType [datetime]
        $rows[0].Timestamp.Ticks | Should -Be ([datetime]::new(2022, 3, 7, 21, 34, 30, [DateTimeKind]::Utc).Ticks + 1187436)
        $rows[1].Timestamp.Kind | Should -Be 'Utc'
        $rows[0].psobject.TypeNames[0] | Should -Be 'MdeHunting.Row'
    }

    It 'stop with Select-Object -First' {
        @(Invoke-MdeHuntingQuery 'DeviceProcessEvents' -Connection Contoso | Select-Object -First 5).Count | Should -Be 5
    }

    It 'sort, filter and group by their values' {
        $rows = Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 500 | project Timestamp, FileName' -Connection Contoso
        $sorted = @($rows | Sort-Object Timestamp)
        for ($i = 1; $i -lt $sorted.Count; $i++) { $sorted[$i].Timestamp | Should -Not -BeLessThan $sorted[$i - 1].Timestamp }
        ($rows | Where-Object Timestamp -gt ([datetime]'2000-01-01')).Count | Should -Be 500
        ($rows | Group-Object { $_.Timestamp.Date } | Measure-Object Count -Sum).Sum | Should -Be 500
    }

    It 'have the same columns in ForEach-Object -Parallel' -Skip:($PSEdition -eq 'Desktop') {
        $names = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            (Invoke-MdeHuntingQuery 'DeviceInfo | take 1' -Connection $using:Contoso).psobject.Properties.Name -join ','
        }
        @($names | Sort-Object -Unique).Count | Should -Be 1
    }
}

Describe 'Export-Csv with no further switch' {
    BeforeDiscovery { $cultures = 'fi-FI', 'ar-SA', 'th-TH', 'en-US' }

    It 'writes evidence under <_>' -ForEach $cultures {
        $file = Join-Path $TestDrive "$_.csv"
        $before = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::GetCultureInfo($_)
            Invoke-MdeHuntingQuery @'
DeviceProcessEvents | take 1
| project Timestamp = datetime(2022-03-07T21:34:30.1187436Z), Real = -0.1, Long = -5, List = dynamic(["a",1.5]), Bag = dynamic({"k":{"n":null}}), Flag = true, None = int(null), Span = 1d, Text = "a,\"b\""
'@ -Connection Legacy | Export-Csv -LiteralPath $file
        }
        finally {
            [Threading.Thread]::CurrentThread.CurrentCulture = $before
        }

        Get-Content -LiteralPath $file | Should -Be @(
            '"Timestamp","Real","Long","List","Bag","Flag","None","Span","Text"'
            '"2022-03-07T21:34:30.1187436Z","-0.1","-5","[""a"",1.5]","{""k"":{""n"":null}}","True",,"1.00:00:00","a,""b"""'
        )
    }

    It 'leaves ConvertTo-Json as it was' {
        $row = Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1 | project T = datetime(2022-03-07T21:34:30.1187436Z), R = 0.5, L = dynamic([1,{"a":2}]), N = int(null)' -Connection Legacy
        $row | ConvertTo-Json -Depth 5 -Compress | Should -Be '{"T":"2022-03-07T21:34:30.1187436Z","R":0.5,"L":[1,{"a":2}],"N":null}'
    }

    It 'survives Select-Object and Export-Clixml' {
        $row = Invoke-MdeHuntingQuery $SeedQuery -Connection Seed | Select-Object -First 1 -Property Timestamp, FileName
        ($row | ConvertTo-Csv)[1] | Should -Be '"2022-03-07T21:34:30.1187436Z","net.exe"'
        $file = Join-Path $TestDrive 'row.xml'
        $row | Export-Clixml -LiteralPath $file
        (Import-Clixml -LiteralPath $file).Timestamp.Ticks | Should -Be $row.Timestamp.Ticks
    }
}

Describe 'A result as one object' {
    It 'gives the header that Export-Csv cannot where nothing was found, and the rows where something was' {
        $file = Join-Path $TestDrive 'evidence.csv'
        $found = @{}
        foreach ($name in 'no such program', 'powershell.exe') {
            $result = Invoke-MdeHuntingQuery "DeviceProcessEvents | where InitiatingProcessFileName =~ '$name' | project Timestamp, FileName, filename = 1 | take 1" -Connection Seed -AsResult
            $result.Rows | Export-Csv $file -NoTypeInformation -Encoding UTF8
            if (-not $result.RowCount) { '"' + ($result.Schema.PropertyName -join '","') + '"' | Set-Content $file -Encoding UTF8 }
            $found[$name] = @(Get-Content -LiteralPath $file)
        }

        $found['no such program'] | Should -Be @('"Timestamp","FileName","filename_2"')
        $found['powershell.exe'].Count | Should -Be 2
        $found['powershell.exe'][0] | Should -Be '"Timestamp","FileName","filename_2"'
    }

    It 'is one for each query, with what the service says of its work' {
        $results = @('DeviceInfo | take 1', 'DeviceInfo | take 0') | Invoke-MdeHuntingQuery -Connection Legacy -AsResult
        $results.RowCount | Should -Be @(1, 0)
        $results[0].Rows[0].psobject.TypeNames[0] | Should -Be 'MdeHunting.Row'
        [timespan]$results[0].Statistics.ExecutionTime | Should -BeGreaterOrEqual ([timespan]::Zero)
        $results[0].Calls.Count | Should -Be 1
        $results[0].IsComplete | Should -BeTrue
        ($results[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json).RequestId | Should -Be $results[0].RequestId
    }

    It 'is a DataTable that stays one in a variable, with columns but no rows too' {
        $table = Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, FileName, Bag = dynamic({"a":["x"]}) | take 2' -Connection Contoso -AsDataTable
        , $table | Should -BeOfType [System.Data.DataTable]
        $table.Rows.Count | Should -Be 2
        $table.Rows[0].Timestamp.Kind | Should -Be 'Utc'
        $table.Rows[0].Bag | Should -Be '{"a":["x"]}'

        $empty = Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, FileName | take 0' -Connection Contoso -AsDataTable
        , $empty | Should -BeOfType [System.Data.DataTable]
        $empty.Columns.ColumnName | Should -Be @('Timestamp', 'FileName')
        $empty.Columns[0].DataType | Should -Be ([datetime])
    }

    It 'and a table at once are refused' {
        { Invoke-MdeHuntingQuery 'DeviceInfo' -Connection Seed -AsResult -AsDataTable } | Should -Throw -ErrorId 'ArgumentConflict,*'
    }
}

Describe 'A run into a folder' {
    BeforeAll {
        $hunt = @{
            Query      = 'DeviceLogonEvents | project Timestamp, DeviceName, AccountName, ReportId'
            Connection = 'Contoso'
            StartTime  = [datetime]::UtcNow.Date.AddDays(-20)
            EndTime    = [datetime]::UtcNow.Date
            Split      = '5d'
        }
        $Rows = @(Invoke-MdeHuntingQuery @hunt)
    }

    It 'has the rows of the pipeline in <_>, and goes on with what is missing alone' -ForEach 'Csv', 'JsonLines' {
        $folder = Join-Path $TestDrive "run [$_]"
        $files = @(Invoke-MdeHuntingQuery @hunt -OutputPath $folder -OutputFormat $_)
        $files.Count | Should -Be 4
        foreach ($file in $files) { (Get-FileHash -LiteralPath $file.FullName -Algorithm SHA256).Hash | Should -Be $file.Sha256 }
        $read = @(if ($_ -eq 'Csv') { $files | ForEach-Object { Import-Csv -LiteralPath $_.FullName } } else { $files | ForEach-Object { Get-Content -LiteralPath $_.FullName -Encoding UTF8 | ConvertFrom-Json } })
        $Rows.Count | Should -BeGreaterThan 0
        $read.Count | Should -Be $Rows.Count
        $read.ReportId | ForEach-Object { "$_" } | Should -Be ($Rows.ReportId | ForEach-Object { "$_" })

        Remove-Item -LiteralPath $files[1].FullName
        Set-Content -LiteralPath $files[2].FullName -Value 'not what was written'
        $again = @(Invoke-MdeHuntingQuery @hunt -OutputPath $folder -OutputFormat $_ -Resume -WarningVariable told -WarningAction SilentlyContinue | Sort-Object StartTime)
        $again.FullName | Should -Be $files.FullName
        $again.Sha256 | Should -Be $files.Sha256
        $again.WasThere | Should -Be $true, $false, $false, $true
        "$told" | Should -Match '\.changed'
    }

    It 'is refused where there is something else' {
        $folder = Join-Path $TestDrive 'taken'
        $null = New-Item -ItemType Directory $folder
        Set-Content -LiteralPath "$folder/notes.txt" -Value 'mine'
        { Invoke-MdeHuntingQuery @hunt -OutputPath $folder -ErrorAction Stop } | Should -Throw -ErrorId 'OutputFolderNotEmpty,*'
        Get-Content -LiteralPath "$folder/notes.txt" | Should -Be 'mine'
    }
}

Describe 'Query files' {
    It 'run as one query each, from -Path and from Get-ChildItem, names with brackets too' {
        $folder = Join-Path $TestDrive 'queries'
        $null = New-Item -ItemType Directory $folder
        Set-Content -LiteralPath "$folder/a [1].kql" -Value 'DeviceInfo', '| take 1'
        Set-Content -LiteralPath "$folder/b.kql" -Value 'DeviceInfo', '// two', '| take 2'
        @(Invoke-MdeHuntingQuery -Path "$folder/*.kql" -Connection Contoso).Count | Should -Be 3
        @(Get-ChildItem "$folder/*.kql" | Invoke-MdeHuntingQuery -Connection Contoso).Count | Should -Be 3
        @(Get-Content -Raw -LiteralPath "$folder/b.kql" | Invoke-MdeHuntingQuery -Connection Contoso).Count | Should -Be 2
    }

    It 'are refused line by line' {
        Set-Content -LiteralPath "$TestDrive/q.kql" -Value 'DeviceInfo', '| take 1'
        { Get-Content "$TestDrive/q.kql" | Invoke-MdeHuntingQuery -Connection Contoso } | Should -Throw -ErrorId 'QueryFromLines,*'
        { Get-Content "$TestDrive/q.kql" -ReadCount 0 | Invoke-MdeHuntingQuery -Connection Contoso } | Should -Throw -ErrorId 'QueryFromLines,*'
        { Invoke-MdeHuntingQuery (Get-Content "$TestDrive/q.kql") -Connection Contoso } | Should -Throw -ErrorId 'QueryFromLines,*'
    }
}

Describe 'Errors' {
    It 'of the service are proper errors under each ErrorAction' {
        { Invoke-MdeHuntingQuery 'DeviceInfo | where Nope == 1' -Connection Seed -ErrorAction Stop } | Should -Throw -ErrorId 'QueryRefused,*'
        Invoke-MdeHuntingQuery 'DeviceInfo | where Nope == 1' -Connection Seed -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.Count | Should -Be 1
        $refused[0].Exception.ServiceMessage | Should -BeLike "*'Nope'*"
        $refused[0].CategoryInfo.Category | Should -Be 'SyntaxError'
        Invoke-MdeHuntingQuery 'DeviceInfo | where Nope == 1' -Connection Seed -ErrorAction Ignore -ErrorVariable ignored
        $ignored.Count | Should -Be 0
    }
}

Describe 'A token' {
    It 'is explained and not shown' {
        $info = Get-MdeTokenInfo -Connection Seed
        $info.Audience | Should -Be 'https://graph.microsoft.com'
        $info.Scopes | Should -Be 'ThreatHunting.Read.All'
        $info.IsMultifactor | Should -BeTrue
        ($info | Format-List * | Out-String) | Should -Not -MatchExactly 'eyJ[\w-]+\.eyJ'
        $info.Claims.tid | Should -Be $SeedTenant
    }

    It 'tells where one can hunt with it, and what it can do besides' {
        $info = Get-MdeTokenInfo -Connection Seed
        $info.CanHunt.Api | Should -Be @('Graph', 'Endpoint', 'Xdr')
        $info.CanHunt.CanHunt | Should -Be @($true, $false, $false)
        "$($info.CanHunt[1])" | Should -Be 'Endpoint: no (the token is for https://graph.microsoft.com)'
        $info.ExcessPermissions | Should -BeNullOrEmpty
        ($info | Format-List * | Out-String) | Should -Match '(?s)Issuer .*Claims '
    }

    It 'fits a screen of 80 by 25 by default' {
        @(Get-MdeTokenInfo -Connection Seed | Out-String -Width 80 -Stream).Count | Should -BeLessOrEqual 23
    }

    It 'may come as a string or a SecureString' {
        $token = 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4Iiwic2NwIjoiQSBCIn0.'
        (Get-MdeTokenInfo $token).Scopes | Should -Be @('A', 'B')
        ($token | Get-MdeTokenInfo).Audience | Should -Be 'x'
        (ConvertTo-SecureString $token -AsPlainText -Force | Get-MdeTokenInfo).Audience | Should -Be 'x'
        { Get-MdeTokenInfo 'nonsense' -ErrorAction Stop } | Should -Throw -ErrorId 'TokenNotJwt,*'
    }
}
