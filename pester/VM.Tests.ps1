BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'New-VM' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'creates a machine as it is asked for' {
        $machine = New-VM -Name full -VMHost esxi04.domain.com -MemoryGB 128 -NumCpu 16 -CoresPerSocket 8 -HardwareVersion vmx-20 `
            -GuestId ubuntu64Guest -Notes 'for tests' -Firmware Efi
        $machine | Should -BeOfType 'PassthroughTools.Inventory.VirtualMachine'
        $machine.VMHost.Name | Should -BeExactly 'esxi04.domain.com'
        $machine.MemoryMB | Should -Be 131072
        $machine.NumCpu, $machine.CoresPerSocket | Should -Be 16, 8
        $machine.HardwareVersion | Should -BeExactly 'vmx-20'
        $machine.GuestId | Should -BeExactly ubuntu64Guest
        $machine.Notes | Should -BeExactly 'for tests'
        $machine.Firmware | Should -Be Efi
        $machine.PowerState | Should -Be PoweredOff
        (Get-VM full).Id | Should -BeExactly $machine.Id
    }

    It 'fills in what is not said: 1 CPU, 1 GB, BIOS, the newest hardware version of the host' {
        $machine = New-VM plain -VMHost esxi05.domain.com
        $machine.NumCpu, $machine.MemoryMB | Should -Be 1, 1024
        $machine.Firmware | Should -Be Bios
        $machine.HardwareVersion | Should -BeExactly 'vmx-21'
    }

    It 'takes its place from <how>' -ForEach @(
        @{ How = 'a host object'; Script = { New-VM -Name $name -VMHost (Get-VMHost esxi06*) }; VMHost = 6 }
        @{ How = 'a pattern that one host fits'; Script = { New-VM -Name $name -VMHost esxi06* }; VMHost = 6 }
        @{ How = 'a host in the pipeline'; Script = { Get-VMHost esxi06* | New-VM -Name $name }; VMHost = 6 }
        @{ How = 'a host name in the pipeline'; Script = { 'esxi06.domain.com' | New-VM -Name $name }; VMHost = 6 }
        @{ How = '-ResourcePool, a host'; Script = { New-VM -Name $name -ResourcePool esxi06.domain.com }; VMHost = 6 }
        @{ How = '-ResourcePool, a cluster: its emptiest host'; Script = { New-VM -Name $name -ResourcePool Accel-Cluster }; VMHost = 3 }
        @{ How = 'a cluster in the pipeline'; Script = { Get-Cluster Accel-Cluster | New-VM -Name $name }; VMHost = '[34]' }
    ) {
        $name = "placed-$How"
        (& $Script).VMHost.Name | Should -BeLike "esxi0$VMHost.domain.com"
        (Get-VM $name).Name | Should -BeExactly $name
    }

    It 'takes memory in MB or GB: <parameters.Keys> <parameters.Values>' -ForEach @(
        @{ Parameters = @{ MemoryMB = 1536 }; MB = 1536 }
        @{ Parameters = @{ MemoryGB = 1.5 }; MB = 1536 }
        @{ Parameters = @{ MemoryGB = '1.5' }; MB = 1536 }
        @{ Parameters = @{ MemoryGB = 2 }; MB = 2048 }
    ) {
        (New-VM -Name "mem-$($MB)-$((New-Guid).ToString('n'))" -VMHost esxi06* @Parameters).MemoryMB | Should -Be $MB
    }

    It 'refuses <what>, and creates nothing' -ForEach @(
        @{ What = 'a name that is taken'; Script = { New-VM gpu-01 -VMHost esxi02* }; Id = 'NameInUse'; Category = 'ResourceExists'; Target = 'gpu-01' }
        @{ What = 'a name that is taken in other case'; Script = { New-VM GPU-01 -VMHost esxi02* }; Id = 'NameInUse'; Category = 'ResourceExists' }
        @{ What = 'a blank name'; Script = { New-VM ' ' -VMHost esxi02* }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a name of 81 characters'; Script = { New-VM ('n' * 81) -VMHost esxi02* }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a name with a line break'; Script = { New-VM "a`nb" -VMHost esxi02* }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'no place'; Script = { New-VM x }; Id = 'ValueInvalid'; Category = 'InvalidArgument'; Target = 'x' }
        @{ What = 'a host that is not there'; Script = { New-VM x -VMHost none }; Id = 'VMHostNotFound'; Category = 'ObjectNotFound'; Target = 'none' }
        @{ What = 'a pattern that no host fits'; Script = { New-VM x -VMHost none* }; Id = 'VMHostNotFound'; Category = 'ObjectNotFound'; Target = 'none*' }
        @{ What = 'a pattern that several hosts fit'; Script = { New-VM x -VMHost esxi* }; Id = 'AmbiguousName'; Category = 'InvalidArgument'; Target = 'esxi*' }
        @{ What = 'a location that is not there'; Script = { New-VM x -ResourcePool none }; Id = 'ClusterNotFound'; Category = 'ObjectNotFound'; Target = 'none' }
        @{ What = 'a hardware version that is none'; Script = { New-VM x -VMHost esxi02* -HardwareVersion new }; Id = 'ValueInvalid'; Category = 'InvalidArgument'; Target = 'new' }
        @{ What = 'a hardware version that the host lacks'; Script = { New-VM x -VMHost esxi02* -HardwareVersion vmx-22 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'no CPUs'; Script = { New-VM x -VMHost esxi02* -NumCpu 0 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'sockets that do not come out'; Script = { New-VM x -VMHost esxi02* -NumCpu 4 -CoresPerSocket 3 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'memory of part of a MB'; Script = { New-VM x -VMHost esxi02* -MemoryGB 1.3 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'negative memory'; Script = { New-VM x -VMHost esxi02* -MemoryMB -4 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'memory in both units'; Script = { New-VM x -VMHost esxi02* -MemoryMB 4 -MemoryGB 4 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
    ) {
        Get-TestChange { $script:result = Invoke-Recorded $Script } | Should -BeNullOrEmpty
        $result.Errors.Count | Should -Be 1
        $check = @{ Category = $Category }
        if ($Target) { $check.Target = $Target }
        Assert-Refusal $result.Errors[0] $Id @check
        $result.Output.Count | Should -Be 0
    }

    It 'refuses a host that is out of service' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        foreach ($place in 'maint.lab', 'gone.lab') {
            Assert-Refusal (Invoke-Recorded { New-VM x -VMHost $place }).Errors[0] VMHostNotAvailable -Category InvalidOperation -Target $place
        }
        $result = Invoke-Recorded { New-VM x -ResourcePool Empty }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] VMHostNotFound -Target Empty -Says 'no connected host'
        Disconnect-TestServer
        $null = Connect-TestServer
    }

    It 'needs -Server where two servers are meant by a host name' {
        $other = Connect-TestServer -Name other
        Assert-Refusal (Invoke-Recorded { New-VM x -VMHost esxi02.domain.com }).Errors[0] AmbiguousName
        (New-VM x -VMHost esxi02.domain.com -Server $other).Uid | Should -BeLike "$($other.Uid)*"
        Disconnect-VIServer $other -Force
    }

    It 'takes hard names' {
        foreach ($name in 'n[1]', "it's", 'two words', "$([char]0x130)zmir", 'star*', '$x') {
            (New-VM -Name $name -VMHost esxi02*).Name | Should -BeExactly $name
            Remove-VM (Get-VM -Name $name) -Confirm:$false
        }
    }
}

Describe 'Set-VM' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'changes <what>' -ForEach @(
        @{ What = 'the name'; Script = { Set-VM web-01 -Name web-02 }; Property = 'Name'; Value = 'web-02' }
        @{ What = 'the case of the name'; Script = { Set-VM web-01 -Name WEB-01 }; Property = 'Name'; Value = 'WEB-01' }
        @{ What = 'the notes'; Script = { Set-VM web-01 -Notes 'a b' }; Property = 'Notes'; Value = 'a b' }
        @{ What = 'the notes by their alias'; Script = { Set-VM web-01 -Description d }; Property = 'Notes'; Value = 'd' }
        @{ What = 'CPUs'; Script = { Set-VM web-01 -NumCpu 8 }; Property = 'NumCpu'; Value = 8 }
        @{ What = 'cores'; Script = { Set-VM web-01 -CoresPerSocket 1 }; Property = 'CoresPerSocket'; Value = 1 }
        @{ What = 'memory in MB'; Script = { Set-VM web-01 -MemoryMB 6144 }; Property = 'MemoryGB'; Value = 6 }
        @{ What = 'memory in GB'; Script = { Set-VM web-01 -MemoryGB 5.5 }; Property = 'MemoryMB'; Value = 5632 }
        @{ What = 'the firmware'; Script = { Set-VM legacy-01 -Firmware efi }; Property = 'Firmware'; Value = 'Efi' }
        @{ What = 'the hardware version as vmx-21'; Script = { Set-VM web-01 -HardwareVersion vmx-21 }; Property = 'HardwareVersion'; Value = 'vmx-21' }
        @{ What = 'the hardware version as v21'; Script = { Set-VM web-01 -HardwareVersion v21 }; Property = 'HardwareVersion'; Value = 'vmx-21' }
        @{ What = 'a machine by object'; Script = { Set-VM -VM (Get-VM web-01) -Notes o }; Property = 'Notes'; Value = 'o' }
        @{ What = 'a machine of the pipeline'; Script = { Get-VM web-01 | Set-VM -Notes p }; Property = 'Notes'; Value = 'p' }
        @{ What = 'a name of the pipeline'; Script = { 'web-01' | Set-VM -Notes s }; Property = 'Notes'; Value = 's' }
    ) {
        $changed = & $Script
        $changed.$Property | Should -BeExactly $Value
        (Get-VM -Id $changed.Id).$Property | Should -BeExactly $Value
    }

    It 'changes several things at once, as one event' {
        $changes = @(Get-TestChange { Set-VM web-01 -Name web-02 -NumCpu 4 -MemoryGB 8 -Notes n })
        $changes.Count | Should -Be 1
        Assert-TestEvent $changes -Operation ChangeVM -Says '*CPUs 2 -> 4*'
    }

    It 'removes notes with an empty text' {
        $null = Set-VM web-01 -Notes text
        (Set-VM web-01 -Notes '').Notes | Should -BeNullOrEmpty
    }

    It 'takes a locked reservation along with the memory' {
        (Set-VM HighPerfVM -MemoryGB 96).MemoryReservationGB | Should -Be 96
    }

    It 'commits nothing where all is as asked' {
        $result = Invoke-Recorded { Get-TestChange { Set-VM web-01 -NumCpu 2 -Name web-01; Set-VM web-01 } }
        $result.Output.Count | Should -Be 0
        (Set-VM web-01 -NumCpu 2).Name | Should -BeExactly web-01
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'a name that is taken'; Script = { Set-VM web-01 -Name gpu-01 }; Id = 'NameInUse'; Category = 'ResourceExists'; Target = 'gpu-01' }
        @{ What = 'one name for two machines'; Script = { Set-VM web-01, legacy-01 -Name both }; Id = 'NameInUse'; Category = 'ResourceExists'; Target = 'both' }
        @{ What = 'an older hardware version'; Script = { Set-VM gpu-01, web-01 -HardwareVersion vmx-19 }; Id = 'ValueInvalid'; Category = 'InvalidArgument'; Target = 'gpu-01' }
        @{ What = 'a hardware version that the host lacks'; Script = { Set-VM web-01 -HardwareVersion vmx-22 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a machine that is not there'; Script = { Set-VM none, web-01 -Notes x }; Id = 'VMNotFound'; Category = 'ObjectNotFound'; Target = 'none' }
        @{ What = 'hardware of a machine that runs'; Script = { $null = Start-VM gpu-01; Set-VM gpu-01, web-01 -Firmware Bios }; Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; Target = 'gpu-01' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        $check = @{ Category = $Category }
        if ($Target) { $check.Target = $Target }
        Assert-Refusal $result.Errors[0] $Id @check
        $result.Output.Count | Should -BeExactly $(if ($What -match 'two|older|not there|runs') { 1 } else { 0 })
    }

    It 'changes notes and name of a machine that runs' {
        $null = Start-VM gpu-01
        (Set-VM gpu-01 -Notes running -Name gpu-running).Name | Should -BeExactly gpu-running
    }

    It 'refuses a template, by object, and does not know it by name' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        Assert-Refusal (Invoke-Recorded { Get-Template golden | Set-VM -Notes x }).Errors[0] TemplateNotSupported -Category InvalidOperation -Target golden
        Assert-Refusal (Invoke-Recorded { Set-VM golden -Notes x }).Errors[0] VMNotFound -Target golden
    }

    It 'refuses a machine that was removed since' {
        $machine = Get-VM web-01
        Remove-VM web-01 -Confirm:$false
        $result = Invoke-Recorded { Set-VM $machine -Notes x }
        Assert-Refusal $result.Errors[0] VMNotFound -Category ObjectNotFound -Target web-01 -Says 'any more'
    }
}

Describe 'Remove-VM' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'removes by <how>, and returns nothing' -ForEach @(
        @{ How = 'name'; Script = { Remove-VM web-01 -Confirm:$false } }
        @{ How = 'object'; Script = { Remove-VM -VM (Get-VM web-01) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VM web-01 | Remove-VM -Confirm:$false } }
        @{ How = 'pattern'; Script = { Remove-VM web* -Confirm:$false } }
        @{ How = '-DeletePermanently'; Script = { Remove-VM web-01 -DeletePermanently -Confirm:$false } }
        @{ How = '-DeleteFromDisk, its older name'; Script = { Remove-VM web-01 -DeleteFromDisk -Confirm:$false } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-VM web* | Should -BeNullOrEmpty
        @(Get-VM).Count | Should -Be 9
    }

    It 'frees the devices of the machine' {
        Remove-VM gpu-01 -Confirm:$false
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0).VM | Should -BeNullOrEmpty
        (Add-PassthroughDevice HighPerfVM 0000:41:00.0).VM.Name | Should -BeExactly HighPerfVM
    }

    It 'refuses a machine that runs, and goes on with the next' {
        $null = Start-VM gpu-01
        $result = Invoke-Recorded { Remove-VM gpu-01, web-01 -Confirm:$false }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] VMNotPoweredOff -Category InvalidOperation -Target gpu-01 -Says "Stop-VM -VM 'gpu-01'"
        Get-VM web-0* | Should -BeNullOrEmpty
        (Get-VM gpu-01).PassthroughDevices.Count | Should -Be 1
    }

    It 'never gives an id a second time' {
        $old = (Get-VM gpu-02).Id
        Remove-VM gpu-02 -Confirm:$false
        (New-VM gpu-02 -VMHost esxi06*).Id | Should -Not -BeExactly $old
    }
}

Describe 'What a VM parameter takes' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'takes <what>' -ForEach @(
        @{ What = 'an object'; Value = { Get-VM gpu-01 } }
        @{ What = 'an object in PSObject'; Value = { [psobject](Get-VM gpu-01) } }
        @{ What = 'an object with a note on it'; Value = { Get-VM gpu-01 | Add-Member -NotePropertyName Owner -NotePropertyValue me -PassThru } }
        @{ What = 'an array of objects'; Value = { , @(Get-VM gpu-01) } }
        @{ What = 'a typed array'; Value = { , [PassthroughTools.Inventory.VirtualMachine[]]@(Get-VM gpu-01) } }
        @{ What = 'a list'; Value = { , [Collections.Generic.List[object]]@(Get-VM gpu-01) } }
        @{ What = 'an object and its name, once'; Value = { (Get-VM gpu-01), 'gpu-01' } }
        @{ What = 'what Select-Object -First 1 gives'; Value = { Get-VM gpu* | Select-Object -First 1 } }
        @{ What = 'what Sort-Object gives'; Value = { Get-VM gpu-01 | Sort-Object -Property Name } }
        @{ What = 'what Where-Object gives'; Value = { Get-VM | Where-Object Name -EQ gpu-01 } }
        @{ What = 'the VM of a device'; Value = { (Get-PassthroughDevice -VM gpu-01).VM } }
        @{ What = 'the VM of a sizing'; Value = { (Get-MmioSizing gpu-01).VM } }
        @{ What = 'the name of an object'; Value = { (Get-VM gpu-01).Name } }
        @{ What = 'a string in PSObject'; Value = { [psobject]'gpu-01' } }
    ) {
        @(Get-PassthroughDevice -VM (& $Value)).Id | Should -BeExactly '0000:41:00.0'
        @(Get-MmioSizing -VM (& $Value)).RequiredGB | Should -Be 0.25
        @(Get-VMHost -VM (& $Value)).Name | Should -BeExactly 'esxi01.domain.com'
        @(Set-VM -VM (& $Value) -Notes same).Name | Should -BeExactly gpu-01
    }

    It 'takes a variable that the pipeline filled' {
        foreach ($found in Get-VM gpu-01) { (Set-VM $found -Notes v).Notes | Should -BeExactly v }
        Get-VM gpu-01 -PipelineVariable machine | ForEach-Object { (Set-VM $machine -Notes p).Notes | Should -BeExactly p }
        $null = Get-VM gpu-01 -OutVariable kept
        @(Set-VM $kept -Notes w).Notes | Should -BeExactly w
    }

    It 'takes <what> for a host' -ForEach @(
        @{ What = 'an object'; Value = { Get-VMHost esxi01* } }
        @{ What = 'an object in PSObject'; Value = { [psobject](Get-VMHost esxi01*) } }
        @{ What = 'what Select-Object -First 1 gives'; Value = { Get-VMHost | Select-Object -First 1 } }
        @{ What = 'the host of a machine'; Value = { (Get-VM gpu-01).VMHost } }
        @{ What = 'the host of a device'; Value = { (Get-PassthroughDevice -VM gpu-01).VMHost } }
        @{ What = 'a host of a cluster'; Value = { (Get-Cluster GPU*).VMHosts[0] } }
        @{ What = 'an array'; Value = { , @((Get-VMHost esxi01*), 'esxi01.domain.com') } }
    ) {
        @(Get-PassthroughDevice -VMHost (& $Value) -Id 0000:03:00.0).Count | Should -Be 1
        @(Get-VMHostPciDevice -VMHost (& $Value)).Count | Should -Be 13
        @(Get-VM -Location (& $Value)).Count | Should -Be 4
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a host'; Script = { Start-VM -VM (Get-VMHost esxi01*) } }
        @{ What = 'a device'; Script = { Start-VM -VM (Get-PassthroughDevice -VM gpu-01) } }
        @{ What = 'an object of another kind with the same name'; Script = { Get-VMHost -VM ([IO.FileInfo]'gpu-01') } }
        @{ What = 'null among machines'; Script = { Start-VM -VM (Get-VM gpu-01), $null } }
    ) {
        $Script | Should -Throw -ErrorId '*,PassthroughTools.Commands.*'
        $Script | Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException])
    }

    It 'refuses in the pipeline what is no machine, and goes on' {
        $result = Invoke-Recorded { (Get-VMHost esxi01*), (Get-VM gpu-02), $null, 'gpu-01' | Get-MmioSizing }
        $result.Errors.Count | Should -Be 2
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
        @($result.Output.VM.Name) | Should -BeExactly gpu-02, gpu-01
    }
}
