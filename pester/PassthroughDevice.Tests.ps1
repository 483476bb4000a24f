BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'The script from the glossary' {
    AfterAll { Disconnect-TestServer }

    It 'runs as it stands' {
        $null = Connect-TestServer -Inventory Rack
        $vm = Get-VM "HighPerfVM"
        $vmHost = Get-VMHost -VM $vm
        $pciDevice = Get-PassthroughDevice -VMHost $vmHost | Where-Object {$_.Id -eq "0000:03:00.0"}
        $added = Add-PassthroughDevice -VM $vm -PassthroughDevice $pciDevice
        $added.Id | Should -BeExactly '0000:03:00.0'
        $added.VM.Name | Should -BeExactly 'HighPerfVM'
        $added.Technology | Should -Be Fixed

        $listed = Get-PassthroughDevice -VMHost (Get-VMHost "esxi01.domain.com")
        ($listed | Where-Object Id -EQ '0000:03:00.0').VM.Name | Should -BeExactly 'HighPerfVM'
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 1

        Remove-PassthroughDevice -Confirm:$false -VM (Get-VM "HighPerfVM") -PassthroughDevice (
            Get-PassthroughDevice -VMHost (Get-VMHost "esxi01.domain.com") | Where-Object {$_.Id -eq "0000:03:00.0"})
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0).VM | Should -BeNullOrEmpty
        Assert-TestEvent (Get-PassthroughEvent) -Operation AttachFixedDevice, DetachDevice
    }
}

Describe 'Get-PassthroughDevice' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'finds by <how>' -ForEach @(
        @{ How = 'host name'; Script = { Get-PassthroughDevice -VMHost esxi01.domain.com }
            Ids = '00:14', '00:17', '03:00', '17:00', '17:00.1', '41:00', '42:00', '81:00' }
        @{ How = 'host in the pipeline'; Script = { Get-VMHost esxi06* | Get-PassthroughDevice -Name '*T4*' }; Ids = 'b1:00' }
        @{ How = 'machine name by position'; Script = { Get-PassthroughDevice train-01 }; Ids = '43:00', '9a:00' }
        @{ How = 'machine object'; Script = { Get-PassthroughDevice -VM (Get-VM gpu-01) }; Ids = '41:00' }
        @{ How = 'machines in the pipeline'; Script = { Get-VM train-01, gpu-01 | Get-PassthroughDevice }; Ids = '43:00', '9a:00', '41:00' }
        @{ How = 'a machine name in the pipeline'; Script = { 'gpu-01' | Get-PassthroughDevice }; Ids = '41:00' }
        @{ How = 'id'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0 }; Ids = '41:00' }
        @{ How = 'id in capitals'; Script = { Get-PassthroughDevice -VMHost esxi04* -Id 0000:9A:00.0 }; Ids = '9a:00' }
        @{ How = 'a short id'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 41:00.0 }; Ids = '41:00' }
        @{ How = 'an id as .vmx files write it'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 00000:065:00.0 }; Ids = '41:00' }
        @{ How = 'ids'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0, 0000:41:00.0 }; Ids = '41:00', '42:00' }
        @{ How = 'an id pattern'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:4?:00.0 }; Ids = '41:00', '42:00' }
        @{ How = 'an id on all hosts'; Script = { Get-PassthroughDevice -Id 0000:b1:00.0 }; Ids = 'b1:00' }
        @{ How = 'an id over hosts in the pipeline'; Script = { Get-VMHost | Get-PassthroughDevice -Id 0000:b1:00.0 }; Ids = 'b1:00' }
        @{ How = 'a name with brackets'; Script = { Get-PassthroughDevice -VMHost esxi01* -Name 'TU104GL [Tesla T4]' }; Ids = '41:00', '42:00' }
        @{ How = 'a name pattern'; Script = { Get-PassthroughDevice -VMHost esxi01* -Name *V100* }; Ids = '81:00' }
        @{ How = 'name and id'; Script = { Get-PassthroughDevice -VMHost esxi01* -Name *T4* -Id *42* }; Ids = '42:00' }
        @{ How = 'the bus'; Script = { Get-PassthroughDevice -VM gpu-01 -Type pci }; Ids = '41:00' }
        @{ How = 'a bus that none is on'; Script = { Get-PassthroughDevice -VMHost esxi01* -Type Scsi }; Ids = @() }
        @{ How = 'a machine without devices'; Script = { Get-PassthroughDevice -VM web-01 }; Ids = @() }
        @{ How = 'a pattern that no machine fits'; Script = { Get-PassthroughDevice -VM none* }; Ids = @() }
        @{ How = 'a name pattern that none fits'; Script = { Get-PassthroughDevice -VM gpu-01 -Name none* }; Ids = @() }
        @{ How = 'no input'; Script = { @() | Get-PassthroughDevice -Id 0000:41:00.0 }; Ids = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        $expected = @($Ids | ForEach-Object { "0000:$_$(if ($_ -notlike '*.*') { '.0' })" })
        @($result.Output | ForEach-Object { $_.Id }) | Should -BeExactly $expected
    }

    It 'lists the devices of all hosts where nothing is said' {
        @(Get-PassthroughDevice).Count | Should -Be (@(Get-VMHostPciDevice | Where-Object PassthroughCapable).Count)
    }

    It 'says which <what> is not there' -ForEach @(
        @{ What = 'machine'; Script = { Get-PassthroughDevice -VM none }; Id = 'VMNotFound'; Target = 'none' }
        @{ What = 'host'; Script = { Get-PassthroughDevice -VMHost none }; Id = 'VMHostNotFound'; Target = 'none' }
        @{ What = 'template'; Script = { Get-PassthroughDevice -Template gpu-01 }; Id = 'VMNotFound'; Target = 'gpu-01' }
        @{ What = 'id'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:99:00.0 }; Id = 'DeviceNotFound'; Target = '0000:99:00.0' }
        @{ What = 'name'; Script = { Get-PassthroughDevice -VM gpu-01 -Name none }; Id = 'DeviceNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target $Target -Says 'Get-'
    }

    It 'goes on after what is not there' {
        $result = Invoke-Recorded { Get-PassthroughDevice -VM none, gpu-01 }
        $result.Errors.Count | Should -Be 1
        $result.Output.Id | Should -BeExactly '0000:41:00.0'
        $result = Invoke-Recorded { 'none', 'gpu-01' | Get-PassthroughDevice -ErrorAction Stop }
        Assert-Refusal $result.Thrown VMNotFound
        $result.Output.Count | Should -Be 0
    }

    It 'takes a host and a machine only one at a time' {
        { Get-PassthroughDevice -VM gpu-01 -VMHost esxi01* } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'gives a device of a host with all that is known of it' {
        $device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0
        $device.Name | Should -BeExactly 'TU104GL [Tesla T4]'
        "$($device.VendorId) $($device.DeviceId) $($device.ClassId)" | Should -BeExactly '0x10de 0x1eb8 0x0302'
        $device.VendorName | Should -BeExactly 'NVIDIA Corporation'
        $device.Type | Should -Be Pci
        $device.Mode | Should -Be DirectPath
        $device.ConfigurableModes | Should -Be Host, DirectPath
        $device.PassthroughCapable, $device.PassthroughEnabled, $device.PassthroughActive, $device.RebootPending |
            Should -Be $true, $true, $true, $false
        $device.ConfigureImpact | Should -Be None
        $device.Technology | Should -Be Fixed
        $device.HardwareLabel | Should -BeExactly inference
        $device.NumaNode | Should -Be 0
        $device.MmioSizeGB | Should -Be 0.25
        $device.Model.Key | Should -BeExactly NvidiaTeslaT4
        $device.VM.Name | Should -BeExactly gpu-01
        $device.VMId | Should -BeExactly (Get-VM gpu-01).Id
        $device.VMHost.Name | Should -BeExactly 'esxi01.domain.com'
        $device.Key | Should -Be 13000
        $device.Uid | Should -BeLike '*/VMHost=*/PassthroughDevice=PciPassthroughDevice-0000:41:00.0/'
        $device.Capabilities[0].Feature | Should -Be VMotion
    }

    It 'gives a request that holds no device, with what is asked for' {
        $request = Get-PassthroughDevice -VM gpu-02
        $request.Id | Should -BeNullOrEmpty
        $request.Mode | Should -BeNullOrEmpty
        $request.Technology | Should -Be Dynamic
        "$($request.AllowedDevices)" | Should -BeExactly '10de:1eb8'
        $request.HardwareLabel | Should -BeExactly inference
        $request.Name | Should -BeExactly "10de:1eb8 labelled 'inference'"
        $request.VMHost.Name | Should -BeExactly 'esxi06.domain.com'
    }
}

