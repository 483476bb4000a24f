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
        Get-PassthroughEvent -After ([long]::MaxValue) -ErrorAction Stop | Should -BeNullOrEmpty
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

Describe 'What is an event' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack -User anna }
    AfterEach { Disconnect-TestServer }

    It 'is nothing that was refused, left as it was, or only asked' {
        $null = Set-VM web-01 -Notes once
        $last = @(Get-PassthroughEvent)[-1].Sequence
        $null = Set-VM web-01 -Notes once
        $null = Invoke-Recorded { Start-VM none; Add-PassthroughDevice legacy-01 0000:03:00.0; New-VM gpu-01 -VMHost esxi01* }
        $null = Invoke-Unseen 'Remove-VM gpu-01 -WhatIf; Set-VM web-01 -Notes twice -WhatIf' -Target $server.Name
        Get-PassthroughEvent -After $last | Should -BeNullOrEmpty
    }

    It 'is numbered without gaps, as the inventory is' {
        1..4 | ForEach-Object { $null = Set-VM web-01 -Notes "n$_"; $null = Start-VM gpu-01; $null = Stop-VM gpu-01 -Confirm:$false }
        $numbers = @(Get-PassthroughEvent).Sequence
        $numbers.Count | Should -Be 12
        $numbers | Should -Be ($numbers[0]..$numbers[-1])
    }

    It 'is of the one who asked for it, in one session and in three' {
        $bert = Connect-VIServer -Server $server.Name -Credential (Add-TestUser $server.Name bert) -NotDefault
        $carl = Connect-VIServer -Server $server.Name -Credential (Add-TestUser $server.Name carl) -NotDefault
        foreach ($one in $server, $bert, $carl) { $null = New-AdvancedSetting web-01 "set.by.$($one.User)" yes -Server $one }
        $here = [Environment]::MachineName
        foreach ($one in $server, $bert, $carl) {
            @(Get-PassthroughEvent -Server $one).Actor | Should -BeExactly "anna@$here", "bert@$here", "carl@$here"
        }
    }

    It 'is the same for every session that reads it' {
        $null = Set-VM web-01 -Notes "two`nlines and `"quotes`""
        $null = Add-PassthroughDevice HighPerfVM 0000:03:00.0
        $result = Invoke-InRunspace -Variable @{ target = $server.Name } -Script '
            $null = Connect-VIServer $target
            Get-PassthroughEvent | ForEach-Object { "$($_.Sequence)|$($_.Time.Ticks)|$($_.Time.Kind)|$($_.Actor)|$($_.Operation)|$($_.Target)|$($_.Summary)|$($_.Changes)" }'
        $here = Get-PassthroughEvent | ForEach-Object { "$($_.Sequence)|$($_.Time.Ticks)|$($_.Time.Kind)|$($_.Actor)|$($_.Operation)|$($_.Target)|$($_.Summary)|$($_.Changes)" }
        @($here).Count | Should -Be 2
        $result.Output | Should -BeExactly $here
    }

    It 'comes server by server, in the order of each, and -After counts for each' {
        $other = Connect-TestServer -Inventory Rack -Name other
        foreach ($i in 1..3) {
            $null = Set-VM web-01 -Notes "first $i" -Server $server
            $null = Set-VM gpu-01 -Notes "second $i" -Server $other
        }
        $events = @(Get-PassthroughEvent)
        $events.Target | Should -BeExactly web-01, web-01, web-01, gpu-01, gpu-01, gpu-01
        $events[0..2].Sequence | Should -Be $events[3..5].Sequence
        @(Get-PassthroughEvent -After $events[0].Sequence).Target | Should -BeExactly web-01, web-01, gpu-01, gpu-01
        @(Get-PassthroughEvent -Server $other, $server).Target | Should -BeExactly gpu-01, gpu-01, gpu-01, web-01, web-01, web-01
    }
}

Describe 'Get-PassthroughEvent -Follow' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'ends when it is stopped, <when>' -ForEach @(
        @{ When = 'before anything came'; Change = {} }
        @{ When = 'after something came'; Change = { $null = Set-VM web-01 -Notes x } }
    ) {
        & $Change
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; "ready"; Get-PassthroughEvent -Follow' -Variable @{ target = $server.Name }
        $expected = 1 + @(Get-PassthroughEvent).Count
        Wait-TestCondition { $follower.Output.Count -ge $expected } | Should -BeTrue
        $follower.Shell.InvocationStateInfo.State | Should -Be Running
        Stop-TestRunspace $follower
        $result = Close-TestRunspace $follower
        $result.State | Should -Be Stopped
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be $expected
    }

    It 'gives what is committed while it runs, and each once' {
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -Follow | Select-Object -First 20' -Variable @{ target = $server.Name }
        foreach ($i in 1..20) { $null = Set-VM web-01 -Notes "n$i" }
        $result = Close-TestRunspace $follower -TimeoutSeconds 20
        $result.Output.Sequence | Should -Be @(Get-PassthroughEvent).Sequence
    }
}

Describe 'Events of a local store' -Tag JsonStore {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    BeforeAll {
        function Write-LongNote {
            # Enough changes that the journal is folded into the snapshot, and archived, on the way.
            foreach ($i in 1..300) { $null = Set-VM web-01 -Notes ("$i-" + 'x' * 16000) }
        }
    }

    It 'stay whole and in order over the folding of the journal' {
        $null = Start-VM gpu-01
        Write-LongNote
        $null = Stop-VM gpu-01 -Confirm:$false
        @(Get-ChildItem -Path "$(Split-Path $server.Name)/lab.journal.*-*.jsonl").Count | Should -BeGreaterOrEqual 1
        $events = @(Get-PassthroughEvent)
        $events.Count | Should -Be 302
        $events.Sequence | Should -Be ($events[0].Sequence..($events[0].Sequence + 301))
        $events[0, 301].Operation | Should -BeExactly PowerOnVM, PowerOffVM
        foreach ($i in 0, 1, 12, 24) { @(Get-PassthroughEvent -After $events[$i].Sequence).Sequence | Should -Be $events[($i + 1)..301].Sequence }
        Disconnect-TestServer
        $null = Connect-VIServer $server.Name
        @(Get-PassthroughEvent).Summary | Should -BeExactly $events.Summary
    }

    It 'are those that are left where archives were deleted' {
        Write-LongNote
        $all = @(Get-PassthroughEvent)
        Remove-Item -Path "$(Split-Path $server.Name)/lab.journal.*-*.jsonl"
        $result = Invoke-Recorded { Get-PassthroughEvent }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -BeLessThan $all.Count
        $result.Output.Sequence | Should -Be @($all | Select-Object -Last $result.Output.Count | ForEach-Object Sequence)
        (Get-VM web-01).Notes | Should -BeLike '300-x*'
    }

    It 'are followed over the folding of the journal, each once' {
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; Get-PassthroughEvent -Follow | Select-Object -First 301' -Variable @{ target = $server.Name }
        Write-LongNote
        $null = Start-VM gpu-01
        $result = Close-TestRunspace $follower -TimeoutSeconds 20
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Sequence | Should -Be @(Get-PassthroughEvent).Sequence
        $result.Output[-1].Operation | Should -BeExactly PowerOnVM
    }

    It 'are an error where the journal is damaged, and those of another server come all the same' {
        $null = Connect-TestServer -Name other
        $null = Set-VM web-01 -Notes x
        $null = Set-VM web-01 -Notes y
        $journal = "$(Split-Path $server.Name)/lab.journal.jsonl"
        $text = [IO.File]::ReadAllText($journal)
        [IO.File]::WriteAllText($journal, $text.Replace('"operation":"ChangeVM"', '"operation":"ChangeXX"'))
        $result = Invoke-Recorded { Get-PassthroughEvent }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] StoreCorrupt -Category InvalidData -Says $journal
        $result.Output.Count | Should -Be 2
    }

    It 'are followed on the servers that can be read, and the damage of another is said once' {
        $other = Connect-TestServer -Name other
        $null = Set-VM web-01 -Notes x
        $follower = Open-TestRunspace '$null = Connect-VIServer $targets; Get-PassthroughEvent -Follow' -Variable @{ targets = @($server.Name, $other.Name) }
        try {
            Wait-TestCondition { $follower.Output.Count -ge 2 } | Should -BeTrue
            $journal = "$(Split-Path $server.Name)/lab.journal.jsonl"
            [IO.File]::WriteAllText($journal, [IO.File]::ReadAllText($journal).Replace('"operation":"ChangeVM"', '"operation":"Changed"'))
            Wait-TestCondition { $follower.Shell.Streams.Error.Count -ge 1 } | Should -BeTrue
            $null = Set-VM web-01 -Notes z -Server $other
            Wait-TestCondition { $follower.Output.Count -ge 3 } | Should -BeTrue
            Start-Sleep -Milliseconds 500
        } finally {
            $follower.Shell.Stop()
            $result = Close-TestRunspace $follower
        }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] StoreCorrupt
        $result.Output.Count | Should -Be 3
    }
}
