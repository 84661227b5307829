# Runs a command in a new process of this PowerShell, and gives what it prints.
param([Parameter(Mandatory)] [string] $Command)

$shell = (Get-Process -Id $PID).Path
# The PowerShell that is installed as a tool of dotnet runs in dotnet itself.
$program = @(if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
& $shell @program -NoProfile -Command $Command
