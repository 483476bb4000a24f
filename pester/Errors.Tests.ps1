BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    # A change waits 10 s for the lock: it waits while the other tests run.
    $script:held = $null
    if ((Get-TestBackend) -eq 'JsonStore') {
        $script:held = Connect-TestServer -Inventory Rack -Name held -NotDefault
        $script:lock = [IO.File]::Open(($held.Name -replace '\.json$', '.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
        $script:waiting = Open-TestRunspace '$null = Connect-VIServer $target; Start-VM gpu-01; Get-VM gpu-01' -Variable @{ target = $held.Name }
        Disconnect-TestServer
    }
}

AfterAll {
    if ($held) { $lock.Dispose() }
}

Describe 'Refusals' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Oddities }
    AfterEach { Disconnect-TestServer }

    It '<id>: <what>' -ForEach @(
        @{ Id = 'DeviceInUse'; Category = 'ResourceBusy'; What = 'a device that a machine has'; Target = 'T4 held'; Says = "VM 'running'"
            Script = { Add-PassthroughDevice ready 0000:23:00.0 } }
        @{ Id = 'DeviceInUse'; Category = 'ResourceBusy'; What = 'a device that a suspended machine has'; Target = 'T4 suspended'; Says = "VM 'suspended'"
            Script = { Add-PassthroughDevice ready 0000:24:00.0 } }
        @{ Id = 'DeviceInUse'; Category = 'ResourceBusy'; What = 'a physical function of which a function is used'; Target = 'E810 PF'; Says = '0000:10:01.1'
            Script = { $null = Add-PassthroughDevice ready 0000:10:01.1; Set-PassthroughDevice 0000:10:00.0 -VMHost odd01.lab -Mode DirectPath } }
        @{ Id = 'DeviceInUse'; Category = 'ResourceBusy'; What = 'a virtual function of a function that is taken'; Target = 'E810 VF 0'; Says = '0000:10:00.0'
            Script = { $null = Set-PassthroughDevice 0000:10:00.0 -VMHost odd01.lab -Mode DirectPath; Add-PassthroughDevice ready 0000:10:01.0 } }
        @{ Id = 'DeviceInUse'; Category = 'ResourceBusy'; What = 'the mode of a device that a machine has'; Target = 'T4 held'
            Script = { Set-PassthroughDevice 0000:23:00.0 -VMHost odd01.lab -Mode Host } }
        @{ Id = 'DeviceNotPassthroughCapable'; Category = 'InvalidOperation'; What = 'a bridge'; Target = 'Bridge'
            Script = { Get-VMHostPciDevice odd01.lab -Name Bridge | Add-PassthroughDevice -VM ready } }
        @{ Id = 'DeviceNotEnabled'; Category = 'InvalidOperation'; What = 'a device that the host keeps'; Target = 'E810 PF'; Says = 'Set-PassthroughDevice -Mode DirectPath'
            Script = { Add-PassthroughDevice ready 0000:10:00.0 } }
        @{ Id = 'DeviceNotEnabled'; Category = 'InvalidOperation'; What = 'Fixed on a device in Enhanced mode'; Target = 'Full'; Says = 'mode DirectPath'
            Script = { Add-PassthroughDevice ready 0000:51:00.0 -Technology Fixed } }
        @{ Id = 'RebootPending'; Category = 'InvalidOperation'; What = 'a mode that waits for a restart'; Target = 'A100'; Says = "Restart-VMHost -VMHost 'odd01.lab'"
            Script = { Add-PassthroughDevice ready 0000:21:00.0 } }
        @{ Id = 'DeviceOnOtherHost'; Category = 'InvalidOperation'; What = 'a device of another host'; Target = 'A100'; Says = "Get-PassthroughDevice -VMHost 'odd01.lab'"
            Script = { Get-PassthroughDevice -VMHost odd03.lab | Add-PassthroughDevice -VM ready } }
        @{ Id = 'ModeNotConfigurable'; Category = 'InvalidOperation'; What = 'a mode that the device lacks'; Target = 'A100'; Says = 'Host, DirectPath'
            Script = { Set-PassthroughDevice 0000:20:00.0 -VMHost odd01.lab -Mode EnhancedDirectPath } }
        @{ Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; What = 'attaching to a machine that runs'; Target = 'running'; Says = "Stop-VM -VM 'running'"
            Script = { Add-PassthroughDevice running 0000:22:00.0 } }
        @{ Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; What = 'attaching to a suspended machine'; Target = 'suspended'; Says = 'is suspended'
            Script = { Add-PassthroughDevice suspended -AllowedDevice 10de:1eb8 } }
        @{ Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; What = 'detaching from a machine that runs'; Target = 'running'
            Script = { Get-PassthroughDevice -VM running | Remove-PassthroughDevice -Confirm:$false } }
        @{ Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; What = 'removing a suspended machine'; Target = 'suspended'
            Script = { Remove-VM suspended -Confirm:$false } }
        @{ Id = 'MemoryNotReserved'; Category = 'InvalidOperation'; What = 'Fixed without all memory reserved'; Target = 'unreserved'
            Says = "Get-VMResourceConfiguration -VM 'unreserved' | Set-VMResourceConfiguration -MemReservationLockedToMax `$true"
            Script = { Add-PassthroughDevice unreserved 0000:22:00.0 } }
        @{ Id = 'MemoryNotReserved'; Category = 'InvalidOperation'; What = 'Enhanced without all memory reserved'; Target = 'unreserved'; Says = '4 of its 8 GB'
            Script = { Add-PassthroughDevice unreserved -DeviceClass com.example.full } }
        @{ Id = 'FirmwareNotEfi'; Category = 'InvalidOperation'; What = 'a large device without EFI'; Target = 'bios'; Says = "Set-VM -VM 'bios' -Firmware Efi"
            Script = { Add-PassthroughDevice bios 0000:20:00.0 } }
        @{ Id = 'HardwareVersionTooLow'; Category = 'InvalidOperation'; What = 'Fixed below version 7'; Target = 'ancient'; Says = 'vmx-07'
            Script = { Add-PassthroughDevice ancient 0000:22:00.0 } }
        @{ Id = 'HardwareVersionTooLow'; Category = 'InvalidOperation'; What = 'Dynamic below version 17'; Target = 'hw13'; Says = 'vmx-17'
            Script = { Add-PassthroughDevice hw13 -AllowedDevice 10de:1eb8 } }
        @{ Id = 'HardwareVersionTooLow'; Category = 'InvalidOperation'; What = 'Enhanced below version 20'; Target = 'hw19'; Says = "Set-VM -VM 'hw19' -HardwareVersion vmx-20"
            Script = { Add-PassthroughDevice hw19 -DeviceClass com.example.full } }
        @{ Id = 'TooManyDevices'; Category = 'LimitsExceeded'; What = 'the seventeenth device of version 19'; Target = 'hw19'; Says = '16'
            Script = { 1..16 | ForEach-Object { $null = Add-PassthroughDevice hw19 -AllowedDevice 10de:1eb8 }; Add-PassthroughDevice hw19 -AllowedDevice 10de:1eb8 } }
        @{ Id = 'IommuDisabled'; Category = 'InvalidOperation'; What = 'a host without IOMMU'; Target = 'odd02.lab'; Says = 'VT-d'
            Script = { Add-PassthroughDevice no-iommu 0000:20:00.0 } }
        @{ Id = 'Above4GDecodingDisabled'; Category = 'InvalidOperation'; What = 'a large device on a host without Above 4G decoding'; Target = 'odd03.lab'; Says = 'Above 4G decoding'
            Script = { Add-PassthroughDevice no-above4g 0000:20:00.0 } }
        @{ Id = 'DeviceNotFound'; Category = 'ObjectNotFound'; What = 'an id that the host lacks'; Target = '0000:99:00.0'; Says = "Get-PassthroughDevice -VMHost 'odd01.lab'"
            Script = { Add-PassthroughDevice ready 0000:99:00.0 } }
        @{ Id = 'DeviceNotFound'; Category = 'ObjectNotFound'; What = 'a class that the host lacks'; Target = 'ready'; Says = 'DvxClasses'
            Script = { Add-PassthroughDevice ready -DeviceClass com.example.none } }
        @{ Id = 'DeviceNotFound'; Category = 'ObjectNotFound'; What = 'Enhanced with a device of no class'; Target = 'Nameless class'; Says = '-DeviceClass'
            Script = { Add-PassthroughDevice ready 0000:52:00.0 } }
        @{ Id = 'TemplateNotSupported'; Category = 'InvalidOperation'; What = 'attaching to a template'; Target = 'golden'; Says = 'Get-VM'
            Script = { Get-Template golden | Add-PassthroughDevice -AllowedDevice 10de:1eb8 } }
        @{ Id = 'TemplateNotSupported'; Category = 'InvalidOperation'; What = 'sizing a template'; Target = 'golden'
            Script = { Get-Template golden | Set-MmioSizing } }
        @{ Id = 'DeviceNotAvailable'; Category = 'ResourceUnavailable'; What = 'no free device'; Target = 'wants-label'; Says = 'Use a host that has one.'
            Script = { Start-VM wants-label } }
        @{ Id = 'MmioSizeTooSmall'; Category = 'LimitsExceeded'; What = 'powering on with too small a region'; Target = 'small-mmio'
            Script = { Start-VM small-mmio } }
        @{ Id = 'VMHostNotAvailable'; Category = 'InvalidOperation'; What = 'powering on in maintenance mode'; Target = 'maint.lab'
            Script = { Start-VM in-maintenance } }
        @{ Id = 'MaintenanceModeRequired'; Category = 'InvalidOperation'; What = 'restarting a host in service'; Target = 'odd01.lab'; Says = '-Force'
            Script = { Restart-VMHost odd01.lab -Confirm:$false } }
        @{ Id = 'InvalidPowerState'; Category = 'InvalidOperation'; What = 'powering on what runs'; Target = 'running'
            Script = { Start-VM running } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        $result.Thrown | Should -BeNullOrEmpty
        $check = @{ Category = $Category; Target = $Target }
        if ($Says) { $check.Says = $Says }
        Assert-Refusal $result.Errors[0] $Id @check
        $result.Errors[0].Exception.Id | Should -Be $Id
        $result.Output.Count | Should -Be 0

        # With -ErrorAction Stop the same is thrown, and a refusal has changed nothing: the second one is the first one again.
        $stopped = Invoke-Recorded { & { $ErrorActionPreference = 'Stop'; & $Script } }
        $before = @(Get-PassthroughEvent).Count
        $stopped.Thrown | Should -Not -BeNullOrEmpty
        $again = Invoke-Recorded $Script
        @($again.Errors)[-1].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        @(Get-PassthroughEvent).Count | Should -Be $before
    }

    It 'names the object, says why and what to do' {
        $result = Invoke-Recorded { Add-PassthroughDevice unreserved 0000:22:00.0 }
        $result.Errors[0].Exception.Message | Should -BeExactly ("VM 'unreserved' has 4 of its 8 GB memory reserved; a passthrough device needs all of it. " +
            'Run: Get-VMResourceConfiguration -VM ''unreserved'' | Set-VMResourceConfiguration -MemReservationLockedToMax $true')
    }

    It 'has the object itself as target where it is an object' {
        (Invoke-Recorded { Add-PassthroughDevice unreserved 0000:22:00.0 }).Errors[0].TargetObject | Should -BeOfType 'PassthroughTools.Inventory.VirtualMachine'
        (Invoke-Recorded { Add-PassthroughDevice ready 0000:21:00.0 }).Errors[0].TargetObject | Should -BeOfType 'PassthroughTools.Inventory.PassthroughDevice'
        (Invoke-Recorded { Add-PassthroughDevice no-iommu 0000:20:00.0 }).Errors[0].TargetObject | Should -BeOfType 'PassthroughTools.Inventory.VMHost'
        (Invoke-Recorded { Get-Template golden | Start-VM }).Errors[0].TargetObject | Should -BeOfType 'PassthroughTools.Inventory.Template'
    }
}

