BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:umlaut = "M$([char]0xFC)ller-$([char]0xDC)bung"
    $script:bench = "Pr$([char]0xFC)fstand [A]"
    $script:hardHost = "host [1] $([char]0xFC)'x"
}

Describe 'Get-VM' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'gives all machines, and no templates' {
        @(Get-VM).Count | Should -Be 10
        Get-VM | ForEach-Object { $_ | Should -BeOfType 'PassthroughTools.Inventory.VirtualMachine' }
    }

    It 'finds by <how>' -ForEach @(
        @{ How = 'name'; Script = { Get-VM -Name gpu-01 }; Names = 'gpu-01' }
        @{ How = 'position'; Script = { Get-VM gpu-01 }; Names = 'gpu-01' }
        @{ How = 'name in other case'; Script = { Get-VM HIGHPERFVM }; Names = 'HighPerfVM' }
        @{ How = 'several names, in their order'; Script = { Get-VM web-01, gpu-01 }; Names = 'web-01', 'gpu-01' }
        @{ How = 'pattern'; Script = { Get-VM gpu-* }; Names = 'gpu-01', 'gpu-02' }
        @{ How = 'a pattern with a class'; Script = { Get-VM 'gpu-0[2-9]' }; Names = 'gpu-02' }
        @{ How = 'a pattern with ?'; Script = { Get-VM '?pu-01' }; Names = 'gpu-01' }
        @{ How = 'a pattern that nothing fits'; Script = { Get-VM none* }; Names = @() }
        @{ How = 'a name and a pattern that fits it, once'; Script = { Get-VM gpu-01, gpu* }; Names = 'gpu-01', 'gpu-02' }
        @{ How = 'host name'; Script = { Get-VM -Location esxi02.domain.com }; Names = 'flex-01', 'flex-02' }
        @{ How = 'host object'; Script = { Get-VM -Location (Get-VMHost esxi02*) }; Names = 'flex-01', 'flex-02' }
        @{ How = 'cluster name'; Script = { Get-VM -Location Accel-Cluster }; Names = 'crypto-01', 'train-01' }
        @{ How = 'cluster object'; Script = { Get-VM -Location (Get-Cluster Accel*) }; Names = 'crypto-01', 'train-01' }
        @{ How = 'cluster and a host in it, once'; Script = { Get-VM -Location Accel-Cluster, esxi03* }; Names = 'crypto-01', 'train-01' }
        @{ How = 'name and location'; Script = { Get-VM flex-02 -Location esxi02* }; Names = 'flex-02' }
        @{ How = 'pattern and location'; Script = { Get-VM gpu* -Location esxi01* }; Names = 'gpu-01' }
        @{ How = 'hosts in the pipeline'; Script = { Get-VMHost esxi0[23]* | Get-VM }; Names = 'flex-01', 'flex-02', 'crypto-01' }
        @{ How = 'clusters in the pipeline'; Script = { Get-Cluster Accel* | Get-VM }; Names = 'crypto-01', 'train-01' }
        @{ How = 'host names in the pipeline'; Script = { 'esxi02.domain.com' | Get-VM }; Names = 'flex-01', 'flex-02' }
        @{ How = 'name over hosts in the pipeline, one of which has it'; Script = { Get-VMHost | Get-VM gpu-02 }; Names = 'gpu-02' }
        @{ How = 'NoRecursion, which changes nothing'; Script = { Get-VM gpu-01 -NoRecursion }; Names = 'gpu-01' }
        @{ How = 'id'; Script = { Get-VM -Id (Get-VM gpu-01).Id }; Names = 'gpu-01' }
        @{ How = 'an id given twice, once'; Script = { Get-VM -Id (Get-VM gpu-01).Id, (Get-VM gpu-01).Id }; Names = 'gpu-01' }
        @{ How = 'an id that is not there'; Script = { Get-VM -Id VirtualMachine-vm-999999 }; Names = @() }
        @{ How = 'no input'; Script = { @() | Get-VM }; Names = @() }
        @{ How = 'hosts of a pattern that nothing fits'; Script = { Get-VMHost none* | Get-VM }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        $result.Thrown | Should -BeNullOrEmpty
        @($result.Output | ForEach-Object { $_.Name }) | Should -BeExactly $Names
    }

    It 'says which <what> is not there, and gives the others' -ForEach @(
        @{ What = 'name'; Script = { Get-VM none, gpu-01 }; Id = 'VMNotFound'; Target = 'none' }
        @{ What = 'name at a location'; Script = { Get-VM web-01, gpu-01 -Location esxi01*; Get-VM flex-01 -Location esxi01* }
            Id = 'VMNotFound'; Target = 'flex-01' }
        @{ What = 'name over all hosts of the pipeline'; Script = { Get-VM gpu-01; Get-VMHost | Get-VM none }; Id = 'VMNotFound'; Target = 'none' }
        @{ What = 'location'; Script = { Get-VM -Location none, esxi01* }; Id = 'ClusterNotFound'; Target = 'none' }
        @{ What = 'location in the pipeline'; Script = { 'none', 'esxi01.domain.com' | Get-VM }; Id = 'ClusterNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target $Target -Says 'Get-'
        $result.Output.Name | Should -Contain 'gpu-01'
    }

    It 'stops at a name that is not there with -ErrorAction Stop' {
        $result = Invoke-Recorded { Get-VM none, gpu-01 -ErrorAction Stop }
        Assert-Refusal $result.Thrown VMNotFound -Target none
        $result.Output.Count | Should -Be 0
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'null as name'; Parameters = @{ Name = $null } }
        @{ What = 'an empty name'; Parameters = @{ Name = '' } }
        @{ What = 'null as location'; Parameters = @{ Location = $null } }
        @{ What = 'no ids'; Parameters = @{ Id = @() } }
    ) {
        { Get-VM @Parameters } | Should -Throw -ErrorId 'ParameterArgumentValidationError,PassthroughTools.Commands.GetVMCommand'
    }

    It 'refuses a null in the pipeline, and goes on' {
        $result = Invoke-Recorded { $null, 'esxi02.domain.com' | Get-VM }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        @($result.Output).Count | Should -Be 2
    }

    It 'refuses a machine as its own location' {
        $result = Invoke-Recorded { Get-VM gpu-01 | Get-VM }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
        $result.Output.Count | Should -Be 0
    }

    It 'carries what an administrator reads' {
        $machine = Get-VM train-01
        $machine.PowerState | Should -Be PoweredOff
        $machine.VMHost.Name | Should -BeExactly 'esxi04.domain.com'
        $machine.Cluster.Name | Should -BeExactly 'Accel-Cluster'
        $machine.NumCpu | Should -Be 48
        $machine.MemoryGB | Should -Be 256
        $machine.MemoryGB | Should -BeOfType decimal
        $machine.MemoryReservationGB | Should -Be 256
        $machine.MemoryReservationLockedToMax | Should -BeTrue
        $machine.Firmware | Should -Be Efi
        $machine.HardwareVersion | Should -BeExactly 'vmx-21'
        $machine.AdvancedSettings.Find('PCIPASSTHRU.use64bitMMIO') | Should -BeExactly 'TRUE'
        $machine.PassthroughDevices.Id | Should -BeExactly '0000:43:00.0', '0000:9a:00.0'
        $machine.Capabilities['VMotion'].Support | Should -Be NotSupported
        $machine.IsTemplate | Should -BeFalse
        "$machine" | Should -BeExactly 'train-01'
        $machine.Uid | Should -BeLike '/VIServer=*/VirtualMachine=*'
    }

    It 'gives a snapshot, which does not change with the inventory' {
        $machine = Get-VM legacy-01
        $null = Set-VM legacy-01 -Notes changed
        $machine.Notes | Should -BeNullOrEmpty
        (Get-VM legacy-01).Notes | Should -BeExactly changed
    }

    It 'gives the capabilities of a machine: <name>' -ForEach @(
        @{ Name = 'web-01'; VMotion = 'Supported'; Limit = $null }
        @{ Name = 'gpu-01'; VMotion = 'NotSupported'; Limit = '0000:41:00.0 TU104GL [Tesla T4]' }
        @{ Name = 'gpu-02'; VMotion = 'NotSupported'; Limit = "10de:1eb8 labelled 'inference'" }
    ) {
        $capability = (Get-VM $Name).Capabilities['vmotion']
        $capability.Support | Should -Be $VMotion
        $capability.LimitedBy | Should -Be $Limit
        $capability.Source | Should -Not -BeNullOrEmpty
        (Get-VM $Name).Capabilities.Values.Count | Should -Be 19
        (Get-VM $Name).Capabilities.VMotion.Support | Should -Be $VMotion
    }
}

