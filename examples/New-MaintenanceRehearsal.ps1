<#
.SYNOPSIS
    Makes a store on which a maintenance window can be rehearsed, and returns its path.
.DESCRIPTION
    The sample rack with machines of every kind running on esxi06.domain.com: web-02 without passthrough devices, flex-03 and flex-04
    with an Enhanced device each (esxi02.domain.com has room for one of them), gpu-02 with a Dynamic one, train-02 with a Fixed one.
.EXAMPLE
    Connect-VIServer (./examples/New-MaintenanceRehearsal.ps1 ./window.json)
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType([string])]
param(
    # The store to create; a new one in a temporary folder where none is given.
    [Parameter(Position = 0)]
    [string] $Path = (Join-Path ([System.IO.Path]::GetTempPath()) "window-$([guid]::NewGuid().ToString('n'))/window.json")
)

$ErrorActionPreference = 'Stop'
$store = & (Join-Path $PSScriptRoot New-SampleStore.ps1) $Path
if (-not $store) { return }
$server = Connect-VIServer $store -NotDefault
$on = @{ Server = $server }
$now = @{ Server = $server; Confirm = $false }

# Flex GPUs for Enhanced DirectPath, on the host of the window and, one of them free, on another.
Get-PassthroughDevice -VMHost esxi06* -Name '*Flex 170*' @on | Set-PassthroughDevice -Mode EnhancedDirectPath -Confirm:$false | Out-Null
Get-PassthroughDevice -VMHost esxi02* -Id 0000:49:00.0 @on | Set-PassthroughDevice -Mode EnhancedDirectPath -Confirm:$false | Out-Null
Get-VMHost esxi02*, esxi06* @on | Restart-VMHost -Force -Confirm:$false | Out-Null

$vmHost = Get-VMHost esxi06* @on
foreach ($name in 'flex-03', 'flex-04', 'train-02', 'web-02') {
    $vm = New-VM -Name $name -VMHost $vmHost -MemoryGB 16 -NumCpu 4 -Firmware Efi -HardwareVersion vmx-20 @now
    $null = Get-VMResourceConfiguration -VM $vm | Set-VMResourceConfiguration -MemReservationLockedToMax $true -Confirm:$false
    switch -Wildcard ($name) {
        'flex-*' { $null = Add-PassthroughDevice -VM $vm -DeviceClass com.intel.flexgpu -Confirm:$false }
        'train-*' { $null = Get-PassthroughDevice -VMHost $vmHost -Id 0000:86:00.0 | Add-PassthroughDevice -VM $vm -Confirm:$false }
    }

    if ($name -ne 'web-02') { $null = Set-MmioSizing -VM $vm -Confirm:$false }
}

$null = Get-VM flex-03, flex-04, train-02, web-02, gpu-02 @on | Start-VM -Confirm:$false

Disconnect-VIServer $server -Force -Confirm:$false
$store
