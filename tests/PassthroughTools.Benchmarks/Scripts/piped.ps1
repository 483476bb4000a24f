param([string] $Module, [string] $Baseline, [uri] $Address, [string] $Token)
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
Import-Module $Module
Add-Type -Path $Baseline
$null = Connect-VIServer $Address -Password $Token
$vms = Get-VM | Select-Object -First 100
[string[]] $ids = $vms.Id
$bare = [PassthroughTools.Benchmarks.Servers.BareWrites]::new($Address, $Token)
$figures = @{ piped = [Collections.Generic.List[double]]::new(); bare = [Collections.Generic.List[double]]::new(); ratio = [Collections.Generic.List[double]]::new() }

# In turns, so that noise meets both alike. The first 20 warm both up.
foreach ($turn in 1..60) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $bare.Send($ids)
    $sent = $clock.Elapsed.TotalMilliseconds
    $clock.Restart()
    $null = $vms | Set-VM -Notes "turn $turn of process $PID"
    $piped = $clock.Elapsed.TotalMilliseconds
    if ($turn -le 20) { continue }
    $figures.piped.Add($piped)
    $figures.bare.Add($sent)
    $figures.ratio.Add($piped / $sent)
}

$bare.Dispose()
foreach ($name in $figures.Keys) {
    $figures[$name].Sort()
    "$name=$($figures[$name][$figures[$name].Count / 2].ToString([cultureinfo]::InvariantCulture))"
}
