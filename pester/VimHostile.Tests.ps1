# What scripts may put into specs, by mistake or on purpose: a refusal in words in bounded time, and nothing is changed.
BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    function Get-Refusal([scriptblock] $Script) {
        try { & $Script } catch { return $_.Exception.InnerException ?? $_.Exception }
        throw 'Nothing was refused.'
    }
    function New-Vim([string] $Type, [hashtable] $With = @{}) {
        $made = New-Object "VMware.Vim.$Type"
        foreach ($name in $With.Keys) { $made.$name = $With[$name] }
        $made
    }
    function New-Spec([hashtable] $With) {
        $spec = New-Vim VirtualMachineConfigSpec @{ Annotation = 'by spec' }
        foreach ($name in $With.Keys) { $spec.$name = $With[$name] }
        $spec
    }
    function New-Change([string] $Backing, [hashtable] $With = @{}) {
        $device = New-Vim VirtualPCIPassthrough
        if ($Backing) { $device.Backing = New-Vim "VirtualPCIPassthrough$($Backing)BackingInfo" $With }
        New-Spec @{ DeviceChange = New-Vim VirtualDeviceConfigSpec @{ Operation = 'add'; Device = $device } }
    }
    function New-Option($Value, $Key = 'a') { New-Spec @{ ExtraConfig = New-Vim OptionValue @{ Key = $Key; Value = $Value } } }
    function Get-Machine { (Get-VM web-01).ExtensionData }
    function Get-HostReference { (Get-VMHost esxi06.domain.com).ExtensionData.MoRef }
    function Get-PciSystem { Get-View (Get-VMHost esxi01.domain.com).ExtensionData.ConfigManager.PciPassthruSystem }
}

