# Scripts as people write them for passthrough with VIM objects: each reads or changes by its own way, and ends with the same
# result on every backend. They know PowerCLI only.
BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    function Get-Thrown([scriptblock] $Script) {
        try { & $Script } catch { return $_.Exception.InnerException ?? $_.Exception }
        throw 'Nothing was refused.'
    }
}

Describe 'A script that reports' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'lists the GPUs of all hosts with their identifiers' {
        $report = foreach ($esx in Get-VMHost | Sort-Object Name) {
            foreach ($device in $esx.ExtensionData.Hardware.PciDevice | Where-Object { $_.VendorName -match 'NVIDIA' }) {
                $ids = 'VendorId', 'DeviceId', 'SubVendorId', 'SubDeviceId' | ForEach-Object { '{0:x4}' -f $device.$_ }
                [pscustomobject]@{
                    Host = $esx.Name; Id = $device.Id; Name = $device.DeviceName; Ids = $ids -join ':'
                    Class = '{0:x4}' -f $device.ClassId
                }
            }
        }
        $report.Count | Should -Be 6
        ($report | Where-Object Host -EQ esxi01.domain.com).Id | Should -Be 0000:03:00.0, 0000:41:00.0, 0000:42:00.0, 0000:81:00.0
        $report[1].Name, $report[1].Ids, $report[1].Class | Should -Be 'TU104GL [Tesla T4]', '10de:1eb8:10de:12a2', '0302'
    }

    It 'counts what can be passed through and what is, as the cmdlets do' {
        foreach ($esx in Get-VMHost) {
            $system = Get-View -Id $esx.ExtensionData.ConfigManager.PciPassthruSystem
            $here = @($esx | Get-PassthroughDevice)
            $capable = @(Get-VMHostPciDevice -VMHost $esx | Where-Object PassthroughCapable)
            @($system.PciPassthruInfo | Where-Object PassthruCapable).Count | Should -Be $capable.Count
            $enabled = @($esx.ExtensionData.Config.PciPassthruInfo | Where-Object { $_.PassthruEnabled -eq $true })
            $enabled.Id | Sort-Object | Should -Be ($here | Where-Object Mode -Like *DirectPath).Id
        }
    }

    It 'joins passthrough with the devices by their ids' {
        $wanted = 'Name', 'Config.PciPassthruInfo', 'Hardware.PciDevice'
        $esx = Get-View -ViewType HostSystem -Property $wanted -Filter @{ Name = '^esxi01\.' }
        $names = @{}
        $esx.Hardware.PciDevice | ForEach-Object { $names[$_.Id] = $_.DeviceName }
        $active = $esx.Config.PciPassthruInfo | Where-Object { $_.PassthruActive } | ForEach-Object { $names[$_.Id] }
        $active | Should -Contain 'TU104GL [Tesla T4]'
        $active | Should -Not -Contain $null
    }

    It 'lists the passthrough devices of all machines with keys, controllers and labels' {
        $report = foreach ($vm in Get-View -ViewType VirtualMachine -Property Name, Config.Hardware.Device) {
            foreach ($device in $vm.Config.Hardware.Device) {
                if ($device -isnot [VMware.Vim.VirtualPCIPassthrough]) { continue }
                [pscustomobject]@{
                    VM = $vm.Name; Key = $device.Key; Controller = $device.ControllerKey; Unit = $device.UnitNumber
                    Label = $device.DeviceInfo.Label; Summary = $device.DeviceInfo.Summary
                    Backing = $device.Backing.GetType().Name -replace '^VirtualPCIPassthrough|BackingInfo$'
                }
            }
        }
        $report.VM | Should -Be gpu-01, train-01, train-01, hpc-01, gpu-02
        $report.Backing | Should -Be Device, Device, Device, Device, Dynamic
        $report[2].Key, $report[2].Controller, $report[2].Unit, $report[2].Label | Should -Be 13001, 100, 19, 'PCI device 1'
        ($report | Where-Object VM -EQ gpu-02).Summary | Should -Match inference
    }

    It 'finds which machine has a GPU, from the host''s graphics devices and back' {
        $esx = Get-VMHost esxi01.domain.com
        $owners = foreach ($gpu in $esx.ExtensionData.Config.GraphicsInfo) {
            [pscustomobject]@{
                Id = $gpu.PciId; Name = $gpu.DeviceName; Type = $gpu.GraphicsType; Memory = $gpu.MemorySizeInKB
                VM = $gpu.Vm | ForEach-Object { (Get-View $_).Name }
            }
        }
        $owners.Id | Should -Be 0000:03:00.0, 0000:41:00.0, 0000:42:00.0, 0000:81:00.0
        ($owners | Where-Object VM).VM, ($owners | Where-Object VM).Id | Should -Be gpu-01, 0000:41:00.0
        ($owners | Where-Object Id -EQ 0000:41:00.0).Type | Should -Be direct
        $owners.Memory | ForEach-Object { $_ | Should -BeNullOrEmpty }

        $manager = Get-View $esx.ExtensionData.ConfigManager.GraphicsManager
        $manager.GraphicsConfig.DeviceType.DeviceId | Should -Be $owners.Id
        $types = $esx.ExtensionData.Config.GraphicsConfig.DeviceType.GraphicsType
        $types | Should -Be $manager.GraphicsConfig.DeviceType.GraphicsType
    }

    It 'finds no vGPU where there is none' {
        $vGpus = Get-VM | ForEach-Object { $_.ExtensionData.Config.Hardware.Device } | Where-Object { $_.Backing.Vgpu }
        $vGpus | Should -BeNullOrEmpty
        (Get-VMHost).ExtensionData.Config.SharedPassthruGpuTypes | Where-Object { $_ } | Should -BeNullOrEmpty
        $backings = (Get-VM).ExtensionData.Config.Hardware.Device.Backing
        $backings | Where-Object { $_ -is [VMware.Vim.VirtualPCIPassthroughVmiopBackingInfo] } | Should -BeNullOrEmpty
    }

    It 'finds machines whose memory is not locked, and their reservations' {
        $open = Get-VM | Where-Object { -not $_.ExtensionData.Config.MemoryReservationLockedToMax }
        $open.Name | Should -Be legacy-01, web-01
        foreach ($vm in Get-VM) {
            $reserved = $vm.ExtensionData.ResourceConfig.MemoryAllocation.Reservation
            $reserved | Should -Be (Get-VMResourceConfiguration $vm).MemReservationMB
        }
    }

    It 'audits how machines are secured; what is not known is empty' {
        $audit = Get-VM | Select-Object Name, @{ Name = 'Version'; Expression = { $_.ExtensionData.Config.Version } },
            @{ Name = 'SecureBoot'; Expression = { $_.ExtensionData.Config.BootOptions.EfiSecureBootEnabled } },
            @{ Name = 'Logging'; Expression = { $_.ExtensionData.Config.Flags.EnableLogging } },
            @{ Name = 'Migration'; Expression = { $_.ExtensionData.Config.MigrateEncryption } },
            @{ Name = 'FaultTolerance'; Expression = { $_.ExtensionData.Config.FtEncryptionMode } }
        ($audit | Where-Object SecureBoot).Name | Should -Be web-01
        ($audit | Where-Object Name -EQ gpu-01).Version | Should -Be vmx-20
        $audit | Where-Object { $_.Logging -or $_.Migration -or $_.FaultTolerance } | Should -BeNullOrEmpty
        ($audit | ConvertTo-Csv | ConvertFrom-Csv).Count | Should -Be 10
    }

    It 'lists disks by class, which are not recorded, without an error' {
        $disks = (Get-VM).ExtensionData.Config.Hardware.Device | Where-Object { $_ -is [VMware.Vim.VirtualDisk] }
        $disks | ForEach-Object { $_.Backing.FileName } | Should -BeNullOrEmpty
    }

    It 'goes from a cluster''s reference to its hosts and back' {
        $cluster = Get-Cluster GPU-Cluster
        $reference = New-Object VMware.Vim.ManagedObjectReference
        $reference.Type = 'ClusterComputeResource'
        $reference.Value = $cluster.ExtensionData.MoRef.Value
        (Get-View -Id $reference).Name | Should -Be GPU-Cluster
        $hosts = Get-View -ViewType HostSystem -SearchRoot $cluster.ExtensionData.MoRef
        $hosts.Name | Sort-Object | Should -Be ((Get-View -Id (Get-View $reference).Host).Name | Sort-Object)
        (Get-VIObjectByVIView -VIView $hosts[0]).Name | Should -Be $hosts[0].Name
        $hosts.Parent | ForEach-Object { $_ -eq $reference | Should -BeTrue }
    }

    It 'asks what a host offers before it chooses a device' {
        $vm = Get-VM web-01
        $browser = Get-View -Id $vm.ExtensionData.EnvironmentBrowser
        $target = $browser.QueryConfigTarget($vm.VMHost.ExtensionData.MoRef)
        $cards = $target.PciPassthrough | Where-Object { $_.PciDevice.VendorName -match 'NVIDIA' }
        $cards.PciDevice.Id | Should -Be 0000:03:00.0, 0000:41:00.0, 0000:42:00.0
        ($cards.SystemId | Select-Object -Unique).Count | Should -Be 1
        $kinds = ($target.DynamicPassthrough | Where-Object VendorId -EQ 0x10de).DeviceName | Select-Object -Unique | Sort-Object
        $kinds | Should -Be 'GA100 [A100 PCIe 40GB]', 'TU104GL [Tesla T4]'
        $ofCluster = (Get-View (Get-Cluster GPU-Cluster).ExtensionData.EnvironmentBrowser).QueryConfigTarget($null)
        $ofCluster.PciPassthrough.Count | Should -BeGreaterThan 3
    }
}

