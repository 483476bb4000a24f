namespace PassthroughTools.Module.Tests.Binding;

/// <summary>
/// What each cmdlet binds of what is written on its command line: by object, by name, by position, mixed, in arrays, wrapped, and
/// what it refuses. Also what pipelines of several objects bind.
/// </summary>
internal static class ArgumentTable
{
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>(
        System.StringComparer.Ordinal)
    {
        ["Get-VM"] = "Default:",
        ["Get-VM ready-01"] = "Default: Name=ready-01",
        ["Get-VM ready-01, gpu*"] = "Default: Name=ready-01+gpu*",
        ["Get-VM ready-01 -Location $cluster"] = "Default: Location=<Lab-Cluster>, Name=ready-01",
        ["Get-VM -Location $vmhost, Lab-Cluster, $cluster"] = "Default: Location=<esxi01.lab>+Lab-Cluster+<Lab-Cluster>",
        ["Get-VM -Location ([psobject]::AsPSObject($cluster))"] = "Default: Location=<Lab-Cluster>",
        ["Get-VM -Location ([System.Collections.ArrayList]@($vmhost, 'Lab-Cluster'))"] =
            "Default: Location=<esxi01.lab>+Lab-Cluster",
        ["Get-VM -Location ([System.Collections.Generic.List[object]]@($vmhost, $cluster))"] =
            "Default: Location=<esxi01.lab>+<Lab-Cluster>",
        ["Get-VM -NoRecursion -Server $server"] = "Default: NoRecursion=on, Server=<server>",
        ["Get-VM -Server lab.json, $server"] = "Default: Server=lab.json+<server>",
        ["Get-VM -Id VirtualMachine-vm-10"] = "ById: Id=VirtualMachine-vm-10",
        ["Get-VM -Id VirtualMachine-vm-10 -Name ready-01"] = "!AmbiguousParameterSet",
        ["Get-VM -Id VirtualMachine-vm-10 -Location $cluster"] = "!AmbiguousParameterSet",
        ["Get-VM -Location $vm"] = "!ParameterArgumentTransformationError",
        ["Get-VM -Location $vmhost, $vm"] = "!ParameterArgumentTransformationError",
        ["Get-VM -Server $vm"] = "!ParameterArgumentTransformationError",
        ["Get-VM ''"] = "!ParameterArgumentValidationError",
        ["Get-VM @()"] = "!ParameterArgumentValidationError",
        ["Get-VM $null"] = "!ParameterArgumentValidationError",
        ["Get-VM ready-01 gpu-01"] = "!PositionalParameterNotFound",
        ["Get-VM -Nmae ready-01"] = "!NamedParameterNotFound",
        ["Get-VM -N ready-01"] = "!AmbiguousParameter",
        ["Get-VMHost esxi01.lab"] = "Default: Name=esxi01.lab",
        ["Get-VMHost -VM $vm, $template, gpu-01"] = "Related: VM=<ready-01>+<golden-01>+gpu-01",
        ["Get-VMHost esxi01.lab -VM $vm"] = "Related: Name=esxi01.lab, VM=<ready-01>",
        ["Get-VMHost -VM ([psobject]::AsPSObject($vm))"] = "Related: VM=<ready-01>",
        ["Get-VMHost -VM $vmhost"] = "!ParameterArgumentTransformationError",
        ["Get-VMHost -State Connected, Maintenance"] = "Default: State=Connected+Maintenance",
        ["Get-VMHost -State 0"] = "Default: State=Connected",
        ["Get-VMHost -State Sleeping"] = "!ParameterArgumentTransformationError",
        ["Get-VMHost -State Connected -VM $vm"] = "!AmbiguousParameterSet",
        ["Get-VMHost -Location $cluster -VM $vm"] = "!AmbiguousParameterSet",
        ["Get-VMHost -Id HostSystem-host-1"] = "ById: Id=HostSystem-host-1",
        ["Get-VMHost -Id HostSystem-host-1 -VM $vm"] = "!AmbiguousParameterSet",
        ["Get-Cluster Lab*"] = "Default: Name=Lab*",
        ["Get-Cluster Lab* -VM $vm -VMHost esxi01.lab"] = "Related: Name=Lab*, VM=<ready-01>, VMHost=esxi01.lab",
        ["Get-Cluster -VMHost $vmhost, esxi02.lab"] = "Related: VMHost=<esxi01.lab>+esxi02.lab",
        ["Get-Cluster -VMHost $cluster"] = "!ParameterArgumentTransformationError",
        ["Get-Cluster -Location $vmhost -NoRecursion"] = "Default: Location=<esxi01.lab>, NoRecursion=on",
        ["Get-Cluster -Location $vmhost -VM $vm"] = "!AmbiguousParameterSet",
        ["Get-Cluster -Id ClusterComputeResource-domain-c1"] = "ById: Id=ClusterComputeResource-domain-c1",
        ["Get-Template golden-01"] = "Default: Name=golden-01",
        ["Get-Template golden-01 -Location $vmhost"] = "Default: Location=<esxi01.lab>, Name=golden-01",
        ["Get-Template -Id VirtualMachine-vm-17"] = "ById: Id=VirtualMachine-vm-17",
        ["Get-Template -Id VirtualMachine-vm-17 -Name golden-01"] = "!AmbiguousParameterSet",
        ["Get-PassthroughDevice"] = "VM:",
        ["Get-PassthroughDevice ready-01"] = "VM: VM=ready-01",
        ["Get-PassthroughDevice $vm, gpu-01"] = "VM: VM=<ready-01>+gpu-01",
        ["Get-PassthroughDevice $template"] = "VM: VM=<golden-01>",
        ["Get-PassthroughDevice $vmhost"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughDevice -VMHost $vmhost, esxi0*"] = "VMHost: VMHost=<esxi01.lab>+esxi0*",
        ["Get-PassthroughDevice -VMHost ([psobject]::AsPSObject($vmhost)) -Id 0000:03:00.0 -Name NIC* -Type Pci"] =
            "VMHost: Id=0000:03:00.0, Name=NIC*, Type=Pci, VMHost=<esxi01.lab>",
        ["Get-PassthroughDevice -VMHost $vm"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughDevice -Template $template, golden*"] = "Template: Template=<golden-01>+golden*",
        ["Get-PassthroughDevice -Template $vm"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughDevice -VM ready-01 -VMHost esxi01.lab"] = "!AmbiguousParameterSet",
        ["Get-PassthroughDevice -Template golden-01 -VMHost esxi01.lab"] = "!AmbiguousParameterSet",
        ["Get-PassthroughDevice -Type Usb"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughDevice -Id 0000:03:00.0, 0000:04*"] = "VM: Id=0000:03:00.0+0000:04*",
        ["$vm, $vmhost, $template, 'gpu-01' | Get-PassthroughDevice"] =
            "VM: VM=<ready-01>; VMHost: VMHost=<esxi01.lab>; VM: VM=<golden-01>; VM: VM=gpu-01",
        ["$vm, $cluster, $vmhost | Get-PassthroughDevice"] =
            "VM: VM=<ready-01>; VMHost: VMHost=<esxi01.lab>; !InputObjectNotBound",
        ["@(, @($vm, $template)) | Get-PassthroughDevice"] = "VM: VM=<ready-01>+<golden-01>",
        ["Get-VMHostPciDevice $vmhost -DeviceClass NetworkController, DisplayController -Name NIC*"] =
            "__AllParameterSets: DeviceClass=NetworkController+DisplayController, Name=NIC*, VMHost=<esxi01.lab>",
        ["Get-VMHostPciDevice -DeviceClass 2"] = "__AllParameterSets: DeviceClass=NetworkController",
        ["Get-VMHostPciDevice -DeviceClass Toaster"] = "!ParameterArgumentTransformationError",
        ["Get-VMHostPciDevice $cluster"] = "!ParameterArgumentTransformationError",
        ["Get-VMResourceConfiguration"] = "__AllParameterSets:",
        ["Get-VMResourceConfiguration ready-01, $vm"] = "__AllParameterSets: VM=ready-01+<ready-01>",
        ["Get-VMResourceConfiguration $vmhost"] = "!ParameterArgumentTransformationError",
        ["Set-VMResourceConfiguration $configuration -MemReservationGB 1.5"] =
            "__AllParameterSets: Configuration=<ready-01>, MemReservationGB=1.5",
        ["Set-VMResourceConfiguration $configuration, $configuration -MemReservationMB 1KB -CpuReservationMhz 500"] =
            "__AllParameterSets: Configuration=<ready-01>+<ready-01>, CpuReservationMhz=500, MemReservationMB=1024",
        ["Set-VMResourceConfiguration ([psobject]::AsPSObject($configuration)) -MemReservationLockedToMax $false"] =
            "__AllParameterSets: Configuration=<ready-01>, MemReservationLockedToMax=False",
        ["Set-VMResourceConfiguration $configuration -MemReservationMB -1"] = "!ParameterArgumentValidationError",
        ["Set-VMResourceConfiguration $configuration -MemReservationLockedToMax maybe"] = "!CannotConvertArgument",
        ["Set-VMResourceConfiguration ready-01"] = "!ParameterArgumentTransformationError",
        ["Set-VMResourceConfiguration $vm"] = "!ParameterArgumentTransformationError",
        ["Add-PassthroughDevice ready-01 0000:03:00.0"] = "Device: PassthroughDevice=0000:03:00.0, VM=ready-01",
        ["Add-PassthroughDevice $vm $hostdevice"] = "Device: PassthroughDevice=<NIC free>, VM=<ready-01>",
        ["Add-PassthroughDevice $vm, gpu-01 $hostdevice, $pcidevice, 0000:03:00.0 -Technology Dynamic"] =
            "Device: PassthroughDevice=<NIC free>+<NIC free>+0000:03:00.0, Technology=Dynamic, VM=<ready-01>+gpu-01",
        ["Add-PassthroughDevice -PassthroughDevice $pcidevice -VM $template"] =
            "Device: PassthroughDevice=<NIC free>, VM=<golden-01>",
        ["Add-PassthroughDevice $vm -PassthroughDevice $hostdevice -HardwareLabel inference"] =
            "Device: HardwareLabel=inference, PassthroughDevice=<NIC free>, VM=<ready-01>",
        ["Add-PassthroughDevice ([psobject]::AsPSObject($vm)) ([psobject]::AsPSObject($hostdevice))"] =
            "Device: PassthroughDevice=<NIC free>, VM=<ready-01>",
        ["Add-PassthroughDevice $vm -AllowedDevice 10de:1eb8, 0x10de:0x20f1 -HardwareLabel inference"] =
            "Dynamic: AllowedDevice=10de:1eb8+10de:20f1, HardwareLabel=inference, VM=<ready-01>",
        ["Add-PassthroughDevice $vm -AllowedDevice T4"] = "!ParameterArgumentTransformationError",
        ["Add-PassthroughDevice $vm -DeviceClass com.intel.flexgpu -ConfigParameter @{ profile = 2 }"] =
            "Enhanced: ConfigParameter=profile:2, DeviceClass=com.intel.flexgpu, VM=<ready-01>",
        ["Add-PassthroughDevice $vm -DeviceClass com.intel.flexgpu -ConfigParameter profile=2"] =
            "!CannotConvertArgumentNoMessage",
        ["Add-PassthroughDevice $vm -DeviceClass c -AllowedDevice 10de:1eb8"] = "!AmbiguousParameterSet",
        ["Add-PassthroughDevice $vm -DeviceClass c -HardwareLabel inference"] = "!AmbiguousParameterSet",
        ["Add-PassthroughDevice $vm $hostdevice -DeviceClass c"] = "!PositionalParameterNotFound",
        ["Add-PassthroughDevice $vm -AllowedDevice 10de:1eb8 -Technology Dynamic"] = "!AmbiguousParameterSet",
        ["Add-PassthroughDevice $vm $hostdevice -Technology Magic"] = "!ParameterArgumentTransformationError",
        ["Add-PassthroughDevice $vm, gpu-01 -DeviceGroup Nvidia:2@grid_a100d-80c%NVLink"] =
            "DeviceGroup: DeviceGroup=Nvidia:2@grid_a100d-80c%NVLink, VM=<ready-01>+gpu-01",
        ["Add-PassthroughDevice $vm -DeviceGroup a, b"] = "!CannotConvertArgument",
        ["Add-PassthroughDevice $vm -DeviceGroup ''"] = "!ParameterArgumentValidationError",
        ["Add-PassthroughDevice $vm -DeviceGroup pair -DeviceClass c"] = "!AmbiguousParameterSet",
        ["Add-PassthroughDevice $vm $hostdevice -DeviceGroup pair"] = "!PositionalParameterNotFound",
        ["Add-PassthroughDevice $vm"] = "!MissingMandatoryParameter",
        ["Add-PassthroughDevice"] = "!MissingMandatoryParameter",
        ["Add-PassthroughDevice $vmhost $hostdevice"] = "!ParameterArgumentTransformationError",
        ["Add-PassthroughDevice $vm $vm"] = "!ParameterArgumentTransformationError",
        ["Remove-PassthroughDevice $vmdevice"] = "__AllParameterSets: PassthroughDevice=<NIC held>",
        ["Remove-PassthroughDevice $vmdevice, $hostdevice, $pcidevice, 0000:04:00.0 -VM gpu-01, $vm"] =
            "__AllParameterSets: PassthroughDevice=<NIC held>+<NIC free>+<NIC free>+0000:04:00.0, VM=gpu-01+<ready-01>",
        ["Remove-PassthroughDevice ([psobject]::AsPSObject($vmdevice))"] = "__AllParameterSets: PassthroughDevice=<NIC held>",
        ["Remove-PassthroughDevice $vm"] = "!ParameterArgumentTransformationError",
        ["Remove-PassthroughDevice"] = "!MissingMandatoryParameter",
        ["Set-PassthroughDevice $hostdevice -Mode DirectPath -HardwareLabel '' -ApplyNow"] =
            "__AllParameterSets: ApplyNow=on, HardwareLabel=, Mode=DirectPath, PassthroughDevice=<NIC free>",
        ["Set-PassthroughDevice 0000:03:00.0, $pcidevice -VMHost esxi01.lab, $vmhost -Mode host"] =
            "__AllParameterSets: Mode=Host, PassthroughDevice=0000:03:00.0+<NIC free>, VMHost=esxi01.lab+<esxi01.lab>",
        ["Set-PassthroughDevice $hostdevice -Mode Turbo"] = "!ParameterArgumentTransformationError",
        ["Set-PassthroughDevice $vmhost -Mode Host"] = "!ParameterArgumentTransformationError",
        ["Test-EnhancedDirectPathFeature ready-01 VMotion"] = "VM: Feature=VMotion, VM=ready-01",
        ["Test-EnhancedDirectPathFeature $vm, golden-01 VMotion, SuspendResume -Quiet"] =
            "VM: Feature=VMotion+SuspendResume, Quiet=on, VM=<ready-01>+golden-01",
        ["Test-EnhancedDirectPathFeature -VMHost $vmhost, esxi02.lab"] = "VMHost: VMHost=<esxi01.lab>+esxi02.lab",
        ["Test-EnhancedDirectPathFeature -PassthroughDevice $hostdevice, $vmdevice -Feature VMotion"] =
            "PassthroughDevice: Feature=VMotion, PassthroughDevice=<NIC free>+<NIC held>",
        ["Test-EnhancedDirectPathFeature -PassthroughDevice 0000:03:00.0"] = "PassthroughDevice: PassthroughDevice=0000:03:00.0",
        ["Test-EnhancedDirectPathFeature -PassthroughDevice $pcidevice"] = "PassthroughDevice: PassthroughDevice=<NIC free>",
        ["Test-EnhancedDirectPathFeature -VM ready-01 -VMHost esxi01.lab"] = "!AmbiguousParameterSet",
        ["Test-EnhancedDirectPathFeature ready-01 Teleport"] = "!ParameterArgumentTransformationError",
        ["Test-EnhancedDirectPathFeature"] = "!MissingMandatoryParameter",
        ["Test-EnhancedDirectPathFeature $vmhost"] = "!ParameterArgumentTransformationError",
        ["$vm, $vmhost, $hostdevice, $cluster | Test-EnhancedDirectPathFeature"] = "VM: VM=<ready-01>; VMHost: "
            + "VMHost=<esxi01.lab>; PassthroughDevice: PassthroughDevice=<NIC free>; !InputObjectNotBound",
        ["Find-PassthroughHost ready-01, $vm"] = "__AllParameterSets: VM=ready-01+<ready-01>",
        ["Find-PassthroughHost"] = "!MissingMandatoryParameter",
        ["New-PassthroughMaintenancePlan $vmhost, esxi02.lab -MayPowerOff @() -ThrottleLimit 2"] =
            "__AllParameterSets: MayPowerOff=, ThrottleLimit=2, VMHost=<esxi01.lab>+esxi02.lab",
        ["New-PassthroughMaintenancePlan esxi01.lab -MayPowerOff $vm, on-* -Path x.json -Force"] =
            "__AllParameterSets: Force=on, MayPowerOff=<ready-01>+on-*, Path=x.json, VMHost=esxi01.lab",
        ["New-PassthroughMaintenancePlan esxi01.lab -ThrottleLimit 65"] = "!ParameterArgumentValidationError",
        ["New-PassthroughMaintenancePlan"] = "!MissingMandatoryParameter",
        ["Test-PassthroughPrerequisite ready-01"] = "VM: VM=ready-01",
        ["Test-PassthroughPrerequisite $vm, golden-01 -Quiet"] = "VM: Quiet=on, VM=<ready-01>+golden-01",
        ["Test-PassthroughPrerequisite -VMHost $vmhost, esxi02.lab"] = "VMHost: VMHost=<esxi01.lab>+esxi02.lab",
        ["Test-PassthroughPrerequisite -PassthroughDevice $hostdevice, $vmdevice, $pcidevice"] =
            "PassthroughDevice: PassthroughDevice=<NIC free>+<NIC held>+<NIC free>",
        ["Test-PassthroughPrerequisite ready-01 -PassthroughDevice $hostdevice, 0000:03:00.0"] =
            "Attach: PassthroughDevice=<NIC free>+0000:03:00.0, VM=ready-01",
        ["Test-PassthroughPrerequisite $vm -AllowedDevice 10de:1eb8 -HardwareLabel lab"] =
            "AttachDynamic: AllowedDevice=10de:1eb8, HardwareLabel=lab, VM=<ready-01>",
        ["Test-PassthroughPrerequisite $vm -DeviceClass com.vendor.flex -Quiet"] =
            "AttachEnhanced: DeviceClass=com.vendor.flex, Quiet=on, VM=<ready-01>",
        ["Test-PassthroughPrerequisite $vm -DeviceGroup pair"] = "AttachDeviceGroup: DeviceGroup=pair, VM=<ready-01>",
        ["$hostdevice | Test-PassthroughPrerequisite -VM ready-01"] = "Attach: PassthroughDevice=<NIC free>, VM=ready-01",
        ["$vm | Test-PassthroughPrerequisite -PassthroughDevice 0000:03:00.0"] =
            "Attach: PassthroughDevice=0000:03:00.0, VM=<ready-01>",
        ["Test-PassthroughPrerequisite -VM ready-01 -VMHost esxi01.lab"] = "!AmbiguousParameterSet",
        ["Test-PassthroughPrerequisite"] = "!MissingMandatoryParameter",
        ["Test-PassthroughPrerequisite $vmhost"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughRecommendation"] = "Default:",
        ["Get-PassthroughRecommendation -Latency -Rdma Roce -Feature VMotion"] =
            "Default: Feature=VMotion, Latency=on, Rdma=Roce",
        ["Get-PassthroughRecommendation -Gpu -Model *Flex*, 8086:4940"] = "Model: Gpu=on, Model=*Flex*+8086:4940",
        ["Get-PassthroughRecommendation -PassthroughDevice $hostdevice -VMotion"] =
            "PassthroughDevice: PassthroughDevice=<NIC free>, VMotion=on",
        ["Get-PassthroughRecommendation -Rdma Magic"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughRecommendation -Model IntelQat -PassthroughDevice $hostdevice"] = "!AmbiguousParameterSet",
        ["Get-PassthroughRecommendation IntelQat"] = "!PositionalParameterNotFound",
        ["Get-MmioSizing $vm, gpu-01"] = "__AllParameterSets: VM=<ready-01>+gpu-01",
        ["Get-MmioSizing"] = "!MissingMandatoryParameter",
        ["Set-MmioSizing gpu-01 128"] = "__AllParameterSets: SizeGB=128, VM=gpu-01",
        ["Set-MmioSizing $vm -SizeGB 64"] = "__AllParameterSets: SizeGB=64, VM=<ready-01>",
        ["Set-MmioSizing $vm many"] = "!CannotConvertArgumentNoMessage",
        ["Get-AdvancedSetting $vm, golden-01 lab.*, x"] = "__AllParameterSets: Entity=<ready-01>+golden-01, Name=lab.*+x",
        ["Get-AdvancedSetting $vmhost"] = "!ParameterArgumentTransformationError",
        ["Get-AdvancedSetting"] = "!MissingMandatoryParameter",
        ["New-AdvancedSetting $vm lab.rack 7"] = "__AllParameterSets: Entity=<ready-01>, Name=lab.rack, Value=7",
        ["New-AdvancedSetting -Entity $vm, gpu-01 -Name lab.rack -Value '' -Type VM -Force"] =
            "__AllParameterSets: Entity=<ready-01>+gpu-01, Force=on, Name=lab.rack, Type=VM, Value=",
        ["New-AdvancedSetting $vm lab.rack $null"] = "!ParameterArgumentValidationError",
        ["New-AdvancedSetting $vm lab.rack 7 -Type VMHost"] = "!ParameterArgumentTransformationError",
        ["Set-AdvancedSetting $setting 7"] = "__AllParameterSets: AdvancedSetting=<lab.owner>, Value=7",
        ["Set-AdvancedSetting $setting, $setting -Value $true"] =
            "__AllParameterSets: AdvancedSetting=<lab.owner>+<lab.owner>, Value=True",
        ["Set-AdvancedSetting lab.owner 7"] = "!ParameterArgumentTransformationError",
        ["Set-AdvancedSetting $setting"] = "!MissingMandatoryParameter",
        ["Remove-AdvancedSetting $setting, $setting"] = "__AllParameterSets: AdvancedSetting=<lab.owner>+<lab.owner>",
        ["Remove-AdvancedSetting lab.owner"] = "!ParameterArgumentTransformationError",
        ["New-VM lab-02 -VMHost $vmhost -MemoryGB 1.5 -NumCpu 2 -Firmware Efi"] =
            "__AllParameterSets: Firmware=Efi, MemoryGB=1.5, Name=lab-02, NumCpu=2, VMHost=<esxi01.lab>",
        ["New-VM lab-02 -ResourcePool $cluster -MemoryMB 2GB"] =
            "__AllParameterSets: MemoryMB=2147483648, Name=lab-02, ResourcePool=<Lab-Cluster>",
        ["New-VM lab-02 -ResourcePool $vmhost -VMHost esxi01.lab"] =
            "__AllParameterSets: Name=lab-02, ResourcePool=<esxi01.lab>, VMHost=esxi01.lab",
        ["New-VM lab-02 esxi01.lab"] = "!PositionalParameterNotFound",
        ["New-VM lab-02 -VMHost $cluster"] = "!ParameterArgumentTransformationError",
        ["New-VM lab-02 -VMHost $vmhost, $vmhost"] = "!ParameterArgumentTransformationError",
        ["New-VM lab-02 -NumCpu many"] = "!CannotConvertArgumentNoMessage",
        ["New-VM"] = "!MissingMandatoryParameter",
        ["Set-VM ready-01 -MemoryGB 1,5"] = "!CannotConvertArgument",
        ["Set-VM $vm, gpu-01 -Name x -Description y -Firmware bios -RunAsync"] =
            "__AllParameterSets: Firmware=Bios, Name=x, Notes=y, RunAsync=on, VM=<ready-01>+gpu-01",
        ["Set-VM $vm -Firmware Uefi"] = "!ParameterArgumentTransformationError",
        ["Set-VM $vmhost"] = "!ParameterArgumentTransformationError",
        ["Start-VM ready-01, $vm -RunAsync"] = "__AllParameterSets: RunAsync=on, VM=ready-01+<ready-01>",
        ["Start-VM"] = "!MissingMandatoryParameter",
        ["Stop-VM ready-01, $vm -Kill"] = "__AllParameterSets: Kill=on, VM=ready-01+<ready-01>",
        ["Stop-VM $vmhost"] = "!ParameterArgumentTransformationError",
        ["Remove-VM ready-01, $vm -DeleteFromDisk"] = "__AllParameterSets: DeletePermanently=on, VM=ready-01+<ready-01>",
        ["Remove-VM"] = "!MissingMandatoryParameter",
        ["Remove-VMHost esxi01.lab, $vmhost"] = "__AllParameterSets: VMHost=esxi01.lab+<esxi01.lab>",
        ["Remove-VMHost $cluster"] = "!ParameterArgumentTransformationError",
        ["Remove-VMHost"] = "!MissingMandatoryParameter",
        ["Suspend-VM ready-01, $vm -Force -RunAsync"] = "__AllParameterSets: Force=on, RunAsync=on, VM=ready-01+<ready-01>",
        ["Suspend-VM $vmhost"] = "!ParameterArgumentTransformationError",
        ["Suspend-VM"] = "!MissingMandatoryParameter",
        ["Restart-VM ready-01, $vm -RunAsync"] = "__AllParameterSets: RunAsync=on, VM=ready-01+<ready-01>",
        ["Restart-VM $snapshot"] = "!ParameterArgumentTransformationError",
        ["Move-VM ready-01, $vm $vmhost -Datastore ssd-02 -VMotionPriority High -Force -RunAsync"] =
            "__AllParameterSets: Datastore=ssd-02, Destination=<esxi01.lab>, Force=on, RunAsync=on, VM=ready-01+<ready-01>, "
            + "VMotionPriority=High",
        ["Move-VM $vm -Destination $cluster"] = "__AllParameterSets: Destination=<Lab-Cluster>, VM=<ready-01>",
        ["Move-VM $vm Lab-Cluster"] = "__AllParameterSets: Destination=Lab-Cluster, VM=<ready-01>",
        ["Move-VM $vm $vm"] = "!ParameterArgumentTransformationError",
        ["Move-VM $vm -VMotionPriority Urgent"] = "!ParameterArgumentTransformationError",
        ["Move-VM $vm -Datastore ''"] = "!ParameterArgumentValidationError",
        ["Move-VM"] = "!MissingMandatoryParameter",
        ["Get-Snapshot"] = "__AllParameterSets:",
        ["Get-Snapshot bios-01, $vm bef*, x -Id 1"] = "__AllParameterSets: Id=1, Name=bef*+x, VM=bios-01+<ready-01>",
        ["Get-Snapshot $snapshot"] = "!ParameterArgumentTransformationError",
        ["New-Snapshot $vm, bios-01 weekly -Description why -Memory -Quiesce -Force -RunAsync"] =
            "__AllParameterSets: Description=why, Force=on, Memory=on, Name=weekly, Quiesce=on, RunAsync=on, "
            + "VM=<ready-01>+bios-01",
        ["New-Snapshot $vm"] = "!MissingMandatoryParameter",
        ["New-Snapshot $vm ''"] = "!ParameterArgumentValidationError",
        ["Remove-Snapshot $snapshot, $snapshot -RemoveChildren -RunAsync"] =
            "__AllParameterSets: RemoveChildren=on, RunAsync=on, Snapshot=<before>+<before>",
        ["Remove-Snapshot before"] = "!ParameterArgumentTransformationError",
        ["Set-VMHost esxi01.lab, $vmhost Maintenance -Evacuate -RunAsync"] =
            "__AllParameterSets: Evacuate=on, RunAsync=on, State=Maintenance, VMHost=esxi01.lab+<esxi01.lab>",
        ["Set-VMHost $vmhost Asleep"] = "!ParameterArgumentTransformationError",
        ["Set-VMHost -VMHost $cluster -State Connected"] = "!ParameterArgumentTransformationError",
        ["Set-VMHost esxi01.lab"] = "!MissingMandatoryParameter",
        ["Get-View $vm, HostSystem-host-1 -Property Name"] =
            "GetViewByVIObject: Property=Name, VIObject=<ready-01>+HostSystem-host-1",
        ["Get-View -Id VirtualMachine-vm-1 -Server $server"] = "GetView: Id=VirtualMachine-vm-1, Server=<server>",
        ["Get-View -ViewType VMware.Vim.HostSystem -SearchRoot $cluster"] =
            "GetEntity: SearchRoot=<Lab-Cluster>, ViewType=HostSystem",
        ["Get-View ServiceInstance"] = "GetViewByVIObject: VIObject=ServiceInstance",
        ["Get-EsxCli esxi01.lab, $vmhost -V2 -Server $server"] =
            "__AllParameterSets: Server=<server>, V2=on, VMHost=esxi01.lab+<esxi01.lab>",
        ["Get-EsxCli $vm"] = "!ParameterArgumentTransformationError",
        ["Get-EsxCli"] = "!MissingMandatoryParameter",
        ["Get-PowerCLIConfiguration Session, User"] = "__AllParameterSets: Scope=Session+User",
        ["Get-PowerCLIConfiguration Nobody"] = "!ParameterArgumentValidationError",
        ["Set-PowerCLIConfiguration -Scope Session -InvalidCertificateAction Ignore -DefaultVIServerMode Single "
            + "-ParticipateInCEIP $false"] =
            "__AllParameterSets: DefaultVIServerMode=Single, InvalidCertificateAction=Ignore, ParticipateInCeip=False, "
            + "Scope=Session",
        ["Set-PowerCLIConfiguration -InvalidCertificateAction Shrug"] = "!ParameterArgumentValidationError",
        ["Get-View ready-01"] = "!ParameterArgumentTransformationError",
        ["Get-View"] = "!MissingMandatoryParameter",
        ["Get-VIObjectByVIView $vm, HostSystem-host-1"] = "__AllParameterSets: VIView=<ready-01>+HostSystem-host-1",
        ["Get-Task"] = "__AllParameterSets:",
        ["Get-Task Running -Id Task-task-1, x -Server $server"] =
            "__AllParameterSets: Id=Task-task-1+x, Server=<server>, Status=Running",
        ["Get-Task Asleep"] = "!ParameterArgumentTransformationError",
        ["Wait-Task $task, Task-task-1"] = "__AllParameterSets: Task=<PowerOffVM_Task>+Task-task-1",
        ["Wait-Task $vm"] = "!ParameterArgumentTransformationError",
        ["Wait-Task"] = "!MissingMandatoryParameter",
        ["Stop-Task $task, Task-task-1"] = "__AllParameterSets: Task=<PowerOffVM_Task>+Task-task-1",
        ["Stop-Task"] = "!MissingMandatoryParameter",
        ["Set-PassthroughSimulation MoveVM, Power* 0.5"] = "__AllParameterSets: Operation=MoveVM+Power*, Seconds=0.5",
        ["Set-PassthroughSimulation MoveVM"] = "!MissingMandatoryParameter",
        ["Set-PassthroughSimulation MoveVM soon"] = "!CannotConvertArgumentNoMessage",
        ["Restart-VMHost esxi01.lab, $vmhost -Force -Evacuate"] =
            "__AllParameterSets: Evacuate=on, Force=on, VMHost=esxi01.lab+<esxi01.lab>",
        ["Restart-VMHost $cluster"] = "!ParameterArgumentTransformationError",
        ["Restart-VMHost"] = "!MissingMandatoryParameter",
        ["Connect-VIServer a.json, b.json"] = "Default: Server=a.json+b.json",
        ["Connect-VIServer a.json -Credential $credential"] = "Default: Credential=<admin>, Server=a.json",
        ["Connect-VIServer a.json -Username admin -Password secret -SessionId 1 -Port 443 -Protocol https"] =
            "Default: Password=secret, Port=443, Protocol=https, Server=a.json, Session=1, User=admin",
        ["Connect-VIServer a.json -Backend JsonStore -Rehearsal -NotDefault -Force -CatalogPath c.json"] =
            "Default: Backend=JsonStore, CatalogPath=c.json, Force=on, NotDefault=on, Rehearsal=on, Server=a.json",
        ["Connect-VIServer a.json -Token $credential.Password -CertificateThumbprint a1 -SkipCertificateCheck"] =
            "Default: CertificateThumbprint=a1, Server=a.json, SkipCertificateCheck=on, Token=System.Security.SecureString",
        ["Connect-VIServer a.json -Token secret"] = "!CannotConvertArgumentNoMessage",
        ["Connect-VIServer a.json -Token $null"] = "!ParameterArgumentValidationError",
        ["Connect-VIServer a.json -CertificateThumbprint ''"] = "!ParameterArgumentValidationError",
        ["Connect-VIServer a.json -Backend Cloud"] = "!ParameterArgumentTransformationError",
        ["Connect-VIServer a.json -Protocol ftp"] = "!ParameterArgumentValidationError",
        ["Connect-VIServer"] = "!MissingMandatoryParameter",
        ["Disconnect-VIServer"] = "__AllParameterSets:",
        ["Disconnect-VIServer *"] = "__AllParameterSets: Server=*",
        ["Disconnect-VIServer $server, lab.json -Force"] = "__AllParameterSets: Force=on, Server=<server>+lab.json",
        ["Disconnect-VIServer $vm"] = "!ParameterArgumentTransformationError",
        ["Import-PassthroughInventory a.txt, b.txt esxi01.lab Lab-Cluster"] =
            "Path: Cluster=Lab-Cluster, Path=a.txt+b.txt, VMHost=esxi01.lab",
        ["Import-PassthroughInventory -LiteralPath a[1].txt -VMHost esxi01.lab"] =
            "LiteralPath: LiteralPath=a[1].txt, VMHost=esxi01.lab",
        ["[pscustomobject]@{ PSPath = 'a[1].txt' } | Import-PassthroughInventory"] = "LiteralPath: LiteralPath=a[1].txt",
        ["[System.IO.FileInfo]'a.txt' | Import-PassthroughInventory"] = "Path: Path=a.txt",
        ["'a.txt', 'b.txt' | Import-PassthroughInventory -VMHost esxi01.lab"] =
            "Path: Path=a.txt, VMHost=esxi01.lab; Path: Path=b.txt, VMHost=esxi01.lab",
        ["Import-PassthroughInventory -Sample"] = "Sample: Sample=on",
        ["Import-PassthroughInventory -SourceServer $server -Server lab.json"] = "Server: Server=lab.json, SourceServer=<server>",
        ["Import-PassthroughInventory -Sample -VMHost esxi01.lab"] = "!AmbiguousParameterSet",
        ["Import-PassthroughInventory -Path a.txt -LiteralPath b.txt"] = "!AmbiguousParameterSet",
        ["Import-PassthroughInventory"] = "!MissingMandatoryParameter",
        ["Export-PassthroughInventory copy.json -Server lab.json -Force"] =
            "__AllParameterSets: Force=on, Path=copy.json, Server=lab.json",
        ["Export-PassthroughInventory"] = "!MissingMandatoryParameter",
        ["Export-PassthroughReport r.html -Force -Location $cluster, esxi01.lab"] =
            "__AllParameterSets: Force=on, Location=<Lab-Cluster>+esxi01.lab, Path=r.html",
        ["Export-PassthroughReport -Path r.html -Server lab.json"] = "__AllParameterSets: Path=r.html, Server=lab.json",
        ["Export-PassthroughReport"] = "!MissingMandatoryParameter",
        ["Export-PassthroughReport r.html $cluster"] = "!PositionalParameterNotFound",
        ["Get-PassthroughReport"] = "__AllParameterSets:",
        ["Get-PassthroughReport Lab*, $vmhost -Kind Device"] = "__AllParameterSets: Kind=Device, Location=Lab*+<esxi01.lab>",
        ["Get-PassthroughReport -Kind 1 -Server lab.json"] = "__AllParameterSets: Kind=Device, Server=lab.json",
        ["Get-PassthroughReport -Kind Devices"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughReport $vm"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughCapability Fixed, Dynamic -Model *Intel* -Feature VMotion, SuspendResume"] =
            "__AllParameterSets: Feature=VMotion+SuspendResume, Model=*Intel*, Technology=Fixed+Dynamic",
        ["Get-PassthroughCapability -Feature Teleport"] = "!ParameterArgumentTransformationError",
        ["Get-PassthroughEvent 5 -Follow"] = "__AllParameterSets: After=5, Follow=on",
        ["Get-PassthroughEvent -After -1"] = "!ParameterArgumentValidationError",
        ["Get-PassthroughEvent 9223372036854775808"] = "!CannotConvertArgumentNoMessage",
    };
}
