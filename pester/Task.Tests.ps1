BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Invoke-Watched {
        # Runs a script on the test server in a runspace of its own, and gives with its output the progress of an activity.
        param([string] $Script, [string] $Activity)
        $started = Open-TestRunspace "`$null = Connect-VIServer `$target; $Script" -Variable @{ target = $server.Name }
        $result = Close-TestRunspace $started
        $result | Add-Member -NotePropertyName Bar -NotePropertyValue @($result.Progress | Where-Object Activity -Like $Activity)
        $result
    }

    function Assert-Bar {
        # A bar names its item, grows to at most 100 percent, says how long yet, and ends.
        param([object[]] $Bar, [string] $Item, [int] $AtMost)
        $Bar.Count | Should -BeGreaterThan 1
        $Bar[-1].RecordType | Should -Be Completed
        $shown = @($Bar | Where-Object RecordType -EQ Processing)
        $shown.Count | Should -Be ($Bar.Count - 1) -Because 'it ends once'
        $shown.StatusDescription | Select-Object -Unique | Should -BeExactly $Item
        ($shown.PercentComplete | Sort-Object) -join ' ' | Should -BeExactly ($shown.PercentComplete -join ' ')
        ($shown.PercentComplete + $shown.SecondsRemaining | Measure-Object -Minimum).Minimum | Should -BeGreaterOrEqual 0
        ($shown.PercentComplete | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
        ($shown.SecondsRemaining | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $AtMost
    }
}

Describe 'Tasks' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'run in the background, and Wait-Task gives what <command> would have given' -ForEach @(
        @{ Command = 'Start-VM'; Script = { Start-VM web-01 -RunAsync }; Type = 'VirtualMachine'; Result = 'web-01' }
        @{ Command = 'Suspend-VM'; Script = { $null = Start-VM web-01; Suspend-VM web-01 -RunAsync -Confirm:$false }; Type = 'VirtualMachine'; Result = 'web-01' }
        @{ Command = 'Restart-VM'; Script = { $null = Start-VM web-01; Restart-VM web-01 -RunAsync -Confirm:$false }; Type = 'VirtualMachine'; Result = 'web-01' }
        @{ Command = 'Move-VM'; Script = { Move-VM web-01 esxi02* -RunAsync }; Type = 'VirtualMachine'; Result = 'web-01' }
        @{ Command = 'New-Snapshot'; Script = { New-Snapshot web-01 x -RunAsync }; Type = 'Snapshot'; Result = 'x' }
        @{ Command = 'Set-VMHost'; Script = { Set-VMHost esxi03* Maintenance -RunAsync }; Type = 'VMHost'; Result = 'esxi03.domain.com' }
        @{ Command = 'Restart-VMHost'; Script = { Restart-VMHost esxi03* -Force -RunAsync -Confirm:$false }; Type = 'VMHost'; Result = 'esxi03.domain.com' }
    ) {
        $task = & $Script
        $task | Should -BeOfType 'PassthroughTools.Sessions.PassthroughTask'
        $task.Name | Should -Match '^[A-Za-z]+_Task$' -Because 'it is the VIM method, as in PowerCLI'
        $task.Description | Should -Not -BeNullOrEmpty
        $task.ObjectId | Should -Match '^(VirtualMachine-vm|HostSystem-host)-\d+$'
        $output = @($task | Wait-Task)
        $output.Count | Should -Be 1
        $output[0] | Should -BeOfType "PassthroughTools.Inventory.$Type"
        $output[0].Name | Should -BeExactly $Result
        $task.State, $task.PercentComplete | Should -Be 'Success', 100
        $task.Result | Should -Be $output[0]
        $task.Error | Should -BeNullOrEmpty
        $task.Remaining | Should -BeNullOrEmpty
        $task.FinishTime | Should -BeGreaterOrEqual $task.StartTime
    }

    It 'have their refusal in Error, which Wait-Task writes' {
        $written = Invoke-Recorded { $script:task = Start-VM web-01, gpu-02 -RunAsync; $task | Wait-Task | Start-VM -RunAsync | Wait-Task }
        $written.Errors.Count | Should -Be 2
        $written.Errors | ForEach-Object { Assert-Refusal $_ InvalidPowerState -Says 'powered on already' }
        $failed = Start-VM web-01 -RunAsync
        $null = Invoke-Recorded { $failed | Wait-Task }
        $failed.State, $failed.Error.Id, $failed.PercentComplete | Should -Be 'Error', 'InvalidPowerState', 0
        $failed.Result | Should -BeNullOrEmpty
    }

    It 'are listed by Get-Task: all, by state, by id' {
        $null = Set-PassthroughSimulation PowerOnVM 30
        $running = Start-VM web-01 -RunAsync
        $null = Set-VM web-01 -Notes x -RunAsync | Wait-Task
        (Get-Task).Name | Should -BeExactly PowerOnVM_Task, ReconfigVM_Task
        (Get-Task -Status Running).Id | Should -BeExactly $running.Id
        (Get-Task Success).Name | Should -BeExactly ReconfigVM_Task
        (Get-Task -Id $running.Id, 'none').Id | Should -BeExactly $running.Id
        (Get-Task -Server $server -Status Error) | Should -BeNullOrEmpty
        Stop-Task $running
    }

    It 'stop with Stop-Task, and nothing is done' {
        $null = Set-PassthroughSimulation PowerOnVM 30
        $tasks = Get-VM gpu-01, web-01 | Start-VM -RunAsync
        $tasks | Stop-Task
        $result = Invoke-Recorded { $tasks | Wait-Task }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] TaskStopped -Category OperationStopped -Target gpu-01 -Says $tasks[0].Id
        $tasks.State | Should -Be Error, Error
        (Get-VM gpu-01, web-01).PowerState | Should -Be PoweredOff, PoweredOff
        (Invoke-Recorded { Stop-Task $tasks[0] -WhatIf }).Warnings | Should -BeLike 'As things are, this would be refused: *has ended already*'
        Assert-Refusal (Invoke-Recorded { Stop-Task $tasks[0].Id }).Errors[0] TaskEnded -Category InvalidOperation -Target PowerOnVM_Task -Says 'ended already'
    }

    It 'are found by id, and refused where there is none' {
        $task = Start-VM web-01 -RunAsync
        (Wait-Task $task.Id).Name | Should -BeExactly web-01
        Assert-Refusal (Invoke-Recorded { Wait-Task Task-task-0 }).Errors[0] TaskNotFound -Category ObjectNotFound -Target Task-task-0 -Says 'Get-Task'
        Assert-Refusal (Invoke-Recorded { 'Task-task-0' | Stop-Task }).Errors[0] TaskNotFound -Category ObjectNotFound -Target Task-task-0
    }

    It 'end with the connection' {
        $null = Set-PassthroughSimulation PowerOnVM 30
        $task = Start-VM web-01 -RunAsync
        Disconnect-VIServer * -Force -Confirm:$false
        Assert-Refusal (Invoke-Recorded { Wait-Task $task }).Errors[0] TaskStopped -Target web-01
    }
}