Describe 'A spec' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'is refused in words, with <what>' -ForEach @(
        @{ What = 'a null among devices'; Says = 'has no Device'; Spec = { New-Spec @{ DeviceChange = $null, $null } } }
        @{ What = 'a null among settings'; Says = 'has no Key'; Spec = { New-Spec @{ ExtraConfig = @($null) } } }
        @{ What = 'a setting without a key'; Says = 'has no Key'; Spec = { New-Option 1 $null } }
        @{ What = 'a hashtable as a setting'; Says = 'Hashtable. Give text'; Spec = { New-Option @{ x = 1 } } }
        @{ What = 'an object as a setting'; Says = 'Give text'; Spec = { New-Option ([pscustomobject]@{ x = 1 }) } }
        @{ What = 'a list as a setting'; Says = 'Object[]. Give text'; Spec = { New-Option (1, 2) } }
        @{ What = 'a setting that has itself'; Says = 'OptionValue. Give text'; Spec = {
                $spec = New-Option 1
                $spec.ExtraConfig[0].Value = $spec.ExtraConfig[0]
                $spec
            } }
        @{ What = 'a list that has itself'; Says = 'Object[]. Give text'; Spec = {
                $list = [object[]]::new(1)
                $list[0] = $list
                New-Option $list
            } }
        @{ What = 'a spec as a setting of itself'; Says = 'Give text'; Spec = {
                $spec = New-Option 1
                $spec.ExtraConfig[0].Value = $spec
                $spec
            } }
        @{ What = 'a huge note'; Says = 'Shorten it'; Spec = { New-Spec @{ Annotation = 'x' * 20MB } } }
        @{ What = 'a huge name'; Says = 'is no name for a VM'; Spec = { New-Spec @{ Name = 'x' * 20MB } } }
        @{ What = 'a huge setting'; Says = 'Shorten it'; Spec = { New-Option ('x' * 20MB) } }
        @{ What = 'a huge key'; Says = 'is no name for an advanced setting'; Spec = { New-Option x ('k' * 20MB) } }
        @{ What = 'a huge firmware'; Says = 'is neither bios nor efi'; Spec = { New-Spec @{ Firmware = 'x' * 20MB } } }
        @{ What = 'a huge version'; Says = 'is no hardware version'; Spec = { New-Spec @{ Version = 'x' * 20MB } } }
        @{ What = 'a huge mode'; Says = 'is neither disabled'; Spec = { New-Spec @{ MigrateEncryption = 'x' * 20MB } } }
        @{ What = 'a huge address'; Says = 'is not a PCI address'; Spec = { New-Change Device @{ Id = 'x' * 20MB } } }
        @{ What = 'a huge vGPU'; Says = 'A vGPU'; Spec = { New-Change Vmiop @{ Vgpu = 'x' * 20MB } } }
        @{ What = 'more processors than there are'; Says = 'is not a list of numbers'; Spec = {
                New-Spec @{ CpuAffinity = New-Vim VirtualMachineAffinityInfo @{ AffinitySet = 1..10000 } }
            } }
        @{ What = 'a negative delay'; Says = 'is negative'; Spec = {
                New-Spec @{ BootOptions = New-Vim VirtualMachineBootOptions @{ BootDelay = -1 } }
            } }
        @{ What = 'many settings'; Says = 'are more than'; Spec = {
                New-Spec @{ ExtraConfig = 1..5000 | ForEach-Object { [VMware.Vim.OptionValue]@{ Key = "k$_"; Value = 1 } } }
            } }
        @{ What = 'a text that is none'; Says = 'nothing changed'; Spec = { New-Spec @{ Annotation = "a$([char]0xd800)" } } }
        @{ What = 'control characters'; Says = 'is no name for a VM'; Spec = { New-Spec @{ Name = "a`0b" } } }
        @{ What = 'no backing'; Says = 'needs a Backing'; Spec = { New-Change } }
        @{ What = 'a backing of nothing'; Says = 'is not a PCI address'; Spec = { New-Change Device } }
        @{ What = 'a null among allowed devices'; Says = 'has an empty entry'; Spec = {
                New-Change Dynamic @{ AllowedDevice = @($null) }
            } }
        @{ What = 'a number that is no identifier'; Says = 'is not a vendor or device ID'; Spec = {
                $allowed = New-Vim VirtualPCIPassthroughAllowedDevice @{ VendorId = 1MB; DeviceId = 1 }
                New-Change Dynamic @{ AllowedDevice = $allowed }
            } }
        @{ What = 'a null among parameters'; Says = 'has no Key'; Spec = {
                New-Change Dvx @{ DeviceClass = 'x'; ConfigParams = @($null) }
            } }
        @{ What = 'no operation'; Says = 'has no Operation'; Spec = {
                New-Spec @{ DeviceChange = New-Vim VirtualDeviceConfigSpec @{ Device = New-Vim VirtualPCIPassthrough } }
            } }
    ) {
        $asked = & $Spec
        $script:refusal = $null
        $view = Get-Machine
        $changes = @(Get-TestChange { $script:refusal = Get-Refusal { $view.ReconfigVM($asked) } })
        $script:refusal | Should -BeOfType PassthroughTools.Errors.PassthroughException

        # What is longer than any request may be does not get as far as the rules of a control plane.
        if ("$($script:refusal.Id)" -ne 'RequestTooLarge') {
            "$($script:refusal.Id)" | Should -BeIn ValueInvalid, NotSupportedByBackend
            $script:refusal.Message | Should -Match ([regex]::Escape($Says))
        }
        $script:refusal.Message.Length | Should -BeLessThan 1000
        $changes.Count | Should -Be 0
        (Get-VM web-01).Notes | Should -Not -Be 'by spec'
    }

    It 'that adds a device is refused by name, not dropped, with <what>' -ForEach @(
        @{ What = 'the model of another card'
            Id = 'DeviceMismatch'; Says = 'Backing.DeviceId ''1eb0'' is not that of device'; With = @{ DeviceId = '1eb0' } }
        @{ What = 'the vendor of another card'; Id = 'DeviceMismatch'; Says = 'VendorId 4319'; With = @{ VendorId = 4319 } }
        @{ What = 'text as a model'; Id = 'DeviceMismatch'; Says = 'DeviceId ''T4'''; With = @{ DeviceId = 'T4' } }
        @{ What = 'autodetection'
            Id = 'NotSupportedByBackend'; Says = 'Backing.UseAutoDetect is not'; With = @{ UseAutoDetect = $true } }
        @{ What = 'a NUMA node'; Id = 'NotSupportedByBackend'; Says = 'NumaNode is not'; Device = @{ NumaNode = 1 } }
        @{ What = 'a slot'; Id = 'NotSupportedByBackend'; Says = 'SlotInfo is not'
            Device = @{ SlotInfo = { New-Vim VirtualDevicePciBusSlotInfo @{ PciSlotNumber = 4 } } } }
        @{ What = 'a device that is not connected'
            Id = 'NotSupportedByBackend'; Says = 'Connectable.StartConnected = false is not'
            Device = @{ Connectable = { New-Vim VirtualDeviceConnectInfo } } }
        @{ What = 'another controller'
            Id = 'NotSupportedByBackend'; Says = 'a ControllerKey other than 100 is not'; Device = @{ ControllerKey = 1000 } }
    ) {
        $spec = New-Change Device (@{ Id = '0000:41:00.0' } + ($With ?? @{}))
        foreach ($name in ($Device ?? @{}).Keys) {
            $value = $Device[$name]
            $spec.DeviceChange[0].Device.$name = if ($value -is [scriptblock]) { & $value } else { $value }
        }
        $script:refusal = $null
        $view = Get-Machine
        $changes = @(Get-TestChange { $script:refusal = Get-Refusal { $view.ReconfigVM($spec) } })
        "$($script:refusal.Id)" | Should -Be $Id
        $script:refusal.Message | Should -Match ([regex]::Escape($Says))
        $changes.Count | Should -Be 0
    }

    It 'that adds a device may have what is the server''s to choose, and the card in any notation: <model>' -ForEach @(
        @{ Model = '1eb8' }, @{ Model = '0x1EB8' }, @{ Model = '7864' }, @{ Model = '0' }, @{ Model = '00001eb8' }
    ) {
        $spec = New-Change Device @{ Id = '0000:42:00.0'; DeviceId = $Model; VendorId = 4318; DeviceName = 'PCI device 0'; SystemId = 'BYPASS' }
        $device = $spec.DeviceChange[0].Device
        $device.Key, $device.ControllerKey, $device.UnitNumber = -100, 100, 18
        $device.DeviceInfo = New-Vim Description @{ Label = 'PCI device 0' }
        $device.Connectable = New-Vim VirtualDeviceConnectInfo @{ StartConnected = $true }
        $spec.MemoryReservationLockedToMax = $true
        $vm = New-VM "card-$Model" -VMHost esxi01.domain.com -HardwareVersion vmx-20 -MemoryGB 1
        $vm.ExtensionData.ReconfigVM($spec)
        (Get-PassthroughDevice -VM $vm).Id | Should -Be 0000:42:00.0
        Remove-VM $vm -Confirm:$false
    }

    It 'of a wrong kind is refused by PowerShell, before anything is asked: <what>' -ForEach @(
        @{ What = 'text'; Script = { (Get-Machine).ReconfigVM('x') } }
        @{ What = 'another object'; Script = { (Get-Machine).ReconfigVM((New-Vim OptionValue)) } }
        @{ What = 'text as devices'; Script = { New-Spec @{ DeviceChange = 'x' } } }
        @{ What = 'an operation that is none'; Script = { New-Vim VirtualDeviceConfigSpec @{ Operation = 'explode' } } }
        @{ What = 'text as a number'; Script = { New-Spec @{ NumCPUs = 'many' } } }
    ) {
        $script:refusal = $null
        $asked = $Script
        $changes = @(Get-TestChange { $script:refusal = Get-Refusal $asked })
        $script:refusal.GetType().Namespace | Should -Be System.Management.Automation
        $changes.Count | Should -Be 0
    }

    It 'takes text that PowerShell has wrapped, and numbers whatever the culture' {
        $culture = [cultureinfo]::CurrentCulture
        $wrapped = 'TRUE' | Add-Member -PassThru -NotePropertyName more -NotePropertyValue 1
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            (Get-Machine).ReconfigVM((New-Option $wrapped wrapped))
            (Get-Machine).ReconfigVM((New-Option 1.5 number))
        } finally {
            [cultureinfo]::CurrentCulture = $culture
        }
        (Get-VM web-01).AdvancedSettings['wrapped'], (Get-VM web-01).AdvancedSettings['number'] | Should -Be TRUE, 1.5
    }
}

