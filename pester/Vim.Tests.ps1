BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    function Get-Thrown([scriptblock] $Script) {
        try { & $Script } catch { return $_.Exception.InnerException ?? $_.Exception }
        throw 'Nothing was refused.'
    }
}

Describe 'ExtensionData' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'has a machine''s devices with keys, controllers and labels, told by class and by name' {
        $devices = (Get-VM gpu-01).ExtensionData.Config.Hardware.Device
        $passthrough = @($devices | Where-Object { $_ -is [VMware.Vim.VirtualPCIPassthrough] })
        $passthrough.Count | Should -Be 1
        @($devices | Where-Object { $_.GetType().Name -eq 'VirtualPCIPassthrough' }).Key | Should -Be 13000
        $passthrough[0].Key, $passthrough[0].ControllerKey, $passthrough[0].DeviceInfo.Label, $passthrough[0].DeviceInfo.Summary |
            Should -Be 13000, 100, 'PCI device 0', 'TU104GL [Tesla T4]'
        ($devices | Where-Object Key -EQ 100).Device | Should -Contain 13000
        $passthrough[0].Backing.GetType().Name | Should -Be VirtualPCIPassthroughDeviceBackingInfo
        $passthrough[0].Backing.Id, $passthrough[0].Backing.DeviceId, $passthrough[0].Backing.VendorId | Should -Be '0000:41:00.0', '1eb8', 4318
    }

    It 'is of the types that scripts name, also with using namespace' {
        $vm = Get-VM gpu-01
        $vm.ExtensionData.Config.GetType().FullName | Should -Be VMware.Vim.VirtualMachineConfigInfo
        $script = [scriptblock]::Create("using namespace VMware.Vim`n[VirtualMachineConfigSpec]@{ Annotation = 'x' }")
        (& $script).GetType().FullName | Should -Be VMware.Vim.VirtualMachineConfigSpec
    }

    It 'has a name for each type' {
        $types = [VMware.Vim.DynamicData].Assembly.GetExportedTypes() | Where-Object IsInterface -EQ $false
        $types.Count | Should -BeGreaterThan 100
        $types | Where-Object { "VMware.Vim.$($_.Name)" -as [type] -ne $_ } | Should -BeNullOrEmpty
    }

    It 'has Dynamic and Enhanced backings' {
        function Get-Backing($Device) { ($Device.VM.ExtensionData.Config.Hardware.Device | Where-Object Key -EQ $Device.Key).Backing }
        $null = New-VM any-01 -VMHost esxi01.domain.com -HardwareVersion vmx-20 -MemoryGB 4
        $null = Get-VMResourceConfiguration any-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        $any = Get-Backing (Add-PassthroughDevice any-01 -AllowedDevice 10de:1eb8 -HardwareLabel inference)
        $any.GetType().Name | Should -Be VirtualPCIPassthroughDynamicBackingInfo
        $any.AllowedDevice[0].VendorId, $any.CustomLabel | Should -Be 4318, 'inference'
        $device = Add-PassthroughDevice flex-01 -DeviceClass (Get-VM flex-01).VMHost.DvxClasses[0].Name
        $flex = Get-Backing $device
        $flex.GetType().Name | Should -Be VirtualPCIPassthroughDvxBackingInfo
        $flex.DeviceClass | Should -Be $device.DeviceClass
    }

    It 'has what scripts read of a machine''s configuration' {
        $vm = Get-VM gpu-01
        $config = $vm.ExtensionData.Config
        $config.Name, $config.Version, $config.MemoryReservationLockedToMax, $config.Firmware | Should -Be $vm.Name, $vm.HardwareVersion, $true, 'efi'
        ($config.ExtraConfig | Where-Object Key -EQ 'pciPassthru.use64bitMMIO').Value | Should -Be TRUE
        $vm.ExtensionData.ResourceConfig.MemoryAllocation.Reservation | Should -Be $vm.MemoryMB
        $vm.ExtensionData.Runtime.PowerState -eq 'poweredOff' | Should -BeTrue
        (Get-VM web-01).ExtensionData.Guest.ToolsVersion, (Get-VM web-01).Guest.ToolsVersion | Should -Be '12416', '12.4.0'
        "$($vm.ExtensionData.MoRef)", $vm.ExtensionData.MoRef.Value | Should -Be $vm.Id, ($vm.Id -replace '^VirtualMachine-')
    }

    It 'is null for what an inventory does not know, under strict mode too' {
        Set-StrictMode -Version Latest
        $config = (Get-VM gpu-01).ExtensionData.Config
        $config.BootOptions.EfiSecureBootEnabled, $config.Flags.EnableLogging, $config.GuestFullName, $config.CpuAffinity | ForEach-Object { $_ | Should -BeNull }
    }

    It 'has a host''s devices, signed as the original, and their passthrough' {
        $vmHost = Get-VMHost esxi01.domain.com
        $view = $vmHost.ExtensionData
        $view.Hardware.PciDevice.Count | Should -Be @(Get-VMHostPciDevice -VMHost $vmHost).Count
        $t4 = $view.Hardware.PciDevice | Where-Object Id -EQ '0000:41:00.0'
        $t4.DeviceId, $t4.VendorId, $t4.Bus, $t4.DeviceName | Should -Be 7864, 4318, 65, 'TU104GL [Tesla T4]'
        ($view.Hardware.PciDevice | Measure-Object Bus -Minimum).Minimum | Should -BeLessThan 0
        @($view.Config.PciPassthruInfo | Where-Object PassthruEnabled).Count | Should -Be @(Get-PassthroughDevice -VMHost $vmHost | Where-Object Mode -Like *DirectPath).Count
        @($view.Config.GraphicsInfo | Where-Object PciId -EQ '0000:41:00.0').GraphicsType | Should -Be direct
    }

    It 'finds the host of a machine, the machines of a host and the hosts of a cluster by reference' {
        $vm = Get-VM gpu-01
        (Get-VIObjectByVIView $vm.ExtensionData.Runtime.Host).Name | Should -Be $vm.VMHost.Name
        (Get-View $vm.ExtensionData.Runtime.Host).Name | Should -Be $vm.VMHost.Name
        $vm.VMHost.ExtensionData.Vm | ForEach-Object { "$_" } | Should -Contain $vm.Id
        (Get-Cluster GPU-Cluster).ExtensionData.Host.Count | Should -Be @(Get-Cluster GPU-Cluster | Get-VMHost).Count
    }

    It 'writes nothing where its object is nested in JSON, and one word in CSV' {
        $vm = Get-VM gpu-01
        Get-PassthroughDevice -VM $vm | ConvertTo-Json -Depth 4 | Should -Not -Match 'ExtensionData'
        $json = $vm | ConvertTo-Json -Depth 4 -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
        $json | Should -Match '"ExtensionData": \{\}'
        ($vm | ConvertTo-Csv | ConvertFrom-Csv).ExtensionData | Should -Be $vm.Id
    }

    It 'is one word in CliXml and in a job''s answer' {
        $text = [Management.Automation.PSSerializer]::Serialize((Get-VM gpu-01), 2)
        $text | Should -Match '<S N="ExtensionData"[^>]*>VirtualMachine-vm-\d+</S>'
        $text | Should -Not -Match 'VirtualPCIPassthrough'
    }

    It 'is kept, and refused, by UpdateViewData where it is gone' {
        $null = New-VM -Name gone -VMHost esxi01.domain.com -MemoryGB 1
        $view = Get-View (Get-VM gone)
        $view.Name | Should -Be gone
        Remove-VM gone -DeletePermanently -Confirm:$false
        { $view.UpdateViewData() } | Should -Throw "*There is no '$($view.MoRef)', or not any more. See what there is: Get-VM*"
        $view.Name | Should -Be gone
    }

    It 'stays as it was read until UpdateViewData' {
        $view = (Get-VM web-01).ExtensionData
        $null = $view.Config
        $null = Set-VM web-01 -Notes changed -Confirm:$false
        $view.Config.Annotation | Should -Not -Be changed
        $view.UpdateViewData('Config')
        $view.Config.Annotation | Should -Be changed
    }
}

