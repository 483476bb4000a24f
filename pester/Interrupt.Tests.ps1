BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    Add-Type -Path "$PSScriptRoot/TestTerminal.cs"
}

Describe 'Ctrl+C' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'ends Get-PassthroughEvent -Follow, without an error' {
        $null = Set-VM web-01 -Notes x
        $following = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -Follow' -Variable @{ target = $server.Name }
        Wait-TestCondition { $following.Output.Count -gt 0 } | Should -BeTrue
        Stop-TestRunspace $following
        $result = Close-TestRunspace $following
        $result.State | Should -Be Stopped
        $result.Errors.Count | Should -Be 0
    }

    It 'ends Get-PassthroughEvent -Follow inside a pipeline' {
        $null = Set-VM web-01 -Notes x
        $following = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -Follow | ForEach-Object { $_ }' -Variable @{ target = $server.Name }
        Wait-TestCondition { $following.Output.Count -gt 0 } | Should -BeTrue
        Stop-TestRunspace $following
        (Close-TestRunspace $following).State | Should -Be Stopped
    }

    It 'of a maintenance plan says at once, <where>, what is half-done and how to go on' -ForEach @(
        @{ Where = 'on one server'; Also = ''; On = '' }
        @{ Where = 'where two are connected'; Also = '$null = Connect-VIServer $other -Force;'; On = " -Server '{0}'" }
    ) {
        $null = Start-VM web-01
        $path = "$TestDrive/a plan $([guid]::NewGuid()).json"
        $plan = New-PassthroughMaintenancePlan -VMHost esxi01* -Path $path -Force
        $window = [TestTerminal]::new(100)
        $script = "`$null = Connect-VIServer `$target; $Also
            `$null = Set-PassthroughSimulation MoveVM -Seconds 60 -Server `$target
            Invoke-PassthroughMaintenancePlan `$path -Confirm:`$false"
        $working = Open-TestRunspace $script -Window $window -Variable @{
            target = $server.Name; path = $path; other = "$TestDrive/other.json"
        }
        Wait-TestCondition { (Get-PassthroughMaintenancePlan $path).Begun -like 'Step 1, *' } | Should -BeTrue
        Stop-TestRunspace $working
        (Close-TestRunspace $working).State | Should -Be Stopped
        $said = $window.Warnings -match 'interrupted'
        $said | Should -HaveCount 1
        $said | Should -BeLike "Plan $($plan.Id) is interrupted; steps done: 0 of *. Begun and not ended: Step 1, VM 'web-01': *"
        $status, $resume = [regex]::Match("$said", ' See where it is: (.*)\. Go on: (.*)').Groups[1, 2].Value
        $status | Should -BeExactly ("Get-PassthroughMaintenancePlan$On '{1}'" -f $server.Name, $path)
        $resume | Should -BeExactly ("Invoke-PassthroughMaintenancePlan$On '{1}'" -f $server.Name, $path)
        (& ([scriptblock]::Create($status))).IsInterrupted | Should -BeTrue
        $null = & ([scriptblock]::Create("$resume -Confirm:`$false -WarningAction Ignore"))
        (Get-PassthroughMaintenancePlan $path).State | Should -Be Evacuated
    }

    It 'or a kill of the process in the middle of a maintenance plan leaves what says so, and goes on' {
        $plan = New-PassthroughMaintenancePlan -VMHost esxi01* -Path "$TestDrive/killed.json" -Force
        $program, [string[]] $first = & "$PSScriptRoot/Get-Engine.ps1"
        $start = [Diagnostics.ProcessStartInfo]::new($program)
        foreach ($argument in @($first | Where-Object Length) + '-NoProfile' + '-NonInteractive' + '-Command' + @"
            $(Get-TestPreparation)
            `$null = Connect-VIServer '$($server.Name)'
            `$null = Set-PassthroughSimulation MoveVM -Seconds 60
            Invoke-PassthroughMaintenancePlan '$($plan.Path)' -Confirm:`$false
"@) { $start.ArgumentList.Add($argument) }
        $worker = [Diagnostics.Process]::Start($start)
        Wait-TestCondition { (Get-PassthroughMaintenancePlan $plan.Path).Begun.Count -gt 1 } | Should -BeTrue
        $status = Get-PassthroughMaintenancePlan $plan.Path
        "$($status.IsRunning) $($status.IsInterrupted)" | Should -BeExactly 'True False'
        $worker.Kill($true)
        $worker.WaitForExit()
        Wait-TestCondition { -not (Get-PassthroughMaintenancePlan $plan.Path).IsRunning } | Should -BeTrue
        $status = Get-PassthroughMaintenancePlan $plan.Path
        $status.IsInterrupted | Should -BeTrue
        $lines = ($status | Format-List | Out-String -Width 80) -split '\r?\n' -cmatch '(: | {16})Step \d'
        $lines.Count | Should -Be $status.Begun.Count -Because 'each step begins a line'
        $outcomes = @($plan | Invoke-PassthroughMaintenancePlan -Confirm:$false -WarningVariable said -WarningAction SilentlyContinue)
        $said | Should -BeLike "*was interrupted, and goes on where it was. Step *; the VM is powered off on host 'esxi01.domain.com'*"
        $outcomes.Event | Sort-Object -Unique | Should -Be Done
        (Get-PassthroughMaintenancePlan $plan.Path).State | Should -Be Evacuated
    }

    It 'of a maintenance plan says nothing where warnings are not wanted, and before anything is begun' {
        $window = [TestTerminal]::new(100)
        $plan = New-PassthroughMaintenancePlan -VMHost esxi01* -Path "$TestDrive/quiet.json" -Force
        $working = Open-TestRunspace -Window $window -Variable @{ target = $server.Name; path = $plan.Path } -Script '
            $null = Connect-VIServer $target
            $null = Set-PassthroughSimulation MoveVM -Seconds 60
            Invoke-PassthroughMaintenancePlan $path -Confirm:$false -WarningAction Ignore'
        Wait-TestCondition { (Get-PassthroughMaintenancePlan $plan.Path).Begun.Count -gt 0 } | Should -BeTrue
        Stop-TestRunspace $working
        $null = Close-TestRunspace $working
        $window.Warnings -match 'interrupted' | Should -BeNullOrEmpty
    }

    It 'of Wait-Task says which task goes on, and how to end it' {
        $window = [TestTerminal]::new(100)
        $working = Open-TestRunspace -Window $window -Variable @{ target = $server.Name } -Script '
            $null = Connect-VIServer $target
            $null = Set-PassthroughSimulation MoveVM -Seconds 60
            $task = Move-VM web-01 -Destination esxi05* -RunAsync
            $task.Id
            Wait-Task $task'
        Wait-TestCondition { $window.Activities.Count -gt 0 } | Should -BeTrue -Because 'it waits'
        Stop-TestRunspace $working
        $result = Close-TestRunspace $working
        $result.State | Should -Be Stopped
        $id = $result.Output[0]
        $said = "Not waiting any longer for Move-VM of 'web-01', which goes on as task $id of this session. See what runs: "
        $window.Warnings | Should -BeExactly "${said}Get-Task -Status Running. End it: Stop-Task $id"
    }

    It 'in a long pipeline leaves whole changes only' {
        $working = Open-TestRunspace '$null = Connect-VIServer $target; 1..100000 | ForEach-Object { Set-VM web-01, legacy-01 -Notes "note $_" }' -Variable @{
            target = $server.Name
        }
        Wait-TestCondition { $working.Output.Count -gt 20 } | Should -BeTrue
        Stop-TestRunspace $working
        $null = Close-TestRunspace $working
        $events = @(Get-PassthroughEvent)
        $events.Count | Should -BeGreaterThan 20
        $events[-1].Sequence - $events[0].Sequence | Should -Be ($events.Count - 1)
        foreach ($name in 'web-01', 'legacy-01') {
            $notes = (Get-VM $name).Notes
            ($events | Where-Object Target -EQ $name | Select-Object -Last 1).Summary | Should -BeLike "*-> '$notes'*"
        }
        (Set-VM web-01 -Notes after).Notes | Should -BeExactly after
    }
}

Describe 'Ctrl+C while another process holds the store' -Tag JsonStore {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        $null = Set-VM web-01 -Notes before
        $script:journal = $server.Name -replace '\.json$', '.journal.jsonl'
        $program, [string[]] $first = & "$PSScriptRoot/Get-Engine.ps1"
        $start = [Diagnostics.ProcessStartInfo]::new($program)
        foreach ($argument in @($first | Where-Object Length) + '-NoProfile' + '-NonInteractive' + '-Command' + @"
            `$held = [IO.File]::Open('$($server.Name -replace '\.json$', '.lock')', 'OpenOrCreate', 'ReadWrite', 'None')
            [Console]::Out.WriteLine('held')
            `$null = [Console]::In.ReadLine()
            `$held.Dispose()
"@) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $script:holder = [Diagnostics.Process]::Start($start)
        $holder.StandardOutput.ReadLine() | Should -BeExactly held
        $script:hash = (Get-FileHash -LiteralPath $journal).Hash
    }
    AfterAll {
        $holder.StandardInput.Close()
        $holder.WaitForExit()
        Disconnect-TestServer
    }

    It 'ends the wait of <command>, and nothing is changed' -ForEach @(
        @{ Command = 'Start-VM gpu-01' }
        @{ Command = '$task = Set-VM web-01 -Notes x -RunAsync; try { Wait-Task $task } finally { Stop-Task $task }' }
        @{ Command = 'Move-VM web-01 -Datastore ssd' }
        @{ Command = 'New-Snapshot web-01 x' }
        @{ Command = 'Get-PassthroughDevice -VM gpu-01 | Remove-PassthroughDevice -Confirm:$false' }
        @{ Command = 'New-AdvancedSetting web-01 a b' }
        @{ Command = 'Import-PassthroughInventory $rack/esxi01.domain.com/* -VMHost esxi07.domain.com' }
        @{ Command = 'Restart-VMHost esxi02* -Force -Confirm:$false' }
    ) {
        $waiting = Open-TestRunspace "`$null = Connect-VIServer `$target; 'ready'; $Command; 'after'" -Variable @{
            target = $server.Name; rack = "$(Get-RepositoryRoot)/examples/rack"
        }
        Wait-TestCondition { $waiting.Output.Count -gt 0 } | Should -BeTrue
        Start-Sleep -Milliseconds 300
        $waiting.Running.IsCompleted | Should -BeFalse
        Stop-TestRunspace $waiting
        $result = Close-TestRunspace $waiting
        $result.State | Should -Be Stopped
        $result.Errors.Count | Should -Be 0
        $result.Output | Should -BeExactly ready
        (Get-FileHash -LiteralPath $journal).Hash | Should -BeExactly $hash
        @(Get-PassthroughEvent).Count | Should -Be 1
    }

    It 'leaves a store that is changed as before when it is free again' {
        $holder.StandardInput.WriteLine()
        $holder.WaitForExit()
        (Start-VM gpu-01).PowerState | Should -Be PoweredOn
        @(Get-PassthroughEvent).Count | Should -Be 2
    }
}
