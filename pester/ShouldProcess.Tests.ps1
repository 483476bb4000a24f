BeforeDiscovery {
    # Every command that changes something: what would change on a fresh rack, and whether it asks unasked.
    $script:changing = @(
        @{ Command = 'Add-PassthroughDevice HighPerfVM 0000:03:00.0'; Impact = 'Medium' }
        @{ Command = 'Add-PassthroughDevice HighPerfVM -AllowedDevice 10de:1eb8'; Impact = 'Medium' }
        @{ Command = 'Add-PassthroughDevice flex-01 -DeviceClass com.intel.flexgpu'; Impact = 'Medium' }
        @{ Command = 'Get-PassthroughDevice -VM gpu-01 | Remove-PassthroughDevice'; Impact = 'High' }
        @{ Command = 'Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPath'; Impact = 'Medium' }
        @{ Command = 'Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -HardwareLabel x'; Impact = 'Medium' }
        @{ Command = 'Start-VM gpu-01'; Impact = 'Medium' }
        @{ Command = 'Start-VM gpu-01 -RunAsync'; Impact = 'Medium' }
        @{ Command = 'Stop-VM running'; Impact = 'High' }
        @{ Command = 'Stop-VM running -Kill -RunAsync'; Impact = 'High' }
        @{ Command = 'Set-VM web-01 -Notes x'; Impact = 'Medium' }
        @{ Command = 'Suspend-VM started'; Impact = 'High' }
        @{ Command = 'Suspend-VM started -RunAsync'; Impact = 'High' }
        @{ Command = 'Restart-VM started'; Impact = 'High' }
        @{ Command = 'Move-VM web-01 esxi02.domain.com'; Impact = 'Medium' }
        @{ Command = 'Move-VM web-01 -Datastore ssd -RunAsync'; Impact = 'Medium' }
        @{ Command = 'New-Snapshot web-01 x'; Impact = 'Medium' }
        @{ Command = 'Get-Snapshot started | Remove-Snapshot'; Impact = 'High' }
        @{ Command = 'Get-Snapshot started | Remove-Snapshot -RemoveChildren -RunAsync'; Impact = 'High' }
        @{ Command = 'Set-VMHost esxi02* Maintenance -Evacuate'; Impact = 'Medium' }
        @{ Command = 'New-VM x -VMHost esxi01*'; Impact = 'Medium' }
        @{ Command = 'New-VM x -VMHost esxi01* -RunAsync'; Impact = 'Medium' }
        @{ Command = 'Remove-VM web-01'; Impact = 'High' }
        @{ Command = 'Remove-VM web-01 -DeletePermanently -RunAsync'; Impact = 'High' }
        @{ Command = 'Restart-VMHost esxi02* -Force'; Impact = 'High' }
        @{ Command = 'Remove-VMHost esxi05*'; Impact = 'High' }
        @{ Command = 'Restart-VMHost esxi02* -Force -Evacuate -RunAsync'; Impact = 'High' }
        @{ Command = 'New-AdvancedSetting web-01 a b'; Impact = 'Medium' }
        @{ Command = 'New-AdvancedSetting gpu-01 pciPassthru.use64bitMMIO FALSE -Force'; Impact = 'Medium' }
        @{ Command = 'Get-AdvancedSetting gpu-01 *Size* | Set-AdvancedSetting -Value 128'; Impact = 'Medium' }
        @{ Command = 'Get-AdvancedSetting gpu-01 | Remove-AdvancedSetting'; Impact = 'High' }
        @{ Command = 'Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $true'; Impact = 'Medium' }
        @{ Command = 'Set-MmioSizing gpu-01 -SizeGB 128'; Impact = 'Medium' }
        @{ Command = 'Import-PassthroughInventory $rack/esxi01.domain.com/web-01.vmx -VMHost esxi02.domain.com'; Impact = 'Medium' }
    )
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:rack = "$(Get-RepositoryRoot)/examples/rack"
}

