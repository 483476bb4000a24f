BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-Place {
        Get-VM | Sort-Object -Property Name | ForEach-Object { "$($_.Name) $($_.PowerState) on $($_.VMHost) with $($_.PassthroughDevices.Id -join ', ')" }
    }

    # A plan in a file of its own, so that nothing of a test is left in the user's folder.
    function Get-Window {
        New-PassthroughMaintenancePlan -VMHost esxi06* -Path "TestDrive:/$([guid]::NewGuid()).json" @args
    }

    $script:now = @{ Confirm = $false }
}

Describe 'Invoke-PassthroughMaintenancePlan' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Window
        $script:before = Get-Place
        $script:plan = Get-Window
    }
    AfterEach { Disconnect-TestServer }

    It 'frees the host, and brings everything back' {
        $outcomes = @($plan | Invoke-PassthroughMaintenancePlan @now)
        $outcomes.Count | Should -Be 6
        $outcomes.Event | Should -Be (@('Done') * 6)
        $outcomes[-1].Target | Should -BeExactly "Host 'esxi06.domain.com'"
        $outcomes[-1].Action | Should -BeExactly 'Enter maintenance mode'
        (Get-VMHost esxi06*).InMaintenanceMode | Should -BeTrue
        (Get-VM web-02).VMHost.Name | Should -Not -Be esxi06.domain.com
        (Get-VM web-02).PowerState | Should -Be PoweredOn
        (Get-VM gpu-02).VMHost.Name | Should -BeExactly esxi01.domain.com
        (Get-VM gpu-02).PowerState | Should -Be PoweredOn
        (Get-VM train-02).PowerState | Should -Be PoweredOff
        @((Get-VM flex-*).PowerState | Where-Object { $_ -eq 'Suspended' }).Count | Should -Be 1
        @(Get-VM flex-* | Where-Object { $_.VMHost.Name -eq 'esxi02.domain.com' -and $_.PowerState -eq 'PoweredOn' }).Count | Should -Be 1

        $null = Restart-VMHost esxi06* @now
        $outcomes = @($plan | Invoke-PassthroughMaintenancePlan -Restore @now)
        $outcomes.Count | Should -Be 6
        $outcomes[0].Action | Should -BeExactly 'Leave maintenance mode'
        Get-Place | Should -Be $before
        (Get-VMHost esxi06*).ConnectionState | Should -Be Connected
    }

    It 'takes a plan by <how>' -ForEach @(
        @{ How = 'object'; Script = { param($Plan) Invoke-PassthroughMaintenancePlan $Plan -Confirm:$false } }
        @{ How = 'path'; Script = { param($Plan) Invoke-PassthroughMaintenancePlan $Plan.Path -Confirm:$false } }
        @{ How = 'a path in the pipeline'; Script = { param($Plan) $Plan.Path | Invoke-PassthroughMaintenancePlan -Confirm:$false } }
        @{ How = 'status'; Script = { param($Plan) Get-PassthroughMaintenancePlan $Plan | Invoke-PassthroughMaintenancePlan -Confirm:$false } }
    ) {
        @(& $Script $plan).Count | Should -Be 6
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Evacuated
    }

    It 'changes and writes nothing with -WhatIf, and says each step' {
        $changes = Get-TestChange { $script:said = Invoke-Recorded { Invoke-PassthroughMaintenancePlan $plan -WhatIf } }
        @($changes).Count | Should -Be 0
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be New
        Test-Path -Path ([IO.Path]::ChangeExtension($plan.Path, '.journal.jsonl')) | Should -BeFalse
    }

    It 'shows its steps in columns that do not depend on which ends first' {
        Add-Type -Path "$PSScriptRoot/TestTerminal.cs"
        $outcomes = @(Invoke-PassthroughMaintenancePlan $plan -Confirm:$false | Sort-Object -Property { $_.Target.Length })
        $heads = foreach ($first in $outcomes[0], $outcomes[-1]) {
            $window = [TestTerminal]::new(120)
            $null = Close-TestRunspace (Open-TestRunspace '$first | Out-Host' -Window $window -Variable @{ first = $first })
            $window.Lines -cmatch 'Target +.*Action +.*Event'
        }
        $heads | Should -HaveCount 2
        $heads[1] | Should -BeExactly $heads[0]
    }

    It 'names each machine with the host that it is on' {
        $said = "$(Invoke-PassthroughMaintenancePlan $plan -Confirm:$false -Verbose 4>&1)"
        foreach ($step in $plan.Steps) { $said | Should -Match "on target `"VM '$($step.VMName)' on host 'esxi06.domain.com'`"" }
    }

    It 'does nothing where nobody is there to ask' {
        $result = Invoke-Unseen "Invoke-PassthroughMaintenancePlan '$($plan.Path)'" -Target $server.Name
        @($result.Thrown; $result.Errors) | Should -Not -BeNullOrEmpty
        @(Get-PassthroughEvent | Where-Object Sequence -gt $plan.Revision).Count | Should -Be 0
    }

    It 'leaves what is not as planned alone, goes on with the rest, and keeps the host in service' {
        $null = Suspend-VM web-02 @now
        $result = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] ConcurrentChange -Category WriteError -Says "'web-02' is suspended on host 'esxi06.domain.com'"
        Assert-Refusal $result.Errors[1] VMHostInUse -Category ResourceBusy -Target esxi06.domain.com -Says 'step'
        @($result.Output | Where-Object Event -eq Done).Count | Should -Be 4
        (Get-VMHost esxi06*).InMaintenanceMode | Should -BeFalse
        $status = Get-PassthroughMaintenancePlan $plan
        $status.State | Should -Be Evacuating
        $status.Done, $status.Left, $status.Failed | Should -Be 4, 1, 1

        $null = Start-VM web-02
        @($plan | Invoke-PassthroughMaintenancePlan -Confirm:$false).Count | Should -Be 2
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Evacuated
    }

    It 'begins nothing more after a failure with -ErrorAction Stop' {
        $null = Suspend-VM web-02 @now
        $result = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false -ErrorAction Stop }
        $result.Thrown.FullyQualifiedErrorId | Should -BeLike 'ConcurrentChange,*'
        $status = Get-PassthroughMaintenancePlan $plan
        (Get-VM train-02).PowerState | Should -Be PoweredOn
        $status.Left | Should -BeGreaterThan 1
    }

    It 'brings back what was begun, also where the evacuation was not finished' {
        $null = Suspend-VM web-02 @now
        $null = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false }
        $null = Start-VM web-02
        $result = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Restore -Confirm:$false }
        $result.Errors | Should -BeNullOrEmpty
        Get-Place | Should -Be $before
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Restored
    }

    It 'says that there is nothing to restore where it was not carried out' {
        $result = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Restore -Confirm:$false }
        $result.Warnings | Should -BeLike '*was not carried out: there is nothing to restore.'
        $result.Output | Should -BeNullOrEmpty
    }

    It 'is not carried out again when it was restored' {
        $null = $plan | Invoke-PassthroughMaintenancePlan @now
        $null = $plan | Invoke-PassthroughMaintenancePlan -Restore @now
        Assert-Refusal (Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false }).Errors[0] PlanEnded -Category InvalidOperation -Says 'make a new plan'
        @($plan | Invoke-PassthroughMaintenancePlan -Restore -Confirm:$false).Count | Should -Be 0
    }

    It 'refuses a plan that does not free its host, before it does anything' {
        $blocked = Get-Window -MayPowerOff @()
        $blocked.IsFeasible | Should -BeFalse
        $result = Invoke-Recorded { $blocked | Invoke-PassthroughMaintenancePlan -Confirm:$false }
        Assert-Refusal $result.Errors[0] PlanNotFeasible -Category InvalidOperation -Says 'train-02'
        $result.Output | Should -BeNullOrEmpty
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a path where nothing is'; Make = { 'TestDrive:/none.json' }; Id = 'PlanNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'an id that no plan has'; Make = { 'f' * 32 }; Id = 'PlanNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a file that is no plan'; Make = { Set-Content TestDrive:/no.json '{"schemaVersion":1,"id":'; 'TestDrive:/no.json' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'a plan of a newer version'; Make = { (Get-Content $plan.Path -Raw).Replace('"schemaVersion": 1', '"schemaVersion": 9') | Set-Content TestDrive:/new.json; 'TestDrive:/new.json' }; Id = 'InputVersionUnsupported'; Category = 'InvalidData' }
        @{ What = 'a plan for a server that is not connected'; Make = { (Get-Content $plan.Path -Raw) -replace '"target": "[^"]*"', '"target": "/elsewhere/lab.json"' | Set-Content TestDrive:/other.json; 'TestDrive:/other.json' }; Id = 'NotConnected'; Category = 'ConnectionError' }
        @{ What = 'a damaged journal'; Make = { Set-Content ([IO.Path]::ChangeExtension($plan.Path, '.journal.jsonl')) "{`n{"; $plan }; Id = 'StoreCorrupt'; Category = 'InvalidData' }
    ) {
        $reference = & $Make
        $result = Invoke-Recorded { Invoke-PassthroughMaintenancePlan $reference -Confirm:$false }
        Assert-Refusal $result.Errors[0] $Id -Category $Category
        Get-Place | Should -Be $before
    }

    It 'does nothing for a pipeline of nothing' {
        @() | Invoke-PassthroughMaintenancePlan @now | Should -BeNullOrEmpty
    }

    It 'is carried out by one session at a time' {
        $script:other = Open-TestRunspace '$null = Connect-VIServer $target; $null = Set-PassthroughSimulation MoveVM -Seconds 30; Invoke-PassthroughMaintenancePlan $path -Confirm:$false' -Variable @{ target = $server.Name; path = $plan.Path }
        Wait-TestCondition { (Get-PassthroughMaintenancePlan $plan).History.Count -gt 0 } | Should -BeTrue
        Assert-Refusal (Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false }).Errors[0] StoreLocked -Category ResourceBusy
        $status = Get-PassthroughMaintenancePlan $plan
        "$($status.State) $($status.IsRunning) $($status.IsInterrupted)" | Should -BeExactly 'Evacuating True False'
        Stop-TestRunspace $other
        $null = Close-TestRunspace $other

        # Stopped by Ctrl+C in the middle of moves, of which none was made; it says so, and goes on where it was.
        Get-Place | Should -Be $before
        $status = Get-PassthroughMaintenancePlan $plan
        "$($status.State) $($status.IsRunning) $($status.IsInterrupted)" | Should -BeExactly 'Evacuating False True'
        $status.Begun | Should -Contain "Step 2, VM 'web-02': Move to host 'esxi05.domain.com' while it runs; the VM is powered on on host 'esxi06.domain.com'"
        ($status | Out-String -Width 80) | Should -Match 'interrupted'
        $result = Invoke-Recorded { $plan | Invoke-PassthroughMaintenancePlan @now }
        $result.Warnings[0].Message | Should -BeLike "Plan $($plan.Id) was interrupted, and goes on where it was. Step *VM 'web-02'*"
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Evacuated
        @(Get-PassthroughEvent | Where-Object { $_.Operation -eq 'MoveVM' -and $_.Target -eq 'web-02' }).Count | Should -Be 1
    }

    It 'shows how far all is, and each of the steps that run side by side, and ends its progress' {
        $running = Open-TestRunspace '$null = Connect-VIServer $target; $null = Set-PassthroughSimulation MoveVM -Seconds 0.5; Invoke-PassthroughMaintenancePlan $path -Confirm:$false' -Variable @{ target = $server.Name; path = $plan.Path }
        $shell = $running.Shell
        $null = Close-TestRunspace $running
        $all = @($shell.Streams.Progress)
        $records = @($all | Where-Object ActivityId -EQ 0)
        $records[0].Activity | Should -BeExactly 'Evacuate esxi06.domain.com'
        $records[0].StatusDescription | Should -Match '^0 of 6 done, [1-9] running$'
        $steps = @($all | Where-Object ActivityId -GT 0 | Group-Object Activity)
        $steps.Name | Should -Contain "VM 'web-02'"
        $all.Where({ $_.Activity -eq "VM 'web-02'" })[0].StatusDescription | Should -BeLike "Move to host '*' while it runs"
        foreach ($step in $steps) {
            $step.Group.ParentActivityId | Sort-Object -Unique | Should -Be 0
            $step.Group[-1].RecordType | Should -Be Completed
        }

        $left = @($records.SecondsRemaining -ge 0)
        ($left | Sort-Object -Descending) -join ' ' | Should -BeExactly ($left -join ' ') -Because 'the estimate does not grow'
        @($records | Where-Object { $_.PercentComplete -gt 0 -and $_.PercentComplete -lt 100 -and $_.SecondsRemaining -ge 0 }).Count | Should -BeGreaterThan 0
        $records[-1].RecordType | Should -Be Completed
    }
}