Describe 'ReconfigVM' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'makes several changes in one' {
        $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
        $spec.MemoryReservationLockedToMax = $true
        $spec.NumCPUs = 2
        $spec.Annotation = 'by spec'
        $spec.ExtraConfig += New-Object VMware.Vim.OptionValue -Property @{ Key = 'pciPassthru.use64bitMMIO'; Value = 'TRUE' }
        $changes = @(Get-TestChange { (Get-VM web-01).ExtensionData.ReconfigVM($spec) })
        $vm = Get-VM web-01
        $vm.MemoryReservationLockedToMax, $vm.NumCpu, $vm.Notes, $vm.AdvancedSettings['pciPassthru.use64bitMMIO'] | Should -Be $true, 2, 'by spec', 'TRUE'
        $changes.Count | Should -Be 1
    }

    It 'adds a Fixed device and takes it away again' {
        $vm = Get-VM web-01
        $device = Get-PassthroughDevice -VMHost $vm.VMHost | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $null = Get-VMResourceConfiguration $vm | Set-VMResourceConfiguration -MemReservationGB $vm.MemoryGB
        $null = Set-VM $vm -Firmware Efi -HardwareVersion vmx-20 -Confirm:$false -ErrorAction SilentlyContinue
        $target = (Get-View $vm.VMHost.ExtensionData.ConfigManager.PciPassthruSystem).PciPassthruInfo | Where-Object Id -EQ $device.Id
        $target.PassthruActive | Should -BeTrue
        $spec = [VMware.Vim.VirtualMachineConfigSpec]::new()
        $spec.MemoryReservationLockedToMax = $true
        $spec.DeviceChange = New-Object VMware.Vim.VirtualDeviceConfigSpec[] 1
        $spec.DeviceChange[0] = New-Object VMware.Vim.VirtualDeviceConfigSpec
        $spec.DeviceChange[0].Operation = 'add'
        $spec.DeviceChange[0].Device = New-Object VMware.Vim.VirtualPCIPassthrough
        $spec.DeviceChange[0].Device.Key = -1
        $spec.DeviceChange[0].Device.Backing = New-Object VMware.Vim.VirtualPCIPassthroughDeviceBackingInfo
        $spec.DeviceChange[0].Device.Backing.Id = $device.Id
        $spec.DeviceChange[0].Device.Backing.SystemId = 'BYPASS'
        $task = $vm.ExtensionData.ReconfigVM_Task($spec)
        Get-Task -Id "$task" | Wait-Task | Out-Null
        (Get-PassthroughDevice -VM web-01).Id | Should -Be $device.Id
        (Get-View $task).Info.State -eq 'success' | Should -BeTrue

        $remove = [VMware.Vim.VirtualMachineConfigSpec]@{
            DeviceChange = [VMware.Vim.VirtualDeviceConfigSpec]@{
                Operation = 'remove'
                Device    = (Get-VM web-01).ExtensionData.Config.Hardware.Device | Where-Object { $_ -is [VMware.Vim.VirtualPCIPassthrough] }
            }
        }
        (Get-VM web-01).ExtensionData.ReconfigVM($remove)
        Get-PassthroughDevice -VM web-01 | Should -BeNullOrEmpty
    }

    It 'refuses <what> by name, and changes nothing' -ForEach @(
        @{ What = 'what is not modelled'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; Tools = [VMware.Vim.ToolsConfigInfo]@{ SyncTimeWithHost = $true } } }; Id = 'NotSupportedByBackend'; Says = 'Tools is not modelled' }
        @{ What = 'a vGPU'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; DeviceChange = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = [VMware.Vim.VirtualPCIPassthrough]@{ Backing = [VMware.Vim.VirtualPCIPassthroughVmiopBackingInfo]@{ Vgpu = 'grid_t4-16q' } } } } }; Id = 'NotSupportedByBackend'; Says = "A vGPU ('grid_t4-16q')" }
        @{ What = 'a limit'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; CpuAllocation = [VMware.Vim.ResourceAllocationInfo]@{ Limit = 1000 } } }; Id = 'NotSupportedByBackend'; Says = 'CpuAllocation.Limit' }
        @{ What = 'a disk'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; DeviceChange = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = [VMware.Vim.VirtualDisk]::new() } } }; Id = 'NotSupportedByBackend'; Says = 'VirtualDisk' }
        @{ What = 'a device that is not there'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; DeviceChange = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'remove'; Device = [VMware.Vim.VirtualPCIPassthrough]@{ Key = 13999 } } } }; Id = 'DeviceNotAttached'; Says = '13999' }
        @{ What = 'an address that is none'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; DeviceChange = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = [VMware.Vim.VirtualPCIPassthrough]@{ Backing = [VMware.Vim.VirtualPCIPassthroughDeviceBackingInfo]@{ Id = 'slot 3' } } } } }; Id = 'ValueInvalid'; Says = "'slot 3' is not a PCI address" }
        @{ What = 'a property of the machine as a setting'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; ExtraConfig = [VMware.Vim.OptionValue]@{ Key = 'memSize'; Value = 8192 } } }; Id = 'ValueInvalid'; Says = "a property of VM 'web-01', its memory: a vCenter ignores such a setting. Use Set-VM -MemoryMB." }
        @{ What = 'a setting that is asked for in two places'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; LatencySensitivity = [VMware.Vim.LatencySensitivity]@{ Level = 'high' }; ExtraConfig = [VMware.Vim.OptionValue]@{ Key = 'sched.cpu.latencySensitivity'; Value = 'normal' } } }; Id = 'ValueInvalid'; Says = "LatencySensitivity.Level and ExtraConfig 'sched.cpu.latencySensitivity' ask for two values" }
        @{ What = 'a setting that is there twice'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; ExtraConfig = 1, 2 | ForEach-Object { [VMware.Vim.OptionValue]@{ Key = 'numa.nodeAffinity'; Value = $_ } } } }; Id = 'ValueInvalid'; Says = "ask for two values of one setting, 'numa.nodeAffinity'" }
        @{ What = 'secure boot with a BIOS'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; Firmware = 'bios'; BootOptions = [VMware.Vim.VirtualMachineBootOptions]@{ EfiSecureBootEnabled = $true } } }; Id = 'ValueInvalid'; Says = 'secure boot, which needs EFI' }
        @{ What = 'a device twice'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; DeviceChange = 1, 2 | ForEach-Object { [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = [VMware.Vim.VirtualPCIPassthrough]@{ Backing = [VMware.Vim.VirtualPCIPassthroughDeviceBackingInfo]@{ Id = (Get-PassthroughDevice -VMHost (Get-VM web-01).VMHost)[0].Id } } } } } }; Id = 'ValueInvalid'; Says = 'twice. Add it once.' }
        @{ What = 'all memory and a part of it'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; MemoryReservationLockedToMax = $true; MemoryAllocation = [VMware.Vim.ResourceAllocationInfo]@{ Reservation = 100 } } }; Id = 'ValueInvalid'; Says = 'MemoryReservationLockedToMax reserves all memory, and MemoryAllocation.Reservation 100 MB' }
        @{ What = 'a vGPU as a setting'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'x'; ExtraConfig = [VMware.Vim.OptionValue]@{ Key = 'pciPassthru0.vgpu'; Value = 'grid_t4-16q' } } }; Id = 'ValueInvalid'; Says = 'its vGPUs' }
        @{ What = 'a new name and what the machine as it is refuses'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ Name = 'other'; MemoryMB = 5 } }; Id = 'ValueInvalid'; Says = "web-01" }
        @{ What = 'parts that do not agree'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ MemoryMB = 1024; MemoryAllocation = [VMware.Vim.ResourceAllocationInfo]@{ Reservation = 2048 } } }; Id = 'ValueInvalid'; Says = "The changes asked of VM 'web-01' do not go together, and nothing was changed. With the others made: " }
        @{ What = 'no spec'; Spec = { $null }; Id = 'ValueInvalid'; Says = 'needs a VirtualMachineConfigSpec' }
    ) {
        $asked = & $Spec
        $script:refusal = $null
        $changes = @(Get-TestChange { $script:refusal = Get-Thrown { (Get-VM web-01).ExtensionData.ReconfigVM($asked) } })
        "$($script:refusal.Id)" | Should -Be $Id
        $script:refusal.Message | Should -Match ([regex]::Escape($Says))
        $changes.Count | Should -Be 0
    }

    It 'takes one value of a setting from two places, in whatever case' {
        $spec = [VMware.Vim.VirtualMachineConfigSpec]@{
            NestedHVEnabled = $true; ExtraConfig = [VMware.Vim.OptionValue]@{ Key = 'VHV.enable'; Value = 'true' }
        }
        (Get-VM web-01).ExtensionData.ReconfigVM($spec)
        (Get-AdvancedSetting -Entity web-01 -Name vhv.enable).Value | Should -Be TRUE
    }

    It 'follows the rules of the cmdlets' {
        $null = Start-VM web-01
        $other = if ((Get-VM web-01).Firmware -eq 'Efi') { 'bios' } else { 'efi' }
        $refusal = Get-Thrown { (Get-VM web-01).ExtensionData.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ Firmware = $other }) }
        "$($refusal.Id)" | Should -Be VMNotPoweredOff
    }

    It 'resets a machine''s resources as the well-known script does' {
        $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
        $spec.MemoryReservationLockedToMax = $false
        $spec.CpuAllocation = New-Object VMware.Vim.ResourceAllocationInfo
        $spec.CpuAllocation.Shares = New-Object VMware.Vim.SharesInfo
        $spec.CpuAllocation.Shares.Level = 'normal'
        $spec.CpuAllocation.Reservation = 0
        $spec.CpuAllocation.Limit = -1
        $spec.MemoryAllocation = New-Object VMware.Vim.ResourceAllocationInfo
        $spec.MemoryAllocation.Reservation = 0
        $spec.MemoryAllocation.Limit = -1
        $null = Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -CpuReservationMhz 500
        $null = (Get-VM web-01).ExtensionData.ReconfigVM($spec)
        (Get-VMResourceConfiguration web-01).CpuReservationMhz | Should -Be 0
    }
}

