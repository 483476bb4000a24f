<#
.SYNOPSIS
    Gives a machine another device of the same model in the place of a failing one.
.DESCRIPTION
    Powers the machine off, detaches the device, attaches a free one of the same model on the same host, sizes the MMIO region, and
    powers the machine on again if it was on. Where no other device is free nothing is done.
    Its tests are in Switch-PassthroughDevice.Tests.ps1: they rehearse it on a copy of the sample rack.
.EXAMPLE
    ./Switch-PassthroughDevice.ps1 -VM gpu-01 -Id 0000:41:00.0
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    # The machine.
    [Parameter(Mandatory)]
    [string] $VM,

    # The failing device's PCI address.
    [Parameter(Mandatory)]
    [string] $Id
)

$ErrorActionPreference = 'Stop'
$machine = Get-VM $VM
$failing = Get-PassthroughDevice -VM $machine -Id $Id
$spare = Get-PassthroughDevice -VMHost $machine.VMHost |
    Where-Object { $_.Id -ne $failing.Id -and -not $_.VM -and $_.PassthroughActive -and $_.VendorId -eq $failing.VendorId -and $_.DeviceId -eq $failing.DeviceId } |
    Select-Object -First 1
if (-not $spare) { throw "Host $($machine.VMHost) has no other $($failing.Name) free for VM $VM." }
if (-not $PSCmdlet.ShouldProcess("VM '$VM'", "Give it device $($spare.Id) in the place of $($failing.Id)")) { return }

$wasOn = $machine.PowerState -eq 'PoweredOn'
if ($wasOn) { $null = Stop-VM $machine -Confirm:$false }
Remove-PassthroughDevice -VM $machine -PassthroughDevice $failing -Confirm:$false
Add-PassthroughDevice -VM $machine -PassthroughDevice $spare -Confirm:$false
if ($wasOn) { $null = Start-VM $machine -Confirm:$false }
