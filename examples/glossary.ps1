$null = Connect-VIServer (& (Join-Path $PSScriptRoot New-SampleStore.ps1))
$vm = Get-VM "HighPerfVM"
$vmHost = Get-VMHost -VM $vm
$pciDevice = Get-PassthroughDevice -VMHost $vmHost | Where-Object {$_.Id -eq "0000:03:00.0"}
Add-PassthroughDevice -VM $vm -PassthroughDevice $pciDevice
Get-PassthroughDevice -VMHost (Get-VMHost "esxi01.domain.com")
Remove-PassthroughDevice -VM (Get-VM "HighPerfVM") -PassthroughDevice (Get-PassthroughDevice -VMHost (Get-VMHost "esxi01.domain.com") | Where-Object {$_.Id -eq "0000:03:00.0"})
