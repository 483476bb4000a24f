BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Start-VM and Stop-VM' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'powers on a machine given by <how>' -ForEach @(
        @{ How = 'name'; Script = { Start-VM gpu-01 } }
        @{ How = 'parameter name'; Script = { Start-VM -VM gpu-01 } }
        @{ How = 'object'; Script = { Start-VM (Get-VM gpu-01) } }
        @{ How = 'pipeline'; Script = { Get-VM gpu-01 | Start-VM } }
        @{ How = 'a name in the pipeline'; Script = { 'gpu-01' | Start-VM } }
        @{ How = 'pattern'; Script = { Start-VM gpu-*1 } }
        @{ How = 'name, without a question'; Script = { Start-VM gpu-01 -Confirm:$false } }
    ) {
        $machine = @(& $Script)
        $machine.Count | Should -Be 1
        $machine[0] | Should -BeOfType 'PassthroughTools.Inventory.VirtualMachine'
        $machine[0].PowerState | Should -Be PoweredOn
        (Get-VM gpu-01).PowerState | Should -Be PoweredOn
    }

    It 'powers off a machine given by <how>' -ForEach @(
        @{ How = 'name'; Script = { Stop-VM gpu-01 -Confirm:$false } }
        @{ How = 'object'; Script = { Stop-VM -VM (Get-VM gpu-01) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VM gpu-01 | Stop-VM -Confirm:$false } }
        @{ How = '-Kill'; Script = { Stop-VM gpu-01 -Kill -Confirm:$false } }
    ) {
        $null = Start-VM gpu-01
        (& $Script).PowerState | Should -Be PoweredOff
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
    }

    It 'gives a Dynamic request a device at power on, and frees it at power off' {
        $running = Start-VM gpu-02
        $running.PassthroughDevices.Id | Should -BeExactly '0000:b1:00.0'
        (Get-PassthroughDevice -VMHost esxi06* -Id 0000:b1:00.0).VM.Name | Should -BeExactly gpu-02
        Assert-TestEvent (Get-PassthroughEvent) -Says '*0000:b1:00.0*'
        (Stop-VM gpu-02 -Confirm:$false).PassthroughDevices.Id | Should -BeNullOrEmpty
        (Get-PassthroughDevice -VMHost esxi06* -Id 0000:b1:00.0).VM | Should -BeNullOrEmpty
    }

    It 'leaves a Fixed device with its machine' {
        $null = Start-VM gpu-01
        (Stop-VM gpu-01 -Confirm:$false).PassthroughDevices.Id | Should -BeExactly '0000:41:00.0'
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'to power on what runs'; Script = { $null = Start-VM gpu-01; Start-VM gpu-01, web-01 }; Id = 'InvalidPowerState'; Target = 'gpu-01' }
        @{ What = 'to power off what is off'; Script = { $null = Start-VM web-01; Stop-VM gpu-01, web-01 -Confirm:$false }; Id = 'InvalidPowerState'; Target = 'gpu-01' }
        @{ What = 'a machine that is not there'; Script = { 'none', 'web-01' | Start-VM }; Id = 'VMNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Target $Target
        $result.Output.Name | Should -BeExactly web-01
    }

    It 'refuses a second machine that asks for the only device' {
        $second = New-VM gpu-03 -VMHost esxi06* -Firmware Efi -MemoryGB 8
        $null = $second | Get-VMResourceConfiguration | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        $null = Add-PassthroughDevice gpu-03 -AllowedDevice 10de:1eb8
        $null = Set-MmioSizing gpu-03
        $null = Start-VM gpu-02
        $result = Invoke-Recorded { Start-VM gpu-03 }
        Assert-Refusal $result.Errors[0] DeviceNotAvailable -Category ResourceUnavailable -Target gpu-03 -Says "belongs to VM 'gpu-02'"
        $null = Stop-VM gpu-02 -Confirm:$false
        (Start-VM gpu-03).PassthroughDevices.Id | Should -BeExactly '0000:b1:00.0'
    }

    It 'works on many machines, one event each' {
        $changes = @(Get-TestChange { Get-VM | Start-VM })
        $changes.Count | Should -Be 10
        $changes.Operation | Select-Object -Unique | Should -BeExactly PowerOnVM
        Get-VM | ForEach-Object { $_.PowerState | Should -Be PoweredOn }
    }
}

