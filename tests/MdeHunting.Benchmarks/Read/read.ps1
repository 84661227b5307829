# Reads a response as a script does without the module, and with it; both to the rows alone and to a CSV file. Prints how long each round took.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The token is a lab''s own')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The measured blocks use them')]
param([int] $Rounds, [string] $Folder)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$get = { param($name) [Environment]::GetEnvironmentVariable("MDEHUNTING_BENCHMARK_$name") }
$query = & $get QUERY
Import-Module (& $get MANIFEST)
$token = ConvertTo-SecureString (& $get TOKEN) -AsPlainText -Force
$null = Connect-MdeTenant -Environment (& $get ENVIRONMENT) -Api (& $get API) -TenantId (& $get TENANT) -AccessToken $token
$call = @{
    Uri = & $get ADDRESS; Method = 'Post'; Body = ConvertTo-Json @{ Query = $query }; ContentType = 'application/json'; SkipCertificateCheck = $true
    Headers = @{ Authorization = "Bearer $(& $get TOKEN)" }
}
$work = [ordered]@{
    'module-rows' = { Invoke-MdeHuntingQuery $query | & { process { } } }
    'irm-rows'    = { Invoke-RestMethod @call | ForEach-Object Results | & { process { } } }
    'module-csv'  = { Invoke-MdeHuntingQuery $query | Export-Csv (Join-Path $Folder module.csv) }
    'irm-csv'     = { Invoke-RestMethod @call | ForEach-Object Results | Export-Csv (Join-Path $Folder irm.csv) }
}
# The first rounds warm up; Invoke-RestMethod, which takes seconds, is warm after one.
for ($round = -2; $round -le $Rounds; $round++) {
    foreach ($name in $work.Keys) {
        if ($round -lt 0 -and $name -like 'irm-*') { continue }
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        & $work[$name]
        if ($round -gt 0) { [Console]::Out.WriteLine("$name " + $watch.Elapsed.TotalSeconds.ToString('F4', [cultureinfo]::InvariantCulture)) }
    }
}