Describe 'A script that changes' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'gives a machine a Fixed device with all that it needs, powers it on, and takes it away' {
        $vm = Get-VM web-01
        $offered = (Get-View $vm.ExtensionData.EnvironmentBrowser).QueryConfigTarget($null).PciPassthrough
        $pci = $offered | Where-Object { $_.PciDevice.Id -eq '0000:42:00.0' }
        $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
        $spec.MemoryReservationLockedToMax = $true
        $spec.DeviceChange = New-Object VMware.Vim.VirtualDeviceConfigSpec[] (1)
        $spec.DeviceChange[0] = New-Object VMware.Vim.VirtualDeviceConfigSpec
        $spec.DeviceChange[0].Operation = [VMware.Vim.VirtualDeviceConfigSpecOperation]::add
        $spec.DeviceChange[0].Device = New-Object VMware.Vim.VirtualPCIPassthrough
        $spec.DeviceChange[0].Device.Key = -100
        $spec.DeviceChange[0].Device.ControllerKey = 100
        $spec.DeviceChange[0].Device.DeviceInfo = New-Object VMware.Vim.Description
        $spec.DeviceChange[0].Device.DeviceInfo.Label = 'PCI device 0'
        $spec.DeviceChange[0].Device.DeviceInfo.Summary = ''
        $spec.DeviceChange[0].Device.Backing = New-Object VMware.Vim.VirtualPCIPassthroughDeviceBackingInfo
        $spec.DeviceChange[0].Device.Backing.DeviceName = $pci.PciDevice.DeviceName
        $spec.DeviceChange[0].Device.Backing.Id = $pci.PciDevice.Id
        $spec.DeviceChange[0].Device.Backing.DeviceId = '{0:x}' -f $pci.PciDevice.DeviceId
        $spec.DeviceChange[0].Device.Backing.SystemId = $pci.SystemId
        $spec.DeviceChange[0].Device.Backing.VendorId = $pci.PciDevice.VendorId
        $spec.ExtraConfig += New-Object VMware.Vim.OptionValue -Property @{ Key = 'pciPassthru.use64bitMMIO'; Value = 'TRUE' }
        $spec.ExtraConfig += New-Object VMware.Vim.OptionValue -Property @{ Key = 'pciPassthru.64bitMMIOSizeGB'; Value = 64 }
        $vm.ExtensionData.ReconfigVM($spec)

        (Get-PassthroughDevice -VM web-01).Id | Should -Be 0000:42:00.0
        (Get-VM web-01).AdvancedSettings['pciPassthru.64bitMMIOSizeGB'] | Should -Be 64
        $view = (Get-VM web-01).ExtensionData
        $view.PowerOnVM($null)
        $view.UpdateViewData('Runtime')
        $view.Runtime.PowerState | Should -Be poweredOn
        $view.PowerOffVM()

        $remove = New-Object VMware.Vim.VirtualMachineConfigSpec
        foreach ($device in (Get-VM web-01).ExtensionData.Config.Hardware.Device) {
            if ($device.Backing.Id -ne '0000:42:00.0') { continue }
            $remove.DeviceChange += [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'remove'; Device = $device }
        }
        Get-Task -Id $view.ReconfigVM_Task($remove) | Wait-Task | Out-Null
        Get-PassthroughDevice -VM web-01 | Should -BeNullOrEmpty
    }

    It 'gives many machines a Dynamic device, each with its own spec' {
        foreach ($name in 'any-01', 'any-02') {
            $null = New-VM $name -VMHost esxi01.domain.com -HardwareVersion vmx-20 -MemoryGB 4
            $allowed = [VMware.Vim.VirtualPCIPassthroughAllowedDevice]@{ VendorId = 0x10de; DeviceId = 0x1eb8 }
            $backing = [VMware.Vim.VirtualPCIPassthroughDynamicBackingInfo]@{
                AllowedDevice = $allowed; CustomLabel = 'inference'; DeviceName = ''
            }
            $device = [VMware.Vim.VirtualPCIPassthrough]@{ Key = -1; Backing = $backing }
            $change = [VMware.Vim.VirtualDeviceConfigSpec]@{ Operation = 'add'; Device = $device }
            $spec = [VMware.Vim.VirtualMachineConfigSpec]@{ DeviceChange = $change; MemoryReservationLockedToMax = $true }
            (Get-View -ViewType VirtualMachine -Filter @{ Name = "^$name$" }).ReconfigVM($spec)
        }
        $made = Get-PassthroughDevice -VM any-*
        $made.Technology | Should -Be Dynamic, Dynamic
        $made.HardwareLabel | Should -Be inference, inference
    }

    It 'hardens machines, and reads what it has set' {
        foreach ($vm in Get-VM web-01, crypto-01) {
            $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
            $spec.MigrateEncryption = New-Object VMware.Vim.VirtualMachineConfigSpecEncryptedVMotionModes
            $spec.MigrateEncryption = 'required'
            $spec.Flags = New-Object VMware.Vim.VirtualMachineFlagInfo
            $spec.Flags.EnableLogging = $true
            $spec.BootOptions = New-Object VMware.Vim.VirtualMachineBootOptions
            $spec.BootOptions.EfiSecureBootEnabled = $true
            $null = $vm.ExtensionData.ReconfigVM_Task($spec)
        }
        Get-Task | Wait-Task | Out-Null
        foreach ($vm in Get-VM web-01, crypto-01) {
            $config = $vm.ExtensionData.Config
            $config.MigrateEncryption | Should -Be required
            $config.Flags.EnableLogging, $config.BootOptions.EfiSecureBootEnabled | Should -Be $true, $true
            (Get-AdvancedSetting -Entity $vm -Name migrate.encryptionMode).Value | Should -Be required
        }
    }

    It 'pins a machine and makes it sensitive to latency, and undoes that' {
        $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
        $spec.CpuAffinity = New-Object VMware.Vim.VirtualMachineAffinityInfo
        $spec.CpuAffinity.AffinitySet = 0, 2, 4
        $spec.LatencySensitivity = New-Object VMware.Vim.LatencySensitivity
        $spec.LatencySensitivity.Level = 'high'
        $spec.BootOptions = [VMware.Vim.VirtualMachineBootOptions]@{ BootDelay = 5000 }
        (Get-VM hpc-01).ExtensionData.ReconfigVM($spec)
        $config = (Get-VM hpc-01).ExtensionData.Config
        $config.CpuAffinity.AffinitySet | Should -Be 0, 2, 4
        $config.LatencySensitivity.Level, $config.BootOptions.BootDelay | Should -Be high, 5000
        $null = Get-VM hpc-01 | Get-AdvancedSetting -Name sched.cpu.affinity | Set-AdvancedSetting -Value 8-11 -Confirm:$false
        (Get-VM hpc-01).ExtensionData.Config.CpuAffinity.AffinitySet | Should -Be 8, 9, 10, 11

        $undo = New-Object VMware.Vim.VirtualMachineConfigSpec
        $undo.CpuAffinity = [VMware.Vim.VirtualMachineAffinityInfo]@{ AffinitySet = @() }
        (Get-VM hpc-01).ExtensionData.ReconfigVM($undo)
        (Get-VM hpc-01).ExtensionData.Config.CpuAffinity | Should -BeNull
    }

    It 'turns passthrough of a device off and on, and sees that the host has to restart' {
        $esx = Get-VMHost esxi06.domain.com
        $free = Get-PassthroughDevice -VMHost $esx | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM }
        $device = $free | Select-Object -First 1
        $system = Get-View $esx.ExtensionData.ConfigManager.PciPassthruSystem
        foreach ($enabled in $false, $true) {
            $config = New-Object VMware.Vim.HostPciPassthruConfig
            $config.Id = $device.Id
            $config.PassthruEnabled = $enabled
            $system.UpdatePassthruConfig(@($config))
            $system.Refresh()
            $system.UpdateViewData('PciPassthruInfo')
            ($system.PciPassthruInfo | Where-Object Id -EQ $device.Id).PassthruEnabled | Should -Be $enabled
            (Get-VMHost $esx.Name).ExtensionData.Summary.RebootRequired | Should -Be (-not $enabled)
        }
    }

    It 'is told by name what is not there, and has changed nothing: <what>' -ForEach @(
        @{ What = 'a vGPU'; Says = "A vGPU ('grid_t4-16q')"; Script = {
                $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
                $spec.DeviceChange = @(New-Object VMware.Vim.VirtualDeviceConfigSpec)
                $spec.DeviceChange[0].Operation = 'add'
                $spec.DeviceChange[0].Device = New-Object VMware.Vim.VirtualPCIPassthrough
                $spec.DeviceChange[0].Device.Backing = New-Object VMware.Vim.VirtualPCIPassthroughVmiopBackingInfo
                $spec.DeviceChange[0].Device.Backing.Vgpu = 'grid_t4-16q'
                (Get-VM web-01).ExtensionData.ReconfigVM_Task($spec)
            } }
        @{ What = 'the graphics of a host'; Says = 'UpdateGraphicsConfig of HostGraphicsManager-'; Script = {
                $config = New-Object VMware.Vim.HostGraphicsConfig
                $config.HostDefaultGraphicsType = 'sharedDirect'
                $config.SharedPassthruAssignmentPolicy = 'performance'
                $config.DeviceType = New-Object VMware.Vim.HostGraphicsConfigDeviceType[] 1
                $config.DeviceType[0] = New-Object VMware.Vim.HostGraphicsConfigDeviceType
                $config.DeviceType[0].DeviceId = '0000:41:00.0'
                $config.DeviceType[0].GraphicsType = 'sharedDirect'
                $esx = Get-VMHost esxi01.domain.com
                (Get-View $esx.ExtensionData.ConfigManager.GraphicsManager).UpdateGraphicsConfig($config)
            } }
        @{ What = 'virtual functions'; Says = 'SR-IOV is recorded here, not configured'; Script = {
                $config = New-Object VMware.Vim.HostSriovConfig
                $config.Id = '0000:41:00.0'
                $config.SriovEnabled = $true
                $config.NumVirtualFunction = 8
                $esx = Get-VMHost esxi01.domain.com
                (Get-View $esx.ExtensionData.ConfigManager.PciPassthruSystem).UpdatePassthruConfig($config)
            } }
        @{ What = 'a disk'; Says = 'VirtualDisk'; Script = {
                $disk = New-Object VMware.Vim.VirtualDisk
                $disk.Backing = New-Object VMware.Vim.VirtualDiskFlatVer2BackingInfo
                $disk.Backing.ThinProvisioned = $true
                $disk.CapacityInKB = 1MB
                $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
                $spec.DeviceChange = @(New-Object VMware.Vim.VirtualDeviceConfigSpec)
                $spec.DeviceChange[0].Operation = 'add'
                $spec.DeviceChange[0].FileOperation = 'create'
                $spec.DeviceChange[0].Device = $disk
                (Get-VM web-01).ExtensionData.ReconfigVM($spec)
            } }
        @{ What = 'the encryption of fault tolerance'; Says = 'FtEncryptionMode is not modelled'; Script = {
                $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
                $spec.FtEncryptionMode = New-Object VMware.Vim.VirtualMachineConfigSpecEncryptedFtModes
                $spec.FtEncryptionMode = 'ftEncryptionRequired'
                (Get-VM web-01).ExtensionData.ReconfigVM($spec)
            } }
        @{ What = 'a flag'; Says = 'Flags.VbsEnabled is not modelled'; Script = {
                $flags = [VMware.Vim.VirtualMachineFlagInfo]@{ EnableLogging = $true; VbsEnabled = $true }
                (Get-VM web-01).ExtensionData.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ Flags = $flags })
            } }
        @{ What = 'priorities'; Says = 'CpuAllocation.Shares'; Script = {
                $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
                $spec.CpuAllocation = New-Object VMware.Vim.ResourceAllocationInfo
                $spec.CpuAllocation.Shares = New-Object VMware.Vim.SharesInfo
                $spec.CpuAllocation.Shares.Level = 'high'
                (Get-VM web-01).ExtensionData.ReconfigVM($spec)
            } }
    ) {
        $script:refusal = $null
        $asked = $Script
        $changes = @(Get-TestChange { $script:refusal = Get-Thrown $asked })
        "$($script:refusal.Id)" | Should -Be NotSupportedByBackend
        $script:refusal.Message | Should -Match ([regex]::Escape($Says))
        $changes.Count | Should -Be 0
    }
}

