BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Initialize-FlexMachine {
        # flex-01 runs on esxi02 with a Flex 170, which esxi06 has too; both hosts are in GPU-Cluster.
        $null = Set-PassthroughDevice 0000:2a:00.0 -VMHost esxi02* -Mode EnhancedDirectPath
        $null = Set-PassthroughDevice 0000:3b:00.0 -VMHost esxi06* -Mode EnhancedDirectPath
        $null = Restart-VMHost esxi02*, esxi06* -Force -Confirm:$false
        $null = Add-PassthroughDevice flex-01 -DeviceClass com.intel.flexgpu
        $null = Set-MmioSizing flex-01
        $null = Start-VM flex-01
    }
}

Describe 'Suspend-VM and Restart-VM' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Rack
        $null = Start-VM web-01
    }
    AfterEach { Disconnect-TestServer }

    It 'suspends a machine given by <how>, and Start-VM resumes it' -ForEach @(
        @{ How = 'name'; Script = { Suspend-VM web-01 -Confirm:$false } }
        @{ How = 'object'; Script = { Suspend-VM -VM (Get-VM web-01) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VM web-01 | Suspend-VM -Confirm:$false } }
        @{ How = 'a name in the pipeline'; Script = { 'web-01' | Suspend-VM -Confirm:$false } }
        @{ How = 'pattern'; Script = { Suspend-VM web-* -Confirm:$false } }
    ) {
        $machine = @(& $Script)
        $machine.Count | Should -Be 1
        $machine[0] | Should -BeOfType 'PassthroughTools.Inventory.VirtualMachine'
        $machine[0].PowerState | Should -Be Suspended
        (Start-VM web-01).PowerState | Should -Be PoweredOn
        Assert-TestEvent (Get-PassthroughEvent) -Says "VM 'web-01' resumed"
    }

    It 'restarts a machine given by <how>, which is an event' -ForEach @(
        @{ How = 'name'; Script = { Restart-VM web-01 -Confirm:$false } }
        @{ How = 'object'; Script = { Restart-VM (Get-VM web-01) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VM web-01 | Restart-VM -Confirm:$false } }
    ) {
        $change = Get-TestChange { $script:machine = & $Script }
        $machine.PowerState | Should -Be PoweredOn
        Assert-TestEvent $change -Operation RestartVM
    }

    It 'keeps the device of a suspended and of a restarted machine' {
        Initialize-FlexMachine
        $null = Restart-VM flex-01 -Confirm:$false
        (Suspend-VM flex-01 -Confirm:$false).PassthroughDevices.Id | Should -BeExactly '0000:2a:00.0'
        (Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0).VM.Name | Should -BeExactly flex-01
        (Start-VM flex-01).PassthroughDevices.Id | Should -BeExactly '0000:2a:00.0'
        (Stop-VM flex-01 -Confirm:$false).PassthroughDevices.Id | Should -BeNullOrEmpty
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'to suspend what is off'; Script = { Suspend-VM legacy-01, web-01 -Confirm:$false }; Id = 'InvalidPowerState'; Target = 'legacy-01'; Says = "Start-VM -VM 'legacy-01'" }
        @{ What = 'to restart what is off'; Script = { Restart-VM legacy-01, web-01 -Confirm:$false }; Id = 'InvalidPowerState'; Target = 'legacy-01'; Says = 'only a running VM' }
        @{ What = 'a machine that is not there'; Script = { 'none', 'web-01' | Suspend-VM -Confirm:$false }; Id = 'VMNotFound'; Target = 'none'; Says = 'Get-VM' }
        @{ What = 'to suspend a Fixed device, even with -Force'; Id = 'FeatureNotSupported'; Target = 'gpu-01'; Says = "catalog entry Fixed ("
            Script = { $null = Start-VM gpu-01; Suspend-VM gpu-01, web-01 -Force -Confirm:$false } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Target $Target -Says $Says
        $result.Output.Name | Should -BeExactly web-01
    }
}

