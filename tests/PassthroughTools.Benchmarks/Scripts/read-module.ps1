param([string] $Module, [string] $Store)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$before = [GC]::GetTotalMemory($true)
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$null = Connect-VIServer $Store
$devices = Get-PassthroughDevice
$elapsed = $clock.Elapsed.TotalMilliseconds
$memory = [GC]::GetTotalMemory($true) - $before
"module=$($elapsed.ToString([cultureinfo]::InvariantCulture))"
"module-memory=$memory"
"devices=$($devices.Count)"