Describe 'Set-PassthroughSimulation' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'holds for the connection, from the next command on, and nothing is stored' {
        $snapshot = New-Snapshot web-01 x
        $set = @(Set-PassthroughSimulation RemoveSnapshot, movevm 0.2)
        $set.Operation | Should -BeExactly RemoveSnapshot, MoveVM
        $set.Seconds | Should -Be 0.2, 0.2
        $server.SimulatedSeconds.Keys | Should -BeExactly MoveVM, RemoveSnapshot
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Remove-Snapshot $snapshot -Confirm:$false
        $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.2
        Assert-TestEvent (Get-PassthroughEvent) -Operation CreateSnapshot, RemoveSnapshot
        Disconnect-TestServer -Keep
        (Connect-VIServer $server.Name).SimulatedSeconds.Count | Should -Be 0
    }

    It 'takes patterns, and 0 ends it' {
        @(Set-PassthroughSimulation Power* 1).Operation | Should -BeExactly PowerOffVM, PowerOnVM
        $null = Set-PassthroughSimulation * 0
        $server.SimulatedSeconds.Count | Should -Be 0
        @(Get-PassthroughEvent).Count | Should -Be 0
    }

    It 'sets nothing with -WhatIf, and asks with -Confirm only' {
        Set-PassthroughSimulation MoveVM 5 -WhatIf | Should -BeNullOrEmpty
        $server.SimulatedSeconds.Count | Should -Be 0
        (Get-Command Set-PassthroughSimulation).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be Low
    }

    It 'reaches no further than a rehearsal' {
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        $null = Set-PassthroughSimulation MoveVM 5 -Server $rehearsal
        $rehearsal.SimulatedSeconds['MoveVM'] | Should -Be 5
        $null = Get-VM
        $server.SimulatedSeconds.Count | Should -Be 0
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a name that is none'; Script = { Set-PassthroughSimulation Teleport 1 }; Target = 'Teleport'; Says = 'SuspendVM' }
        @{ What = 'less than nothing'; Script = { Set-PassthroughSimulation MoveVM -1 }; Target = 'MoveVM'; Says = 'Give 0 (none) to 86400' }
        @{ What = 'more than a day'; Script = { Set-PassthroughSimulation MoveVM 86401 }; Target = 'MoveVM'; Says = 'a day' }
    ) {
        Assert-Refusal (Invoke-Recorded $Script).Errors[0] ValueInvalid -Category InvalidArgument -Target $Target -Says $Says
    }
}