Describe 'Methods of views' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'power machines on and off' {
        $view = (Get-VM web-01).ExtensionData
        $view.PowerOnVM($null)
        (Get-VM web-01).PowerState | Should -Be PoweredOn
        $view.PowerOffVM()
        (Get-VM web-01).PowerState | Should -Be PoweredOff
    }

    It 'enable passthrough on a host, and label a device' {
        $vmHost = Get-VMHost esxi01.domain.com
        $free = Get-PassthroughDevice -VMHost $vmHost |
            Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $system = Get-View $vmHost.ExtensionData.ConfigManager.PciPassthruSystem
        $config = New-Object VMware.Vim.HostPciPassthruConfig
        $config.Id = $free.Id
        $config.PassthruEnabled = $false
        $config.HardwareLabel = 'spare'
        $system.UpdatePassthruConfig($config)
        $system.UpdateViewData()
        $info = $system.PciPassthruInfo | Where-Object Id -EQ $free.Id
        $info.PassthruEnabled, $info.PassthruActive, $info.HardwareLabel | Should -Be $false, $true, 'spare'
        $vmHost.ExtensionData.UpdateViewData()
        $vmHost.ExtensionData.Summary.RebootRequired | Should -BeTrue
    }

    It 'refuse a device that is there twice' {
        $vmHost = Get-VMHost esxi01.domain.com
        $id = (Get-PassthroughDevice -VMHost $vmHost)[0].Id
        $configs = $true, $false | ForEach-Object { [VMware.Vim.HostPciPassthruConfig]@{ Id = $id; PassthruEnabled = $_ } }
        $system = Get-View $vmHost.ExtensionData.ConfigManager.PciPassthruSystem
        $changes = @(Get-TestChange { $script:refusal = Get-Thrown { $system.UpdatePassthruConfig($configs) } })
        "$($script:refusal.Id)" | Should -Be ValueInvalid
        $script:refusal.Message | Should -BeLike "*has device $id twice. Give one HostPciPassthruConfig for each device*"
        $changes.Count | Should -Be 0
    }

    It 'tell what a host offers' {
        $vm = Get-VM gpu-01
        $target = (Get-View $vm.ExtensionData.EnvironmentBrowser).QueryConfigTarget($vm.ExtensionData.Runtime.Host)
        $target.PciPassthrough.PciDevice.Id | Should -Contain '0000:41:00.0'
        ($target.PciPassthrough | Where-Object { $_.PciDevice.Id -eq '0000:41:00.0' }).SystemId | Should -Not -BeNullOrEmpty
        $target.DynamicPassthrough.VendorId | Should -Contain 4318
    }

    It 'tell what a cluster offers to a machine' {
        $vm = Get-VM gpu-01
        $browser = Get-View $vm.ExtensionData.EnvironmentBrowser
        $cluster = $vm.VMHost.Parent
        $having = @(($cluster ? ($cluster | Get-VMHost) : $vm.VMHost | Get-PassthroughDevice | Where-Object Mode -EQ DirectPath).VMHost.Id | Sort-Object -Unique)
        @($browser.QueryConfigTarget($null).PciPassthrough.SystemId | Sort-Object -Unique).Count | Should -Be $having.Count
    }

    It 'refuse a host of another cluster' {
        $vm = Get-VM gpu-01
        $other = Get-VMHost | Where-Object { "$($_.Parent)" -ne "$($vm.VMHost.Parent)" } | Select-Object -First 1
        $browser = Get-View $vm.ExtensionData.EnvironmentBrowser
        { $browser.QueryConfigTarget($other.ExtensionData.MoRef) } | Should -Throw "*'$($other.Name)' is not one of those that*"
    }

    It 'refuse what is gone' {
        $null = New-VM -Name gone -VMHost esxi01.domain.com -MemoryGB 1
        $browser = Get-View (Get-VM gone).ExtensionData.EnvironmentBrowser
        Remove-VM gone -DeletePermanently -Confirm:$false
        { $browser.QueryConfigTarget($null) } | Should -Throw '*does not exist, or not any more. See what there is: Get-VM*'
    }

    It 'refuse to power on where the machine is not' {
        $view = Get-View (Get-VM web-01)
        $other = (Get-View -ViewType HostSystem | Where-Object { "$($_.MoRef)" -ne "$($view.Runtime.Host)" })[0].MoRef
        { $view.PowerOnVM($other) } | Should -Throw '*on another host is not served here. Use a cmdlet: Move-VM, then Start-VM*'
        { $view.PowerOnVM([VMware.Vim.ManagedObjectReference]'HostSystem-host-999') } | Should -Throw "*'HostSystem-host-999' does not exist*"
        (Get-VM web-01).PowerState | Should -Be PoweredOff
        $view.PowerOnVM($view.Runtime.Host)
        (Get-VM web-01).PowerState | Should -Be PoweredOn
    }

    It 'refuse a priority that there is not' {
        $view = Get-View (Get-VM web-01)
        $other = (Get-View -ViewType HostSystem | Where-Object { "$($_.MoRef)" -ne "$($view.Runtime.Host)" })[0].MoRef
        { $view.MigrateVM($null, $other, 'soon', $null) } | Should -Throw "*knows no priority 'soon'. Ask for defaultPriority*"
        { $view.RelocateVM([VMware.Vim.VirtualMachineRelocateSpec]@{ Host = $other }, 'soon') } | Should -Throw "*knows no priority 'soon'*"
    }

    It 'are refused by name where they are not served' {
        $manager = Get-View (Get-VMHost esxi01.domain.com).ExtensionData.ConfigManager.GraphicsManager
        "$((Get-Thrown { $manager.UpdateGraphicsConfig([VMware.Vim.HostGraphicsConfig]::new()) }).Id)" | Should -Be NotSupportedByBackend
    }
}

