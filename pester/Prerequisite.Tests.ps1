# Every requirement of passthrough, what was found of it, and the command that mends it.

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-Unmet {
        <# .SYNOPSIS What is not met, in short, but for the USB boot that no inventory knows. #>
        param([Parameter(ValueFromPipeline)] [object] $Test)
        process { if ($Test.Result -ne 'Pass' -and $Test.Requirement -ne 'NoUsbBoot') { "$($Test.Result) $($Test.Requirement)" } }
    }
}

Describe 'Test-PassthroughPrerequisite' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It '<vm>: <unmet>' -ForEach @(
        @{ VM = 'ready'; Unmet = @() }
        @{ VM = 'wants-t4'; Unmet = @() }
        @{ VM = 'unreserved'; Unmet = 'Fail MemoryReserved' }
        @{ VM = 'bios'; Unmet = 'Warning EfiFirmware' }
        @{ VM = 'ancient'; Unmet = 'Fail FixedHardwareVersion', 'Warning DynamicHardwareVersion', 'Warning EnhancedHardwareVersion' }
        @{ VM = 'hw13'; Unmet = 'Warning DynamicHardwareVersion', 'Warning EnhancedHardwareVersion' }
        @{ VM = 'no-iommu'; Unmet = 'Fail Iommu' }
        @{ VM = 'no-above4g'; Unmet = 'Warning Above4GDecoding' }
        @{ VM = 'running'; Unmet = 'Warning PoweredOff' }
        @{ VM = 'suspended'; Unmet = 'Warning PoweredOff' }
        @{ VM = 'wants-label'; Unmet = 'Fail DeviceAvailable' }
        @{ VM = 'small-mmio'; Unmet = 'Fail MmioSize' }
        @{ VM = 'golden'; Unmet = 'Fail NotTemplate', 'Fail MemoryReserved', 'Fail MmioSize' }
    ) {
        @(Test-PassthroughPrerequisite $VM | Get-Unmet) | Should -BeExactly $Unmet
    }

    It '<vmhost>: <unmet>' -ForEach @(
        @{ VMHost = 'odd02.lab'; Unmet = 'Fail Iommu' }
        @{ VMHost = 'odd03.lab'; Unmet = 'Fail Above4GDecoding' }
        @{ VMHost = 'gone.lab'; Unmet = 'Fail HostInService', 'Unknown Iommu' }
        @{ VMHost = 'maint.lab'; Unmet = 'Fail HostInService', 'Unknown Above4GDecoding', 'Fail PassthroughActive' }
    ) {
        @(Test-PassthroughPrerequisite -VMHost $VMHost | Get-Unmet) | Should -BeExactly $Unmet
    }

    It 'says all there is to say of a requirement' {
        $test = Test-PassthroughPrerequisite unreserved | Where-Object Result -EQ Fail
        $test | Should -BeOfType 'PassthroughTools.Prerequisites.PrerequisiteTest'
        $test.Requirement, $test.TargetName, "$($test.ErrorId)" | Should -BeExactly 'MemoryReserved', 'unreserved', 'MemoryNotReserved'
        $test.Target.Id | Should -BeExactly (Get-VM unreserved).Id
        $test.Found | Should -BeExactly "VM 'unreserved' has 4 of its 8 GB memory reserved"
        $test.Needed | Should -BeExactly 'a passthrough device needs all of it'
        $test.Source | Should -BeLike 'vdga: *; kb309986: Broadcom KB 309986*'
        Assert-Refusal (Invoke-Recorded { Add-PassthroughDevice unreserved 0000:22:00.0 }).Errors[0] $test.ErrorId -Target unreserved -Says $test.Found
    }

    It 'does not know whether a host boots from USB, and says so once for each host' {
        $tests = @(Get-VM ready, unreserved, running | Test-PassthroughPrerequisite | Where-Object Requirement -EQ NoUsbBoot)
        $tests.Count | Should -Be 1
        "$($tests[0].Result) $($tests[0].TargetName) $($tests[0].ErrorId)" | Should -BeExactly 'Unknown odd01.lab '
    }

    It 'takes <what>' -ForEach @(
        @{ What = 'a machine name'; Script = { Test-PassthroughPrerequisite ready }; Names = 'odd01.lab', 'ready' }
        @{ What = 'a machine object'; Script = { Test-PassthroughPrerequisite -VM (Get-VM ready) }; Names = 'odd01.lab', 'ready' }
        @{ What = 'a pattern'; Script = { Test-PassthroughPrerequisite hw* }; Names = 'hw13', 'hw19', 'odd01.lab' }
        @{ What = 'machines in the pipeline'; Script = { Get-VM hw* | Test-PassthroughPrerequisite }; Names = 'hw13', 'hw19', 'odd01.lab' }
        @{ What = 'names in the pipeline'; Script = { 'hw13', 'ready' | Test-PassthroughPrerequisite }; Names = 'hw13', 'odd01.lab', 'ready' }
        @{ What = 'a template'; Script = { Get-Template golden | Test-PassthroughPrerequisite }; Names = 'golden', 'odd01.lab' }
        @{ What = 'a host name'; Script = { Test-PassthroughPrerequisite -VMHost odd02.lab }; Names = '0000:20:00.0 A100', 'odd02.lab' }
        @{ What = 'a host in the pipeline'; Script = { Get-VMHost odd03* | Test-PassthroughPrerequisite }; Names = '0000:20:00.0 A100', 'odd03.lab' }
        @{ What = 'a host''s device in the pipeline'; Script = { Get-PassthroughDevice -VMHost odd02.lab | Test-PassthroughPrerequisite }; Names = '0000:20:00.0 A100', 'odd02.lab' }
        @{ What = 'a machine''s device in the pipeline'; Script = { Get-PassthroughDevice -VM running | Test-PassthroughPrerequisite }
            Names = '0000:23:00.0 T4 held', 'odd01.lab', 'running' }
        @{ What = 'a request in the pipeline'; Script = { Get-PassthroughDevice -VM wants-t4 | Test-PassthroughPrerequisite }; Names = 'odd01.lab', 'wants-t4' }
        @{ What = 'a server'; Script = { Test-PassthroughPrerequisite ready -Server $server }; Names = 'odd01.lab', 'ready' }
        @{ What = 'a pattern that none fits'; Script = { Test-PassthroughPrerequisite none* }; Names = @() }
        @{ What = 'no input'; Script = { @() | Test-PassthroughPrerequisite }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | ForEach-Object { $_.TargetName } | Sort-Object -Unique) | Should -BeExactly $Names
    }

    It 'leaves out what a host keeps for itself' {
        $names = (Test-PassthroughPrerequisite -VMHost odd01.lab).TargetName
        $names -match 'Bridge|E810 PF' | Should -BeNullOrEmpty
        $names | Should -Contain '0000:10:01.0 E810 VF 0'
    }

    It '-Quiet is <expected> for <what>' -ForEach @(
        @{ What = 'a machine that lacks nothing'; Script = { Test-PassthroughPrerequisite ready -Quiet }; Expected = $true }
        @{ What = 'a machine with a warning'; Script = { Test-PassthroughPrerequisite running -Quiet }; Expected = $true }
        @{ What = 'a machine that lacks something'; Script = { Test-PassthroughPrerequisite unreserved -Quiet }; Expected = $false }
        @{ What = 'one of each'; Script = { Get-VM ready, unreserved | Test-PassthroughPrerequisite -Quiet }; Expected = $false }
        @{ What = 'a host of which something is not known'; Script = { Test-PassthroughPrerequisite -VMHost 'host 1 *' -Quiet }; Expected = $false }
        @{ What = 'a host without IOMMU'; Script = { Test-PassthroughPrerequisite -VMHost odd02.lab -Quiet }; Expected = $false }
        @{ What = 'a device that is free'; Script = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:22:00.0 | Test-PassthroughPrerequisite -Quiet }; Expected = $true }
        @{ What = 'a device that a machine has'; Script = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:23:00.0 | Test-PassthroughPrerequisite -Quiet }; Expected = $false }
        @{ What = 'nothing at all'; Script = { Get-VM none* | Test-PassthroughPrerequisite -Quiet }; Expected = $false }
        @{ What = 'no input'; Script = { @() | Test-PassthroughPrerequisite -Quiet }; Expected = $false }
    ) {
        $answer = @(& $Script)
        $answer.Count | Should -Be 1
        $answer[0] | Should -BeOfType bool
        $answer[0] | Should -Be $Expected
    }

    It '-Quiet is true for a host whose devices serve' {
        Disconnect-TestServer
        $script:server = Connect-TestServer -Inventory Rack
        Test-PassthroughPrerequisite -VMHost esxi01.domain.com -Quiet | Should -BeTrue
        $null = Set-PassthroughDevice -VMHost esxi01.domain.com 0000:81:00.0 -Mode DirectPath
        Test-PassthroughPrerequisite -VMHost esxi01.domain.com -Quiet | Should -BeFalse
        Disconnect-TestServer
        $script:server = Connect-TestServer -Inventory Oddities
    }

    It 'says which <what> is not there, and goes on' -ForEach @(
        @{ What = 'machine'; Script = { Test-PassthroughPrerequisite none, ready }; Id = 'VMNotFound' }
        @{ What = 'host'; Script = { Test-PassthroughPrerequisite -VMHost none, odd02.lab }; Id = 'VMHostNotFound' }
        @{ What = 'device'; Script = { Test-PassthroughPrerequisite -PassthroughDevice none, (Get-PassthroughDevice -VMHost odd02.lab) }; Id = 'DeviceNotFound' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target none
        $result.Output.Count | Should -BeGreaterThan 0
    }

    It 'shows target by target what failed, with a remedy that can be copied, then in one line each what passes' {
        $tests = @(Test-PassthroughPrerequisite unreserved)
        foreach ($target in $tests | Group-Object -Property TargetName) {
            $target.Group.Result | Should -Be ($target.Group.Result | Sort-Object -Descending)
        }
        $lines = ($tests | Out-String -Width 80) -replace '\x1b\[[\d;]*m' -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
        $lines[0] | Should -BeExactly 'VM unreserved'
        $lines[1] | Should -BeLike '  Fail     MemoryReserved: *'
        $lines.Where({ $_ -match '^(VM|Host|Device) ' }).Count | Should -Be @($tests | Group-Object -Property TargetName).Count
        $lines.Where({ $_ -match '^  Pass ' }).Count | Should -Be @($tests | Where-Object Result -EQ Pass).Count
        $lines.Where({ $_.Length -gt 80 }) | Should -BeNullOrEmpty
        $narrow = ($lines -match '^ {11}' -replace '^ {11}') -join "`n"
        $at = $narrow.IndexOf("Get-VMResourceConfiguration -VM 'unreserved' |")
        $at | Should -BeGreaterOrEqual 0
        $null = Invoke-Expression ($narrow.Substring($at) -split "`n" | Select-Object -First 2 | Out-String)
        (Test-PassthroughPrerequisite unreserved | Where-Object Requirement -EQ MemoryReserved).Result | Should -Be Pass -Because 'a command in two lines is still one command'
        ($tests | Out-String -Width 160) | Should -Match "(?m)^ {11}Get-VMResourceConfiguration -VM 'unreserved' \| Set-VMResourceConfiguration -MemReservationLockedToMax \`$true"
    }
}