Describe 'Where no source says' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Oddities
        $null = Set-MmioSizing has-half
        $null = Start-VM has-half
    }
    AfterEach { Disconnect-TestServer }

    It '<what> is refused, and done with -Force' -ForEach @(
        @{ What = 'Storage vMotion'; Refused = { Move-VM has-half -Datastore ssd }; Forced = { Move-VM has-half -Datastore ssd -Force }; Command = 'Move-VM' }
        @{ What = 'hot add of memory'; Refused = { Set-VM has-half -MemoryGB 16 }; Forced = { Set-VM has-half -MemoryGB 16 -Force }; Command = 'Set-VM' }
        @{ What = 'hot add of CPUs'; Refused = { Set-VM has-half -NumCpu 4 }; Forced = { Set-VM has-half -NumCpu 4 -Force }; Command = 'Set-VM' }
        @{ What = 'a snapshot'; Refused = { New-Snapshot has-half x }; Forced = { New-Snapshot has-half x -Force }; Command = 'New-Snapshot' }
    ) {
        $result = Invoke-Recorded $Refused
        Assert-Refusal $result.Errors[0] FeatureNotSupported -Category InvalidOperation -Target has-half -Says "give $Command -Force"
        $result.Errors[0].Exception.Message | Should -BeLike '*with device 0000:50:00.0 Half is not known*'
        $result = Invoke-Recorded $Forced
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 1
    }

    It 'what the DVX class allows is done, and what it denies is refused even with -Force' {
        (New-Snapshot has-half x -Memory).Memory | Should -BeTrue
        Assert-Refusal (Invoke-Recorded { Move-VM has-half odd03.lab -Force }).Errors[0] FeatureNotSupported -Target has-half -Says 'DVX class com.example.half'
        (Suspend-VM has-half -Confirm:$false).PowerState | Should -Be Suspended
    }
}

Describe 'Move-VM' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'moves a stopped machine given by <how>' -ForEach @(
        @{ How = 'name, to a host by name'; Script = { Move-VM web-01 esxi02.domain.com } }
        @{ How = 'object, to a host by object'; Script = { Move-VM -VM (Get-VM web-01) -Destination (Get-VMHost esxi02*) } }
        @{ How = 'pipeline'; Script = { Get-VM web-01 | Move-VM -Destination esxi02.domain.com } }
        @{ How = 'a name in the pipeline'; Script = { 'web-01' | Move-VM -Destination esxi02.domain.com } }
        @{ How = 'name, to a host in the pipeline'; Script = { Get-VMHost esxi02* | Move-VM -VM web-01 } }
    ) {
        $machine = @(& $Script)
        $machine.Count | Should -Be 1
        $machine[0].VMHost.Name | Should -BeExactly 'esxi02.domain.com'
        (Get-VM -Location esxi02*).Name | Should -Contain web-01
    }

    It 'moves a running machine, and its device becomes one of the new host' {
        Initialize-FlexMachine
        $moved = Move-VM flex-01 esxi06*
        $moved.PowerState | Should -Be PoweredOn
        $moved.PassthroughDevices.Id | Should -BeExactly '0000:3b:00.0'
        (Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0).VM | Should -BeNullOrEmpty
        Assert-TestEvent (Get-PassthroughEvent) -Says '*while it runs'
    }

    It 'moves files, of a name in the pipeline too' {
        (Move-VM web-01 -Datastore ssd).VMHost.Name | Should -BeExactly 'esxi01.domain.com'
        $change = Get-TestChange { $script:result = Invoke-Recorded { 'web-01' | Move-VM -Datastore nvme } }
        $result.Errors | Should -BeNullOrEmpty
        Assert-TestEvent $change -Says "VM 'web-01' moved from datastore 'ssd' to 'nvme'"
    }

    It 'chooses another host of a cluster that takes it' {
        $moved = Move-VM web-01 GPU-Cluster
        $moved.VMHost.Name | Should -Not -BeExactly 'esxi01.domain.com'
        $moved.Cluster.Name | Should -BeExactly GPU-Cluster
        Initialize-FlexMachine
        (Move-VM flex-01 -Destination (Get-Cluster GPU*)).VMHost.Name | Should -BeExactly 'esxi06.domain.com'
        Assert-Refusal (Invoke-Recorded { Move-VM flex-01 Accel-Cluster }).Errors[0] DeviceNotAvailable -Target flex-01
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'no destination'; Script = { Move-VM web-01 }; Id = 'ValueInvalid'; Target = 'web-01'; Says = '-Destination' }
        @{ What = 'a destination that is not there'; Script = { Move-VM web-01 nowhere }; Id = 'ClusterNotFound'; Target = 'nowhere'; Says = 'Get-VMHost' }
        @{ What = 'a Fixed device'; Script = { Move-VM gpu-01 esxi02* }; Id = 'DeviceOnOtherHost'; Target = 'gpu-01'; Says = "Get-PassthroughDevice -VM 'gpu-01' -Id 0000:41:00.0 | Remove-PassthroughDevice" }
        @{ What = 'a host in maintenance mode'; Script = { $null = Set-VMHost esxi02* Maintenance; Move-VM web-01 esxi02* }; Id = 'VMHostNotAvailable'; Target = 'esxi02.domain.com'; Says = 'Use another host' }
        @{ What = 'a running machine with a Fixed device'; Script = { $null = Start-VM gpu-01; Move-VM gpu-01 esxi02* }; Id = 'FeatureNotSupported'; Target = 'gpu-01'; Says = '0000:41:00.0 TU104GL' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Target $Target -Says $Says
        $result.Output | Should -BeNullOrEmpty
    }
}

