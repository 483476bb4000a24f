param([string] $Store)
$ErrorActionPreference = 'Stop'
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$graph = Get-Content -LiteralPath $Store -Raw | ConvertFrom-Json
$devices = $graph.hosts | ForEach-Object { $_.devices } | Where-Object { $_.passthroughCapable }
$elapsed = $clock.Elapsed.TotalMilliseconds
if ($devices.Count -ne 16000) { throw 'The file was not read.' }
"convertfromjson=$($elapsed.ToString([cultureinfo]::InvariantCulture))"
