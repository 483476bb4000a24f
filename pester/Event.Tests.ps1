BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Get-PassthroughEvent' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'gives nothing where nothing changed' {
        Get-PassthroughEvent | Should -BeNullOrEmpty
    }

    It 'gives one event a change: number, time, who, what on which object' {
        $start = [datetime]::UtcNow.AddSeconds(-1)
        $null = Start-VM gpu-02
        $null = Stop-VM gpu-02 -Confirm:$false
        $events = @(Get-PassthroughEvent)
        $events.Count | Should -Be 2
        $events[0] | Should -BeOfType 'PassthroughTools.Backends.InventoryEvent'
        $events[1].Sequence | Should -Be ($events[0].Sequence + 1)
        $events.Operation | Should -BeExactly PowerOnVM, PowerOffVM
        $events.Target | Should -BeExactly gpu-02, gpu-02
        $events[0].Actor | Should -BeExactly "$([Environment]::UserName)@$([Environment]::MachineName)"
        $events[0].Time | Should -BeGreaterThan $start
        $events[0].Time.Kind | Should -Be Utc
        $events[0].Summary | Should -BeLike "VM 'gpu-02' powered on with device 0000:b1:00.0"
        $events[0].Changes.Count | Should -Be 1
    }

    It 'gives what came -After a number, by name and by position' {
        1..5 | ForEach-Object { $null = Set-VM web-01 -Notes "n$_" }
        $events = @(Get-PassthroughEvent)
        @(Get-PassthroughEvent -After $events[2].Sequence).Sequence | Should -Be $events[3].Sequence, $events[4].Sequence
        @(Get-PassthroughEvent $events[3].Sequence).Count | Should -Be 1
        Get-PassthroughEvent -After $events[4].Sequence | Should -BeNullOrEmpty
        Get-PassthroughEvent -After ([long]::MaxValue) | Should -BeNullOrEmpty
        @(Get-PassthroughEvent -After 0).Count | Should -Be 5
    }

    It 'refuses a negative number' {
        { Get-PassthroughEvent -After -1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'gives the events of each server, or of the one that is named' {
        $other = Connect-TestServer -Name other
        $null = Set-VM web-01 -Notes here -Server $server
        $null = Set-VM web-01, gpu-01 -Notes there -Server $other
        @(Get-PassthroughEvent).Count | Should -Be 3
        @(Get-PassthroughEvent -Server $other).Target | Should -BeExactly web-01, gpu-01
    }

    It 'follows what another session commits, and begins -After a number' {
        $null = Set-VM web-01 -Notes old
        $null = Set-VM web-01 -Notes first
        $after = @(Get-PassthroughEvent)[0].Sequence
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -After $after -Follow' -Variable @{
            target = $server.Name; after = $after
        }
        try {
            Wait-TestCondition { $follower.Output.Count -ge 1 } | Should -BeTrue
            $null = Set-VM web-01 -Notes second
            $null = Start-VM gpu-01
            Wait-TestCondition { $follower.Output.Count -ge 3 } | Should -BeTrue
        } finally {
            $follower.Shell.Stop()
            $result = Close-TestRunspace $follower
        }
        $result.Output.Sequence | Should -Be ($after + 1), ($after + 2), ($after + 3)
        $result.Output.Operation | Should -BeExactly ChangeVM, ChangeVM, PowerOnVM
        $result.Errors.Count | Should -Be 0
    }

    It 'follows until the pipeline has enough' {
        $null = Set-VM web-01 -Notes one
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -Follow | Select-Object -First 2' -Variable @{ target = $server.Name }
        Wait-TestCondition { $follower.Output.Count -ge 1 } | Should -BeTrue
        $null = Set-VM web-01 -Notes two
        $result = Close-TestRunspace $follower -TimeoutSeconds 10
        $result.Output.Count | Should -Be 2
        $result.State | Should -Be Completed
    }

    It 'follows several servers' {
        $other = Connect-TestServer -Name other
        $follower = Open-TestRunspace '$null = Connect-VIServer $targets; Get-PassthroughEvent -Follow | Select-Object -First 2' -Variable @{
            targets = @($server.Name, $other.Name)
        }
        $null = Set-VM web-01 -Notes x -Server $other
        $null = Set-VM gpu-01 -Notes x -Server $server
        (Close-TestRunspace $follower -TimeoutSeconds 10).Output.Target | Sort-Object | Should -BeExactly gpu-01, web-01
    }
}