Describe 'Names that are hard to write' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It 'finds <_> by its name' -ForEach @(
        'with space', "O'Brien", 'say "hi"', 'tick`mark', '$dollar;semi', 'star*', 'gpu1', 'istanbul'
    ) {
        @(Get-VM $_).Name | Should -BeExactly $_
        @(Get-VM -Name $_ -Location odd01.lab).Name | Should -BeExactly $_
        @(Get-VMResourceConfiguration -VM $_).Name | Should -BeExactly $_
        (Set-VM $_ -Notes hard).Notes | Should -BeExactly hard
    }

    It 'finds names with umlauts' {
        (Get-VM $umlaut).Name | Should -BeExactly $umlaut
        (Get-VM $umlaut.ToUpperInvariant()).Name | Should -BeExactly $umlaut
        (Get-VM "M$([char]0xFC)*").Name | Should -BeExactly $umlaut
    }

    It 'takes an exact name before the pattern that it also is' {
        Get-VM 'gpu[1]' | ForEach-Object { $_.Name | Should -BeExactly 'gpu[1]' }
        @(Get-VM 'gpu[1]').Count | Should -Be 2
        @(Get-VM 'gpu[1]' -Location odd01.lab).Name | Should -BeExactly 'gpu[1]'
        @(Get-VM 'gpu[12]').Name | Should -BeExactly 'gpu1'
        @(Get-VM 'gpu`[1`]' -Location odd01.lab).Name | Should -BeExactly 'gpu[1]'
        @(Get-VM 'star*').Name | Should -BeExactly 'star*'
        @(Get-VM 'sta*').Count | Should -Be 2
        (Get-Template 'golden[2]').Name | Should -BeExactly 'golden[2]'
        (Get-VMHost $hardHost).Name | Should -BeExactly $hardHost
        (Get-Cluster $bench).Name | Should -BeExactly $bench
        (Get-PassthroughDevice -VMHost odd01.lab -Name 'T4 [small]').Id | Should -BeExactly '0000:22:00.0'
        (Get-VMHostPciDevice odd01.lab -Name 'T4 [small]').Id | Should -BeExactly '0000:22:00.0'
    }

    It 'takes an exact name first where it is a location' {
        @(Get-VMHost -Location $bench).Count | Should -Be 2
        @(Get-PassthroughDevice -VMHost $hardHost).Count | Should -Be 1
        (Get-VMHost -Location $hardHost).Name | Should -BeExactly $hardHost
    }

    It 'changes the machine of exactly that name only' {
        (Get-VM 'gpu[1]' -Location odd01.lab | Set-VM -Notes exact).VMHost.Name | Should -BeExactly odd01.lab
        Assert-Refusal (Invoke-Recorded { Set-VM 'gpu[1]' -Notes both }).Errors[0] AmbiguousName -Target 'gpu[1]' -Says "on host 'odd02.lab'"
        (Get-VM 'gpu[1]', gpu1).Notes | Should -Not -Contain both
        (Get-VM gpu1).Notes | Should -Not -Be exact
        @(Get-TestChange { Set-VM 'star*' -Notes exact }).Target | Should -BeExactly 'star*'
    }

    It 'gives both machines that share a name' {
        (Get-VM 'gpu[1]').VMHost.Name | Should -BeExactly 'odd01.lab', 'odd02.lab'
    }

    It 'refuses a name that two machines have where one is meant, naming both: <command>' -ForEach @(
        @{ Command = 'Start-VM'; Script = { Start-VM twin } }
        @{ Command = 'Set-MmioSizing'; Script = { Set-MmioSizing twin } }
        @{ Command = 'Add-PassthroughDevice'; Script = { Add-PassthroughDevice twin -AllowedDevice 10de:1eb8 } }
        @{ Command = 'New-AdvancedSetting'; Script = { New-AdvancedSetting twin a b } }
        @{ Command = 'Remove-VM'; Script = { Remove-VM twin -Confirm:$false } }
        @{ Command = 'Get-PassthroughDevice'; Script = { Get-PassthroughDevice -VM twin | Remove-PassthroughDevice -Confirm:$false } }
        @{ Command = 'Remove-PassthroughDevice'; Script = { Remove-PassthroughDevice 0000:21:00.0 -VM twin -Confirm:$false } }
        @{ Command = 'Test-PassthroughPrerequisite'; Script = { Test-PassthroughPrerequisite twin } }
        @{ Command = 'Get-MmioSizing'; Script = { Get-MmioSizing twin } }
        @{ Command = 'Get-AdvancedSetting'; Script = { Get-AdvancedSetting -Entity twin } }
        @{ Command = 'Get-VMHost'; Script = { Get-VMHost -VM twin } }
    ) {
        $twin = Join-Path $TestDrive twin.vmx
        Set-Content -LiteralPath $twin -Value 'virtualHW.version = "20"', 'memSize = "4096"'
        $null = Import-PassthroughInventory $twin -VMHost odd01.lab
        $null = Import-PassthroughInventory $twin -VMHost odd02.lab
        $both = @(Get-VM twin)
        $both.Count | Should -Be 2
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] AmbiguousName -Category InvalidArgument -Target twin -Says "$($both[0].Id) on host 'odd01.lab', $($both[1].Id) on host 'odd02.lab'"
        @(Get-VM twin).Count | Should -Be 2
        (Set-VM $both[0] -Notes this).Notes | Should -BeExactly this
        @(Set-VM 'twi?' -Notes both).Count | Should -Be 2
    }

    It 'does a thing once where several names mean one machine' {
        $result = Invoke-Recorded { Start-VM ready, read*, ready, (Get-VM ready) }
        $result.Errors.Count | Should -Be 0
        @($result.Output).Count | Should -Be 1
        @(Get-MmioSizing ready, read*).Count | Should -Be 1
        @(Get-VMResourceConfiguration ready, read*).Count | Should -Be 1
        @(Get-PassthroughDevice -VM wants-t4, wants-t*).Count | Should -Be 1
        @(Test-EnhancedDirectPathFeature wants-t4, wants-t* -Feature VMotion).Count | Should -Be 1
    }
}