Describe 'Errors in scripts' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It 'are caught by type, with their id' {
        $caught = $null
        try {
            Start-VM none -ErrorAction Stop
        } catch [PassthroughTools.Errors.PassthroughException] {
            $caught = $_
        }
        $caught.Exception.Id | Should -Be VMNotFound
        $caught.Exception.Target | Should -BeExactly none
        $caught.CategoryInfo.Activity | Should -BeExactly 'Start-VM'
        $caught.InvocationInfo.MyCommand.Name | Should -BeExactly 'Start-VM'
    }

    It 'obey -ErrorAction and -ErrorVariable' {
        $written = Invoke-Recorded { Start-VM none -ErrorAction SilentlyContinue -ErrorVariable +script:kept }
        $written.Errors.Count | Should -Be 0
        $script:kept.Count | Should -Be 1
        $global:Error.Clear()
        Get-VM none, gpu-01 -ErrorAction Ignore | ForEach-Object Name | Should -BeExactly gpu-01
        $global:Error.Count | Should -Be 0
    }

    It 'obey $ErrorActionPreference' {
        $result = Invoke-Recorded { $ErrorActionPreference = 'Stop'; Get-VM none, gpu-01 }
        Assert-Refusal $result.Thrown VMNotFound
        $result.Output.Count | Should -Be 0
    }

    It 'leave $? false, and true where all went well' {
        Get-VM none -ErrorAction SilentlyContinue
        $? | Should -BeFalse
        $null = Get-VM gpu-01
        $? | Should -BeTrue
    }

    It 'do not end a pipeline: each item has its own' {
        $result = Invoke-Recorded { 'none', 'gpu-01', 'nothing', 'web-01' | Start-VM | ForEach-Object { $_.Name } }
        $result.Errors.Count | Should -Be 2
        $result.Output | Should -BeExactly gpu-01, web-01
        $null = Stop-VM gpu-01, web-01 -Confirm:$false
    }

    It 'end at once where the consumer has enough' {
        (Get-VM | Start-VM | Select-Object -First 1).Name | Should -BeExactly gpu-01
        @(Get-VM | Where-Object PowerState -EQ PoweredOn).Count | Should -Be 1
        $null = Stop-VM gpu-01 -Confirm:$false
    }

    It 'print as one line that can be read' {
        $printed = Invoke-TestProcess "`$null = Connect-VIServer '$($server.Name)'; Start-VM none; Remove-PassthroughDevice x -Confirm:`$false"
        $printed | Should -Match "There is no VM 'none'\. See what there is: Get-VM"
        $printed | Should -Not -Match 'PassthroughTools\.|Exception|   at '
    }
}

