BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'New-Snapshot' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'takes a snapshot of a machine given by <how>' -ForEach @(
        @{ How = 'name'; Script = { New-Snapshot web-01 weekly } }
        @{ How = 'parameter name'; Script = { New-Snapshot -VM web-01 -Name weekly } }
        @{ How = 'object'; Script = { New-Snapshot (Get-VM web-01) weekly } }
        @{ How = 'pipeline'; Script = { Get-VM web-01 | New-Snapshot -Name weekly } }
        @{ How = 'a name in the pipeline'; Script = { 'web-01' | New-Snapshot -Name weekly } }
    ) {
        $snapshot = @(& $Script)
        $snapshot.Count | Should -Be 1
        $snapshot[0] | Should -BeOfType 'PassthroughTools.Inventory.Snapshot'
        $snapshot[0].Name, $snapshot[0].VM.Name, $snapshot[0].Memory | Should -Be 'weekly', 'web-01', $false
        $snapshot[0].Created.Kind | Should -Be Utc
        ([datetime]::UtcNow - $snapshot[0].Created).TotalMinutes | Should -BeLessThan 5
        (Get-VM web-01).Snapshots.Name | Should -BeExactly weekly
    }

    It 'keeps the memory of a running machine with -Memory, and a description' {
        $null = Start-VM web-01
        $snapshot = New-Snapshot web-01 'before the patch' -Description 'what for' -Memory -Quiesce
        $snapshot.Memory, $snapshot.Description | Should -Be $true, 'what for'
        (New-Snapshot web-01 disks).Memory | Should -BeFalse
        $null = Suspend-VM web-01 -Confirm:$false
        (New-Snapshot web-01 asleep).Memory | Should -BeTrue -Because 'a suspended machine has its memory on disk'
    }

    It 'follows the one before' {
        $first, $second = 'a', 'b' | ForEach-Object { New-Snapshot web-01 $_ }
        $first.ParentSnapshot | Should -BeNullOrEmpty
        $second.ParentSnapshot.Name, $second.ParentSnapshotId | Should -Be 'a', $first.Id
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'a machine with a Fixed device, even with -Force'; Script = { New-Snapshot gpu-01, web-01 x -Force }; Id = 'FeatureNotSupported'; Target = 'gpu-01'; Says = '0000:41:00.0 TU104GL' }
        @{ What = 'a machine that is not there'; Script = { 'none', 'web-01' | New-Snapshot -Name x }; Id = 'VMNotFound'; Target = 'none'; Says = 'Get-VM' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Target $Target -Says $Says
        $result.Output.VM.Name | Should -BeExactly web-01
    }

    It 'refuses a template, and a name that is none' {
        Assert-Refusal (Invoke-Recorded { New-Snapshot web-01 "a`tb" }).Errors[0] ValueInvalid -Says '1 to 80 characters'
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        Assert-Refusal (Invoke-Recorded { Get-Template golden | New-Snapshot -Name x }).Errors[0] TemplateNotSupported -Target golden
    }
}

Describe 'Get-Snapshot' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        'monday', 'tuesday' | ForEach-Object { $null = New-Snapshot web-01, legacy-01 -Name $_ }
    }
    AfterAll { Disconnect-TestServer }

    It 'gives <what>' -ForEach @(
        @{ What = 'those of all machines'; Script = { Get-Snapshot }; Names = 'legacy-01 monday', 'legacy-01 tuesday', 'web-01 monday', 'web-01 tuesday' }
        @{ What = 'those of a machine'; Script = { Get-Snapshot web-01 }; Names = 'web-01 monday', 'web-01 tuesday' }
        @{ What = 'those of a machine by object'; Script = { Get-VM web-01 | Get-Snapshot }; Names = 'web-01 monday', 'web-01 tuesday' }
        @{ What = 'those of a name'; Script = { Get-Snapshot web-01 Monday }; Names = , 'web-01 monday' }
        @{ What = 'those of a pattern'; Script = { Get-Snapshot -Name t*, none* }; Names = 'legacy-01 tuesday', 'web-01 tuesday' }
        @{ What = 'one by id'; Script = { Get-Snapshot -Id (Get-Snapshot web-01 monday).Id, 'none' }; Names = , 'web-01 monday' }
        @{ What = 'nothing of a machine without any'; Script = { Get-Snapshot gpu-01 }; Names = @() }
    ) {
        @(& $Script | ForEach-Object { "$($_.VM.Name) $($_.Name)" } | Sort-Object) | Should -BeExactly $Names
    }

    It 'refuses a name that none has, and gives the others' {
        $result = Invoke-Recorded { Get-Snapshot web-01 monday, friday }
        Assert-Refusal $result.Errors[0] SnapshotNotFound -Category ObjectNotFound -Target friday -Says 'Get-Snapshot'
        $result.Output.Name | Should -BeExactly monday
    }

    It 'shows a table that fits 100 columns' {
        $lines = (Get-Snapshot web-01 monday | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines.Count | Should -Be 3
        $lines[2] | Should -Match '^monday +PoweredOff web-01 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d *$'
    }
}

Describe 'Remove-Snapshot' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Rack
        'a', 'b', 'c' | ForEach-Object { $null = New-Snapshot web-01 $_ }
    }
    AfterEach { Disconnect-TestServer }

    It 'removes <what>' -ForEach @(
        @{ What = 'one by object'; Script = { Remove-Snapshot (Get-Snapshot web-01 b) -Confirm:$false }; Left = 'a', 'c' }
        @{ What = 'one of the pipeline'; Script = { Get-Snapshot web-01 a | Remove-Snapshot -Confirm:$false }; Left = 'b', 'c' }
        @{ What = 'all of the pipeline'; Script = { Get-Snapshot web-01 | Remove-Snapshot -Confirm:$false }; Left = @() }
        @{ What = 'one and what was taken after it'; Script = { Get-Snapshot web-01 b | Remove-Snapshot -RemoveChildren -Confirm:$false }; Left = , 'a' }
        @{ What = 'a whole line, each once'; Script = { Get-Snapshot web-01 | Remove-Snapshot -RemoveChildren -Confirm:$false }; Left = @() }
        @{ What = 'a whole line in the background, each once'; Left = @()
            Script = { Get-Snapshot web-01 | Remove-Snapshot -RemoveChildren -RunAsync -Confirm:$false | Wait-Task } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
        @(Get-Snapshot web-01).Name | Should -BeExactly $Left
    }

    It 'keeps the others in line' {
        $null = Get-Snapshot web-01 b | Remove-Snapshot -Confirm:$false
        (Get-Snapshot web-01 c).ParentSnapshot.Name | Should -BeExactly a
    }

    It 'refuses what is gone' {
        $snapshot = Get-Snapshot web-01 c
        $null = $snapshot | Remove-Snapshot -Confirm:$false
        Assert-Refusal (Invoke-Recorded { $snapshot | Remove-Snapshot -Confirm:$false }).Errors[0] SnapshotNotFound -Category ObjectNotFound -Target web-01 -Says "Get-Snapshot -VM 'web-01'"
        (New-Snapshot web-01 c).Id | Should -Not -BeExactly $snapshot.Id -Because 'an id is never used again'
    }

    It 'refuses a name: a snapshot is given as an object' {
        (Invoke-Recorded { Remove-Snapshot a -Confirm:$false }).Errors[0].FullyQualifiedErrorId + (Invoke-Recorded { Remove-Snapshot a -Confirm:$false }).Thrown.FullyQualifiedErrorId |
            Should -BeLike 'ParameterArgumentTransformationError,*'
    }
}