Describe 'Progress' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'of <command> shows the item, percent and time, and ends' -ForEach @(
        @{ Command = 'Start-VM'; Operation = 'PowerOnVM'; Script = 'Start-VM web-01'; Item = 'web-01' }
        @{ Command = 'Move-VM'; Operation = 'MoveVM'; Script = 'Move-VM web-01 esxi02.domain.com'; Item = 'web-01' }
        @{ Command = 'Set-VMHost'; Operation = 'SetHostState'; Script = 'Set-VMHost esxi03.domain.com Maintenance'; Item = 'esxi03.domain.com' }
    ) {
        $result = Invoke-Watched "`$null = Set-PassthroughSimulation $Operation 0.5; $Script" -Activity $Command
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 1
        Assert-Bar $result.Bar -Item $Item -AtMost 1
    }

    It 'of Wait-Task shows the task, and ends' {
        $result = Invoke-Watched '$null = Set-PassthroughSimulation PowerOnVM 0.5; Start-VM web-01 -RunAsync | Wait-Task' -Activity 'Start-VM (Task-task-*)'
        $result.Output.Name | Should -BeExactly web-01
        Assert-Bar $result.Bar -Item web-01 -AtMost 1
    }

    It 'ends where the operation fails at its end' {
        $result = Invoke-Watched '$null = Set-PassthroughSimulation PowerOnVM 0.4; $first = Start-VM web-01 -RunAsync; Start-VM web-01; $null = Wait-Task $first' -Activity 'Start-VM'
        Assert-Refusal $result.Errors[0] InvalidPowerState -Target web-01
        Assert-Bar $result.Bar -Item web-01 -AtMost 1
    }

    It 'ends where the task that is waited for fails' {
        $result = Invoke-Watched '$null = Set-PassthroughSimulation PowerOnVM 0.4; $both = Start-VM web-01, web-01 -RunAsync; $again = Start-VM web-01 -RunAsync; $both, $again | Wait-Task' -Activity 'Start-VM (*'
        $result.Errors.Count | Should -Be 1
        @($result.Bar | Where-Object RecordType -EQ Completed).Count | Should -Be @($result.Bar.Activity | Select-Object -Unique).Count
    }

    It 'ends where it is stopped' {
        $started = Open-TestRunspace '$null = Connect-VIServer $target; $null = Set-PassthroughSimulation PowerOnVM 30; try { Start-VM web-01 } finally { }' -Variable @{ target = $server.Name }
        Wait-TestCondition { @($started.Shell.Streams.Progress | Where-Object Activity -EQ Start-VM).Count -gt 1 } | Should -BeTrue
        Stop-TestRunspace $started
        (Close-TestRunspace $started).State | Should -Be Stopped
        (Get-VM web-01).PowerState | Should -Be PoweredOff
    }

    It 'is none where nothing takes time' {
        (Invoke-Watched 'Start-VM web-01; Start-VM gpu-01 -RunAsync | Wait-Task' -Activity 'Start-VM').Bar | Should -BeNullOrEmpty
    }
}