Describe 'The remedy, run as it stands' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Oddities }
    AfterEach { Disconnect-TestServer }

    It 'mends <requirement> of <what>' -ForEach @(
        @{ What = 'a machine'; Requirement = 'MemoryReserved'; Test = { Test-PassthroughPrerequisite unreserved } }
        @{ What = 'a machine with a quote in its name'; Requirement = 'MemoryReserved'; Test = { Test-PassthroughPrerequisite "O'Brien" } }
        @{ What = 'a machine with signs in its name'; Requirement = 'MemoryReserved'; Test = { Test-PassthroughPrerequisite '$dollar;semi' } }
        @{ What = 'a machine'; Requirement = 'EfiFirmware'; Test = { Test-PassthroughPrerequisite bios } }
        @{ What = 'a machine'; Requirement = 'FixedHardwareVersion'; Test = { Test-PassthroughPrerequisite ancient } }
        @{ What = 'a machine'; Requirement = 'DynamicHardwareVersion'; Test = { Test-PassthroughPrerequisite hw13 } }
        @{ What = 'a machine'; Requirement = 'EnhancedHardwareVersion'; Test = { Test-PassthroughPrerequisite hw13 } }
        @{ What = 'a machine'; Requirement = 'MmioSize'; Test = { Test-PassthroughPrerequisite small-mmio } }
        @{ What = 'a machine that runs'; Requirement = 'PoweredOff'; Test = { Test-PassthroughPrerequisite running } }
        @{ What = 'a device that the host keeps'; Requirement = 'PassthroughEnabled'; Test = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:10:00.0 | Test-PassthroughPrerequisite } }
        @{ What = 'a device that waits, where the host rebinds'; Requirement = 'PassthroughActive'
            Test = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:21:00.0 | Test-PassthroughPrerequisite } }
        @{ What = 'a device that waits, in maintenance mode'; Requirement = 'PassthroughActive'
            Test = { Get-PassthroughDevice -VMHost maint.lab -Id 0000:60:00.0 | Test-PassthroughPrerequisite } }
        @{ What = 'a device that waits, where nothing runs'; Requirement = 'PassthroughActive'
            Setup = { Set-PassthroughDevice -VMHost odd02.lab 0000:20:00.0 -Mode Host; Restart-VMHost odd02.lab -Force -Confirm:$false; Set-PassthroughDevice -VMHost odd02.lab 0000:20:00.0 -Mode DirectPath }
            Test = { Get-PassthroughDevice -VMHost odd02.lab -Id 0000:20:00.0 | Test-PassthroughPrerequisite } }
        @{ What = 'a device that a machine has'; Requirement = 'DeviceFree'; Setup = { Add-PassthroughDevice ready 0000:22:00.0 }
            Test = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:22:00.0 | Test-PassthroughPrerequisite } }
        @{ What = 'a virtual function whose parent is passed through'; Requirement = 'DeviceFree'; Setup = { Set-PassthroughDevice -VMHost odd01.lab 0000:10:00.0 -Mode DirectPath -ApplyNow }
            Test = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:10:01.0 | Test-PassthroughPrerequisite } }
    ) {
        if ($Setup) { $null = & $Setup }
        $before = & $Test | Where-Object Requirement -EQ $Requirement
        $before.Result | Should -BeIn Fail, Warning
        $result = Invoke-Recorded ([scriptblock]::Create("`$ConfirmPreference = 'None'; $($before.Remedy)"))
        $result.Thrown | Should -BeNullOrEmpty
        $result.Errors | Should -BeNullOrEmpty
        $after = & $Test | Where-Object Requirement -EQ $Requirement
        $after.Result | Should -Be Pass
        $after.Remedy | Should -BeNullOrEmpty
    }

    It 'tells the inventory what it does not know' {
        $before = Test-PassthroughPrerequisite -VMHost 'host 1 *' | Where-Object Requirement -EQ Iommu
        $before.Result | Should -Be Unknown
        Set-Content -LiteralPath "$TestDrive/told.json" -Value ($before.Needed -replace '^[^{]*') -Encoding utf8
        $null = Import-PassthroughInventory "$TestDrive/told.json"
        (Test-PassthroughPrerequisite -VMHost 'host 1 *' | Where-Object Requirement -EQ Iommu).Result | Should -Be Pass
    }

    It 'makes a machine fit in the end: what has no Fail is attached and powered on' {
        foreach ($name in 'unreserved', 'bios', 'ancient', 'hw13') {
            foreach ($round in 1..5) {
                $open = @(Test-PassthroughPrerequisite $name | Where-Object Result -In Fail, Warning)
                if ($open.Count -eq 0) { break }
                $null = & ([scriptblock]::Create($open[0].Remedy))
            }
            $open.Count | Should -Be 0
            $result = Invoke-Recorded { Add-PassthroughDevice $name 0000:20:00.0; Set-MmioSizing $name; Start-VM $name; Stop-VM $name -Confirm:$false
                Get-PassthroughDevice -VM $name | Remove-PassthroughDevice -Confirm:$false }
            $result.Errors | Should -BeNullOrEmpty
        }
    }
}

