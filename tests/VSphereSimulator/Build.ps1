<#
.SYNOPSIS
    Builds the peer of the vSphere tests into out/VSphereSimulator/simulator. Needs Go and Debian's govmomi.
#>
$program = "$PSScriptRoot/../../out/VSphereSimulator/simulator"
$before = $env:GO111MODULE, $env:GOPATH
try {
    $env:GO111MODULE, $env:GOPATH = 'off', '/usr/share/gocode'
    Push-Location -LiteralPath $PSScriptRoot
    $said = & go build -o $program . 2>&1
    if ($LASTEXITCODE -ne 0) { throw "The simulator cannot be built: $said" }
} finally {
    Pop-Location
    $env:GO111MODULE, $env:GOPATH = $before
}