Describe 'Add-PassthroughDevice' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'attaches a device given by <how>' -ForEach @(
        @{ How = 'object'; Script = { Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice $device } }
        @{ How = 'id'; Script = { Add-PassthroughDevice HighPerfVM 0000:42:00.0 } }
        @{ How = 'a short id'; Script = { Add-PassthroughDevice HighPerfVM 42:00.0 } }
        @{ How = 'an id as .vmx files write it'; Script = { Add-PassthroughDevice HighPerfVM 00000:066:00.0 } }
        @{ How = 'an id pattern'; Script = { Add-PassthroughDevice HighPerfVM *:42:* } }
        @{ How = 'pipeline'; Script = { $device | Add-PassthroughDevice -VM HighPerfVM } }
        @{ How = 'an id in the pipeline'; Script = { '0000:42:00.0' | Add-PassthroughDevice -VM HighPerfVM } }
        @{ How = 'a machine in the pipeline'; Script = { Get-VM HighPerfVM | Add-PassthroughDevice -PassthroughDevice $device } }
        @{ How = 'Get-VMHostPciDevice'; Script = { Get-VMHostPciDevice esxi01* | Where-Object Id -EQ 0000:42:00.0 | Add-PassthroughDevice -VM HighPerfVM } }
        @{ How = 'object, in an array'; Script = { Add-PassthroughDevice HighPerfVM @($device) } }
        @{ How = 'object, in PSObject'; Script = { Add-PassthroughDevice ([psobject](Get-VM HighPerfVM)) ([psobject]$device) } }
        @{ How = 'Select-Object -First 1'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id *:42:* | Select-Object -First 1 | Add-PassthroughDevice -VM HighPerfVM } }
        @{ How = 'object, with the technology said'; Script = { Add-PassthroughDevice HighPerfVM $device -Technology fixed } }
    ) {
        $script:device = Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:42:00.0
        $added = @(& $Script)
        $added.Count | Should -Be 1
        $added[0] | Should -BeOfType 'PassthroughTools.Inventory.PassthroughDevice'
        $added[0].Id | Should -BeExactly '0000:42:00.0'
        $added[0].Technology | Should -Be Fixed
        $added[0].VM.Name | Should -BeExactly HighPerfVM
        $added[0].Key | Should -Be 13000
        (Get-VM HighPerfVM).PassthroughDevices.Id | Should -BeExactly '0000:42:00.0'
    }

    It 'attaches several devices, each with a key of its own' {
        $changes = @(Get-TestChange { $script:added = Add-PassthroughDevice HighPerfVM 0000:03:00.0, 0000:42:00.0 })
        $added.Key | Should -Be 13000, 13001
        $added.Id | Should -BeExactly '0000:03:00.0', '0000:42:00.0'
        $changes.Count | Should -Be 2
    }

    It 'asks for a Dynamic device by <how>' -ForEach @(
        @{ How = 'IDs'; Script = { Add-PassthroughDevice gpu-01 -AllowedDevice 10de:1eb8 }; Ids = '10de:1eb8'; Label = $null }
        @{ How = 'IDs with 0x'; Script = { Add-PassthroughDevice gpu-01 -AllowedDevice 0x10DE:0x1EB8 }; Ids = '10de:1eb8'; Label = $null }
        @{ How = 'several IDs and a label'; Script = { Add-PassthroughDevice gpu-01 -AllowedDevice 10de:1eb8, 10de:20f1 -HardwareLabel training }
            Ids = '10de:1eb8 10de:20f1'; Label = 'training' }
        @{ How = 'a device of that model'; Script = { Add-PassthroughDevice gpu-01 0000:42:00.0 -Technology Dynamic }; Ids = '10de:1eb8'; Label = $null }
        @{ How = 'a device of that model and a label'; Script = { Add-PassthroughDevice gpu-01 0000:42:00.0 -HardwareLabel inference }
            Ids = '10de:1eb8'; Label = 'inference' }
        @{ How = 'a machine in the pipeline'; Script = { Get-VM gpu-01 | Add-PassthroughDevice -AllowedDevice 10de:1eb8 }; Ids = '10de:1eb8'; Label = $null }
    ) {
        $added = & $Script
        $added.Technology | Should -Be Dynamic
        $added.Id | Should -BeNullOrEmpty
        "$($added.AllowedDevices)" | Should -BeExactly $Ids
        $added.HardwareLabel | Should -BeExactly $Label
        $added.Key | Should -Be 13001
    }

    It 'asks for an Enhanced device by <how>' -ForEach @(
        @{ How = 'class'; Script = { Add-PassthroughDevice flex-01 -DeviceClass com.intel.flexgpu } }
        @{ How = 'class in other case'; Script = { Add-PassthroughDevice flex-01 -DeviceClass COM.INTEL.FLEXGPU } }
        @{ How = 'a device of the class in its mode'; Script = { Add-PassthroughDevice flex-01 0000:2a:00.0 } }
        @{ How = 'a device of the class'; Script = { Add-PassthroughDevice flex-01 0000:ba:00.0 -Technology Enhanced } }
    ) {
        $null = Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0 | Set-PassthroughDevice -Mode EnhancedDirectPath
        $null = Restart-VMHost esxi02* -Force -Confirm:$false
        $added = & $Script
        $added.Technology | Should -Be Enhanced
        $added.DeviceClass | Should -BeExactly 'com.intel.flexgpu'
        $added.Id | Should -BeNullOrEmpty
        $null = Set-MmioSizing flex-01
        (Start-VM flex-01).PassthroughDevices.Id | Should -BeExactly '0000:2a:00.0'
    }

    It 'keeps configuration parameters of an Enhanced device' {
        $added = Add-PassthroughDevice flex-01 -DeviceClass com.intel.flexgpu -ConfigParameter @{ slices = 2; mode = 'shared'; none = $null }
        $added.ConfigParameters.Find('slices') | Should -BeExactly '2'
        $added.ConfigParameters.Find('mode') | Should -BeExactly 'shared'
        $added.ConfigParameters.Find('none') | Should -BeExactly ''
        (Get-PassthroughDevice -VM flex-01).ConfigParameters.Count | Should -Be 3
    }

    It 'refuses a configuration parameter that is given twice' {
        $twice = '{ "slices": 1, "Slices": 2 }' | ConvertFrom-Json -AsHashtable
        $result = Invoke-Recorded { Add-PassthroughDevice flex-01, flex-02 -DeviceClass com.intel.flexgpu -ConfigParameter $twice }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says 'given twice'
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'no VM'; Parameters = @{ VM = $null; PassthroughDevice = 'x' } }
        @{ What = 'no device'; Parameters = @{ VM = 'gpu-01'; PassthroughDevice = $null } }
        @{ What = 'null among devices'; Parameters = @{ VM = 'gpu-01'; PassthroughDevice = 'x', $null } }
        @{ What = 'no IDs'; Parameters = @{ VM = 'gpu-01'; AllowedDevice = @() } }
        @{ What = 'an empty class'; Parameters = @{ VM = 'gpu-01'; DeviceClass = '' } }
    ) {
        { Add-PassthroughDevice @Parameters } |
            Should -Throw -ErrorId 'ParameterArgument*Error*,PassthroughTools.Commands.AddPassthroughDeviceCommand'
    }

    It 'says how IDs are written' {
        { Add-PassthroughDevice gpu-01 -AllowedDevice T4 } | Should -Throw '*vendor:device in hexadecimal, as in 10de:1eb8*'
    }

    It 'takes IDs, a class and a device only one at a time' {
        { Add-PassthroughDevice gpu-01 -AllowedDevice 10de:1eb8 -DeviceClass x } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Add-PassthroughDevice gpu-01 -PassthroughDevice 0000:42:00.0 -DeviceClass x } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'takes a label for Dynamic DirectPath only' {
        $result = Invoke-Recorded { Add-PassthroughDevice HighPerfVM 0000:42:00.0 -Technology Fixed -HardwareLabel inference }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Target inference -Says '-Technology Dynamic'
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
    }

    It 'refuses a request of another machine in the place of a device' {
        $result = Invoke-Recorded { Get-PassthroughDevice -VM gpu-02 | Add-PassthroughDevice -VM gpu-01 }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says '-AllowedDevice'
    }

    It 'goes on with the next device, and with the next machine' {
        $result = Invoke-Recorded { Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0, 0000:81:00.0, 0000:42:00.0 | Add-PassthroughDevice -VM HighPerfVM }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Device*'
        $result.Errors.Count | Should -Be 2
        $result.Output.Id | Should -BeExactly '0000:42:00.0'
        $result = Invoke-Recorded { Add-PassthroughDevice legacy-01, HighPerfVM 0000:03:00.0 }
        Assert-Refusal $result.Errors[0] MemoryNotReserved -Target legacy-01
        $result.Output.VM.Name | Should -BeExactly HighPerfVM
    }

    It 'stops at the first refusal with -ErrorAction Stop' {
        $result = Invoke-Recorded {
            Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0, 0000:42:00.0 | Add-PassthroughDevice -VM HighPerfVM -ErrorAction Stop
        }
        Assert-Refusal $result.Thrown DeviceInUse -Category ResourceBusy
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
    }
}

