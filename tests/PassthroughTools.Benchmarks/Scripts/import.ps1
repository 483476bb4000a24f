param([string] $Name, [string] $Module)
$ErrorActionPreference = 'Stop'
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$elapsed = $clock.Elapsed.TotalMilliseconds
"$Name=$($elapsed.ToString([cultureinfo]::InvariantCulture))"