Describe 'A store that another holds, or that is damaged' -Tag JsonStore {
    AfterEach { Disconnect-TestServer }

    It 'is read without waiting, and not changed: StoreLocked, ResourceBusy' {
        $null = Connect-VIServer $held.Name
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
        $result = Close-TestRunspace $waiting
        Assert-Refusal $result.Errors[0] StoreLocked -Category ResourceBusy -Target $held.Name -Says 'Try again'
        $result.Output[0].PowerState | Should -Be PoweredOff
        $lock.Dispose()
        (Start-VM gpu-01).PowerState | Should -Be PoweredOn
    }

    It 'is said to be damaged where it is: StoreCorrupt, InvalidData' {
        $server = Connect-TestServer -Inventory Rack
        $null = Start-VM gpu-01
        $null = Start-VM web-01
        $journal = $server.Name -replace '\.json$', '.journal.jsonl'
        $lines = [IO.File]::ReadAllLines($journal)
        $lines[1] = $lines[1].Replace('poweredOn', 'poweredOm')
        [IO.File]::WriteAllText($journal, ($lines -join "`n") + "`n")
        $hash = (Get-FileHash $journal).Hash
        Disconnect-TestServer
        $result = Invoke-Recorded { Connect-VIServer $server.Name }
        Assert-Refusal $result.Errors[0] StoreCorrupt -Category InvalidData -Says $journal
        $result.Errors[0].Exception.Message | Should -Match 'line 2'
        (Get-FileHash $journal).Hash | Should -BeExactly $hash
    }
}