Describe 'Device groups' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Rack
        Set-Content -LiteralPath TestDrive:/groups.json -Value '{ "schemaVersion": 1, "hosts": [
            { "name": "esxi01.domain.com", "deviceGroups": [ { "name": "pair", "members": [ "0000:42:00.0", "0000:03:00.0" ] } ] },
            { "name": "esxi04.domain.com", "deviceGroups": [ { "name": "nvlink", "members": [ "0000:43:00.0", "0000:9a:00.0" ] } ] } ] }'
        $null = Import-PassthroughInventory TestDrive:/groups.json
    }
    AfterEach { Disconnect-TestServer }

    It 'are shown by their host and their devices' {
        $group = (Get-VMHost esxi01*).DeviceGroups
        "$group $($group.Members)" | Should -BeExactly 'pair 0000:03:00.0 0000:42:00.0'
        (Get-PassthroughDevice -VMHost esxi01* | Where-Object DeviceGroups).Id | Should -BeExactly 0000:03:00.0, 0000:42:00.0
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0).DeviceGroups | Should -BeExactly pair
        (Get-VMHost esxi02*).DeviceGroups.Count | Should -Be 0
    }

    It 'are exported and imported' {
        $null = Add-PassthroughDevice HighPerfVM -DeviceGroup pair
        $null = Export-PassthroughInventory TestDrive:/groups-export.json -Force
        @(Import-PassthroughInventory TestDrive:/groups-export.json | Where-Object Action -NE Unchanged).Count | Should -Be 0
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Empty
        $null = Import-PassthroughInventory TestDrive:/groups-export.json
        (Get-VMHost esxi01*).DeviceGroups.Name | Should -BeExactly pair
        (Get-PassthroughDevice -VM HighPerfVM).DeviceGroup | Should -BeExactly pair, pair
    }

    It 'are attached whole by <how>' -ForEach @(
        @{ How = 'name'; Script = { Add-PassthroughDevice -VM HighPerfVM -DeviceGroup pair } }
        @{ How = 'name in other case, the machine in the pipeline'; Script = { Get-VM HighPerfVM | Add-PassthroughDevice -DeviceGroup PAIR } }
        @{ How = 'the group of the host'; Script = { Add-PassthroughDevice HighPerfVM -DeviceGroup (Get-VMHost esxi01*).DeviceGroups[0] } }
    ) {
        $before = @(Get-PassthroughEvent).Count
        $added = & $Script
        $added.Id | Should -BeExactly 0000:03:00.0, 0000:42:00.0
        $added.Technology | Should -Be Fixed, Fixed
        $added.DeviceGroup | Should -BeExactly pair, pair
        @(Get-PassthroughEvent).Operation | Select-Object -Skip $before | Should -BeExactly AttachDeviceGroup
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0).VM.Name | Should -BeExactly HighPerfVM
    }

    It 'are attached whole or not at all' {
        Set-VM gpu-01 -Notes x | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false
        $null = Add-PassthroughDevice gpu-01 0000:42:00.0 -WarningAction SilentlyContinue
        $result = Invoke-Recorded { Add-PassthroughDevice HighPerfVM -DeviceGroup pair }
        Assert-Refusal $result.Errors[0] DeviceInUse -Category ResourceBusy -Says "0000:42:00.0"
        Assert-Refusal $result.Errors[0] DeviceInUse -Says "belongs to VM 'gpu-01', which is powered off; a device has one owner"
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
    }

    It 'are warned of when one of their devices is attached by itself, and completed by name' {
        $result = Invoke-Recorded { Add-PassthroughDevice HighPerfVM 0000:42:00.0 }
        $result.Warnings.Count | Should -Be 1
        $result.Warnings[0] | Should -BeLike "VM 'HighPerfVM' has a part of device group 'pair'*The missing ones: Add-PassthroughDevice -VM 'HighPerfVM' -DeviceGroup 'pair'"
        (Add-PassthroughDevice HighPerfVM -DeviceGroup pair).Id | Sort-Object | Should -BeExactly 0000:03:00.0, 0000:42:00.0
        Remove-PassthroughDevice 0000:42:00.0 -VM HighPerfVM -Confirm:$false
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
    }

    It 'are not warned of when the pipeline brings all their devices' {
        $result = Invoke-Recorded { Get-PassthroughDevice -VMHost esxi01* | Where-Object DeviceGroups | Add-PassthroughDevice HighPerfVM }
        $result.Output.Count | Should -Be 2
        $result.Warnings.Count | Should -Be 0
    }

    It 'are of the machine''s host' {
        $result = Invoke-Recorded { Get-VM flex-01, HighPerfVM | Add-PassthroughDevice -DeviceGroup pair }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Target pair -Says "(Get-VMHost 'esxi02.domain.com').DeviceGroups"
        $result.Output.Count | Should -Be 2
    }

    It 'are detached whole by <how>, in one change' -ForEach @(
        @{ How = 'one device'; Script = { Get-PassthroughDevice -VM HighPerfVM -Id 0000:42:00.0 | Remove-PassthroughDevice -Confirm:$false } }
        @{ How = 'all devices of the machine'; Script = { Get-VM HighPerfVM | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false } }
        @{ How = 'the devices of the host'
            Script = { Get-PassthroughDevice -VMHost esxi01* | Where-Object DeviceGroups | Remove-PassthroughDevice -Confirm:$false } }
        @{ How = 'ids and the machine'; Script = { Remove-PassthroughDevice 0000:03:00.0, 0000:42:00.0 -VM HighPerfVM -Confirm:$false } }
    ) {
        $null = Add-PassthroughDevice HighPerfVM -DeviceGroup pair
        $before = @(Get-PassthroughEvent).Count
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
        @(Get-PassthroughEvent).Operation | Select-Object -Skip $before | Should -BeExactly DetachDevice
    }

    It 'leave the machine''s other devices attached' {
        $null = Get-PassthroughDevice -VM train-01 | Remove-PassthroughDevice -Confirm:$false
        $null = Add-PassthroughDevice train-01 -DeviceGroup nvlink
        $null = Add-PassthroughDevice train-01 -AllowedDevice 10de:1eb8
        Remove-PassthroughDevice 0000:9a:00.0 -VM train-01 -Confirm:$false
        (Get-PassthroughDevice -VM train-01).Technology | Should -Be Dynamic
    }

    It 'say in -WhatIf, once, that all devices are meant, and change nothing' {
        $connect = "`$null = Connect-VIServer '$($server.Name)'"
        $result = Invoke-TestProcess "$connect; Add-PassthroughDevice HighPerfVM -DeviceGroup pair -WhatIf"
        $result | Should -Match "What if: .*device group pair with all its devices \(Fixed\).*VM 'HighPerfVM'"
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
        $null = Add-PassthroughDevice HighPerfVM -DeviceGroup pair
        $result = Invoke-TestProcess "$connect; Get-PassthroughDevice -VM HighPerfVM | Remove-PassthroughDevice -WhatIf"
        $result | Should -Match 'device group pair with all its devices \(0000:03:00\.0, 0000:42:00\.0\)'
        @($result -split '\r?\n' -like 'What if:*').Count | Should -Be 1
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 2
    }

    It 'are warned of where a machine holds a part' {
        Test-PassthroughPrerequisite train-01 | Where-Object Requirement -EQ WholeDeviceGroup | ForEach-Object Result | Should -Be Pass
        $null = Add-PassthroughDevice HighPerfVM 0000:42:00.0 -WarningAction SilentlyContinue
        $test = Test-PassthroughPrerequisite HighPerfVM | Where-Object Requirement -EQ WholeDeviceGroup
        $test.Result | Should -Be Warning
        $test.Found | Should -BeLike "VM 'HighPerfVM' has a part of device group 'pair' of host 'esxi01.domain.com'; missing: 0000:03:00.0"
        $test.Source | Should -BeLike 'kb391724: Broadcom KB 391724*'
        $null = & ([scriptblock]::Create($test.Remedy))
        Test-PassthroughPrerequisite HighPerfVM | Where-Object Requirement -EQ WholeDeviceGroup | ForEach-Object Result | Should -Be Pass
    }
}