Describe 'Get-View' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'lists views of a type by <how>' -ForEach @(
        @{ How = 'name'; Script = { Get-View -ViewType HostSystem } }
        @{ How = 'its whole name'; Script = { Get-View -ViewType VMware.Vim.HostSystem } }
        @{ How = 'type'; Script = { Get-View -ViewType ([VMware.Vim.HostSystem]) } }
        @{ How = 'its name in any case'; Script = { Get-View -ViewType hostsystem } }
    ) {
        (& $Script).Name | Sort-Object | Should -Be ((Get-VMHost).Name | Sort-Object)
    }

    It 'filters by regular expressions over the paths of properties' {
        (Get-View -ViewType VirtualMachine -Filter @{ Name = '^gpu' }).Name | Sort-Object | Should -Be ((Get-VM gpu*).Name | Sort-Object)
        $null = Start-VM web-01
        (Get-View -ViewType VirtualMachine -Filter @{ 'Runtime.PowerState' = 'poweredOn' }).Name | Should -Be web-01
        Get-View -ViewType VirtualMachine -Filter @{ Name = 'none' } | Should -BeNullOrEmpty
    }

    It 'looks in a cluster or on a host' {
        $inCluster = Get-View -ViewType HostSystem -SearchRoot (Get-Cluster GPU-Cluster).ExtensionData.MoRef
        $inCluster.Name | Sort-Object | Should -Be ((Get-Cluster GPU-Cluster | Get-VMHost).Name | Sort-Object)
    }

    It 'looks in nothing that is not there, or is no host or cluster' {
        Assert-Refusal (Invoke-Recorded { Get-View -ViewType VirtualMachine -SearchRoot HostSystem-host-999 }).Errors[0] VMHostNotFound
        Assert-Refusal (Invoke-Recorded { Get-View -ViewType VirtualMachine -SearchRoot Folder-group-v3 }).Errors[0] NotSupportedByBackend
    }

    It 'has only the properties that are asked for' {
        $view = Get-View -ViewType VirtualMachine -Filter @{ Name = '^gpu-01$' } -Property Name, Config.Hardware
        $view.Name, $view.Config.Hardware.NumCPU | Should -Be 'gpu-01', (Get-VM gpu-01).NumCpu
        $view.Runtime | Should -BeNull
    }

    It 'takes objects, references and ids, also by the pipeline' {
        $vm = Get-VM gpu-01
        ($vm | Get-View).Name, (Get-View $vm.Id).Name, (Get-View -Id $vm.ExtensionData.MoRef).Name | Should -Be 'gpu-01', 'gpu-01', 'gpu-01'
        (Get-View -VIObject $vm | Get-VIObjectByVIView).Id | Should -Be $vm.Id
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a type that it does not list'; Script = { Get-View -ViewType Datastore }; Id = 'NotSupportedByBackend'; Target = 'Datastore'; Says = 'Listed are VirtualMachine' }
        @{ What = 'a reference to what is not there'
            Script = { Get-View -Id VirtualMachine-vm-99999 }; Id = 'VMNotFound'; Target = 'VirtualMachine-vm-99999'
            Says = 'Get-VM' }
        @{ What = 'a reference to a host that is not there'
            Script = { Get-View -Id HostSystem-host-99999 }; Id = 'VMHostNotFound'; Target = 'HostSystem-host-99999'
            Says = 'Get-VMHost' }
        @{ What = 'a part of a host that is not there'
            Script = { Get-View -Id HostPciPassthruSystem-pciPassthruSystem-HostSystem-host-99999 }; Id = 'VMHostNotFound'
            Target = 'HostPciPassthruSystem-pciPassthruSystem-HostSystem-host-99999'; Says = 'Get-VMHost' }
        @{ What = 'a cluster that is not there'
            Script = { Get-VIObjectByVIView ClusterComputeResource-domain-c99999 }; Id = 'ClusterNotFound'
            Target = 'ClusterComputeResource-domain-c99999'; Says = 'Get-Cluster' }
        @{ What = 'a task that is not there'
            Script = { Get-View -Id Task-task-99999 }; Id = 'TaskNotFound'; Target = 'Task-task-99999'; Says = 'Get-Task' }
        @{ What = 'an object of what has none'
            Script = { Get-VIObjectByVIView Datastore-datastore-1 }; Id = 'NotSupportedByBackend'
            Target = 'Datastore-datastore-1'; Says = 'has no object' }
        @{ What = 'a filter by what there is not'; Script = { Get-View -ViewType HostSystem -Filter @{ 'Runtime.PowerStat' = 'x' } }; Id = 'ValueInvalid'
            Target = 'Runtime.PowerStat'; Says = 'HostRuntimeInfo has no ''PowerStat'' here. Did you mean PowerState?' }
        @{ What = 'a filter that is no expression'; Script = { Get-View -ViewType HostSystem -Filter @{ Name = '(' } }; Id = 'ValueInvalid'; Target = '('; Says = 'not a regular expression' }
    ) {
        $done = Invoke-Recorded $Script
        $done.Errors.Count | Should -Be 1
        Assert-Refusal $done.Errors[0] -Id $Id -Target $Target -Says $Says
    }
}