Describe 'Get-Template' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It 'finds by <how>' -ForEach @(
        @{ How = 'nothing'; Script = { Get-Template }; Names = 'golden', 'golden[2]', 'golden2' }
        @{ How = 'name'; Script = { Get-Template golden }; Names = 'golden' }
        @{ How = 'pattern'; Script = { Get-Template golden* }; Names = 'golden', 'golden[2]', 'golden2' }
        @{ How = 'location'; Script = { Get-Template -Location odd02.lab }; Names = 'golden[2]', 'golden2' }
        @{ How = 'name and location'; Script = { Get-Template golden2 -Location 'Odd Cluster' -NoRecursion }; Names = 'golden2' }
        @{ How = 'hosts in the pipeline'; Script = { Get-VMHost odd01* | Get-Template }; Names = 'golden' }
        @{ How = 'id'; Script = { Get-Template -Id (Get-Template golden).Id }; Names = 'golden' }
        @{ How = 'the id of a machine'; Script = { Get-Template -Id (Get-VM ready).Id }; Names = @() }
        @{ How = 'no input'; Script = { @() | Get-Template }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | ForEach-Object { $_.Name }) | Should -BeExactly $Names
    }

    It 'gives no machines, and Get-VM no templates' {
        Assert-Refusal (Invoke-Recorded { Get-Template ready }).Errors[0] VMNotFound -Category ObjectNotFound -Target ready -Says 'template'
        Assert-Refusal (Invoke-Recorded { Get-VM golden }).Errors[0] VMNotFound -Category ObjectNotFound -Target golden
        Get-VM -Id (Get-Template golden).Id | Should -BeNullOrEmpty
    }

    It 'gives what can be piped on' {
        "$((Get-Template golden | Get-PassthroughDevice).AllowedDevices)" | Should -BeExactly '10de:20f1'
        (Get-PassthroughDevice -Template golden).VM.Name | Should -BeExactly golden
        (Get-PassthroughDevice -Template (Get-Template golden)).VM.Name | Should -BeExactly golden
        (Get-Template golden | Get-VMHost).Name | Should -BeExactly odd01.lab
        (Get-Template golden | Test-EnhancedDirectPathFeature -Feature VMotion).Support | Should -Be NotSupported
        (Get-Template golden).Capabilities['VMotion'].Support | Should -Be NotSupported
    }
}

