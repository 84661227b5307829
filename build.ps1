<#
.SYNOPSIS
    Builds, tests, packages or tries the module. Needs the .NET SDK and no module; runs in Windows PowerShell 5.1 and in PowerShell 7.
.EXAMPLE
    ./build.ps1
    Builds both editions and the help; Import-Module ./MdeHunting.psd1 then works from the checkout.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs the tests of dotnet, and then Pester's on the package in a fresh process.
.EXAMPLE
    ./build.ps1 -Task Package
    Makes out/MdeHunting/<version>/ and out/MdeHunting.<version>.nupkg, which Publish-PSResource -NupkgPath takes.
.EXAMPLE
    ./build.ps1 -Task Lab
    Keeps a lab tenant up until Ctrl+C, and prints the lines that connect to it.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Lab')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet([string[]] $Arguments) {
    & dotnet @Arguments
    if ($LASTEXITCODE -ne 0) { throw "dotnet $Arguments ended with exit code $LASTEXITCODE." }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build }
        'Package' { Invoke-DotNet 'build', 'src/MdeHunting.Module', '--configuration', 'Release', '-target:Package', '-property:EverySystem=true' }
        'Lab' { Invoke-DotNet 'run', '--project', 'src/MdeHunting.Lab', '--', 'serve' }
        'Test' {
            Invoke-DotNet test
            & ./tests/Module/Invoke-Shell.ps1 '& ./tests/Module/Invoke-ModuleTest.ps1; exit $LASTEXITCODE'
            if ($LASTEXITCODE -ne 0) { throw 'A test in tests/Module failed.' }
        }
    }
}
finally {
    Pop-Location
}