Describe 'Tasks of methods' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { $server | Disconnect-VIServer -Confirm:$false }

    It 'are waited for by their reference, and by the object that it leads to' {
        $spec = [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'one' }
        $view = Get-View (Get-VM legacy-01)
        $task = $view.ReconfigVM_Task($spec)
        (Get-VIObjectByVIView $task).Id | Should -Be "$task"
        Get-VIObjectByVIView $task | Wait-Task | Should -BeNullOrEmpty -Because 'VIM has no result of it'
        (Get-View $task).Info.State | Should -Be success
        Wait-Task $view.ReconfigVM_Task([VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'two' })
        (Get-VM legacy-01).Notes | Should -Be two
    }

    It 'have the keys that a vCenter describes them by' {
        $task = (Get-View (Get-VM legacy-01)).ReconfigVM_Task([VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'one' })
        Wait-Task $task
        (Get-View $task).Info.DescriptionId | Should -Be VirtualMachine.reconfigure
    }

    It 'have the snapshot that they made' {
        $view = Get-View (Get-VM web-01)
        $task = $view.CreateSnapshot_Task('first', 'what for', $false, $false)
        (Wait-Task $task).Name | Should -Be first
        $made = (Get-View $task).Info.Result
        (Get-VIObjectByVIView $made).Name | Should -Be first
        (Get-VIObjectByVIView $view.CreateSnapshot('second', '', $false, $false)).Name | Should -Be second
    }
}