Describe 'Get-VMHost' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'finds by <how>' -ForEach @(
        @{ How = 'name'; Script = { Get-VMHost -Name esxi01.domain.com }; Names = 1 }
        @{ How = 'position and pattern'; Script = { Get-VMHost esxi0[12]* }; Names = 1, 2 }
        @{ How = 'a name and a pattern that fits it, once'; Script = { Get-VMHost esxi01.domain.com, esxi01* }; Names = 1 }
        @{ How = 'cluster'; Script = { Get-VMHost -Location Accel-Cluster }; Names = 3, 4 }
        @{ How = 'cluster in the pipeline'; Script = { Get-Cluster Accel-Cluster | Get-VMHost }; Names = 3, 4 }
        @{ How = 'cluster and name'; Script = { Get-VMHost esxi04* -Location Accel-Cluster -NoRecursion }; Names = 4 }
        @{ How = 'itself as location'; Script = { Get-VMHost esxi04* | Get-VMHost }; Names = 4 }
        @{ How = 'machine name'; Script = { Get-VMHost -VM gpu-01 }; Names = 1 }
        @{ How = 'machine object'; Script = { Get-VMHost -VM (Get-VM gpu-01) }; Names = 1 }
        @{ How = 'machines, each host once'; Script = { Get-VMHost -VM gpu-01, web-01, gpu-02 }; Names = 1, 6 }
        @{ How = 'machine in the pipeline'; Script = { Get-VM flex-01 | Get-VMHost }; Names = 2 }
        @{ How = 'machines in the pipeline, and a pattern'; Script = { Get-VM gpu* | Get-VMHost -Name esxi06* }; Names = 6 }
        @{ How = 'state'; Script = { Get-VMHost esxi01*, esxi02* -State Connected }; Names = 1, 2 }
        @{ How = 'a state that none is in'; Script = { Get-VMHost -State Maintenance, Disconnected }; Names = @() }
        @{ How = 'id'; Script = { Get-VMHost -Id (Get-VMHost esxi05*).Id }; Names = 5 }
        @{ How = 'no input'; Script = { @() | Get-VMHost }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | ForEach-Object { $_.Name }) | Should -BeExactly @($Names | ForEach-Object { "esxi0$_.domain.com" })
    }

    It 'says which <what> is not there, and gives the others' -ForEach @(
        @{ What = 'name'; Script = { Get-VMHost none, esxi01.domain.com }; Id = 'VMHostNotFound'; Target = 'none' }
        @{ What = 'name among the hosts of a machine'; Script = { Get-VMHost esxi01*; Get-VM gpu-01 | Get-VMHost esxi02.domain.com }
            Id = 'VMHostNotFound'; Target = 'esxi02.domain.com' }
        @{ What = 'machine'; Script = { Get-VMHost -VM none, gpu-01 }; Id = 'VMNotFound'; Target = 'none' }
        @{ What = 'location'; Script = { Get-VMHost -Location none, esxi01* }; Id = 'ClusterNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target $Target -Says 'Get-'
        $result.Output.Name | Should -Contain 'esxi01.domain.com'
    }

    It 'carries what an administrator reads of a host' {
        $esxi = Get-VMHost esxi02.domain.com
        $esxi.Cluster.Name | Should -BeExactly 'GPU-Cluster'
        $esxi.ConnectionState | Should -Be Connected
        $esxi.PowerState | Should -Be PoweredOn
        $esxi.Version | Should -BeExactly '8.0.3'
        $esxi.Build | Should -BeExactly '24022510'
        $esxi.IommuEnabled, $esxi.Above4GDecoding, $esxi.SriovEnabled | Should -Be $true, $true, $true
        $esxi.RebootRequired | Should -BeFalse
        $esxi.InMaintenanceMode | Should -BeFalse
        $esxi.NumaNodes | Should -Be 2
        $esxi.DvxClasses.Name | Should -BeExactly 'com.intel.flexgpu'
        $esxi.PciDevices.Count | Should -Be 14
    }

    It 'tells the states of hosts that are out of service' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        (Get-VMHost -State Maintenance).Name | Should -BeExactly maint.lab
        (Get-VMHost maint.lab).InMaintenanceMode | Should -BeTrue
        (Get-VMHost -State Disconnected).Name | Should -BeExactly gone.lab
        (Get-VMHost | Where-Object RebootRequired).Name | Should -BeExactly odd01.lab, maint.lab
        Disconnect-TestServer
        $null = Connect-TestServer
    }
}