Describe 'Start-VM and Stop-VM of machines in other states' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Oddities }
    AfterEach { Disconnect-TestServer }

    It 'resumes a suspended machine with the device that it kept' {
        (Start-VM suspended).PassthroughDevices.Id | Should -BeExactly '0000:24:00.0'
        Assert-TestEvent (Get-PassthroughEvent) -Says '*resumed*'
    }

    It 'powers off a suspended machine' {
        (Stop-VM suspended -Confirm:$false).PowerState | Should -Be PoweredOff
    }

    It 'refuses a template by object' {
        Assert-Refusal (Invoke-Recorded { Get-Template golden | Start-VM }).Errors[0] TemplateNotSupported -Target golden -Says 'Get-VM'
        Assert-Refusal (Invoke-Recorded { Get-Template golden | Stop-VM -Confirm:$false }).Errors[0] TemplateNotSupported -Target golden
    }

    It 'refuses a host that is out of service' {
        Assert-Refusal (Invoke-Recorded { Start-VM in-maintenance }).Errors[0] VMHostNotAvailable -Category InvalidOperation -Target maint.lab
    }

    It 'refuses a region that is too small for the devices' {
        $result = Invoke-Recorded { Start-VM small-mmio }
        Assert-Refusal $result.Errors[0] MmioSizeTooSmall -Category LimitsExceeded -Target small-mmio -Says "Set-MmioSizing -VM 'small-mmio'"
        $null = Set-MmioSizing small-mmio
        (Start-VM small-mmio).PassthroughDevices.Id | Should -BeExactly '0000:20:00.0'
    }

    It 'refuses a label that no device has' {
        Assert-Refusal (Invoke-Recorded { Start-VM wants-label }).Errors[0] DeviceNotAvailable -Target wants-label -Says "labelled 'nowhere'"
    }

    It 'does what its error messages say, until it is refused no more' {
        $machine = New-VM mend -VMHost odd01.lab -HardwareVersion vmx-13 -MemoryGB 4
        for ($step = 0; $step -lt 10; $step++) {
            $result = Invoke-Recorded { Add-PassthroughDevice $machine.Name -AllowedDevice 10de:20f1 -ErrorAction Stop }
            if (-not $result.Thrown) { break }
            $result.Thrown.Exception.Message -match 'Run: (?<remedy>[^(]+)' | Should -BeTrue
            $null = & ([scriptblock]::Create($Matches.remedy))
        }
        $step | Should -BeGreaterOrEqual 3
        $result = Invoke-Recorded { Start-VM mend -ErrorAction Stop }
        $result.Thrown.Exception.Message -match 'Run: (?<remedy>[^(]+)' | Should -BeTrue
        $null = & ([scriptblock]::Create($Matches.remedy))
        (Start-VM mend).PassthroughDevices.Id | Should -BeExactly '0000:20:00.0'
    }
}

Describe 'Remove-VMHost' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'removes a host given by <how>, with what is registered on it' -ForEach @(
        @{ How = 'name'; Script = { Remove-VMHost esxi01.domain.com -Confirm:$false } }
        @{ How = 'object'; Script = { Remove-VMHost -VMHost (Get-VMHost esxi01*) -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VMHost esxi01* | Remove-VMHost -Confirm:$false } }
    ) {
        & $Script | Should -BeNullOrEmpty
        (Get-VMHost).Name | Should -Not -Contain esxi01.domain.com
        @(Get-VMHost).Count | Should -Be 5
        Get-VM gpu-01 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Assert-TestEvent (Get-PassthroughEvent) -Says "Host 'esxi01.domain.com' removed with *'gpu-01'*"
    }

    It 'refuses a host while a machine runs there' {
        $null = Start-VM gpu-01
        Assert-Refusal (Invoke-Recorded { Remove-VMHost esxi01* -Confirm:$false }).Errors[0] VMHostInUse -Category ResourceBusy -Target esxi01.domain.com -Says "Stop-VM -VM 'gpu-01'"
        @(Get-VMHost).Count | Should -Be 6
    }

    It 'announces with -WhatIf what leaves with the host, and warns of a refusal' {
        $null = Start-VM gpu-01
        $refused = Invoke-Recorded { Remove-VMHost esxi01* -WhatIf }
        $refused.Warnings.Message | Should -BeLike "As things are, this would be refused: VM 'gpu-01' runs on host 'esxi01.domain.com', *Stop-VM -VM 'gpu-01'"
        $null = Stop-VM gpu-01 -Confirm:$false
        (Invoke-Recorded { Remove-VMHost esxi01* -WhatIf }).Warnings | Should -BeNullOrEmpty
        @(Get-VMHost).Count | Should -Be 6
    }

    It 'names with -WhatIf the machines that leave with the host' {
        $result = Invoke-TestProcess "`$null = Connect-VIServer '$($server.Name)'; Remove-VMHost esxi01.domain.com, esxi05.domain.com -WhatIf"
        $vms = @(Get-VM -Location esxi01.domain.com | Sort-Object Name).Name
        $vms.Count | Should -BeGreaterThan 1
        $line = @($result -split '\r?\n' -like "What if: *Remove host and its VMs: *'esxi01.domain.com'*")
        $line.Count | Should -Be 1
        foreach ($name in $vms) { $line[0] | Should -BeLike "*$name*" }
    }

    It 'undoes an import under a wrong name' {
        $before = @(Get-VM).Count
        $files = Get-ChildItem (Join-Path $PSScriptRoot ../examples/rack/esxi02.domain.com)
        $null = $files | Import-PassthroughInventory -VMHost esx02.domain.com
        (Get-VM -Location esxi02.domain.com) | Should -BeNullOrEmpty -Because 'their UUIDs tell that they have moved'
        $null = $files | Import-PassthroughInventory -VMHost esxi02.domain.com
        Remove-VMHost esx02.domain.com -Confirm:$false
        @(Get-VM).Count | Should -Be $before
        @(Get-VMHost).Count | Should -Be 6
    }
}