# The two cases that users of PowerCLI reported: what was $null without an error, and what was no type or no command.
Describe 'What once was empty or unknown' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack -Rehearsal -WarningAction SilentlyContinue }
    AfterEach { Disconnect-TestServer }

    It 'says of hosts and machines what the cmdlets say' {
        foreach ($esx in Get-VMHost) {
            @($esx.ExtensionData.Hardware.PciDevice).Count | Should -Be @(Get-VMHostPciDevice -VMHost $esx).Count
        }
        $unlocked = (Get-VM | Where-Object { -not $_.ExtensionData.Config.MemoryReservationLockedToMax }).Name
        $unlocked | Should -Be (Get-VM | Where-Object { -not $_.MemoryReservationLockedToMax }).Name
    }

    It 'reconfigures and lists, and refuses a configuration of nothing in words' {
        $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
        $spec.MemoryReservationLockedToMax = $true
        { (Get-VM web-01).ExtensionData.ReconfigVM($spec) } | Should -Not -Throw
        (Get-VM web-01).MemoryReservationLockedToMax | Should -BeTrue
        @(Get-View -ViewType HostSystem).Count | Should -Be @(Get-VMHost).Count
        $system = Get-View (Get-VMHost esxi01.domain.com).ExtensionData.ConfigManager.PciPassthruSystem
        "$((Get-Thrown { $system.UpdatePassthruConfig($null) }).Id)" | Should -Be ValueInvalid
    }
}

