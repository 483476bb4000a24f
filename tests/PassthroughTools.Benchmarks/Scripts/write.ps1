param([string] $Module, [string] $Baseline, [string] $Store, [string] $Name)
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
Import-Module $Module
Add-Type -Path $Baseline
$null = Connect-VIServer $Store
$vm = Get-VM vm-00001
$device = Get-PassthroughDevice -VMHost $vm.VMHost | Where-Object { -not $_.VM } | Select-Object -First 1
$times = [System.Collections.Generic.List[double]]::new()
$flushes = [System.Collections.Generic.List[double]]::new()

# A line of about the length of a journal line of this store, appended in turn with the changes, so that noise meets both alike.
$line = [PassthroughTools.Benchmarks.AppendedLine]::new("$Store.flush", 700)

# The first 2,000 warm the engine up: until then .NET is still compiling what they run, in several steps.
foreach ($i in 1..2400) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $added = Add-PassthroughDevice -VM $vm -PassthroughDevice $device
    $add = $clock.Elapsed.TotalMilliseconds
    $flush = $line.Append()
    $clock.Restart()
    Remove-PassthroughDevice -PassthroughDevice $added
    $remove = $clock.Elapsed.TotalMilliseconds
    if ($i -gt 2000) { $times.Add($add); $times.Add($remove); $flushes.Add($flush) }
}

$line.Dispose()
$times.Sort()
$flushes.Sort()
Remove-Item "$Store.flush", ([System.IO.Path]::ChangeExtension($Store, '.journal.jsonl'))
$median = $times[$times.Count / 2]
$flush = $flushes[$flushes.Count / 2]
"$Name=$($median.ToString([cultureinfo]::InvariantCulture))"
"$Name-flush=$($flush.ToString([cultureinfo]::InvariantCulture))"
