param([string] $Module, [string] $Baseline, [string] $Store, [string] $Name)
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
Import-Module $Module
Add-Type -Path $Baseline
$null = Connect-VIServer $Store
$vm = Get-VM vm-00001
$device = Get-PassthroughDevice -VMHost $vm.VMHost | Where-Object { -not $_.VM } | Select-Object -First 1
$times = [System.Collections.Generic.List[double]]::new()
# The first 400 warm the engine up, as the flushed lines below are warm too.
foreach ($i in 1..600) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $added = Add-PassthroughDevice -VM $vm -PassthroughDevice $device
    $add = $clock.Elapsed.TotalMilliseconds
    $clock.Restart()
    Remove-PassthroughDevice -PassthroughDevice $added
    if ($i -gt 400) { $times.Add($add); $times.Add($clock.Elapsed.TotalMilliseconds) }
}

$times.Sort()
$journal = [System.IO.Path]::ChangeExtension($Store, '.journal.jsonl')
$length = [int] ((Get-Item $journal).Length / 1201)
$flush = [PassthroughTools.Benchmarks.AppendedLine]::MedianMilliseconds("$Store.flush", $length, 300)
Remove-Item "$Store.flush", $journal
$median = $times[$times.Count / 2]
"$Name=$($median.ToString([cultureinfo]::InvariantCulture))"
"$Name-flush=$($flush.ToString([cultureinfo]::InvariantCulture))"