Describe 'docs/vim-objects.md' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        $text = Get-Content (Join-Path (Get-RepositoryRoot) docs/vim-objects.md) -Raw
        $script:blocks = [regex]::Matches($text, '(?ms)^```powershell\r?\n(.*?)^```').ForEach({ $_.Groups[1].Value })
        $script:target = $server.Name
    }
    AfterAll { Disconnect-TestServer }

    It 'does what it says' {
        $blocks.Count | Should -Be 3
        $server = $target
        $read = @(. ([scriptblock]::Create($blocks[0])))
        $read[0] | Should -Be vmx-19
        ($read | Where-Object PassthruActive).Count | Should -BeGreaterThan 2
        ($read | Where-Object DeviceName -EQ 'TU104GL [Tesla T4]').Id | Should -Be 0000:41:00.0, 0000:42:00.0

        . ([scriptblock]::Create($blocks[1]))
        (Get-VM web-01).MemoryReservationLockedToMax | Should -BeTrue
        (Get-VM web-01).ExtensionData.Config.MigrateEncryption | Should -Be required

        $rehearsed = . ([scriptblock]::Create($blocks[2])) 3> $null
        $rehearsed.Operation, $rehearsed.Target | Should -Be ReconfigureVM, web-01
        (Get-VM web-01 -Server $script:server).Notes | Should -Not -Be rehearsed
    }
}