Describe '<command>' -ForEach $changing {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory RunningRack
        $script:line = $Command.Replace('$rack', $rack)
        $script:before = Get-TestRevision
    }
    AfterEach { Disconnect-TestServer }

    It 'changes nothing with -WhatIf' {
        $result = Invoke-Unseen "$line -WhatIf" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        $result.Thrown | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 0
        $result.Warnings | Should -BeNullOrEmpty
        Get-TestRevision | Should -Be $before
    }

    It 'changes nothing with -WhatIf, whatever else is said' {
        $result = Invoke-Unseen "`$ConfirmPreference = 'None'; $line -WhatIf -Confirm:`$false" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        Get-TestRevision | Should -Be $before
    }

    It 'changes nothing where $WhatIfPreference says so' {
        $result = Invoke-Unseen "`$WhatIfPreference = `$true; $line" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        Get-TestRevision | Should -Be $before
    }

    It 'asks where its impact is high enough, and changes nothing without an answer' {
        $result = Invoke-Unseen $line -Target $server.Name
        if ($Impact -eq 'High') {
            "$($result.Thrown)$($result.Errors)" | Should -Match 'prompt|interact'
            Get-TestRevision | Should -Be $before
        } else {
            $result.Errors.Count | Should -Be 0
            Get-TestRevision | Should -BeGreaterThan $before
        }
    }

    It 'does not ask with -Confirm:$false, and asks with -Confirm' {
        $asked = Invoke-Unseen "$line -Confirm" -Target $server.Name
        "$($asked.Thrown)$($asked.Errors)" | Should -Match 'prompt|interact'
        Get-TestRevision | Should -Be $before
        $result = Invoke-Unseen "$line -Confirm:`$false" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        Get-TestRevision | Should -BeGreaterThan $before
    }

    It 'has impact <impact>' {
        $name = @([Management.Automation.Language.Parser]::ParseInput($Command, [ref]$null, [ref]$null).FindAll(
                { param($ast) $ast -is [Management.Automation.Language.CommandAst] }, $true))[-1].GetCommandName()
        $attribute = (Get-Command -Name $name).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0]
        $attribute.SupportsShouldProcess | Should -BeTrue
        $attribute.ConfirmImpact | Should -Be $Impact
    }
}

