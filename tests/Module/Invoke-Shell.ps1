# Runs a command in a new process of this PowerShell, and gives what it prints.
param([Parameter(Mandatory)] [string] $Command)

$program, $first = & $PSScriptRoot/Get-ShellCommand.ps1
& $program @($first) -NoProfile -Command $Command