Describe 'A rehearsal of a window' {
    AfterEach { Disconnect-TestServer }

    It 'is carried out in memory, and the plan is new for the real one' {
        $server = Connect-TestServer -Inventory Window
        $before = Get-Place
        Disconnect-TestServer -Keep
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -WarningAction SilentlyContinue
        $plan = Get-Window
        @($plan | Invoke-PassthroughMaintenancePlan @now).Count | Should -Be 6
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Evacuated
        (Get-VMHost esxi06*).InMaintenanceMode | Should -BeTrue
        @($plan | Invoke-PassthroughMaintenancePlan -Restore @now).Count | Should -Be 6
        Get-Place | Should -Be $before
        @(Get-PassthroughEvent).Count | Should -BeGreaterThan 10
        Disconnect-VIServer $rehearsal -Force @now
        $null = Connect-VIServer $server.Name
        Get-Place | Should -Be $before
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be New
        @($plan | Invoke-PassthroughMaintenancePlan @now).Count | Should -Be 6
    }
}

Describe 'Get-PassthroughMaintenancePlan' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Window
        $script:plan = Get-Window
    }
    AfterEach { Disconnect-TestServer }

    It 'shows a plan that is new' {
        $status = Get-PassthroughMaintenancePlan $plan.Path
        $status.State | Should -Be New
        $status.Done, $status.Left, $status.Failed | Should -Be 0, 5, 0
        $status.History.Count | Should -Be 0
        $status.Path | Should -BeExactly $plan.Path
    }

    It 'shows what became of each step' {
        $null = $plan | Invoke-PassthroughMaintenancePlan @now
        $history = (Get-PassthroughMaintenancePlan $plan).History
        $history.Count | Should -Be 12
        @($history | Where-Object Event -eq Started).Count | Should -Be 6
        $history.Actor | Should -BeLike '*@*'
        $text = $history | Format-Table | Out-String -Width 100
        $text | Should -Match 'Evacuate +1'
    }

    It 'is readable at 100 columns' {
        $text = Get-PassthroughMaintenancePlan $plan | Out-String -Width 100
        $text | Should -Match 'esxi06\.domain\.com +New'
    }

    It 'lists the plans without a path of their own, once they are carried out' -Skip:$IsWindows {
        # The user's folder for data, in a process of its own.
        $folder = Join-Path -Path $TestDrive -ChildPath data
        $script = "$(Get-TestPreparation)`$null = Connect-VIServer '$($server.Name)' -WarningAction SilentlyContinue; " +
        '$plan = New-PassthroughMaintenancePlan esxi06*; "before: $(@(Get-PassthroughMaintenancePlan).Count)"; $null = $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false; ' +
        '"after: $((Get-PassthroughMaintenancePlan).State) $((Get-PassthroughMaintenancePlan $plan.Id).Id -eq $plan.Id)"'
        $data = $env:XDG_DATA_HOME
        try {
            $env:XDG_DATA_HOME = $folder
            $program, [string[]] $first = & "$PSScriptRoot/Get-Engine.ps1"
            & $program @first -NoProfile -NonInteractive -Command $script | Should -Be 'before: 0', 'after: Evacuated True'
        } finally {
            $env:XDG_DATA_HOME = $data
        }
    }
}
