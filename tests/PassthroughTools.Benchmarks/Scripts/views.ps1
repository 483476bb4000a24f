param([string] $Module, [string] $Store)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = Connect-VIServer $Store

# Without what answers for VIM objects, ExtensionData is null.
$maker = [PassthroughTools.Inventory.VMHost].Assembly.GetType('PassthroughTools.Inventory.ViewClients').GetProperty('Maker')
$answers = @{ with = $maker.GetValue($null); without = $null }
$times = @{ with = @(); without = @() }
foreach ($round in 1..24) {
    $turns = if ($round % 2) { 'with', 'without' } else { 'without', 'with' }
    foreach ($name in $turns) {
        $maker.SetValue($null, $answers[$name])
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $vms = Get-VM
        $elapsed = $clock.Elapsed.TotalMilliseconds
        if (($null -ne $vms[0].ExtensionData) -ne ($name -eq 'with')) { throw 'ExtensionData is not as it should be here.' }
        if ($round -gt 3) { $times[$name] += $elapsed }
    }
}
foreach ($name in $times.Keys) {
    $sorted = $times[$name] | Sort-Object
    "$name=$($sorted[$sorted.Count / 2].ToString([cultureinfo]::InvariantCulture))"
}
"machines=$($vms.Count)"
