<#
.SYNOPSIS
    Imports the sample rack into a new local store and returns the store's path.
.EXAMPLE
    Connect-VIServer (./examples/New-SampleStore.ps1 ./sample.json)
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType([string])]
param(
    # The store to create; a new one in a temporary folder where none is given.
    [Parameter(Position = 0)]
    [string] $Path = (Join-Path ([System.IO.Path]::GetTempPath()) "rack-$([guid]::NewGuid().ToString('n'))/sample.json")
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PassthroughTools)) {
    Import-Module (Join-Path $PSScriptRoot '../out/PassthroughTools/PassthroughTools.psd1')
}

$store = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if (Test-Path -LiteralPath $store) {
    throw "'$store' exists already, and the sample rack is not mixed into another inventory. Give another path, or remove that store first."
}

if (-not $PSCmdlet.ShouldProcess($store, 'Import the sample rack')) { return }
$null = New-Item -ItemType Directory -Path (Split-Path $store) -Force
$server = Connect-VIServer $store -Force -NotDefault
$null = Import-PassthroughInventory -Sample -Server $server
Disconnect-VIServer $server -Force
$store
