param([string] $Module, [string] $Govc, [string] $Address, [string] $Control, [int] $Machines)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$credential = [pscredential]::new('me', [Net.NetworkCredential]::new('', 'pw').SecurePassword)
$env:GOVC_URL, $env:GOVC_USERNAME, $env:GOVC_PASSWORD, $env:GOVC_INSECURE, $env:GOVC_PERSIST_SESSION = $Address, 'me', 'pw', '1', 'false'

# The same of govc: what hosts say of their devices, and what machines have of them.
$asked = "'$Govc' object.collect -json -type h / hardware.pciDevice config.pciPassthruInfo"
if ($Machines -gt 0) { $asked = "$asked; '$Govc' object.collect -json -type m / name runtime.host config.hardware.device" }

# What was called since this was last asked, and the bytes of the answers.
function Read-Count {
    $said = Invoke-RestMethod -Uri "http://$Control/calls"
    $sum = ($said.calls.psobject.Properties.Value | Measure-Object -Sum).Sum
    $login = @('RetrieveServiceContent', 'Login', 'Logout').ForEach({ $said.calls.$_ }) | Measure-Object -Sum
    [pscustomobject]@{ Calls = $sum - $login.Sum; Bytes = $said.bytes; Pages = $said.calls.WaitForUpdatesEx }
}

$figures = @{ module = [Collections.Generic.List[double]]::new(); govc = [Collections.Generic.List[double]]::new() }

# In turns, so that noise meets both alike. The first four warm both up.
foreach ($turn in 1..11) {
    $null = Read-Count
    $clock = [Diagnostics.Stopwatch]::StartNew()
    & sh -c "set -e; { $asked; } > /dev/null"
    $govcTime = $clock.Elapsed.TotalMilliseconds
    if ($LASTEXITCODE -ne 0) { throw 'govc failed' }
    $other = Read-Count

    $clock.Restart()
    $server = Connect-VIServer $Address -Credential $credential -SkipCertificateCheck -WarningAction Ignore
    $devices = Get-PassthroughDevice -VMHost *
    $time = $clock.Elapsed.TotalMilliseconds
    $first = Read-Count
    $null = Get-VMHost
    $again = Read-Count
    Disconnect-VIServer $server -Confirm:$false
    if ($turn -le 4) { continue }
    $figures.module.Add($time)
    $figures.govc.Add($govcTime)
}

foreach ($name in $figures.Keys) {
    $figures[$name].Sort()
    "$name=$($figures[$name][$figures[$name].Count / 2].ToString([cultureinfo]::InvariantCulture))"
}
"devices=$(@($devices).Count)", "calls=$($first.Calls)", "pages=$($first.Pages)", "bytes=$($first.Bytes)"
"again-calls=$($again.Calls)", "again-bytes=$($again.Bytes)", "govc-calls=$($other.Calls)", "govc-bytes=$($other.Bytes)"