Describe 'What is asked for, and said with -WhatIf,' {
    BeforeAll {
        $script:first = Connect-TestServer -Inventory RunningRack
        $null = New-AdvancedSetting web-01 rack 7
        $null = Set-VM web-01 -Notes old

        function Get-Asked {
            # What a command says that it does, and to what.
            param([string] $Line)
            foreach ($told in & ([scriptblock]::Create("`$ConfirmPreference = 'None'; $Line")) 4>&1) {
                if ($told -is [Management.Automation.VerboseRecord] -and $told.Message -match '^Performing the operation "(.*)" on target "(.*)"\.$') {
                    "$($Matches[1]) => $($Matches[2])"
                }
            }
        }
    }
    AfterAll { Disconnect-TestServer }

    It 'has old and new values and the host: <command>' -ForEach @(
        @{ Command = 'Set-VM web-01 -MemoryGB 6 -NumCpu 4'; Says = "Change: memory 4 -> 6 GB; CPUs 2 -> 4 => VM 'web-01' on host 'esxi01.domain.com'" }
        @{ Command = 'Set-VM web-01 -MemoryGB 6'; Says = "Change: nothing, it is as asked => VM 'web-01' on host 'esxi01.domain.com'" }
        @{ Command = 'Set-VM web-01 -Notes new -HardwareVersion vmx-20'; Says = "Change: hardware version 'vmx-19' -> 'vmx-20'; notes 'old' -> 'new' => VM 'web-01' on host 'esxi01.domain.com'" }
        @{ Command = "Set-VM web-01 -Notes '' -Name web-02"; Says = "Change: name 'web-01' -> 'web-02'; notes 'new' -> none => VM 'web-01' on host 'esxi01.domain.com'" }
        @{ Command = 'Set-VM web-02 -MemoryGB 6 -Name web-01'; Says = "Change: name 'web-02' -> 'web-01' => VM 'web-02' on host 'esxi01.domain.com'" }
        @{ Command = 'Move-VM web-01 esxi02.domain.com -Datastore ssd'; Says = "Move: host 'esxi01.domain.com' -> 'esxi02.domain.com'; datastore * -> 'ssd' => VM 'web-01' on host 'esxi01.domain.com'" }
        @{ Command = 'Get-AdvancedSetting web-01 rack | Set-AdvancedSetting -Value 8'; Says = "Set advanced setting 'rack': '7' -> '8' => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'New-AdvancedSetting web-01 rack 9 -Force'; Says = "Set advanced setting 'rack': '8' -> '9' => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'New-AdvancedSetting web-01 shelf 1'; Says = "Create advanced setting 'shelf': '1' => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'Get-AdvancedSetting web-01 rack | Remove-AdvancedSetting'; Says = "Remove advanced setting 'rack', which is '9' => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationGB 2 -CpuReservationMhz 100'; Says = "Change reservations: memory 0 -> 2 GB; CPU 0 -> 100 MHz => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $true'; Says = "Change reservations: locked to all memory False -> True => VM 'web-01' on host 'esxi02.domain.com'" }
        @{ Command = 'Set-MmioSizing gpu-01 -SizeGB 128'; Says = "Set 64-bit MMIO: 64 GB -> 128 GB => VM 'gpu-01' on host 'esxi01.domain.com'" }
        @{ Command = 'Set-PassthroughDevice 0000:81:00.0 -VMHost esxi01* -Mode DirectPath -HardwareLabel x'; Says = "Change: mode Host -> DirectPath; label none -> 'x' => Device 0000:81:00.0 * of host 'esxi01.domain.com'" }
        @{ Command = 'Get-Snapshot started | Remove-Snapshot'; Says = "Remove => Snapshot 'before' of VM 'started' on host 'esxi0?.domain.com'" }
        @{ Command = 'Set-VMHost esxi02* Maintenance -Evacuate'; Says = "Change: state Connected -> Maintenance, evacuating *VM 'web-01' host 'esxi02.domain.com' -> 'esxi0?.domain.com'* => Host 'esxi02.domain.com'" }
        @{ Command = 'Set-VMHost esxi02* Connected'; Says = "Change: state Maintenance -> Connected => Host 'esxi02.domain.com'" }
        @{ Command = 'Restart-VMHost (Get-VM started).VMHost -Force -WhatIf:$false'; Says = "Restart, powering off what runs there: *'started'* => Host 'esxi0?.domain.com'" }
    ) {
        $asked = @(Get-Asked "$Command -Verbose")
        $asked.Count | Should -Be 1
        $asked[0] | Should -BeLikeExactly $Says
    }

    It 'names the server where several are connected' {
        $second = Connect-VIServer $first.Name -Rehearsal -NotDefault
        Get-Asked 'Set-VM gpu-01 -Notes x -Verbose' | Should -BeExactly "Change: notes none -> 'x' => VM 'gpu-01' on host 'esxi01.domain.com' of server '$($first.Name)'"
        $global:second = $second
        Get-Asked 'Remove-VMHost esxi05* -Server $global:second -Verbose' |
            Should -BeLikeExactly "Remove* => Host 'esxi05.domain.com' of a rehearsal of server '$($first.Name)'"
        Remove-Variable -Name second -Scope Global
        Disconnect-VIServer $second -Force
    }
}

Describe '-WhatIf of what would be refused' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'warns with the words of the refusal: <_>' -ForEach @(
        'Add-PassthroughDevice started -AllowedDevice 10de:1eb8'
        'Add-PassthroughDevice HighPerfVM -DeviceClass nowhere'
        'Get-PassthroughDevice -VM running | Remove-PassthroughDevice'
        'Get-PassthroughDevice -VMHost esxi01* | Where-Object VM | Select-Object -First 1 | Set-PassthroughDevice -Mode Host'
        'Start-VM HighPerfVM, started | Stop-VM'
        'Stop-VM web-01'
        'Set-VM running -MemoryGB 5'
        'Suspend-VM running'
        'Restart-VM web-01'
        'Move-VM running esxi02.domain.com'
        'New-Snapshot running x -Memory'
        'Set-VMHost esxi03* Maintenance'
        'New-VM web-01 -VMHost esxi01*'
        'Remove-VM started'
        'Restart-VMHost esxi01*'
        'Remove-VMHost esxi03*'
        'Set-MmioSizing running -SizeGB 128'
        'New-AdvancedSetting gpu-01 pciPassthru.use64bitMMIO FALSE'
        'Get-VMResourceConfiguration running | Set-VMResourceConfiguration -MemReservationGB 4000'
    ) {
        $before = Get-TestRevision
        $forecast = Invoke-Unseen "`$WhatIfPreference = `$true; $_" -Target $server.Name
        $forecast.Errors | Should -BeNullOrEmpty
        Get-TestRevision | Should -Be $before
        $refused = (Invoke-Unseen "`$ConfirmPreference = 'None'; $_" -Target $server.Name).Errors
        $refused.Count | Should -BeGreaterThan 0
        @($forecast.Warnings.Message) | Should -Be @($refused | ForEach-Object { "As things are, this would be refused: $_" })
    }
}