Describe 'A method of a view' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'refuses in words <what>' -ForEach @(
        @{ What = 'an empty configuration'; Id = 'ValueInvalid'; Script = { (Get-PciSystem).UpdatePassthruConfig(@($null)) } }
        @{ What = 'no configuration'; Id = 'ValueInvalid'; Script = { (Get-PciSystem).UpdatePassthruConfig(@()) } }
        @{ What = 'a huge address'; Id = 'ValueInvalid'; Script = {
                (Get-PciSystem).UpdatePassthruConfig(@(New-Vim HostPciPassthruConfig @{ Id = 'x' * 20MB }))
            } }
        @{ What = 'a move to nowhere'; Id = 'NotSupportedByBackend'; Script = {
                (Get-Machine).MigrateVM($null, $null, 'defaultPriority', $null)
            } }
        @{ What = 'a move to a machine'; Id = 'VMHostNotFound'; Script = {
                (Get-Machine).MigrateVM($null, (Get-VM gpu-01).ExtensionData.MoRef, $null, $null)
            } }
        @{ What = 'a move to another pool'; Id = 'NotSupportedByBackend'; Script = {
                $pool = [VMware.Vim.ManagedObjectReference]'ResourcePool-resgroup-999'
                (Get-Machine).MigrateVM($pool, (Get-HostReference), $null, $null)
            } }
        @{ What = 'a move of a machine that should run'; Id = 'ValueInvalid'; Script = {
                (Get-Machine).MigrateVM($null, (Get-HostReference), $null, 'poweredOn')
            } }
        @{ What = 'a move to a folder, which it would not do'; Id = 'NotSupportedByBackend'; Script = {
                $spec = New-Vim VirtualMachineRelocateSpec @{ Host = Get-HostReference; Folder = 'Folder-group-v3' }
                (Get-Machine).RelocateVM($spec, $null)
            } }
        @{ What = 'a reference to nothing'; Id = 'VMHostNotFound'; Script = {
                (Get-View (Get-Machine).EnvironmentBrowser).QueryConfigTarget((New-Vim ManagedObjectReference))
            } }
        @{ What = 'no name'; Id = 'ValueInvalid'; Script = { (Get-Machine).Rename($null) } }
    ) {
        $script:refusal = $null
        $asked = $Script
        $changes = @(Get-TestChange { $script:refusal = Get-Refusal $asked })
        "$($script:refusal.Id)" | Should -Be $Id
        $script:refusal.Message.Length | Should -BeLessThan 1000
        $changes.Count | Should -Be 0
    }

    It 'moves a machine as it is asked in all other ways' {
        $view = Get-Machine
        $view.MigrateVM($null, (Get-HostReference), 'defaultPriority', 'poweredOff')
        (Get-VM web-01).VMHost.Name | Should -Be esxi06.domain.com
        $back = New-Vim VirtualMachineRelocateSpec @{ Host = (Get-VMHost esxi01.domain.com).ExtensionData.MoRef }
        $view.RelocateVM($back, $null)
        (Get-VM web-01).VMHost.Name | Should -Be esxi01.domain.com
    }

    It 'of a machine that is gone says so' {
        $view = (New-VM gone-01 -VMHost esxi01.domain.com).ExtensionData
        Remove-VM gone-01 -Confirm:$false
        "$((Get-Refusal { $view.PowerOnVM($null) }).Id)" | Should -Be VMNotFound
    }
}

Describe 'A filter of Get-View' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'that does not end is refused' {
        $null = New-VM ('a' * 70 + '!') -VMHost esxi01.domain.com
        $done = Invoke-Recorded { Get-View -ViewType VirtualMachine -Filter @{ Name = '^(a+)+$' } }
        $done.Errors.Count | Should -Be 1
        Assert-Refusal $done.Errors[0] -Id ValueInvalid -Target '^(a+)+$' -Says 'Write a simpler expression'
    }
}
