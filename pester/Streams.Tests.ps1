# What commands tell beside their output: -Verbose, -Debug, progress, and one error where a server cannot be read.
BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-Told {
        # The lines of -Verbose and -Debug that a script writes.
        param([scriptblock] $Script)
        & $Script 4>&1 5>&1 6>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] -or $_ -is [Management.Automation.DebugRecord] }
    }
}

Describe '-Verbose' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'tells each read with its time and what was read' {
        $told = @(Get-Told { Get-VM -Verbose })
        @($told.Message -match "^Read the inventory of $([regex]::Escape($server.Name)) in \d+ ms: 6 hosts, 10 machines$").Count | Should -Be 1
        @(Get-Told { Get-VM }).Count | Should -Be 0
    }

    It 'tells each operation with its time and what it did' {
        $told = @((Get-Told { Start-VM gpu-01, web-01 -Verbose }).Message -match "^PowerOnVM on $([regex]::Escape($server.Name)) took \d+ ms: ")
        $told.Count | Should -Be 2
        $told[0] | Should -BeLike "*: VM 'gpu-01' powered on*"
    }

    It 'tells of a task that it has begun, and when it has ended, once' {
        $name = [regex]::Escape($server.Name)
        $began = @(Get-Told { $script:task = Start-VM gpu-01 -RunAsync -Verbose }).Message
        @($began -match "^PowerOnVM on $name began as $($task.Id)$").Count | Should -Be 1
        $ended = "^PowerOnVM on $name took \d+ ms: VM 'gpu-01' powered on"
        $all = @($began) + @((Get-Told { $null = $task | Wait-Task -Verbose }).Message)
        @($all -match $ended).Count | Should -Be 1
        @(@((Get-Told { $null = $task | Wait-Task -Verbose }).Message) -match $ended).Count | Should -Be 0
        $quiet = Start-VM web-01 -RunAsync
        @(@((Get-Told { $null = $quiet | Wait-Task -Verbose }).Message) -match '^PowerOnVM on .* took \d+ ms').Count | Should -Be 1
        $refused = Start-VM web-01 -RunAsync
        @(@((Get-Told { $refused | Wait-Task -Verbose -ErrorAction Ignore }).Message) -match ' was not done, after \d+ ms: InvalidPowerState$').Count | Should -Be 1
    }

    It 'tells why an operation was not done' {
        $told = (Get-Told { Stop-VM web-01 -Verbose -Confirm:$false -ErrorAction Ignore }).Message
        @($told -match "^PowerOffVM on $([regex]::Escape($server.Name)) was not done, after \d+ ms: InvalidPowerState$").Count | Should -Be 1
    }

    It 'tells of events, connecting and plans' {
        @((Get-Told { Get-PassthroughEvent -Verbose }).Message -match "^Read the events of $([regex]::Escape($server.Name)) in \d+ ms: 0$").Count | Should -Be 1
        @((Get-Told { Connect-VIServer $server.Name -Verbose }).Message -match "^Connected $([regex]::Escape($server.Name)) in \d+ ms: 6 hosts, 10 machines$").Count | Should -Be 1
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        $plan = New-PassthroughMaintenancePlan esxi05* -Server $rehearsal
        $told = (Get-Told { $plan | Invoke-PassthroughMaintenancePlan -Server $rehearsal -Confirm:$false -Verbose }).Message
        @($told -match "^SetHostState on $([regex]::Escape($server.Name)) took \d+ ms: Host 'esxi05.domain.com' entered maintenance mode").Count | Should -Be 1
    }

    It 'tells what is asked of a control plane: method, path, status and time' -Tag ControlPlane {
        $told = (Get-Told { Start-VM gpu-01 -Verbose }).Message
        @($told -match '^GET /api/v1/changes\?after=\d+&limit=\d+: 200 OK in \d+ ms$').Count | Should -Be 1
        @($told -match '^POST /api/v1/operations: 200 OK in \d+ ms$').Count | Should -Be 1
        @((Get-Told { Start-VM gpu-01 -Verbose -ErrorAction Ignore }).Message -match '^POST /api/v1/operations: 409 Conflict in \d+ ms$').Count | Should -Be 1
    }
}