Describe 'Views of two servers' {
    BeforeEach {
        $script:first = Connect-TestServer -Inventory Rack -Name one
        $script:second = Connect-TestServer -Inventory Rack -Name two
    }
    AfterEach { Disconnect-TestServer }

    It 'lead to objects and views of their own server' {
        $vm = Get-VM gpu-01 -Server $second
        $view = Get-View $vm
        $found = @(Get-VIObjectByVIView $view)
        $found.Count, $found[0].Uid | Should -Be 1, $vm.Uid
        @($vm | Get-VIObjectByVIView).Uid | Should -Be $vm.Uid
        @(Get-VIObjectByVIView $view.MoRef).Uid | Should -Be $vm.Uid
        @(Get-VIObjectByVIView $view.Runtime.Host).Uid | Should -Be $vm.VMHost.Uid
        (Get-VIObjectByVIView (Get-View $view.Runtime.Host)).Uid | Should -Be $vm.VMHost.Uid
        $system = Get-View $vm.VMHost.ExtensionData.ConfigManager.PciPassthruSystem
        $system.PciPassthruInfo.Count | Should -BeGreaterThan 0
        $spec = [VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'second' }
        (Get-View ($view.ReconfigVM_Task($spec))).Info.EntityName | Should -Be gpu-01
        Get-Task -Server $second | Wait-Task | Out-Null
        (Get-VM gpu-01 -Server $second).Notes, (Get-VM gpu-01 -Server $first).Notes |
            Should -Be 'second', (Get-VM gpu-02 -Server $first).Notes
    }

    It 'are asked for by a reference that knows no server: both objects, and no view' {
        $id = (Get-VM gpu-01 -Server $first).Id
        @(Get-VIObjectByVIView $id).Count | Should -Be 2
        $done = Invoke-Recorded { Get-View -Id $id }
        Assert-Refusal $done.Errors[0] -Id AmbiguousName -Target $id -Says "$($first.Name)' or -Server '$($second.Name)"
    }

    It 'are not those of another server that -Server names' {
        $view = Get-View (Get-VM gpu-01 -Server $second)
        $done = Invoke-Recorded { Get-VIObjectByVIView $view -Server $first }
        $done.Output | Should -BeNullOrEmpty
        "$($done.Errors[0].FullyQualifiedErrorId)" | Should -Match '^ValueInvalid'
    }
}