Describe 'Get-Cluster' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It 'finds by <how>' -ForEach @(
        @{ How = 'name'; Script = { Get-Cluster 'Odd Cluster' }; Names = 'Odd Cluster' }
        @{ How = 'pattern'; Script = { Get-Cluster *m* }; Names = 'Empty' }
        @{ How = 'a name and a pattern that fits it, once'; Script = { Get-Cluster Empty, E* }; Names = 'Empty' }
        @{ How = 'host name'; Script = { Get-Cluster -VMHost odd01.lab }; Names = 'Odd Cluster' }
        @{ How = 'host in the pipeline'; Script = { Get-VMHost odd0* | Get-Cluster | Select-Object -First 1 }; Names = 'Odd Cluster' }
        @{ How = 'machine name'; Script = { Get-Cluster -VM ready }; Names = 'Odd Cluster' }
        @{ How = 'machine in the pipeline'; Script = { Get-VM ready | Get-Cluster }; Names = 'Odd Cluster' }
        @{ How = 'location'; Script = { Get-Cluster -Location odd01.lab -NoRecursion }; Names = 'Odd Cluster' }
        @{ How = 'a host of its own'; Script = { Get-VMHost odd03.lab | Get-Cluster }; Names = @() }
        @{ How = 'id'; Script = { Get-Cluster -Id (Get-Cluster Empty).Id }; Names = 'Empty' }
        @{ How = 'no input'; Script = { @() | Get-Cluster }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | ForEach-Object { $_.Name }) | Should -BeExactly $Names
    }

    It 'says which <what> is not there' -ForEach @(
        @{ What = 'name'; Script = { Get-Cluster none }; Id = 'ClusterNotFound'; Target = 'none' }
        @{ What = 'name among the clusters of a machine'; Script = { Get-Cluster Empty -VM ready }; Id = 'ClusterNotFound'; Target = 'Empty' }
        @{ What = 'machine'; Script = { Get-Cluster -VM none }; Id = 'VMNotFound'; Target = 'none' }
        @{ What = 'host'; Script = { Get-Cluster -VMHost none }; Id = 'VMHostNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target $Target
        $result.Output.Count | Should -Be 0
    }

    It 'knows its hosts' {
        (Get-Cluster Empty).VMHosts.Count | Should -Be 0
        (Get-Cluster 'Odd Cluster').VMHosts.Name | Should -BeExactly odd01.lab, odd02.lab, maint.lab, gone.lab
    }
}