Describe 'Test-PassthroughPrerequisite with what is to be attached' {
    AfterEach { Disconnect-TestServer }

    It 'lists commands that, run in their order, let a machine have the device and start: <case>' -ForEach @(
        @{ Case = 'the rack as it is'; Before = {}; AtLeast = 10 }
        @{ Case = 'all machines that can be run'; Before = { Get-VM | Start-VM -ErrorAction Ignore }; AtLeast = 8 }
        @{ Case = 'devices that wait for a restart'; AtLeast = 10
            Before = {
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode Host -ErrorAction Ignore
                Get-VMHost | Restart-VMHost -Force
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode DirectPath -ErrorAction Ignore
            } }
        @{ Case = 'devices that wait for a restart, beside running machines'; AtLeast = 8
            Before = {
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode Host -ErrorAction Ignore
                Get-VMHost | Restart-VMHost -Force
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode DirectPath -ErrorAction Ignore
                Get-VMHost | Where-Object State -EQ Connected | ForEach-Object { New-VM "busy-$($_.Name)" -VMHost $_ | Start-VM }
            } }
        @{ Case = 'hosts in maintenance mode'; Before = { Get-VMHost | Set-VMHost -State Maintenance }; AtLeast = 10 }
        @{ Case = 'hosts in maintenance mode and devices that wait'; AtLeast = 10
            Before = {
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode Host -ErrorAction Ignore
                Get-VMHost | Set-VMHost -State Maintenance | Restart-VMHost
                Get-PassthroughDevice -VMHost * | Where-Object { -not $_.VM } | Set-PassthroughDevice -Mode DirectPath -ErrorAction Ignore
            } }
        @{ Case = 'suspended machines'; Before = { Get-VM | Start-VM -ErrorAction Ignore | Suspend-VM -Force -ErrorAction Ignore }; AtLeast = 8 }
    ) {
        $script:server = Connect-TestServer -Inventory Rack
        $pairs = foreach ($vm in Get-VM legacy-01, web-01, gpu-01) {
            foreach ($device in Get-PassthroughDevice -VMHost $vm.VMHost) { , ($vm.Name, $device.Id) }
        }
        $tried = 0
        foreach ($pair in $pairs) {
            $vm, $device = $pair
            $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
            $PSDefaultParameterValues = @{ '*:Server' = $rehearsal; '*:Confirm' = $false; '*:WarningAction' = 'Ignore' }
            $null = & $Before
            $PSDefaultParameterValues = @{ '*:Confirm' = $false; '*:WarningAction' = 'Ignore' }
            $todo = @(Test-PassthroughPrerequisite -VM $vm -PassthroughDevice $device -Server $rehearsal | Where-Object Result -EQ Fail)

            # What only shows what there is to choose from mends nothing.
            if (-not ($todo | Where-Object { $_.Remedy -match '^(Get|Find)-[^|;]*$|^New-' -or (-not $_.Remedy -and $_.Needed -notlike '*mends it too') })) {
                $tried++
                foreach ($command in $todo.Remedy | Where-Object { $_ }) {
                    $Error.Clear()
                    $null = Invoke-Expression $command
                    "$command`: $Error" | Should -BeExactly "$command`: "
                }
                $null = Add-PassthroughDevice -VM $vm -PassthroughDevice $device -Technology Fixed -Server $rehearsal -ErrorAction Stop
                (Start-VM $vm -Server $rehearsal -ErrorAction Stop).PowerState | Should -Be PoweredOn -Because $pair
                (Get-PassthroughDevice -VM $vm -Server $rehearsal).Id | Should -Contain $device
            }
            Remove-Variable -Name PSDefaultParameterValues
            Disconnect-VIServer $rehearsal -Confirm:$false
        }

        $tried | Should -BeGreaterOrEqual $AtLeast
    }

    It 'tests all devices that the pipeline brings for a machine together' {
        $script:server = Connect-TestServer -Inventory Rack
        $devices = Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0, 0000:42:00.0
        $piped = @($devices | Test-PassthroughPrerequisite -VM legacy-01)
        $named = @(Test-PassthroughPrerequisite legacy-01 -PassthroughDevice 0000:03:00.0, 0000:42:00.0)
        $piped.Remedy | Should -BeExactly $named.Remedy
        ($piped | Where-Object Requirement -EQ MmioSize).Remedy | Should -BeLike '*-SizeGB 128'
        ($named | Where-Object Requirement -EQ DeviceCount).Found | Should -BeLike '*2 passthrough devices'
    }

    It 'tests requests for <what> too' -ForEach @(
        @{ What = 'a Dynamic device'; With = @{ AllowedDevice = '10de:1eb8' }; Missing = @{ AllowedDevice = '10de:1eb8'; HardwareLabel = 'none' } }
        @{ What = 'an Enhanced device'; With = @{ DeviceClass = 'com.intel.flexgpu' }; Missing = $null }
    ) {
        $script:server = Connect-TestServer -Inventory Rack
        $vm = if ($With.DeviceClass) { New-VM fresh -VMHost (Get-VM flex-01).VMHost } else { Get-VM legacy-01 }
        $todo = @(Test-PassthroughPrerequisite -VM $vm @With | Where-Object Result -EQ Fail)
        $PSDefaultParameterValues = @{ '*:Confirm' = $false; '*:WarningAction' = 'Ignore' }
        foreach ($command in $todo.Remedy) { $null = Invoke-Expression $command }
        $null = Add-PassthroughDevice -VM $vm @With -ErrorAction Stop
        (Start-VM $vm -ErrorAction Stop).PowerState | Should -Be PoweredOn
        $PSDefaultParameterValues = @{}
        if ($Missing) {
            (Test-PassthroughPrerequisite -VM $vm @Missing | Where-Object Requirement -EQ DeviceAvailable).Result | Should -Contain Fail
        }
    }

    It 'calls nothing a Warning that attaching refuses' {
        $script:server = Connect-TestServer -Inventory Rack
        (Test-PassthroughPrerequisite legacy-01 | Where-Object Requirement -EQ EfiFirmware).Result | Should -Be Warning
        $test = Test-PassthroughPrerequisite legacy-01 -PassthroughDevice 0000:03:00.0 | Where-Object Requirement -EQ EfiFirmware
        $test.Result | Should -Be Fail
        $null = Get-VMResourceConfiguration legacy-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        Assert-Refusal (Invoke-Recorded { Add-PassthroughDevice legacy-01 0000:03:00.0 }).Errors[0] $test.ErrorId -Target legacy-01 -Says $test.Found
    }

    It 'says what is no device of the host, and tests nothing then' {
        $script:server = Connect-TestServer -Inventory Rack
        $run = Invoke-Recorded { Test-PassthroughPrerequisite legacy-01 -PassthroughDevice 0000:99:00.0 }
        $run.Output | Should -BeNullOrEmpty
        Assert-Refusal $run.Errors[0] DeviceNotFound -Target 0000:99:00.0 -Says "Host 'esxi01.domain.com' has no passthrough device"
        Test-PassthroughPrerequisite legacy-01 -PassthroughDevice 0000:99:00.0 -Quiet -ErrorAction Ignore | Should -BeFalse
    }
}
