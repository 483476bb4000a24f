param([string] $Baseline, [string] $Store)
$ErrorActionPreference = 'Stop'
Add-Type -Path $Baseline
$before = [GC]::GetTotalMemory($true)
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$graph = [PassthroughTools.Benchmarks.PlainStore]::Deserialize($Store)
$elapsed = $clock.Elapsed.TotalMilliseconds
$memory = [GC]::GetTotalMemory($true) - $before
if ($graph.Hosts.Count -ne 1000) { throw 'The file was not read.' }
"newtonsoft=$($elapsed.ToString([cultureinfo]::InvariantCulture))"
"newtonsoft-memory=$memory"
