# A new process: how long the first query after a connect takes and the second one, and the first view of rows: the module's own, or PowerShell's table of the same objects.
Import-Module $env:MDEHUNTING_BENCHMARK_IMPORT
# Of Format-Table and Out-String: to load them is no part of either view.
Import-Module Microsoft.PowerShell.Utility
$connection = @{ Environment = $env:MDEHUNTING_BENCHMARK_ENVIRONMENT; TenantId = $env:MDEHUNTING_BENCHMARK_TENANT; WarningAction = 'Ignore' }
if ($env:MDEHUNTING_BENCHMARK_STEP -eq 'token') {
    $token = [Security.SecureString]::new()
    foreach ($character in $env:MDEHUNTING_BENCHMARK_TOKEN.ToCharArray()) { $token.AppendChar($character) }
    $null = Connect-MdeTenant @connection -AccessToken $token
}
else {
    $null = Connect-MdeTenant @connection -ClientId 22222222-2222-2222-2222-222222222222 -NonInteractive -Persist -AllowUnencryptedCache
}
$watch = [Diagnostics.Stopwatch]::StartNew()
$rows = @(Invoke-MdeHuntingQuery $env:MDEHUNTING_BENCHMARK_QUERY)
$first = $watch.Elapsed.TotalSeconds
$watch.Restart()
$null = @(Invoke-MdeHuntingQuery $env:MDEHUNTING_BENCHMARK_QUERY)
$second = $watch.Elapsed.TotalSeconds
if ($env:MDEHUNTING_BENCHMARK_STEP -eq 'plain') { $rows = @($rows | Select-Object *); foreach ($row in $rows) { $row.PSTypeNames.Clear(); $row.PSTypeNames.Add('Plain') } }
$watch.Restart()
$null = $rows | Format-Table | Out-String
$view = $watch.Elapsed.TotalSeconds
'first ' + $first.ToString('F4', [cultureinfo]::InvariantCulture)
'second ' + $second.ToString('F4', [cultureinfo]::InvariantCulture)
'view ' + $view.ToString('F4', [cultureinfo]::InvariantCulture)