Describe 'Remove-PassthroughDevice' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'detaches a device given by <how>' -ForEach @(
        @{ How = 'the device of the machine'; Script = { Remove-PassthroughDevice (Get-PassthroughDevice -VM gpu-01) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VM gpu-01 | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false } }
        @{ How = 'the device of the host'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0 | Remove-PassthroughDevice -Confirm:$false } }
        @{ How = 'the device of the host and the machine'
            Script = { Remove-PassthroughDevice -VM (Get-VM gpu-01) -PassthroughDevice (Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0) -Confirm:$false } }
        @{ How = 'id and machine'; Script = { Remove-PassthroughDevice 0000:41:00.0 -VM gpu-01 -Confirm:$false } }
        @{ How = 'a short id and the machine'; Script = { Remove-PassthroughDevice 41:00.0 -VM gpu-01 -Confirm:$false } }
        @{ How = 'name and machine'; Script = { Remove-PassthroughDevice 'TU104GL [Tesla T4]' -VM gpu-01 -Confirm:$false } }
        @{ How = 'pattern and machine pattern'; Script = { Remove-PassthroughDevice *T4* -VM gpu-01* -Confirm:$false } }
        @{ How = 'an id in the pipeline'; Script = { '0000:41:00.0' | Remove-PassthroughDevice -VM gpu-01 -Confirm:$false } }
        @{ How = 'Get-VMHostPciDevice'; Script = { Get-VMHostPciDevice esxi01* -Name *T4* | Where-Object Id -Like *:41:* | Remove-PassthroughDevice -Confirm:$false } }
    ) {
        & $Script | Should -BeNullOrEmpty
        @(Get-PassthroughDevice -VM gpu-01).Count | Should -Be 0
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0).VM | Should -BeNullOrEmpty
    }

    It 'detaches a Dynamic request' {
        Get-PassthroughDevice -VM gpu-02 | Remove-PassthroughDevice -Confirm:$false
        @(Get-PassthroughDevice -VM gpu-02).Count | Should -Be 0
    }

    It 'detaches what -VM has only, and says whose the other is' {
        $device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0
        $result = Invoke-Recorded { Remove-PassthroughDevice $device -VM web-01 -Confirm:$false }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] DeviceNotAttached -Category InvalidOperation -Target $device.Name -Says "belongs to VM 'gpu-01' and not to 'web-01'"
        @(Get-PassthroughDevice -VM gpu-01).Count | Should -Be 1
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a device that no machine has'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0 | Remove-PassthroughDevice -Confirm:$false }
            Id = 'DeviceNotAttached'; Category = 'InvalidOperation' }
        @{ What = 'an id without its machine'; Script = { Remove-PassthroughDevice 0000:41:00.0 -Confirm:$false }; Id = 'DeviceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'an id that the machine lacks'; Script = { Remove-PassthroughDevice 0000:42:00.0 -VM gpu-01 -Confirm:$false }; Id = 'DeviceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a machine that is not there'; Script = { Get-PassthroughDevice -VM train-01 | Remove-PassthroughDevice -VM none -Confirm:$false }
            Id = 'VMNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a machine that runs'; Script = { $null = Start-VM gpu-01; Remove-PassthroughDevice 0000:41:00.0 -VM gpu-01 -Confirm:$false }
            Id = 'VMNotPoweredOff'; Category = 'InvalidOperation' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category $Category
        @(Get-PassthroughDevice -VM train-01).Count | Should -Be 2
        @(Get-PassthroughDevice -VM gpu-01).Count | Should -Be 1
    }

    It 'never detaches another device for one that was detached before' {
        $old = Get-PassthroughDevice -VM gpu-01
        Remove-PassthroughDevice $old -Confirm:$false
        $null = Add-PassthroughDevice gpu-01 0000:42:00.0
        $result = Invoke-Recorded { Remove-PassthroughDevice $old -Confirm:$false }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says 'any more'
        (Get-PassthroughDevice -VM gpu-01).Id | Should -BeExactly '0000:42:00.0'
    }

    It 'goes on with the next device' {
        $result = Invoke-Recorded { Get-PassthroughDevice -VMHost esxi01* -Name *T4* | Remove-PassthroughDevice -Confirm:$false }
        $result.Errors.Count | Should -Be 1
        @(Get-PassthroughDevice -VM gpu-01).Count | Should -Be 0
    }
}