Describe 'Set-VM on a running machine' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'adds memory and CPUs, and takes CPUs, where the device allows that' {
        Initialize-FlexMachine
        $grown = Set-VM flex-01 -MemoryGB 32 -NumCpu 8
        $grown.MemoryGB, $grown.NumCpu, $grown.PowerState | Should -Be 32, 8, 'PoweredOn'
        (Set-VM flex-01 -NumCpu 4).NumCpu | Should -Be 4
        (Get-VM flex-01).PassthroughDevices.Id | Should -BeExactly '0000:2a:00.0'
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'memory with a Fixed device'; Script = { Set-VM gpu-01 -MemoryGB 64 }; Id = 'FeatureNotSupported'; Says = 'does not support HotAddMemory with device 0000:41:00.0' }
        @{ What = 'CPUs with a Fixed device'; Script = { Set-VM gpu-01 -NumCpu 16 -Force }; Id = 'FeatureNotSupported'; Says = 'does not support HotAddRemoveVcpu' }
        @{ What = 'less memory'; Script = { Set-VM gpu-01 -MemoryGB 16 }; Id = 'VMNotPoweredOff'; Says = "Stop-VM -VM 'gpu-01'" }
        @{ What = 'other firmware'; Script = { Set-VM gpu-01 -Firmware Bios }; Id = 'VMNotPoweredOff'; Says = 'powered off' }
    ) {
        $null = Start-VM gpu-01
        Assert-Refusal (Invoke-Recorded $Script).Errors[0] $Id -Target gpu-01 -Says $Says
        (Get-VM gpu-01).MemoryGB | Should -Be 32
    }
}

Describe 'Set-VMHost' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'puts a host given by <how> into maintenance mode, and back' -ForEach @(
        @{ How = 'name'; Script = { Set-VMHost esxi03.domain.com Maintenance } }
        @{ How = 'object'; Script = { Set-VMHost -VMHost (Get-VMHost esxi03*) -State Maintenance } }
        @{ How = 'pipeline'; Script = { Get-VMHost esxi03* | Set-VMHost -State Maintenance } }
        @{ How = 'a name in the pipeline'; Script = { 'esxi03.domain.com' | Set-VMHost -State Maintenance } }
    ) {
        $esxi = & $Script
        $esxi | Should -BeOfType 'PassthroughTools.Inventory.VMHost'
        $esxi.InMaintenanceMode | Should -BeTrue
        Assert-Refusal (Invoke-Recorded { Start-VM crypto-01 }).Errors[0] VMHostNotAvailable -Target esxi03.domain.com
        (Restart-VMHost esxi03* -Confirm:$false).InMaintenanceMode | Should -BeTrue
        (Set-VMHost esxi03* Connected).InMaintenanceMode | Should -BeFalse
        (Start-VM crypto-01).PowerState | Should -Be PoweredOn
    }

    It 'evacuates: what runs moves with its device, what is off is registered elsewhere, what is suspended stays' {
        Initialize-FlexMachine
        $null = Move-VM web-01, legacy-01 -Destination esxi02*
        $null = Start-VM web-01 | Suspend-VM -Confirm:$false
        $null = Set-VMHost esxi02* Maintenance -Evacuate
        $flex = Get-VM flex-01
        $flex.VMHost.Name, $flex.PowerState, $flex.PassthroughDevices.Id | Should -Be 'esxi06.domain.com', 'PoweredOn', '0000:3b:00.0'
        (Get-VM legacy-01, flex-02).VMHost.Name | Should -Not -Contain 'esxi02.domain.com'
        (Get-VM web-01).VMHost.Name, (Get-VM web-01).PowerState | Should -Be 'esxi02.domain.com', 'Suspended'
    }

    It 'refuses <what>, and nothing has moved' -ForEach @(
        @{ What = 'a host that runs machines'; Script = { Set-VMHost esxi01* Maintenance }; Id = 'VMHostInUse'; Target = 'esxi01.domain.com'; Says = '-Evacuate' }
        @{ What = 'to evacuate what cannot move'; Script = { Set-VMHost esxi01* Maintenance -Evacuate }; Id = 'FeatureNotSupported'; Target = 'gpu-01'; Says = 'New-PassthroughMaintenancePlan' }
        @{ What = 'a state that is none'; Script = { Set-VMHost esxi01* Disconnected }; Id = 'ValueInvalid'; Target = 'Disconnected'; Says = 'Choose Maintenance or Connected' }
    ) {
        $null = Start-VM gpu-01, web-01
        $changes = Get-TestChange { $script:result = Invoke-Recorded $Script }
        Assert-Refusal $result.Errors[0] $Id -Target $Target -Says $Says
        $changes | Should -BeNullOrEmpty
        (Get-VM web-01).VMHost.Name | Should -BeExactly 'esxi01.domain.com'
    }
}
