<#
.SYNOPSIS
    What starts another PowerShell like this one: the program, and the arguments that go before all others.
.DESCRIPTION
    PowerShell as a .NET tool runs inside dotnet, so that the name and the path of this process say nothing: there the program is
    dotnet, and its first argument is PowerShell's assembly.
.EXAMPLE
    $program, [string[]] $first = & ./pester/Get-Engine.ps1
    & $program @first -NoProfile -File ./examples/demo.ps1
#>
[OutputType([string])]
param()

$process = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
$process
if ((Split-Path -Path $process -Parent) -ne $PSHOME) { Join-Path -Path $PSHOME -ChildPath pwsh.dll }
