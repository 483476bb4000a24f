BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    function Get-Refusal([scriptblock] $Script) {
        try { $null = & $Script } catch { return $_ }
        throw 'Nothing was refused.'
    }
}

Describe 'Get-EsxCli' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Rack
        $script:vmHost = Get-VMHost esxi01.domain.com
        $script:esxcli = Get-EsxCli -VMHost $vmHost -V2
    }
    AfterEach { Disconnect-TestServer }

    It 'lists the PCI devices in both forms, with numbers as numbers and flags as text' {
        $devices = $esxcli.hardware.pci.list.Invoke()
        $devices.Count | Should -Be @(Get-VMHostPciDevice -VMHost $vmHost).Count
        $t4 = $devices | Where-Object Address -EQ '0000:41:00.0'
        $t4.VendorID, $t4.DeviceID, $t4.Bus, $t4.DeviceClass | Should -Be 4318, 7864, 65, 0x0302
        $t4.VendorID -eq '0x10de' | Should -BeTrue
        '{0:x4}' -f $t4.DeviceID | Should -Be 1eb8
        $t4.DeviceName, $t4.CurrentOwner, $t4.PassthruCapable, $t4.DependentDevice | Should -Be 'TU104GL [Tesla T4]', 'VM Passthru', 'true', 'PCI 0:65:0:0'
        $devices | Where-Object PassthruCapable -EQ 'false' | ForEach-Object Address | Should -Contain '0000:80:00.0'
        $old = (Get-EsxCli -VMHost $vmHost).hardware.pci.list()
        ($old | ConvertTo-Json -Depth 3) | Should -Be ($devices | ConvertTo-Json -Depth 3)
        (Get-EsxCli -VMHost $vmHost).hardware.pci.list.Invoke().Count | Should -Be $devices.Count
    }

    It 'lists devices of a class' {
        function Get-Address { $input | ForEach-Object { $_.Address } }
        $all = $esxcli.hardware.pci.list.Invoke()
        $displays = $all | Where-Object DeviceClass -EQ 0x0302 | Get-Address
        $displays | Should -Not -BeNullOrEmpty
        $arguments = $esxcli.hardware.pci.list.CreateArgs()
        $arguments.class = '0x0302'
        $esxcli.hardware.pci.list.Invoke($arguments) | Get-Address | Should -Be $displays
        $plain = (Get-EsxCli -VMHost $vmHost).hardware.pci
        $plain.list('0x302') | Get-Address | Should -Be $displays
        $plain.list(0x0302, $null) | Get-Address | Should -Be $displays
        $plain.list('0x200', '0xff00') | Get-Address | Should -Be ($all | Where-Object { ($_.DeviceClass -band 0xff00) -eq 0x0200 } | Get-Address)
        $plain.list($null).Count | Should -Be $all.Count
    }

    It 'has what it does not know as null, under strict mode too' {
        Set-StrictMode -Version Latest
        $devices = $esxcli.hardware.pci.list.Invoke()
        @($devices | Where-Object { $_.VMkernelName -like 'vmnic*' -or $_.RevisionID }).Count | Should -Be 0
        $passed = @($devices | Where-Object { $_.ModuleName -eq 'pciPassthru' })
        $passed.Count | Should -BeGreaterThan 0
        $passed.Count | Should -Be @($devices | Where-Object CurrentOwner -EQ 'VM Passthru').Count
    }

    It 'lists devices that importing reads back as they are' {
        $json = "$TestDrive/esxcli.json"
        $esxcli.hardware.pci.list.Invoke() | ConvertTo-Json -Depth 3 | Set-Content $json
        $before = $vmHost | Get-VMHostPciDevice | ConvertTo-Json -Depth 3
        $null = Import-PassthroughInventory $json -VMHost $vmHost
        Get-VMHost $vmHost | Get-VMHostPciDevice | ConvertTo-Json -Depth 3 | Should -Be $before
    }

    It 'lists which devices are configured for passthrough, and configures one' {
        function Get-Enabled { ($esxcli.hardware.pci.pcipassthru.list.Invoke() | Where-Object DeviceID -EQ '0000:81:00.0').Enabled }
        Get-Enabled | Should -Be false
        $arguments = $esxcli.hardware.pci.pcipassthru.set.CreateArgs()
        $arguments.Keys | Sort-Object | Should -Be applynow, deviceid, enable
        $arguments.deviceid = '0000:81:00.0'
        $arguments.enable = $true
        $esxcli.hardware.pci.pcipassthru.set.Invoke($arguments) | Should -Be true
        Get-Enabled | Should -Be true
        (Get-PassthroughDevice -VMHost $vmHost -Id 0000:81:00.0).RebootPending | Should -BeTrue
        (Get-EsxCli -VMHost $vmHost).hardware.pci.pcipassthru.set($null, '0000:81:00.0', 'false') | Should -Be true
        Get-Enabled | Should -Be false
    }

    It 'names the host as backings of devices do' {
        $machine = Get-VM -Location $vmHost | Where-Object { $_.ExtensionData.Config.Hardware.Device.Backing.SystemId } | Select-Object -First 1
        $backing = ($machine.ExtensionData.Config.Hardware.Device | Where-Object { $_.Backing.SystemId }).Backing
        $esxcli.system.uuid.get.Invoke() | Should -Be $backing.SystemId
    }

    It 'lists network controllers that have virtual functions' {
        @'
            [{ "Address": "0000:c1:00.0", "Vendor ID": 32902, "Device ID": 5522, "SubVendor ID": 32902, "SubDevice ID": 1, "Device Class": 512,
               "Device Name": "Ethernet Controller E810-C", "Configured Owner": "VMkernel", "Current Owner": "VMkernel", "Passthru Capable": true },
             { "Address": "0000:c1:01.0", "Vendor ID": 32902, "Device ID": 6281, "SubVendor ID": 32902, "SubDevice ID": 1, "Device Class": 512,
               "Device Name": "Ethernet Adaptive Virtual Function", "Configured Owner": "VM Passthru", "Current Owner": "VM Passthru", "Passthru Capable": true,
               "Parent Device": "PCI 0:193:0:0" }]
'@ | Set-Content "$TestDrive/nic.json"
        $null = Import-PassthroughInventory "$TestDrive/nic.json" -VMHost sriov-01
        $nic = (Get-EsxCli -VMHost sriov-01 -V2).network.sriovnic.list.Invoke()
        @($nic).Count, $nic.PCIDevice, $nic.Description, $nic.Driver | Should -Be 1, '0000:c1:00.0', 'Ethernet Controller E810-C', $null
        $esxcli.network.sriovnic.list.Invoke() | Should -BeNullOrEmpty
    }

    It 'refuses by name what it does not serve, with the cmdlet to use instead' -ForEach @(
        @{ Ask = { $esxcli.system.maintenanceMode.set.Invoke(@{ enable = $true }) }; Path = 'system maintenanceMode set'; Instead = 'Set-VMHost ''esxi01.domain.com'' -State Maintenance -Evacuate' }
        @{ Ask = { (Get-EsxCli -VMHost $vmHost).software.vib.list() }; Path = 'software vib list'; Instead = 'Get-VMHost | Format-List' }
        @{ Ask = { $esxcli.graphics.device.list.Invoke() }; Path = 'graphics device list'; Instead = 'ExtensionData.Config.GraphicsInfo' }
        @{ Ask = { $esxcli.hardware.cpu.list.CreateArgs() }; Path = 'hardware cpu list'; Instead = 'Get-VMHost ''esxi01.domain.com'' | Format-List' }
    ) {
        $refusal = Get-Refusal $Ask
        $refusal.FullyQualifiedErrorId | Should -BeLike NotSupportedByBackend*
        $refusal.Exception.Message | Should -BeLike "esxcli $Path is not served here*Served are hardware.pci.list,*$Instead*"
    }

    It 'refuses arguments that are not right' -ForEach @(
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke() }; Says = '*needs ''deviceid''*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke($esxcli.hardware.pci.pcipassthru.set.CreateArgs()) }; Says = '*needs ''deviceid''*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke(@{ deviceid = '0000:81:00.0' }) }; Says = '*needs ''enable''*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke(@{ deviceid = '0000:81:00.0'; enable = 'maybe' }) }; Says = '*needs true or false as ''enable'', and ''maybe'' is given*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke(@{ device = '0000:81:00.0'; enable = 1 }) }; Says = '*has no argument ''device''*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.set.Invoke(@{ deviceid = 'card'; enable = 1 }) }; Says = '*''card''*is not a PCI address*' }
        @{ Ask = { $esxcli.hardware.pci.pcipassthru.list.Invoke(@{ class = 3 }) }; Says = '*has no argument ''class''*It takes none*' }
        @{ Ask = { $esxcli.hardware.pci.list.Invoke(@{ class = 'vga' }) }; Says = '*needs a number as ''class'', such as 0x0300, and ''vga'' is given*' }
        @{ Ask = { (Get-EsxCli -VMHost $vmHost).hardware.pci.pcipassthru.set($true, 'x', $true, 4) }; Says = '*takes 3 arguments, and 4 are given*' }
        @{ Ask = { $esxcli.hardware.pci.list() }; Says = '*$esxcli.hardware.pci.list.Invoke()*' }
    ) {
        $refusal = Get-Refusal $Ask
        $refusal.FullyQualifiedErrorId | Should -BeLike ValueInvalid*
        $refusal.Exception.Message | Should -BeLike $Says
        (Get-PassthroughDevice -VMHost $vmHost -Id 0000:81:00.0).PassthroughEnabled | Should -BeFalse
    }

    It 'asks the server anew at each call, and says where it is gone' {
        $null = Set-PassthroughDevice -VMHost $vmHost -PassthroughDevice 0000:81:00.0 -Mode DirectPath
        ($esxcli.hardware.pci.list.Invoke() | Where-Object Address -EQ '0000:81:00.0').ConfiguredOwner | Should -Be 'VM Passthru'
        Disconnect-VIServer * -Confirm:$false
        (Get-Refusal { $esxcli.hardware.pci.list.Invoke() }).FullyQualifiedErrorId | Should -BeLike NotConnected*
    }

    It 'tells what it has: by Help, by its commands and by its members' {
        $esxcli.hardware.pci.pcipassthru.set.Help() | Should -BeLike '*applynow (boolean, optional)*deviceid (string)*enable (boolean)*'
        $esxcli.hardware.pci.Help() | Should -BeLike 'hardware.pci.list*hardware.pci.pcipassthru.set*'
        $esxcli.hardware.Commands | Should -Be hardware.pci.list, hardware.pci.pcipassthru.list, hardware.pci.pcipassthru.set
        ($esxcli | Get-Member -MemberType Dynamic).Name | Should -Be hardware, network, system
    }
}

Describe 'What is advised with two servers' {
    AfterEach { Disconnect-TestServer }

    It 'names the one that was asked' {
        $first = Connect-TestServer -Inventory Rack
        $null = Connect-VIServer "$TestDrive/other.json" -Force
        $esxcli = Get-EsxCli -VMHost esxi01.domain.com -V2 -Server $first
        (Get-Refusal { $esxcli.system.maintenanceMode.set.Invoke() }).Exception.Message | Should -BeLike "*Set-VMHost -Server '$($first.Name)' 'esxi01.domain.com' -State*"
        $running = Get-VM gpu-01 | Start-VM
        $view = $running.VMHost.ExtensionData
        $thrown = Get-Refusal { $view.RebootHost($false) }
        $thrown.Exception.InnerException.Message | Should -BeLike "* -Server '$($first.Name)' *"
    }
}
