# The command line of this PowerShell: the program, and what stands before its own arguments.
$program = (Get-Process -Id $PID).Path
$program
# The PowerShell that is installed as a tool of dotnet runs in dotnet itself.
if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