Describe 'What is wrong with a value' {
    BeforeAll { $null = Connect-TestServer }
    AfterAll { Disconnect-TestServer }

    It 'is said: <command>' -ForEach @(
        @{ Command = 'Get-PassthroughDevice -VMHost esxi01* -Id 3:00.0x'; Id = 'DeviceNotFound'; Says = "it is not a PCI address, since its bus '3' is not two hexadecimal digits, its function '0x' is not a digit from 0 to 7" }
        @{ Command = 'Add-PassthroughDevice HighPerfVM 0000:03:00'; Id = 'DeviceNotFound'; Says = 'since its function is missing; write segment:bus:slot.function, as in 0000:03:00.0' }
        @{ Command = 'Set-PassthroughDevice 03:20.0 -VMHost esxi01* -Mode Host'; Id = 'DeviceNotFound'; Says = "its slot '20' is more than 1f" }
        @{ Command = 'Set-VM web-01 -MemoryGB 0'; Id = 'ValueInvalid'; Says = "VM 'web-01' cannot have 0 MB memory: a VM has at least 4 MB" }
        @{ Command = 'Set-VM web-01 -MemoryMB 1026'; Id = 'ValueInvalid'; Says = 'it is no multiple of 4 MB' }
        @{ Command = 'Set-VM web-01 -MemoryGB -1'; Id = 'ValueInvalid'; Says = '-MemoryGB cannot be -1: it is less than nothing' }
        @{ Command = 'Set-VM web-01 -MemoryGB 99999'; Id = 'ValueInvalid'; Says = 'a VM has at most 24 TB' }
        @{ Command = 'Set-VM web-01 -MemoryGB 1.0001'; Id = 'ValueInvalid'; Says = 'it is 1024.102 MB, and memory has whole MB' }
        @{ Command = 'Get-PassthroughCapability Fxed'; Id = 'CatalogEntryNotFound'; Says = "Did you mean 'Fixed'?" }
    ) {
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        @($result.Errors).Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Says $Says
    }

    It 'names the near one where a word is misspelt: <command>' -ForEach @(
        @{ Command = 'Test-EnhancedDirectPathFeature gpu-01 -Feature VMotoin'; Near = 'VMotion' }
        @{ Command = 'Test-EnhancedDirectPathFeature gpu-01 -Feature VMotion, SuspendResum3'; Near = 'SuspendResume' }
        @{ Command = 'Get-PassthroughCapability -Feature HotAddMemry'; Near = 'HotAddMemory' }
        @{ Command = 'Get-PassthroughRecommendation -Feature vmotin'; Near = 'VMotion' }
        @{ Command = 'Set-VM web-01 -Firmware Uefi'; Near = 'Efi' }
        @{ Command = 'New-VM x -VMHost esxi01* -Firmware EFI2'; Near = 'Efi' }
        @{ Command = 'Set-VMHost esxi05* Maintenence'; Near = 'Maintenance' }
        @{ Command = 'Get-VMHost -State Conected'; Near = 'Connected' }
        @{ Command = 'Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPaht'; Near = 'DirectPath' }
        @{ Command = 'Add-PassthroughDevice HighPerfVM 0000:03:00.0 -Technology Fixd'; Near = 'Fixed' }
    ) {
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        "$($result.Thrown)$($result.Errors)" | Should -Match "There is no '\w+'\. Did you mean $Near\?"
    }

    It 'lists all where none is near' {
        "$((Invoke-Recorded { Test-EnhancedDirectPathFeature gpu-01 -Feature Teleport }).Thrown)" | Should -BeLike '*VMotion, SuspendResume*'
    }

    It 'tells of -Evacuate before what costs more: <command>' -ForEach @(
        @{ Command = 'Set-VMHost (Get-VM busy).VMHost Maintenance'; Id = 'VMHostInUse'; Later = 'New-PassthroughMaintenancePlan' }
        @{ Command = 'Restart-VMHost (Get-VM busy).VMHost -Confirm:$false'; Id = 'MaintenanceModeRequired'; Later = '-Force' }
        @{ Command = 'Remove-VMHost (Get-VM busy).VMHost -Confirm:$false'; Id = 'VMHostInUse'; Later = 'Stop-VM' }
    ) {
        if (-not (Get-VM busy*)) { $null = New-VM busy -VMHost esxi02* | Start-VM }
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        Assert-Refusal $result.Errors[0] $Id -Says 'Set-VMHost -VMHost ''esxi02.domain.com'' -State Maintenance -Evacuate'
        $message = $result.Errors[0].Exception.Message
        $message.IndexOf('-Evacuate') | Should -BeLessThan $message.IndexOf($Later)
    }
}