Describe 'Commands that change something' {
    It 'support -WhatIf and -Confirm, and are all in the list above' {
        $supporting = Get-Command -Module PassthroughTools | Where-Object { $_.Parameters.ContainsKey('WhatIf') }
        $listed = @('Disconnect-VIServer', 'Set-PowerCLIConfiguration', 'Export-PassthroughInventory', 'Export-PassthroughReport') + @(
            'Add-PassthroughDevice', 'Remove-PassthroughDevice', 'Set-PassthroughDevice', 'Start-VM', 'Stop-VM', 'Set-VM', 'New-VM', 'Remove-VM'
            'Restart-VMHost', 'Remove-VMHost', 'New-AdvancedSetting', 'Set-AdvancedSetting', 'Remove-AdvancedSetting', 'Set-VMResourceConfiguration'
            'Set-MmioSizing', 'Import-PassthroughInventory', 'Suspend-VM', 'Restart-VM', 'Move-VM', 'New-Snapshot', 'Remove-Snapshot'
            'Set-VMHost', 'Stop-Task', 'Set-PassthroughSimulation', 'New-PassthroughMaintenancePlan', 'Invoke-PassthroughMaintenancePlan'
        )
        $supporting.Name | Sort-Object | Should -BeExactly ($listed | Sort-Object)
        $changingVerbs = 'Add', 'Remove', 'Set', 'New', 'Start', 'Stop', 'Restart', 'Import', 'Disconnect', 'Export', 'Suspend', 'Move', 'Invoke'
        Get-Command -Module PassthroughTools | Where-Object Verb -In $changingVerbs | Where-Object Name -NotIn $supporting.Name | Should -BeNullOrEmpty
    }

    It 'ask at a real prompt, naming what and which, and take no for an answer' {
        $server = Connect-TestServer -Inventory RunningRack
        $script = "
            `$null = Connect-VIServer '$($server.Name)'
            Remove-VM web-01; Stop-VM running; Restart-VMHost esxi02* -Force
            Get-PassthroughDevice -VM gpu-01 | Remove-PassthroughDevice; Get-AdvancedSetting gpu-01 *Size* | Remove-AdvancedSetting
            Disconnect-VIServer '$($server.Name)'"
        $before = Get-TestRevision
        $printed = Invoke-TestProcess $script -Typed 'n', 'n', 'n', 'n', 'n', 'n'
        Get-TestRevision | Should -Be $before
        $asked = @(
            'Performing the operation "Remove" on target "VM ''web-01'' on host ''esxi01.domain.com''"'
            '"Power off" on target "VM ''running'' on host ''esxi06.domain.com''"'
            '"Restart, powering off what runs there" on target "Host ''esxi02.domain.com''"'
            '"Detach device 0000:41:00.0" on target "VM ''gpu-01'' on host ''esxi01.domain.com''"'
            '"Remove advanced setting ''pciPassthru.64bitMMIOSizeGB'', which is ''64''" on target "VM ''gpu-01'' on host ''esxi01.domain.com''"'
            '"Disconnect" on target "Server'
        )
        foreach ($words in $asked) {
            $printed -replace '\s+', ' ' | Should -BeLike "*$words*"
        }
        $null = Invoke-TestProcess $script -Typed 'y', 'y', 'y', 'y', 'y', 'y'
        Assert-TestEvent (Get-PassthroughEvent | Select-Object -Last 5) -Operation RemoveVM, PowerOffVM, RestartHost, DetachDevice, SetAdvancedSetting
        Disconnect-TestServer
    }

    It 'ask once for all with A' {
        $server = Connect-TestServer -Inventory RunningRack
        $before = Get-TestRevision
        $null = Invoke-TestProcess "`$null = Connect-VIServer '$($server.Name)'; Remove-VM web-01, legacy-01, flex-01" -Typed 'a'
        Get-TestRevision | Should -Be ($before + 3)
        Disconnect-TestServer
    }
}