Describe 'What VIM has and is not served' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'is null as a property, under strict mode too, and only what VIM has' {
        Set-StrictMode -Version Latest
        $vm = (Get-VM gpu-01).ExtensionData
        $vm.LayoutEx, $vm.layout, $vm.Tag, $vm.Value, $vm.Network, $vm.TriggeredAlarmState | ForEach-Object { $_ |
            Should -BeNullOrEmpty }
        $vmHost = (Get-VMHost esxi01.domain.com).ExtensionData
        $vmHost.Datastore, $vmHost.SystemResources | ForEach-Object { $_ | Should -BeNullOrEmpty }
        (Get-Cluster GPU-Cluster).ExtensionData.Configuration | Should -BeNullOrEmpty
        { $vm.Nonsense } | Should -Throw '*Nonsense*'
        $vm.Name | Should -Be gpu-01
    }

    It 'is refused by name as a method, with a cmdlet: <method>' -ForEach @(
        @{ Method = 'CloneVM_Task'
            Says = 'New-VM'
            Script = { (Get-VM gpu-01).ExtensionData.CloneVM_Task($null, 'x', [VMware.Vim.VirtualMachineCloneSpec]::new()) } }
        @{ Method = 'DisconnectHost'
            Says = 'Set-VMHost -State Disconnected'; Script = { (Get-VMHost esxi01.domain.com).ExtensionData.DisconnectHost() } }
        @{ Method = 'Refresh'; Says = 'Get-Command'; Script = { (Get-VM gpu-01).ExtensionData.Refresh() } }
    ) {
        $caught = try { & $Script; 'nothing' } catch { $_ }
        "$($caught.Exception.InnerException.Id)" | Should -Be NotSupportedByBackend
        $caught.Exception.Message | Should -Match ($Method + ' of .*' + $Says)
    }

    It 'matches no filter, and is no fault of -Property or UpdateViewData' {
        Get-View -ViewType VirtualMachine -Filter @{ LayoutEx = '.*' } | Should -BeNullOrEmpty
        Get-View -ViewType HostSystem -Filter @{ 'Runtime.BootTime' = '.*' } | Should -BeNullOrEmpty
        $view = Get-View -ViewType VirtualMachine -Filter @{ Name = '^gpu-01$' } -Property NAME, LayoutEx
        $view.UpdateViewData('LayoutEx.File', 'config')
        $view.Name, $view.Config.Name | Should -Be gpu-01, gpu-01
    }

    It 'is told from what there is not by <how>' -ForEach @(
        @{ How = '-Property'; Script = { Get-View -ViewType VirtualMachine -Property Nonsense -ErrorAction Stop } }
        @{ How = '-Filter'; Script = { Get-View -ViewType VirtualMachine -Filter @{ Nonsense = 'x' } -ErrorAction Stop } }
        @{ How = 'UpdateViewData'; Script = { (Get-VM gpu-01).ExtensionData.UpdateViewData('Nonsense') } }
        @{ How = 'UpdateViewData without a name'; Script = { (Get-VM gpu-01).ExtensionData.UpdateViewData('') } }
    ) {
        (Get-Thrown $Script).Message | Should -Match 'VirtualMachine have no property.*It has Config, Datastore'
    }

    It 'is data in a spec: <type>' -ForEach @(
        'VirtualUSB', 'VirtualSerialPort', 'HostMaintenanceSpec', 'VirtualMachineCloneSpec', 'VirtualMachineBootOptionsBootableDevice', 'VirtualMachineCpuIdInfoSpec' |
            ForEach-Object { @{ Type = $_ } }
    ) {
        (New-Object "VMware.Vim.$Type").GetType().Name | Should -Be $Type
    }

    It 'is taken where it asks nothing, and refused by name where it does' {
        $spec = [VMware.Vim.VirtualMachineConfigSpec]@{ Firmware = [VMware.Vim.GuestOsDescriptorFirmwareType]::efi }
        $spec.Firmware | Should -Be efi
        $spec.CpuFeatureMask = New-Object VMware.Vim.VirtualMachineCpuIdInfoSpec[] (0)
        $view = (Get-VM gpu-01).ExtensionData
        $view.ReconfigVM($spec)
        $spec.CpuFeatureMask = New-Object VMware.Vim.VirtualMachineCpuIdInfoSpec[] 1
        (Get-Thrown { $view.ReconfigVM($spec) }).Message | Should -Match 'CpuFeatureMask is not modelled'
        $boot = [VMware.Vim.VirtualMachineBootOptions]@{ BootOrder = [VMware.Vim.VirtualMachineBootOptionsBootableDevice]::new() }
        (Get-Thrown { $view.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ BootOptions = $boot }) }).Message |
            Should -Match 'BootOptions.BootOrder'
        $vmHost = Get-VMHost esxi06.domain.com
        $vmHost.ExtensionData.EnterMaintenanceMode(0, $false, [VMware.Vim.HostMaintenanceSpec]::new())
        (Get-VMHost esxi06.domain.com).ConnectionState | Should -Be Maintenance
    }
}