Describe '-Debug' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'shows what is sent, and asks nothing' {
        $DebugPreference = 'Continue'
        $told = (Get-Told { Start-VM gpu-01 }).Message
        @($told -match '^PowerOnVM on .*: {"operation":"PowerOnVM","vmId":"VirtualMachine-vm-\d+"}$').Count | Should -Be 1
        $result = Invoke-Unseen 'Set-VM web-01 -Notes x -Debug' -Target $server.Name
        $result.Errors | Should -BeNullOrEmpty
        $result.Thrown | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 1
    }

    It 'shows what is answered, and no token' -Tag ControlPlane {
        $told = @(Get-Told { Connect-VIServer $server.Name -Debug; Start-VM gpu-01 -Debug; Get-VM -Debug -Verbose })
        @($told.Message -match '^Answer to POST /api/v1/operations: {').Count | Should -Be 1
        @($told.Message -match '^Answer to GET /api/v1/state: {.*\.\.\. \(\d+ characters\)$').Count | Should -BeGreaterThan 0
        ($told.Message | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan 4200
        $told.Message -join "`n" | Should -Not -BeLike "*$env:PASSTHROUGHTOOLS_TOKEN*"
    }

    It 'shows no password' {
        $told = @(Get-Told {
                New-AdvancedSetting web-01 RemoteDisplay.vnc.password geheim-1 -Debug -Verbose
                Get-AdvancedSetting web-01 *password | Set-AdvancedSetting -Value geheim-2 -Debug -Verbose
                Set-VM web-01 -Notes seen -Debug -Verbose
                Get-AdvancedSetting web-01 *password | Remove-AdvancedSetting -Confirm:$false -Debug -Verbose
            })
        $told.Message -join "`n" | Should -Not -BeLike '*geheim*'
        $told.Message -join "`n" | Should -BeLike '*RemoteDisplay.vnc.password*'
        (Get-PassthroughEvent).Summary -join "`n" | Should -Not -BeLike '*geheim*'
    }
}