Describe '-RunAsync' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'gives a task that has ended well: <command>' -ForEach @(
        @{ Command = 'Start-VM gpu-01 -RunAsync'; Name = 'PowerOnVM_Task'; Result = 'gpu-01' }
        @{ Command = 'Stop-VM running -RunAsync -Confirm:$false'; Name = 'PowerOffVM_Task'; Result = 'running' }
        @{ Command = 'Set-VM web-01 -Notes x -RunAsync'; Name = 'ReconfigVM_Task'; Result = 'web-01' }
        @{ Command = 'New-VM made -VMHost esxi01* -RunAsync'; Name = 'CreateVM_Task'; Result = 'made' }
        @{ Command = 'Remove-VM web-01 -RunAsync -Confirm:$false'; Name = 'Destroy_Task'; Result = '' }
        @{ Command = 'Suspend-VM started -RunAsync -Confirm:$false'; Name = 'SuspendVM_Task'; Result = 'started' }
        @{ Command = 'Move-VM web-01 esxi02* -RunAsync'; Name = 'RelocateVM_Task'; Result = 'web-01' }
        @{ Command = 'New-Snapshot web-01 x -RunAsync'; Name = 'CreateSnapshot_Task'; Result = 'x' }
        @{ Command = 'Get-Snapshot started | Remove-Snapshot -RunAsync -Confirm:$false'; Name = 'RemoveSnapshot_Task'; Result = '' }
        @{ Command = 'Set-VMHost esxi02* Maintenance -RunAsync'; Name = 'EnterMaintenanceMode_Task'; Result = 'esxi02.domain.com' }
        @{ Command = 'Restart-VMHost esxi02* -Force -RunAsync -Confirm:$false'; Name = 'RebootHost_Task'; Result = 'esxi02.domain.com' }
    ) {
        $task = @(& ([scriptblock]::Create($Command)))
        $task.Count | Should -Be 1
        $null = $task | Wait-Task
        $task[0] | Should -BeOfType 'PassthroughTools.Sessions.PassthroughTask'
        $task[0].State | Should -Be Success
        $task[0].PercentComplete | Should -Be 100
        $task[0].Name | Should -BeExactly $Name
        $task[0].Id | Should -Match '^Task-task-\d+$'
        "$($task[0].Result)" | Should -BeExactly $Result
        $task[0].Error | Should -BeNullOrEmpty
        $task[0].FinishTime | Should -BeGreaterOrEqual $task[0].StartTime
    }

    It 'gives a task that failed, and no error of the command: <command>' -ForEach @(
        @{ Command = 'Start-VM running -RunAsync'; Id = 'InvalidPowerState' }
        @{ Command = 'Stop-VM web-01 -RunAsync -Confirm:$false'; Id = 'InvalidPowerState' }
        @{ Command = 'Set-VM web-01 -Name gpu-01 -RunAsync'; Id = 'NameInUse' }
        @{ Command = 'New-VM gpu-01 -VMHost esxi01* -RunAsync'; Id = 'NameInUse' }
        @{ Command = 'Remove-VM running -RunAsync -Confirm:$false'; Id = 'VMNotPoweredOff' }
        @{ Command = 'Suspend-VM web-01 -RunAsync -Confirm:$false'; Id = 'InvalidPowerState' }
        @{ Command = 'Move-VM gpu-01 esxi02* -RunAsync'; Id = 'DeviceOnOtherHost' }
        @{ Command = 'New-Snapshot gpu-01 x -RunAsync'; Id = 'FeatureNotSupported' }
        @{ Command = 'Set-VMHost esxi06* Maintenance -RunAsync'; Id = 'VMHostInUse' }
        @{ Command = 'Restart-VMHost esxi02* -RunAsync -Confirm:$false'; Id = 'MaintenanceModeRequired' }
    ) {
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be 1
        $null = $result.Output | Wait-Task -ErrorAction Ignore
        $result.Output[0].State | Should -Be Error
        $result.Output[0].PercentComplete | Should -Be 0
        $result.Output[0].Error.Id | Should -Be $Id
        $result.Output[0].Error.Message | Should -Match '[.;:] .+'
        $result.Output[0].Result | Should -BeNullOrEmpty
    }

    It 'gives a task for each machine, and errors for what is not there' {
        $result = Invoke-Recorded { Start-VM none, running, web-01 -RunAsync }
        Assert-Refusal $result.Errors[0] VMNotFound -Target none
        $null = $result.Output | Wait-Task -ErrorAction Ignore
        $result.Output.State | Should -Be Error, Success
        $result.Output[0].Id | Should -Not -BeExactly $result.Output[1].Id
    }
}
