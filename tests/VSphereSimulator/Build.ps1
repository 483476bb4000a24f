<#
.SYNOPSIS
    Builds the peer of the vSphere tests into out/VSphereSimulator/simulator. Needs Go and Debian's govmomi.
#>
$ErrorActionPreference = 'Stop'
$out = (New-Item -Path "$PSScriptRoot/../../out/VSphereSimulator" -ItemType Directory -Force).FullName

# The simulator looks for changes every 250 ms, also where it is asked what there is now; a vCenter answers that at once.
$collector = '/usr/share/gocode/src/github.com/vmware/govmomi/simulator/property_collector.go'
$text = Get-Content -LiteralPath $collector -Raw
$slow = 'time.NewTicker(250 * time.Millisecond)'
if (-not $text.Contains($slow)) { throw "$collector has no '$slow'. Look how it waits for changes now, and mend $PSCommandPath." }
Set-Content -LiteralPath "$out/property_collector.go" -Value $text.Replace($slow, 'time.NewTicker(time.Millisecond)') -NoNewline
@{ Replace = @{ $collector = "$out/property_collector.go" } } | ConvertTo-Json | Set-Content -LiteralPath "$out/overlay.json"

$before = $env:GO111MODULE, $env:GOPATH
try {
    $env:GO111MODULE, $env:GOPATH = 'off', '/usr/share/gocode'
    Push-Location -LiteralPath $PSScriptRoot
    $said = & go build -overlay "$out/overlay.json" -o "$out/simulator" . 2>&1
    if ($LASTEXITCODE -ne 0) { throw "The simulator cannot be built: $said" }
} finally {
    Pop-Location
    $env:GO111MODULE, $env:GOPATH = $before
}
