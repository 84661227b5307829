# Runs the Pester tests of this folder on the package, or on the module of another manifest, against a lab of their own. Needs a build (./build.ps1), which brings Pester.
param([string] $Manifest)

$ErrorActionPreference = 'Stop'
$pester = Get-ChildItem -Path (Join-Path $PSScriptRoot 'bin/packages/pester/*/tools/Pester.psd1') | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $pester) { throw 'Pester is not restored: run dotnet restore tests/Module.' }
Import-Module $pester.FullName

$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
if (-not $Manifest) {
    $Manifest = Get-ChildItem -Path (Join-Path $root 'out/MdeHunting/*/MdeHunting.psd1') | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
    if (-not $Manifest) { throw 'The package is not built: run ./build.ps1 first.' }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "mdehunting-module-tests-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory -Path $folder
$environmentFile = Join-Path $folder 'lab.json'
$secrets = Join-Path $folder 'secrets'
$program = Get-ChildItem -Path (Join-Path $root 'src/MdeHunting.Lab/bin/*/net10.0/MdeHunting.Lab.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $program) { throw 'The lab is not built: run ./build.ps1 first.' }

$start = @{
    FilePath               = 'dotnet'
    ArgumentList           = "`"$($program.FullName)`" serve --approve --environment-file `"$environmentFile`" --secrets-folder `"$secrets`""
    RedirectStandardOutput = Join-Path $folder 'out.txt'
    RedirectStandardError  = Join-Path $folder 'err.txt'
    PassThru               = $true
}
$lab = Start-Process @start
try {
    # The file is written once the lab is ready; until then there is nothing else to wait on.
    while (-not (Test-Path -LiteralPath $environmentFile)) {
        if ($lab.HasExited) { throw "The lab ended: $(Get-Content -Raw -LiteralPath $start.RedirectStandardError)" }
        $null = $lab.WaitForExit(100)
    }

    $container = New-PesterContainer -Path (Join-Path $PSScriptRoot '*.Tests.ps1') -Data @{
        Manifest        = (Resolve-Path -LiteralPath $Manifest).ProviderPath
        EnvironmentFile = $environmentFile
        SecretsFolder   = $secrets
    }
    $result = Invoke-Pester -Configuration @{
        Run    = @{ Container = $container; PassThru = $true }
        Output = @{ Verbosity = 'Normal' }
    }
}
finally {
    if (-not $lab.HasExited) { $lab.Kill() }
    $lab.WaitForExit()
    Remove-Item -LiteralPath $folder -Recurse -Force
}

"Module tests passed: $($result.PassedCount)"
"Module tests failed: $($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount)"
exit [int]($result.Result -ne 'Passed')