Describe 'Set-PassthroughDevice' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'changes the mode of a device given by <how>' -ForEach @(
        @{ How = 'object'; Script = { Set-PassthroughDevice (Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0) -Mode EnhancedDirectPath } }
        @{ How = 'pipeline'; Script = { Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0 | Set-PassthroughDevice -Mode EnhancedDirectPath } }
        @{ How = 'id and host'; Script = { Set-PassthroughDevice 0000:2a:00.0 -VMHost esxi02.domain.com -Mode EnhancedDirectPath } }
        @{ How = 'id, host object, mode in capitals'; Script = { Set-PassthroughDevice 2a:00.0 -VMHost (Get-VMHost esxi02*) -Mode ENHANCEDDIRECTPATH } }
        @{ How = 'an id in the pipeline'; Script = { '0000:2a:00.0' | Set-PassthroughDevice -VMHost esxi02* -Mode EnhancedDirectPath } }
        @{ How = 'Get-VMHostPciDevice'; Script = { Get-VMHostPciDevice esxi02* | Where-Object Id -EQ 0000:2a:00.0 | Set-PassthroughDevice -Mode EnhancedDirectPath } }
    ) {
        $changed = & $Script
        $changed.Id | Should -BeExactly '0000:2a:00.0'
        $changed.Mode | Should -Be EnhancedDirectPath
        $changed.ConfigureImpact | Should -Be HostRebootRequired
        $changed.RebootPending, $changed.PassthroughEnabled, $changed.PassthroughActive | Should -Be $true, $true, $false
        (Get-VMHost esxi02*).RebootRequired | Should -BeTrue
    }

    It 'makes the mode active when the host restarts' {
        $null = Get-PassthroughDevice -VMHost esxi02* -Name '*Flex 170*' | Set-PassthroughDevice -Mode EnhancedDirectPath
        $esxi = Restart-VMHost esxi02* -Force -Confirm:$false
        $esxi.RebootRequired | Should -BeFalse
        $devices = Get-PassthroughDevice -VMHost esxi02* -Name '*Flex 170*'
        $devices.PassthroughActive | Should -Be $true, $true, $true
        $devices.ConfigureImpact | Should -Be None, None, None
    }

    It 'takes a device back' {
        (Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* -Mode Host).PassthroughEnabled | Should -BeFalse
        $null = Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* -Mode DirectPath
        (Get-VMHost esxi01*).RebootRequired | Should -BeFalse
    }

    It 'labels a device, and takes the label away' {
        (Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* -HardwareLabel 'blue [1]').HardwareLabel | Should -BeExactly 'blue [1]'
        (Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* -HardwareLabel '').HardwareLabel | Should -BeNullOrEmpty
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0).RebootPending | Should -BeFalse
    }

    It 'changes mode and label at once, as one event, and nothing where all is as asked' {
        $changes = @(Get-TestChange { Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPath -HardwareLabel x })
        $changes.Count | Should -Be 1
        Get-TestChange { Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPath -HardwareLabel x } | Should -BeNullOrEmpty
    }

    It 'refuses <what>, and goes on' -ForEach @(
        @{ What = 'nothing to set'; Script = { Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a device that a machine has'; Script = { Set-PassthroughDevice 0000:41:00.0 -VMHost esxi01* -Mode Host }; Id = 'DeviceInUse'; Category = 'ResourceBusy' }
        @{ What = 'a mode that it lacks'; Script = { Set-PassthroughDevice 0000:42:00.0 -VMHost esxi01* -Mode VGpuSameSize }; Id = 'ModeNotConfigurable'; Category = 'InvalidOperation' }
        @{ What = '-ApplyNow on a host that must restart'; Script = { Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPath -ApplyNow }
            Id = 'NotSupportedByBackend'; Category = 'NotImplemented' }
        @{ What = 'an id without its host'; Script = { Set-PassthroughDevice 0000:42:00.0 -Mode Host }; Id = 'DeviceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'an id that the host lacks'; Script = { Set-PassthroughDevice 0000:99:00.0 -VMHost esxi01* -Mode Host }; Id = 'DeviceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a host that is not there'; Script = { Set-PassthroughDevice 0000:42:00.0 -VMHost none -Mode Host }; Id = 'VMHostNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a request that holds no device'; Script = { Get-PassthroughDevice -VM gpu-02 | Set-PassthroughDevice -Mode Host }; Id = 'DeviceNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a device that cannot be passed through'
            Script = { Get-VMHostPciDevice esxi01* | Where-Object Id -EQ 0000:02:00.0 | Set-PassthroughDevice -Mode DirectPath }
            Id = 'DeviceNotPassthroughCapable'; Category = 'InvalidOperation' }
    ) {
        $result = Invoke-Recorded { & $Script; Set-PassthroughDevice 0000:03:00.0 -VMHost esxi01* -HardwareLabel next }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category $Category
        $result.Output.HardwareLabel | Should -BeExactly next
    }

    It 'makes the mode active at once with -ApplyNow on a host that can' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        $changed = Set-PassthroughDevice 0000:21:00.0 -VMHost odd01.lab -Mode DirectPath -ApplyNow
        $changed.RebootPending, $changed.PassthroughActive | Should -Be $false, $true
        (Get-VMHost odd01.lab).RebootRequired | Should -BeFalse
    }
}