Describe 'A server that cannot be read' {
    BeforeAll {
        function Break-Server {
            # From now on reading this server is refused at once.
            param($Server)
            switch (Get-TestBackend) {
                'JsonStore' { [IO.File]::WriteAllText($Server.Name, '{ damaged') }
                'ControlPlane' { $null = Invoke-ServerHost -Command revoke, $Server.Name, $Server.User }
                'VSphere' { Stop-VSphereSimulator -Last }
            }
        }
        $script:cause = @{ JsonStore = 'StoreCorrupt'; ControlPlane = 'AuthenticationFailed'; VSphere = 'ServerUnreachable' }[(Get-TestBackend)]
    }
    AfterEach { Disconnect-TestServer }

    It 'is one error, and nothing is said to be missing: <_>' -ForEach @(
        { Get-VM }, { Get-VM none, nowhere }, { Get-VM -Id x }, { Get-VMHost }, { Get-VMHost none }, { Get-Cluster }, { Get-Cluster none }, { Get-Template none }
        { Get-PassthroughDevice }, { Get-PassthroughDevice none, nowhere }, { Get-PassthroughDevice -VMHost none -Id 0000:03:00.0 -Name x }, { Get-VMHostPciDevice none }
        { Get-AdvancedSetting none x }, { Get-VMResourceConfiguration none }, { Get-MmioSizing none, nowhere }, { Get-Snapshot none x }
        { Test-PassthroughPrerequisite none }, { Test-EnhancedDirectPathFeature none }, { Test-PassthroughPrerequisite none -Quiet }, { Find-PassthroughHost none, nowhere }
        { Get-PassthroughEvent }, { "none", "nowhere" | Start-VM }, { Set-VM none -Notes x }, { Move-VM none nowhere }, { New-VM x -VMHost none }, { New-VM x -ResourcePool none }
        { Add-PassthroughDevice none 0000:03:00.0 }, { Remove-PassthroughDevice 0000:03:00.0 -VM none }, { Set-PassthroughDevice 0000:03:00.0 -VMHost none -Mode Host }
        { Set-MmioSizing none }, { New-AdvancedSetting none a b }, { New-Snapshot none x }, { Set-VMHost none Maintenance }, { Restart-VMHost none }, { Remove-VMHost none }
        { New-PassthroughMaintenancePlan none }, { New-PassthroughMaintenancePlan none -MayPowerOff nowhere }, { Export-PassthroughInventory TestDrive:/copy.json }
        { Start-VM $vm }, { $vm, $vm | Start-VM -WhatIf }, { Start-VM $old }, { Get-VMHost -VM $vm }, { Get-VM -Location $hosts }, { Get-PassthroughDevice -VMHost $hosts }, { Move-VM $vm $hosts[0] }
        { Add-PassthroughDevice $vm 0000:03:00.0 }, { Remove-VM $vm, none }, { Get-Snapshot $vm }, { Find-PassthroughHost $vm }
    ) {
        $server = Connect-TestServer
        $script:vm = Get-VM web-01
        $script:hosts = @(Get-VMHost)
        $script:old = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($vm))
        Break-Server $server
        $ConfirmPreference = 'None'
        $global:Error.Clear()
        $result = Invoke-Recorded $_
        $result.Thrown | Should -BeNullOrEmpty
        @($result.Errors).Count | Should -Be 1 -Because ($result.Errors -join ' | ')
        Assert-Refusal $result.Errors[0] $cause
        $global:Error[0] | Should -Be $result.Errors[0]
        $result.Warnings | Should -BeNullOrEmpty
    }

    It 'keeps nothing of the others from coming: <_>' -ForEach @(
        'Get-VM', 'Get-VM web-01, gpu-01', 'Get-VMHost', 'Get-PassthroughDevice', 'Get-PassthroughDevice web-01, gpu-01', 'Get-PassthroughEvent', 'Get-Cluster'
        'Test-PassthroughPrerequisite gpu-01', 'Get-Snapshot', 'Get-Snapshot -Name none*', 'Set-VM web-01, gpu-01 -Notes x -WhatIf', 'Find-PassthroughHost gpu-01'
    ) {
        $good = Connect-TestServer -Name good
        $null = Set-VM web-01 -Notes begun
        $expected = @(& ([scriptblock]::Create("$_")))
        $bad = Connect-TestServer -Name bad
        Break-Server $bad
        $result = Invoke-Recorded ([scriptblock]::Create($_))
        @($result.Errors).Count | Should -Be 1 -Because ($result.Errors -join ' | ')
        Assert-Refusal $result.Errors[0] $cause
        @($result.Output).Count | Should -Be $expected.Count
        $good.IsConnected | Should -BeTrue
    }

    It 'says that a name which the others do not have was not found on them' {
        $null = Connect-TestServer -Name good
        Break-Server (Connect-TestServer -Name bad)
        $result = Invoke-Recorded { Get-VM none }
        @($result.Errors).Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $cause
    }
}

Describe 'A control plane that does not answer' -Tag ControlPlane {
    AfterAll { Disconnect-TestServer }

    It 'is asked again, which a progress bar and -Verbose say, for 20 s' {
        $plane = Open-ControlPlane
        $gone = [Threading.ManualResetEventSlim]::new()
        $waiting = Open-TestRunspace -Variable @{ target = $plane.Address; gone = $gone } -Script '
            $null = Connect-VIServer $target; "ready"; $gone.Wait(); Get-VM none -Verbose'
        (Wait-TestCondition { $waiting.Output.Count }) | Should -BeTrue
        Disconnect-TestServer
        $gone.Set()
        $shell = $waiting.Shell
        (Wait-TestCondition { $shell.Streams.Progress.Count }) | Should -BeTrue
        $bar = $shell.Streams.Progress[0]
        $bar.Activity | Should -BeExactly Get-VM
        $bar.StatusDescription | Should -Match "^Server '$([regex]::Escape($plane.Address))' does not answer; trying again until \d\d:\d\d:\d\d$"
        $bar.SecondsRemaining | Should -BeGreaterThan 0
        $bar.SecondsRemaining | Should -BeLessOrEqual 20
        $result = Close-TestRunspace $waiting -TimeoutSeconds 40
        @($result.Errors).Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ServerUnreachable
        $result.Progress[-1].RecordType | Should -Be Completed
        @($shell.Streams.Verbose.Message -match '^GET /api/v1/changes.*: no answer \(.*\); asked again in \d+ ms$').Count | Should -BeGreaterThan 1
    }
}
