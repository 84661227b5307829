<#
.SYNOPSIS
    Builds, tests or tries the module. Needs the .NET SDK and no module.
.EXAMPLE
    ./build.ps1
    Builds both editions; Import-Module ./MdeHunting.psd1 then works from the checkout.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs the tests of dotnet, and Pester's on the built module in a fresh process where Pester is found.
.EXAMPLE
    ./build.ps1 -Task Lab
    Keeps a lab tenant up until Ctrl+C, and prints the lines that connect to it.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Lab')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args -join ' ') ended with exit code $LASTEXITCODE." }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build }
        'Lab' { Invoke-DotNet run --project src/MdeHunting.Lab -- serve }
        'Test' {
            Invoke-DotNet test
            if (Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0') {
                $shell = (Get-Process -Id $PID).Path
                & $shell -NoProfile -File tests/Module/Invoke-ModuleTest.ps1
                if ($LASTEXITCODE -ne 0) { throw 'A test in tests/Module failed.' }
            }
            else {
                Write-Warning 'tests/Module was left out: Pester 5 is not installed (Install-PSResource Pester).'
            }
        }
    }
}
finally {
    Pop-Location
}