Describe 'Restart-VMHost' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'restarts a host given by <how>' -ForEach @(
        @{ How = 'name'; Script = { Restart-VMHost esxi02.domain.com -Force -Confirm:$false } }
        @{ How = 'object'; Script = { Restart-VMHost -VMHost (Get-VMHost esxi02*) -Force -Confirm:$false } }
        @{ How = 'pipeline'; Script = { Get-VMHost esxi02* | Restart-VMHost -Force -Confirm:$false } }
        @{ How = 'a name in the pipeline'; Script = { 'esxi02.domain.com' | Restart-VMHost -Force -Confirm:$false } }
    ) {
        $null = Set-PassthroughDevice 0000:2a:00.0 -VMHost esxi02* -Mode DirectPath
        $esxi = & $Script
        $esxi | Should -BeOfType 'PassthroughTools.Inventory.VMHost'
        $esxi.RebootRequired | Should -BeFalse
        (Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0).PassthroughActive | Should -BeTrue
    }

    It 'refuses a host that is not in maintenance mode, and names what runs there' {
        $null = Start-VM gpu-01
        $result = Invoke-Recorded { Restart-VMHost esxi01*, esxi02* -Confirm:$false }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] MaintenanceModeRequired -Category InvalidOperation -Target esxi01.domain.com -Says "'gpu-01'"
        (Get-VM gpu-01).PowerState | Should -Be PoweredOn
    }

    It 'powers off what runs there with -Force' {
        $null = Start-VM gpu-01, gpu-02
        $null = Restart-VMHost esxi06* -Force -Confirm:$false
        (Get-VM gpu-02).PowerState | Should -Be PoweredOff
        (Get-VM gpu-02).PassthroughDevices.Id | Should -BeNullOrEmpty
        (Get-VM gpu-01).PowerState | Should -Be PoweredOn
    }

    It 'registers machines without Fixed devices elsewhere with -Evacuate' {
        $null = Restart-VMHost esxi01* -Force -Evacuate -Confirm:$false
        (Get-VM gpu-01).VMHost.Name | Should -BeExactly 'esxi01.domain.com'
        (Get-VM web-01).VMHost.Name | Should -Not -BeExactly 'esxi01.domain.com'
        (Get-VM web-01).Cluster.Name | Should -BeExactly 'GPU-Cluster'
    }

    It 'restarts a host in maintenance mode without -Force, and refuses one that is gone' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        (Restart-VMHost maint.lab -Confirm:$false).RebootRequired | Should -BeFalse
        Assert-Refusal (Invoke-Recorded { Restart-VMHost gone.lab -Force -Confirm:$false }).Errors[0] VMHostNotAvailable -Target gone.lab
        Assert-Refusal (Invoke-Recorded { Restart-VMHost none -Force -Confirm:$false }).Errors[0] VMHostNotFound -Target none
    }
}