Describe 'Commands in a message where several servers are connected' {
    BeforeAll {
        $script:first = Connect-TestServer -Inventory RunningRack -Name first
        $script:second = Connect-TestServer -Inventory RunningRack -Name second
    }
    AfterAll { Disconnect-TestServer }

    It 'name the server of the error: <script>' -ForEach @(
        @{ Script = { Set-VM running -Firmware Bios -Server $second -Confirm:$false }; Says = 'Stop-VM -Server ''{0}'' -VM ''running''' }
        @{ Script = { Get-VM started -Server $second | Set-VM -Firmware Bios -Confirm:$false }; Says = 'Stop-VM -Server ''{0}'' -VM ''started''' }
        @{ Script = { Restart-VMHost (Get-VM running -Server $second).VMHost -Confirm:$false }; Says = 'Restart-VMHost -Server ''{0}'' -VMHost' }
        @{ Script = { Add-PassthroughDevice legacy-01 0000:03:00.0 -Server $second }
            Says = 'Get-VMResourceConfiguration -Server ''{0}'' -VM ''legacy-01'' | Set-VMResourceConfiguration' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors[0].Exception.Message | Should -BeLike ('*' + ($Says -f $second.Name) + '*')
        $result.Errors[0].Exception.Message | Should -Not -BeLike "*'$($first.Name)'*"
    }

    It 'act on that server alone when they are run' {
        $mend = (Test-PassthroughPrerequisite legacy-01 -Server $second | Where-Object { $_.ErrorId -eq 'MemoryNotReserved' }).Remedy
        $null = Invoke-Expression $mend
        (Get-VMResourceConfiguration legacy-01 -Server $second).MemReservationLockedToMax | Should -BeTrue
        (Get-VMResourceConfiguration legacy-01 -Server $first).MemReservationLockedToMax | Should -BeFalse
    }

    It 'are the same in a warning of -WhatIf, and in a task' {
        $warned = Set-VM running -Firmware Bios -Server $second -WhatIf 3>&1
        "$warned" | Should -BeLike "*Stop-VM -Server '$($second.Name)' -VM 'running'*"
        $task = Set-VM running -Firmware Bios -Server $second -RunAsync -Confirm:$false
        $null = $task | Wait-Task -ErrorAction SilentlyContinue
        $task.Error.Message | Should -BeLike "*Stop-VM -Server '$($second.Name)' -VM 'running'*"
    }

    It 'name none where one is connected' {
        $null = Disconnect-VIServer $first -Confirm:$false
        (Invoke-Recorded { Set-VM running -Firmware Bios -Confirm:$false }).Errors[0].Exception.Message | Should -Not -BeLike '*-Server*'
    }
}
