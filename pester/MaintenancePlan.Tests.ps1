BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-Step {
        # A step of a plan, by its machine's name.
        param($Plan, [string] $VM)
        $Plan.Steps | Where-Object VMName -EQ $VM
    }
}

Describe 'New-PassthroughMaintenancePlan' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Rack
        $null = Get-VM gpu-01, gpu-02, web-01, legacy-01 | Start-VM
    }
    AfterEach { Disconnect-TestServer }

    It 'has one step for each machine on the hosts, live moves first and what stays down last' {
        $plan = New-PassthroughMaintenancePlan esxi01.domain.com, esxi06.domain.com
        $plan | Should -BeOfType 'PassthroughTools.Planning.MaintenancePlan'
        $plan.Hosts.Name | Should -BeExactly esxi01.domain.com, esxi06.domain.com
        $plan.Target, $plan.ThrottleLimit, $plan.IsFeasible | Should -Be $server.Name, 4, $true
        $plan.Steps.Number | Should -Be (1..5)
        $plan.Steps.Action | Should -Be VMotion, VMotion, ColdMove, PowerOff, PowerOff
        $plan.Steps.Interruption | Should -Be Live, Live, None, Down, Down
        $plan.Steps.VMName | Should -BeExactly legacy-01, web-01, HighPerfVM, gpu-01, gpu-02
        $plan.Steps.DestinationName | Should -Not -Contain esxi01.domain.com
        $plan.Steps.DestinationName | Should -Not -Contain esxi06.domain.com
    }

    It 'says why, with the device and the source, and what cannot be kept' {
        $plan = New-PassthroughMaintenancePlan esxi01.domain.com
        $pinned = Get-Step $plan gpu-01
        $pinned.Reason | Should -BeLike "Fixed device 0000:41:00.0 of host 'esxi01.domain.com' keeps it here; it does not support SuspendResume with device 0000:41:00.0 *(catalog entry Fixed *"
        $pinned.Loses | Should -Not -BeNullOrEmpty
        (Get-Step $plan web-01).Loses | Should -BeNullOrEmpty
    }

    It 'sets a device aside where a machine is power cycled' {
        $step = Get-Step (New-PassthroughMaintenancePlan esxi06*) gpu-02
        $step.Action, $step.DestinationName, $step.Interruption | Should -Be PowerCycle, esxi01.domain.com, PowerCycle
        $step.Devices | Should -Be 0000:42:00.0
    }

    It 'powers off only what may be: <what>' -ForEach @(
        @{ What = 'all'; Parameters = @{}; Actions = 'PowerOff', 'PowerOff' }
        @{ What = 'none'; Parameters = @{ MayPowerOff = @() }; Actions = 'Blocked', 'Blocked' }
        @{ What = 'one by name'; Parameters = @{ MayPowerOff = 'gpu-01' }; Actions = 'PowerOff', 'Blocked' }
        @{ What = 'some by wildcard'; Parameters = @{ MayPowerOff = 'gpu*' }; Actions = 'PowerOff', 'PowerOff' }
    ) {
        $plan = New-PassthroughMaintenancePlan esxi01*, esxi06* @Parameters
        (Get-Step $plan gpu-01).Action, (Get-Step $plan gpu-02).Action | Should -Be $Actions
        $plan.IsFeasible | Should -Be ($Actions -notcontains 'Blocked')
        $says = if ($Actions[1] -eq 'Blocked') { '*; it is not among the machines that may be powered off' } else { "*no host of the cluster takes it; *asks for a Dynamic device (10de:1eb8 labelled 'inference')*none free*" }
        (Get-Step $plan gpu-02).Reason | Should -BeLike $says
    }

    It 'takes an override: <what>' -ForEach @(
        @{ What = 'by name'; Override = @{ 'web-01' = 'Suspend' }; VM = 'web-01'; Action = 'Suspend'; Says = 'Suspend is asked for' }
        @{ What = 'by wildcard'; Override = @{ 'web*' = 'poweroff' }; VM = 'web-01'; Action = 'PowerOff'; Says = 'PowerOff is asked for' }
        @{ What = 'a name before a wildcard'; Override = @{ '*' = 'PowerOff'; 'WEB-01' = 'Suspend' }; VM = 'web-01'; Action = 'Suspend'; Says = 'Suspend is asked for' }
        @{ What = 'what is not possible blocks'; Override = @{ 'gpu-01' = 'Suspend' }; VM = 'gpu-01'; Action = 'Blocked'; Says = '*not possible*SuspendResume*' }
        @{ What = 'None for a machine that runs blocks'; Override = @{ 'gpu-01' = 'None' }; VM = 'gpu-01'; Action = 'Blocked'; Says = '*it runs*' }
        @{ What = 'None for one that does not run'; Override = @{ 'HighPerfVM' = 'None' }; VM = 'HighPerfVM'; Action = 'None'; Says = '*is to stay' }
        @{ What = 'what is for running machines is nothing to others'; Override = @{ '*' = 'PowerOff' }; VM = 'HighPerfVM'; Action = 'ColdMove'; Says = '*' }
        @{ What = 'by the machine'; Override = { @{ (Get-VM web-01) = 'Suspend'; '*' = 'PowerOff' } }; VM = 'web-01'; Action = 'Suspend'; Says = 'Suspend is asked for' }
        @{ What = 'by its id'; Override = { @{ (Get-VM web-01).Id = 'Suspend'; 'web*' = 'PowerOff' } }; VM = 'web-01'; Action = 'Suspend'; Says = 'Suspend is asked for' }
        @{ What = 'a pattern that none fits'; Override = @{ 'none*' = 'Suspend' }; VM = 'web-01'; Action = 'VMotion'; Says = '*' }
    ) {
        if ($Override -is [scriptblock]) { $Override = & $Override }
        $step = Get-Step (New-PassthroughMaintenancePlan esxi01* -Override $Override) $VM
        $step.Action | Should -Be $Action
        $step.Reason | Should -BeLike $Says
    }

    It 'takes <how>' -ForEach @(
        @{ How = 'names'; Script = { New-PassthroughMaintenancePlan esxi01.domain.com, esxi02.domain.com } }
        @{ How = 'a wildcard'; Script = { New-PassthroughMaintenancePlan -VMHost esxi0[12]* } }
        @{ How = 'the pipeline'; Script = { Get-VMHost esxi01*, esxi02* | New-PassthroughMaintenancePlan } }
        @{ How = 'a host twice'; Script = { 'esxi01*', 'esxi02*', 'esxi01.domain.com' | New-PassthroughMaintenancePlan -Server $server } }
    ) {
        $plan = @(& $Script)
        $plan.Count | Should -Be 1
        $plan.Hosts.Name | Should -BeExactly esxi01.domain.com, esxi02.domain.com
    }

    It 'changes nothing' {
        Get-TestChange { New-PassthroughMaintenancePlan * -Path TestDrive:/nothing.json } | Should -BeNullOrEmpty
    }

    It 'writes the plan to a file, over another only with -Force' {
        $plan = New-PassthroughMaintenancePlan esxi01* -Path TestDrive:/window.json
        $plan.Path | Should -BeExactly (Resolve-Path TestDrive:/window.json).ProviderPath
        $text = Get-Content -Raw TestDrive:/window.json
        ($text | ConvertFrom-Json).id | Should -BeExactly $plan.Id
        $result = Invoke-Recorded { New-PassthroughMaintenancePlan esxi01* -Path TestDrive:/window.json }
        Assert-Refusal $result.Errors[0] NameInUse -Says '-Force'
        Get-Content -Raw TestDrive:/window.json | Should -BeExactly $text
        $second = New-PassthroughMaintenancePlan esxi02* -Path TestDrive:/window.json -Force
        (Get-Content -Raw TestDrive:/window.json | ConvertFrom-Json).id | Should -BeExactly $second.Id
    }

    It 'writes no file with -WhatIf, and plans all the same' {
        $plan = New-PassthroughMaintenancePlan esxi01* -Path TestDrive:/whatif.json -WhatIf
        $plan.Steps.Count | Should -Be 4
        $plan.Path | Should -BeNullOrEmpty
        'TestDrive:/whatif.json' | Should -Not -Exist
    }

    It 'never overwrites a store' -Tag JsonStore {
        $before = Get-FileHash -LiteralPath $server.Name
        $result = Invoke-Recorded { New-PassthroughMaintenancePlan esxi01* -Path $server.Name -Force }
        Assert-Refusal $result.Errors[0] NameInUse
        (Get-FileHash -LiteralPath $server.Name).Hash | Should -BeExactly $before.Hash
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a host that is not there'; Script = { New-PassthroughMaintenancePlan none }; Id = 'VMHostNotFound'; Plans = 0 }
        @{ What = 'one of two hosts'; Script = { New-PassthroughMaintenancePlan none, esxi01* }; Id = 'VMHostNotFound'; Plans = 1 }
        @{ What = 'hosts of two servers'; Id = 'ValueInvalid'; Plans = 0
            Script = { $other = Connect-TestServer -Inventory Rack -Name other -NotDefault; @(Get-VMHost esxi01*) + (Get-VMHost esxi02* -Server $other) | New-PassthroughMaintenancePlan } }
        @{ What = 'an action that is none'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ 'gpu-01' = 'Burn' } }; Id = 'ValueInvalid'; Plans = 0 }
        @{ What = 'a number for an action'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ 'gpu-01' = 99 } }; Id = 'ValueInvalid'; Plans = 0 }
        @{ What = 'Blocked for an action'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ 'gpu-01' = 'Blocked' } }; Id = 'ValueInvalid'; Plans = 0 }
        @{ What = 'an override for a machine elsewhere'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ 'gpu-02' = 'Suspend' } }; Id = 'VMNotFound'; Plans = 0 }
        @{ What = 'a name that two machines have'; Id = 'AmbiguousName'; Plans = 0
            Script = {
                $twin = Join-Path $TestDrive web-01.vmx
                Set-Content -LiteralPath $twin -Value 'virtualHW.version = "20"', 'memSize = "4096"'
                $null = Import-PassthroughInventory $twin -VMHost esxi02.domain.com
                New-PassthroughMaintenancePlan esxi01*, esxi02* -Override @{ 'web-01' = 'Suspend' }
            } }
        @{ What = 'a host in the place of a machine'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ (Get-VMHost esxi01*) = 'Suspend' } }; Id = 'ValueInvalid'; Plans = 0 }
        @{ What = 'a machine of another host'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ (Get-VM gpu-02) = 'Suspend' } }; Id = 'VMNotFound'; Plans = 0 }
        @{ What = 'the id of a machine of another host'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ (Get-VM gpu-02).Id = 'Suspend' } }; Id = 'VMNotFound'; Plans = 0 }
        @{ What = 'two wildcards that disagree'; Script = { New-PassthroughMaintenancePlan esxi01* -Override @{ 'gpu*' = 'Suspend'; '*-01' = 'PowerOff' } }; Id = 'AmbiguousName'; Plans = 0 }
    ) {
        $result = Invoke-Recorded $Script
        $result.Thrown | Should -BeNullOrEmpty
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id
        $result.Output.Count | Should -Be $Plans
    }

    It 'means one of two machines of a name by <how>' -ForEach @(
        @{ How = 'the machine'; Key = { param($vm) $vm } }
        @{ How = 'the machine as a job gives it'; Key = { param($vm) [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($vm)) } }
        @{ How = 'its id'; Key = { param($vm) $vm.Id } }
    ) {
        $twin = Join-Path $TestDrive web-01.vmx
        Set-Content -LiteralPath $twin -Value 'virtualHW.version = "20"', 'memSize = "4096"'
        $null = Import-PassthroughInventory $twin -VMHost esxi02.domain.com
        $running = Get-VM web-01 -Location esxi01*
        $off = Get-VM web-01 -Location esxi02*

        $plan = New-PassthroughMaintenancePlan esxi01*, esxi02* -Override @{ (& $Key $running) = 'PowerOff'; (& $Key $off) = 'None' }
        $plan.Steps | Where-Object VMId -EQ $running.Id | ForEach-Object Action | Should -Be PowerOff
        $plan.Steps | Where-Object VMId -EQ $off.Id | ForEach-Object Action | Should -Be None

        $result = Invoke-Recorded { New-PassthroughMaintenancePlan esxi01* -Override @{ (& $Key $off) = 'PowerOff' } }
        Assert-Refusal $result.Errors[0] VMNotFound -Says "Get-VM -Location 'esxi01.domain.com'"
        $result.Output | Should -BeNullOrEmpty
        (Invoke-Recorded { New-PassthroughMaintenancePlan esxi01*, esxi02* -Override @{ 'web-01' = 'PowerOff' } }).Errors[0].Exception.Message |
            Should -BeLike "*-Override @{ '*' = 'PowerOff' }*"
    }

    It 'says which of two servers of a name is the rehearsal' {
        $rehearsal = Connect-TestServer -Inventory Rack -Name other -NotDefault -Rehearsal
        $result = Invoke-Recorded { @(Get-VMHost esxi01* -Server $server) + (Get-VMHost esxi02* -Server $rehearsal) | New-PassthroughMaintenancePlan }
        Assert-Refusal $result.Errors[0] ValueInvalid -Says "the rehearsal of '$($rehearsal.Name)'"
    }

    It 'refuses <limit> steps at a time' -ForEach @(@{ Limit = 0 }, @{ Limit = 65 }) {
        { New-PassthroughMaintenancePlan esxi01* -ThrottleLimit $Limit } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'ends with its steps where none interrupts: <what>' -ForEach @(
        @{ What = 'no steps'; Move = @() }
        @{ What = 'a live move'; Move = 'lively' }
    ) {
        Get-VM -Location esxi06* | Stop-VM -Confirm:$false | Remove-VM -Confirm:$false
        foreach ($name in $Move) { $null = New-VM $name -VMHost esxi06.domain.com | Start-VM }
        $plan = New-PassthroughMaintenancePlan esxi06*
        $plan.Steps.Count | Should -Be @($Move).Count
        $lines = ($plan | Out-String) -replace '\x1b\[[\d;]*m' -split '\r?\n' | Where-Object { $_.Trim() }
        if (-not $Move) { $lines[-1] | Should -BeExactly 'Steps    : none; at most 4 at a time' } else {
            $step = @($lines -match '^1 lively +VMotion ')
            $step | Should -HaveCount 1
            $reason = @($lines | Select-Object -Skip ($lines.IndexOf($step[0]) + 1))
            $reason | Should -Match '^ {40}' -Because 'the last column goes on, and nothing follows it'
            $reason.Count | Should -BeLessOrEqual 2
        }
    }

    It 'shows head, steps and reasons together, within 100 columns' {
        $lines = (New-PassthroughMaintenancePlan esxi06* | Out-String -Width 100) -replace '\x1b\[[\d;]*m' -split '\r?\n'
        $lines.Where({ $_.Length -gt 100 }) | Should -BeNullOrEmpty
        $text = $lines.TrimEnd() -join "`n"
        $text | Should -BeLike "*Hosts    : esxi06.domain.com*Feasible : yes*Steps    : 1 PowerCycle; at most 4 at a time*"
        $text | Should -BeLike '*# VM     Action     Destination       Interruption Reason*'
        $text | Should -BeLike '*1 gpu-02 PowerCycle esxi01.domain.com PowerCycle   it does not support VMotion with*'
        $text | Should -BeLike '*1. PowerCycle gpu-02 to esxi01.domain.com*    Because it does not support VMotion*'
        ($text -replace '\s') | Should -BeLike '*Loseswhatisinitsmemory*'
    }
}