Describe 'The words of VIM objects' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'are VIM''s in what methods refuse' {
        $backing = [VMware.Vim.VirtualPCIPassthroughDynamicBackingInfo]::new()
        $change = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = [VMware.Vim.VirtualPCIPassthrough]@{ Backing = $backing } }
        $refusal = Get-Thrown { (Get-VM web-01).ExtensionData.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ DeviceChange = $change }) }
        $refusal.Message | Should -Match ' AllowedDevice'
        $refusal.Message | Should -Not -Match '-AllowedDevice'

        $vmHost = Get-VMHost esxi01.domain.com
        $free = Get-PassthroughDevice -VMHost $vmHost |
            Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $config = [VMware.Vim.HostPciPassthruConfig]@{ Id = $free.Id; PassthruEnabled = $false; ApplyNow = $true }
        $refusal = Get-Thrown { (Get-View $vmHost.ExtensionData.ConfigManager.PciPassthruSystem).UpdatePassthruConfig($config) }
        $refusal.Message | Should -Match 'Leave out ApplyNow'
    }

    It 'say of wildcards only where they are taken' {
        (Get-Help Get-View -Parameter ViewType).globbing | Should -Be 'false'
        (Get-Help Get-VM -Parameter Name).globbing | Should -Be 'true'
    }
}
