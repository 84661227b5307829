# Imports as cold.ps1 does, after a comparison by the culture's rules. The first one reads them, and PowerShell makes one for each module that exports a cmdlet by its name; a
# prompt has made it long before. A script of its own: to choose inside cold.ps1 would be a comparison there.
$null = [string]::Equals('a', 'A', [StringComparison]::CurrentCultureIgnoreCase)
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $env:MDEHUNTING_BENCHMARK_IMPORT
"import " + $watch.Elapsed.TotalSeconds.ToString('F4', [cultureinfo]::InvariantCulture)