Describe 'What is not known of a device' {
    BeforeEach {
        $null = Connect-TestServer -Inventory Empty
        $list = Join-Path -Path $TestDrive -ChildPath 'list.csv'
        @(
            'Address,VendorID,DeviceID,SubVendorID,SubDeviceID,DeviceName,PassthruCapable'
            '0000:41:00.0,0x10de,0x1eb8,0x10de,0x12a2,Tesla T4,true'
            '0000:42:00.0,0x10de,0x1eb8,0x10de,0x12a2,Tesla T4,true'
        ) | Set-Content -LiteralPath $list
        $script:imported = Import-PassthroughInventory -Path $list -VMHost lab01
        $script:facts = Join-Path -Path $TestDrive -ChildPath 'facts.json'
        function Import-Fact([string] $Device) {
            "{ ""schemaVersion"": 1, ""hosts"": [ { ""name"": ""lab01"", ""iommuEnabled"": true, ""above4GDecoding"": true, ""devices"": [ $Device ] } ] }" |
                Set-Content -LiteralPath $facts
            $null = Import-PassthroughInventory -Path $facts
        }
        $null = New-VM -Name one -VMHost lab01 -MemoryGB 4
        $null = Get-VMResourceConfiguration -VM one | Set-VMResourceConfiguration -MemReservationLockedToMax $true
    }
    AfterEach { Disconnect-TestServer }

    It 'is Unknown or null, and never false' {
        ($imported | Where-Object Kind -EQ VMHost).Detail | Should -BeLike '*the mode of 2 devices are not recorded*'
        $device = Get-PassthroughDevice -VMHost lab01 -Id 0000:41:00.0
        $device.Mode | Should -Be Unknown
        foreach ($property in 'PassthroughEnabled', 'PassthroughActive', 'RebootPending', 'ConfigureImpact', 'Technology', 'ClassId') {
            $device.$property | Should -BeNullOrEmpty -Because $property
            "$($device.$property)" | Should -BeExactly '' -Because $property
        }
        @(Get-VMHostPciDevice lab01 -DeviceClass Unknown).Count | Should -Be 2
        @(Get-VMHostPciDevice lab01 -DeviceClass UnclassifiedDevice).Count | Should -Be 0
        ($device | Format-Table | Out-String) | Should -Match '0000:41:00.0 Tesla T4 +Unknown +\?'
        (Get-VMHost lab01).RebootRequired | Should -Be $null
    }

    It 'is a warning where a mode decides, and the start goes ahead' {
        Import-Fact ''
        $null = Add-PassthroughDevice -VM one -PassthroughDevice 0000:41:00.0 -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike 'It is not known in which mode*' -Because 'it is said before the change'
        Get-PassthroughDevice -VM one | Should -BeNullOrEmpty
        $added = Add-PassthroughDevice -VM one -PassthroughDevice 0000:41:00.0 -WarningVariable warnings -WarningAction SilentlyContinue
        $added.Technology | Should -Be Fixed
        "$warnings" | Should -BeLike "It is not known in which mode device 0000:41:00.0*needs mode DirectPath. Import what 'esxcli hardware pci list' prints on host 'lab01'."
        Test-PassthroughPrerequisite one -Quiet | Should -BeFalse
        (Test-PassthroughPrerequisite one | Where-Object Requirement -EQ PassthroughEnabled).Result | Should -Be Unknown
        (Start-VM one -WarningVariable warnings -WarningAction SilentlyContinue).PowerState | Should -Be PoweredOn
        @($warnings).Count | Should -Be 1
        $null = Stop-VM one -Confirm:$false
        Import-Fact '{ "address": "0000:41:00.0", "mode": "directPath", "activeMode": "directPath" }'
        $null = Start-VM one -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 0
    }

    It 'is a warning where something that is not in the inventory uses the device' {
        Import-Fact '{ "address": "0000:41:00.0", "mode": "directPath", "activeMode": "directPath", "ownerUnknown": true }, { "address": "0000:42:00.0", "mode": "directPath", "activeMode": "directPath" }'
        $device = Get-PassthroughDevice -VMHost lab01 -Id 0000:41:00.0
        $device.OwnerUnknown | Should -BeTrue
        ($device | Format-Table | Out-String) | Should -Match 'active +Unknown'
        (Get-PassthroughDevice -VMHost lab01 | Where-Object { -not $_.VM -and -not $_.OwnerUnknown }).Id | Should -BeExactly 0000:42:00.0
        $null = Add-PassthroughDevice one $device -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*is in use by something that is not in the inventory; a device has one owner.*"ownerUnknown": false*'
        $null = Get-PassthroughDevice -VM one | Remove-PassthroughDevice -Confirm:$false
        $null = $device | Set-PassthroughDevice -Mode Host -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*is in use by something*'
        $null = Add-PassthroughDevice -VM one -AllowedDevice 10de:1eb8
        (Start-VM one | Get-PassthroughDevice).Id | Should -BeExactly 0000:42:00.0
    }

    It 'is said of a host that would be given such a device' {
        Import-Fact ''
        $null = Add-PassthroughDevice -VM one -AllowedDevice 10de:1eb8 -WarningAction SilentlyContinue
        $placement = Find-PassthroughHost one
        $placement.Fits | Should -BeTrue
        $placement.Reason | Should -BeLike 'It is not known in which mode device 0000:41:00.0*'
        ($placement | Out-String -Width 300) | Should -Match '0000:41:00.0\. It is not known'
    }

    It 'is no mode to set' {
        { Get-PassthroughDevice -VMHost lab01 -Id 0000:41:00.0 | Set-PassthroughDevice -Mode Unknown } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