Describe 'Get-VMHostPciDevice' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'finds by <how>' -ForEach @(
        @{ How = 'host name'; Script = { Get-VMHostPciDevice -VMHost esxi01.domain.com }; Count = 13 }
        @{ How = 'host pattern by position'; Script = { Get-VMHostPciDevice esxi0[12]* }; Count = 27 }
        @{ How = 'host in the pipeline'; Script = { Get-VMHost esxi01* | Get-VMHostPciDevice }; Count = 13 }
        @{ How = 'host name in the pipeline'; Script = { 'esxi01.domain.com' | Get-VMHostPciDevice }; Count = 13 }
        @{ How = 'name, which begins with the vendor''s'; Script = { Get-VMHostPciDevice esxi01* -Name 'NVIDIA Corporation TU104GL [Tesla T4]' }; Count = 2 }
        @{ How = 'vendor'; Script = { Get-VMHostPciDevice esxi01* -Name 'NVIDIA Corporation*' }; Count = 4 }
        @{ How = 'device name pattern'; Script = { Get-VMHostPciDevice esxi01* -Name *Tesla* }; Count = 3 }
        @{ How = 'class'; Script = { Get-VMHostPciDevice esxi01* -DeviceClass NetworkController }; Count = 2 }
        @{ How = 'classes and a pattern'; Script = { Get-VMHostPciDevice esxi01* -DeviceClass Bridge, DisplayController -Name *Tesla* }; Count = 3 }
        @{ How = 'no host: all of them'; Script = { Get-VMHostPciDevice -Name *Tesla* }; Count = 4 }
        @{ How = 'no input'; Script = { @() | Get-VMHostPciDevice }; Count = 0 }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be $Count
        $result.Output | ForEach-Object { $_ | Should -BeOfType 'PassthroughTools.Inventory.PciDevice' }
    }

    It 'says which <what> is not there' -ForEach @(
        @{ What = 'host'; Script = { Get-VMHostPciDevice none }; Id = 'VMHostNotFound'; Target = 'none' }
        @{ What = 'device on any of the hosts'; Script = { Get-VMHost | Get-VMHostPciDevice -Name none }; Id = 'DeviceNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target $Target
    }

    It 'gives identifiers unsigned, as numbers and as text' {
        $device = Get-VMHostPciDevice esxi01* | Where-Object Id -EQ '0000:03:00.0'
        "$($device.VendorId)" | Should -BeExactly '0x10de'
        $device.VendorId.Value | Should -Be 0x10de
        $device.VendorId -eq 0x10de | Should -BeTrue
        $device.VendorId -eq '10de' | Should -BeTrue
        $device.DeviceClass | Should -Be DisplayController
        "$($device.ClassId)" | Should -BeExactly '0x0302'
        $device.Bus, $device.Slot, $device.Function | Should -Be 3, 0, 0
        $device.VMHost.Name | Should -BeExactly 'esxi01.domain.com'
        $device.PassthroughCapable | Should -BeTrue
    }

    It 'lists what cannot be passed through, too' {
        @(Get-VMHostPciDevice esxi01* | Where-Object PassthroughCapable -EQ $false).Count | Should -Be 5
    }
}

