# One step of a new process; prints how long the import took. Nothing else may be in here: what PowerShell loads for it would count.
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $env:MDEHUNTING_BENCHMARK_IMPORT
"import " + $watch.Elapsed.TotalSeconds.ToString('F4', [cultureinfo]::InvariantCulture)
if ($env:MDEHUNTING_BENCHMARK_STEP -eq 'import') { return }
$connection = @{ Environment = $env:MDEHUNTING_BENCHMARK_ENVIRONMENT; TenantId = $env:MDEHUNTING_BENCHMARK_TENANT; WarningAction = 'Ignore' }
if ($env:MDEHUNTING_BENCHMARK_STEP -eq 'token') {
    $token = [Security.SecureString]::new()
    foreach ($character in $env:MDEHUNTING_BENCHMARK_TOKEN.ToCharArray()) { $token.AppendChar($character) }
    $null = Connect-MdeTenant @connection -AccessToken $token
}
else {
    $null = Connect-MdeTenant @connection -ClientId 22222222-2222-2222-2222-222222222222 -NonInteractive -Persist -AllowUnencryptedCache
}
"connect " + $watch.Elapsed.TotalSeconds.ToString('F4', [cultureinfo]::InvariantCulture)
$rows = @(Invoke-MdeHuntingQuery $env:MDEHUNTING_BENCHMARK_QUERY)
"rows$($rows.Count) " + $watch.Elapsed.TotalSeconds.ToString('F4', [cultureinfo]::InvariantCulture)