Describe 'Objects in scripts' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'have lists that can be indexed' {
        $machine = Get-VM train-01
        $machine.PassthroughDevices[1].Id | Should -BeExactly '0000:9a:00.0'
        $machine.PassthroughDevices[-1].Id | Should -BeExactly '0000:9a:00.0'
        $machine.PassthroughDevices[0].ConfigurableModes[1] | Should -Be DirectPath
        $machine.VMHost.PciDevices[1].Id | Should -BeExactly '0000:00:17.0'
        $machine.Cluster.VMHosts[1].Name | Should -BeExactly 'esxi04.domain.com'
        (Get-MmioSizing $machine).Devices[1].SizeGB | Should -Be 128
        (Get-PassthroughCapability -Technology Fixed).Aliases[1] | Should -BeExactly 'PCI passthrough'
        "$((Get-PassthroughCapability -Model IntelDlb).PciIds[0])" | Should -BeExactly '8086:2710'
    }

    It 'have settings that are found by name, as in a hashtable' {
        (Get-VM train-01).AdvancedSettings['PCIPASSTHRU.use64bitMMIO'] | Should -BeExactly TRUE
        (Get-VM train-01).AdvancedSettings['none'] | Should -BeNullOrEmpty
    }

    It 'are equal where they are the same thing, whenever they were read' {
        $esxi = Get-VMHost esxi01.domain.com
        @(Get-VM | Where-Object { $_.VMHost -eq $esxi }).Count | Should -Be 4
        @(Get-VM | Where-Object VMHost -EQ $esxi).Count | Should -Be 4
        @(Get-VM) -contains (Get-VM gpu-01) | Should -BeTrue
        (Get-VM gpu-01) -in (Get-VM gpu*) | Should -BeTrue
        (Get-VM gpu-01) -eq (Get-VM gpu-02) | Should -BeFalse
        (Get-VM gpu-01).Cluster -eq (Get-Cluster GPU-Cluster) | Should -BeTrue
        (Compare-Object (Get-VM) (Get-VM gpu-01, web-01) -PassThru).Count | Should -Be 8
        $other = Connect-TestServer -Name other -NotDefault
        (Get-VM gpu-01) -eq (Get-VM gpu-01 -Server $other) | Should -BeFalse
        Disconnect-VIServer $other -Force
    }

    It 'have identifiers that compare with numbers and text, on either side' {
        $id = (Get-PassthroughDevice -VM gpu-01).VendorId
        foreach ($same in ($id -eq 0x10de), (0x10de -eq $id), ($id -eq '10de'), ('0x10de' -eq $id), ($id -in 0x10de, 0x8086),
            ((0x10de, 0x8086) -contains $id), ($id -in '0x10de', '0x8086'), ($id -gt 0x1000), ($id -lt 0x8086), ([int]$id -eq 4318)) {
            $same | Should -BeTrue
        }
        $id -eq 0x8086 | Should -BeFalse
        $id -eq 'no id' | Should -BeFalse
        '{0:x}' -f $id | Should -BeExactly 10de
    }

    It 'sum, sort and group as numbers do' {
        (Get-VM | Measure-Object -Property MemoryGB -Sum).Sum | Should -Be 572
        (Get-VM | Sort-Object -Property MemoryGB -Descending | Select-Object -First 2).Name | Should -BeExactly train-01, hpc-01
        (Get-VM | Group-Object -Property { $_.VMHost.Name } | Where-Object Count -EQ 4).Name | Should -BeExactly 'esxi01.domain.com'
        @(Get-VM | Where-Object { $_.PassthroughDevices }).Count | Should -Be 4
        @(Get-VM | Where-Object VMHost -Like esxi02*).Count | Should -Be 2
    }
}
