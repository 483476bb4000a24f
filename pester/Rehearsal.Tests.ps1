BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    # What a rehearsed script changes: attach, size, power on, mode, restart, remove.
    function Invoke-Window {
        $null = Add-PassthroughDevice HighPerfVM 0000:03:00.0
        $null = Set-MmioSizing HighPerfVM
        $null = Start-VM HighPerfVM
        $null = Set-PassthroughDevice 0000:2a:00.0 -VMHost esxi02* -Mode EnhancedDirectPath
        $null = Restart-VMHost esxi02* -Force -Confirm:$false
        Remove-VM web-01 -Confirm:$false
    }

    $script:operations = 'AttachFixedDevice', 'SetMmioSizing', 'PowerOnVM', 'SetDeviceMode', 'RestartHost', 'RemoveVM'
}

Describe '-Rehearsal' {
    BeforeEach {
        $script:target = (Connect-TestServer -Inventory Rack).Name
        $null = Set-VM legacy-01 -Notes before
        $script:real = @(Get-PassthroughEvent).Sequence
        Disconnect-TestServer -Keep
    }
    AfterEach { Disconnect-TestServer }

    It 'works on a copy: the target stays as it was, the events say what would have changed' {
        $server = Connect-VIServer $target -Rehearsal
        $server.IsRehearsal | Should -BeTrue
        Get-PassthroughEvent | Should -BeNullOrEmpty
        Invoke-Window
        (Get-VM HighPerfVM).PowerState | Should -Be PoweredOn
        (Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0).PassthroughActive | Should -BeTrue
        Get-VM web-0* | Should -BeNullOrEmpty
        @(Get-PassthroughEvent).Operation | Should -BeExactly $operations
        (Get-PassthroughEvent)[0].Sequence | Should -Be ($real + 1)
        Disconnect-TestServer -Keep

        $null = Connect-VIServer $target
        (Get-VM HighPerfVM).PowerState | Should -Be PoweredOff
        @(Get-PassthroughDevice -VM HighPerfVM).Count | Should -Be 0
        (Get-VM web-01).Name | Should -BeExactly web-01
        @(Get-PassthroughEvent).Sequence | Should -Be $real
    }

    It 'decides as the target does' {
        $null = Connect-VIServer $target -Rehearsal
        Assert-Refusal (Invoke-Recorded { Add-PassthroughDevice legacy-01 0000:03:00.0 }).Errors[0] MemoryNotReserved
        Assert-Refusal (Invoke-Recorded { Add-PassthroughDevice HighPerfVM 0000:41:00.0 }).Errors[0] DeviceInUse
    }

    It 'forgets what was rehearsed when it is disconnected' {
        $null = Connect-VIServer $target -Rehearsal
        Invoke-Window
        Disconnect-TestServer -Keep
        $null = Connect-VIServer $target -Rehearsal
        Get-PassthroughEvent | Should -BeNullOrEmpty
        (Get-VM web-01).Name | Should -BeExactly web-01
    }

    It 'does not see what the target commits later' {
        $null = Connect-VIServer $target -Rehearsal
        $result = Invoke-Unseen 'Set-VM web-01 -Notes meanwhile' -Target $target
        $result.Errors.Count | Should -Be 0
        (Get-VM web-01).Notes | Should -BeNullOrEmpty
    }

    It 'can be exported, so that the result is kept' {
        $null = Connect-VIServer $target -Rehearsal
        Invoke-Window
        $file = Export-PassthroughInventory "TestDrive:/rehearsed-$(New-Guid).json"
        Disconnect-TestServer -Keep
        $null = Connect-VIServer $file.FullName
        (Get-VM HighPerfVM).PowerState | Should -Be PoweredOn
    }

    It 'warns where a real server is a default one too' {
        $null = Connect-VIServer $target
        $result = Invoke-Recorded { Connect-VIServer $target -Rehearsal }
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings[0])" | Should -BeLike "*'$target' is no rehearsal*-NotDefault*"
        $result.Output[0].IsRehearsal | Should -BeTrue
        Disconnect-TestServer -Keep
        $null = Connect-VIServer $target
        (Invoke-Recorded { Connect-VIServer $target -Rehearsal -NotDefault }).Warnings.Count | Should -Be 0
    }

    It 'is shown by the server' {
        $server = Connect-VIServer $target -Rehearsal
        $server.Uid | Should -BeLike '*#rehearsal/'
        (Get-VM web-01).Uid | Should -BeLike "$($server.Uid)*"
        (Get-TestChange { Set-VM web-01 -Notes x }).Actor | Should -Not -BeNullOrEmpty
    }
}

Describe 'PASSTHROUGHTOOLS_REHEARSAL' {
    BeforeEach {
        $script:target = (Connect-TestServer -Inventory Rack).Name
        $script:other = Copy-BaseInventory -Name Oddities -As other
        Disconnect-TestServer -Keep
    }
    AfterEach {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        Disconnect-TestServer
    }

    It 'of 1 rehearses each target for itself, with a warning' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        $result = Invoke-Recorded { Connect-VIServer $target }
        $result.Output[0].IsRehearsal | Should -BeTrue
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings[0])" | Should -BeLike "PASSTHROUGHTOOLS_REHEARSAL is set: '$target' is rehearsed.*"
        Invoke-Window
        @(Get-PassthroughEvent).Operation | Should -BeExactly $operations
        Disconnect-TestServer -Keep
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        $null = Connect-VIServer $target
        Get-PassthroughEvent | Should -BeNullOrEmpty
        @(Get-VM).Count | Should -Be 10
    }

    It 'is one rehearsal for all runspaces of a process, so that no two are given one device' {
        $printed = Invoke-TestProcess "
            `$env:PASSTHROUGHTOOLS_REHEARSAL = '1'
            `$module = (Get-Module PassthroughTools).Path
            1..4 | ForEach-Object -Parallel {
                Import-Module `$using:module
                `$PSDefaultParameterValues = `$using:PSDefaultParameterValues
                `$null = Connect-VIServer '$target' -WarningAction Ignore
                `$null = New-VM ""side-`$_"" -VMHost esxi01* -HardwareVersion vmx-20 -Firmware Efi | Get-VMResourceConfiguration |
                    Set-VMResourceConfiguration -MemReservationLockedToMax `$true
                Add-PassthroughDevice ""side-`$_"" 0000:03:00.0 -ErrorAction Ignore | ForEach-Object { 'attached' }
                Disconnect-VIServer * -Confirm:`$false
            }
            `$server = Connect-VIServer '$target' -WarningVariable said -WarningAction SilentlyContinue
            ""machines `$(@(Get-VM side-*).Count)""
            ""`$said""
            Remove-Module PassthroughTools
            Import-Module `$module
            `$null = Connect-VIServer '$target' -WarningAction Ignore
            ""afterwards `$(@(Get-VM side-*).Count)"""
        @([regex]::Matches($printed, '(?m)^attached')).Count | Should -Be 1
        $printed | Should -Match 'machines 4'
        $printed | Should -Match 'goes on from what this process has rehearsed. To begin anew: Remove-Module PassthroughTools'
        $printed | Should -Match 'afterwards 0'
    }

    It 'of a path rehearses that store in the place of any target, with a warning' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $other
        $result = Invoke-Recorded { Connect-VIServer vcenter.production.example -User admin -Password secret }
        $result.Errors.Count | Should -Be 0
        $result.Output[0].IsRehearsal | Should -BeTrue
        $result.Output[0].Name | Should -BeExactly $other
        "$($result.Warnings[0])" | Should -BeLike "*'$other' is rehearsed in the place of 'vcenter.production.example'*"
        "$($result.Warnings) $($result.Output | Format-List * | Out-String)" | Should -Not -Match 'secret'
        (Start-VM ready).PowerState | Should -Be PoweredOn
        Disconnect-TestServer -Keep
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        $null = Connect-VIServer $other
        (Get-VM ready).PowerState | Should -Be PoweredOff
    }

    It 'rehearses a whole script that was not edited' {
        $script = "
            `$ErrorActionPreference = 'Stop'
            `$null = Connect-VIServer '$target'
            Add-PassthroughDevice HighPerfVM 0000:03:00.0 | Out-Null
            Disconnect-VIServer -Confirm:`$false"
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        $printed = Invoke-TestProcess $script
        $printed | Should -Match 'WARNING: PASSTHROUGHTOOLS_REHEARSAL is set'
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        $null = Connect-VIServer $target
        Get-PassthroughEvent | Should -BeNullOrEmpty
    }

    It 'of <value> is off' -ForEach @(@{ Value = '0' }, @{ Value = '' }, @{ Value = ' ' }) {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $Value
        $result = Invoke-Recorded { Connect-VIServer $target }
        $result.Output[0].IsRehearsal | Should -BeFalse
        $result.Warnings.Count | Should -Be 0
    }

    It 'of <value> is refused, and nothing is connected' -ForEach @(
        @{ Value = 'true'; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ Value = './none.json'; Id = 'StoreNotFound'; Category = 'ObjectNotFound' }
    ) {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $Value
        $result = Invoke-Recorded { Connect-VIServer $target }
        Assert-Refusal $result.Errors[0] $Id -Category $Category -Says ($Value -replace '^\./')
        $result.Output.Count | Should -Be 0
        @(Get-DefaultServer).Count | Should -Be 0
    }
}

Describe 'A rehearsal on a local store' -Tag JsonStore {
    AfterEach {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        Disconnect-TestServer
    }

    It 'leaves all files of the store as they are, byte by byte, with <how>' -ForEach @(@{ How = '-Rehearsal' }, @{ How = '1' }, @{ How = 'path' }) {
        $target = (Connect-TestServer -Inventory Rack).Name
        $null = Set-VM legacy-01 -Notes before
        Disconnect-TestServer
        $folder = Split-Path -Path $target -Parent
        $before = Get-ChildItem -LiteralPath $folder -Force | ForEach-Object { "$($_.Name) $($_.LastWriteTimeUtc.Ticks) $((Get-FileHash $_).Hash)" }
        $before.Count | Should -BeGreaterOrEqual 2
        switch ($How) {
            '-Rehearsal' { $null = Connect-VIServer $target -Rehearsal }
            '1' { $env:PASSTHROUGHTOOLS_REHEARSAL = '1'; $null = Connect-VIServer $target -WarningAction Ignore }
            'path' { $env:PASSTHROUGHTOOLS_REHEARSAL = $target; $null = Connect-VIServer anything -WarningAction Ignore }
        }
        Invoke-Window
        $null = Import-PassthroughInventory "$(Get-RepositoryRoot)/pester/fixtures/oddities.json"
        @(Get-PassthroughEvent).Count | Should -Be 7
        Disconnect-TestServer
        $after = Get-ChildItem -LiteralPath $folder -Force | ForEach-Object { "$($_.Name) $($_.LastWriteTimeUtc.Ticks) $((Get-FileHash $_).Hash)" }
        $after | Should -BeExactly $before
    }

    It 'creates no store, and rehearses on an empty one where -Force would create it' {
        $path = "$TestDrive/new-$(New-Guid).json"
        Assert-Refusal (Invoke-Recorded { Connect-VIServer $path -Rehearsal }).Errors[0] StoreNotFound -Category ObjectNotFound
        $null = Connect-VIServer $path -Rehearsal -Force
        $null = Import-PassthroughInventory "$(Get-RepositoryRoot)/examples/rack/rack.json"
        @(Get-VMHost).Count | Should -Be 6
        @(Get-PassthroughEvent).Count | Should -Be 1
        (Get-VMHost esxi01*).Uid | Should -BeLike '/VIServer=*#rehearsal/*'
        Test-Path -LiteralPath $path | Should -BeFalse
    }
}

Describe 'What a rehearsal decides' {
    BeforeEach {
        $script:target = (Connect-TestServer -Inventory Oddities -Name real).Name
        $script:copy = (Connect-TestServer -Inventory Oddities -Name copy).Name
        Disconnect-TestServer -Keep
    }
    AfterEach { Disconnect-TestServer }

    It 'is what the target would decide: the same refusals, in the same words' {
        $script = {
            Add-PassthroughDevice unreserved 0000:22:00.0
            Add-PassthroughDevice bios 0000:20:00.0
            Add-PassthroughDevice ready 0000:23:00.0
            Add-PassthroughDevice ready 0000:21:00.0
            Add-PassthroughDevice ready 0000:10:00.0
            Add-PassthroughDevice running 0000:22:00.0
            Add-PassthroughDevice hw13 -DeviceClass com.example.full
            Add-PassthroughDevice no-iommu 0000:20:00.0
            Set-PassthroughDevice 0000:30:00.0 -VMHost odd01.lab -Mode DirectPath
            Set-PassthroughDevice 0000:23:00.0 -VMHost odd01.lab -Mode Host
            Start-VM wants-label, small-mmio, running, none
            Stop-VM ready -Confirm:$false
            Remove-VM running -Confirm:$false
            Set-MmioSizing ready -SizeGB 63
            Set-VM ready -Name bios
            Set-VM running -NumCpu 4
            New-VM ready -VMHost odd01.lab
            New-VM x -VMHost gone.lab
            New-AdvancedSetting running pciPassthru.use64bitMMIO FALSE
            Restart-VMHost odd01.lab -Confirm:$false
            Get-VMResourceConfiguration ready | Set-VMResourceConfiguration -MemReservationGB 99
        }
        $said = foreach ($rehearsal in $false, $true) {
            $null = Connect-VIServer $(if ($rehearsal) { $copy } else { $target }) -Rehearsal:$rehearsal
            $result = Invoke-Recorded $script
            Get-PassthroughEvent | Should -BeNullOrEmpty
            Disconnect-TestServer -Keep
            $result.Output | Should -BeNullOrEmpty
            , @($result.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) '$($_.TargetObject)': $($_.Exception.Message)" })
        }
        $said[1].Count | Should -Be 24
        $said[1] | Should -BeExactly $said[0]
    }

    It 'is what the target would commit: the same events, with the same numbers' {
        $script = {
            Add-PassthroughDevice ready 0000:20:00.0
            Set-MmioSizing ready
            Start-VM ready
            Stop-VM ready -Confirm:$false
            Get-PassthroughDevice -VM ready | Remove-PassthroughDevice -Confirm:$false
            Start-VM wants-t4
            New-VM new -VMHost odd01.lab
            Remove-VM new -Confirm:$false
            Import-PassthroughInventory "$(Get-RepositoryRoot)/examples/rack/rack.json"
        }
        $events = foreach ($rehearsal in $false, $true) {
            $null = Connect-VIServer $(if ($rehearsal) { $copy } else { $target }) -Rehearsal:$rehearsal
            $result = Invoke-Recorded $script
            $result.Errors | Should -BeNullOrEmpty
            , @(Get-PassthroughEvent | ForEach-Object { "$($_.Sequence) $($_.Actor) $($_.Operation) $($_.Target): $($_.Summary) $($_.Changes)" })
            Disconnect-TestServer -Keep
        }
        $events[1].Count | Should -Be 9
        $events[1] | Should -BeExactly $events[0]
    }
}

Describe 'A rehearsal beside a real session of the same target' {
    BeforeEach {
        $script:real = Connect-TestServer -Inventory Rack
        $script:rehearsal = Connect-VIServer $real.Name -Rehearsal -NotDefault
    }
    AfterEach { Disconnect-TestServer }

    It 'is another server' {
        $rehearsal.Uid | Should -Not -BeExactly $real.Uid
        @(Get-DefaultServer) | Should -Be @($real)
        Connect-VIServer $real.Name -Rehearsal -NotDefault | Should -Be $rehearsal
        Connect-VIServer $real.Name | Should -Be $real
        Connect-VIServer $real.Name -Rehearsal -NotDefault -Credential (Add-TestUser $real.Name other) -ErrorAction Stop | Should -Not -Be $rehearsal
    }

    It 'keeps its objects apart from the real ones' {
        $tried = Get-VM gpu-01 -Server $rehearsal
        $meant = Get-VM gpu-01 -Server $real
        $tried.Uid | Should -Not -BeExactly $meant.Uid
        (Start-VM $tried).PowerState | Should -Be PoweredOn
        (Get-VM gpu-01 -Server $real).PowerState | Should -Be PoweredOff
        Get-PassthroughEvent -Server $real | Should -BeNullOrEmpty
        $null = Get-VM HighPerfVM -Server $real | Set-VM -Notes real
        (Get-VM HighPerfVM -Server $rehearsal).Notes | Should -BeNullOrEmpty
        @(Get-PassthroughEvent -Server $rehearsal).Operation | Should -BeExactly PowerOnVM
    }

    It 'takes no device of the real one, nor gives it one' {
        $device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 -Server $real
        $result = Invoke-Recorded { Add-PassthroughDevice (Get-VM HighPerfVM -Server $rehearsal) $device }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound
        $tried = Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 -Server $rehearsal
        $result = Invoke-Recorded { Add-PassthroughDevice (Get-VM HighPerfVM -Server $real) $tried }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound
        $held = Get-PassthroughDevice -VM (Get-VM gpu-01 -Server $rehearsal)
        $result = Invoke-Recorded { Remove-PassthroughDevice $held -VM (Get-VM gpu-01 -Server $real) -Confirm:$false }
        Assert-Refusal $result.Errors[0] DeviceNotAttached
        Remove-PassthroughDevice $held -Confirm:$false
        @(Get-PassthroughDevice -VM (Get-VM gpu-01 -Server $rehearsal)).Count | Should -Be 0
        @(Get-PassthroughDevice -VM (Get-VM gpu-01 -Server $real)).Id | Should -BeExactly '0000:41:00.0'
        Get-PassthroughEvent -Server $real | Should -BeNullOrEmpty
    }

    It 'is not meant by a name that means the real one too, so that nothing reaches it by mistake' {
        foreach ($name in $real.Name, (Get-ShortName $real)) {
            $result = Invoke-Recorded { Start-VM (Get-VM gpu-01 -Server $name) }
            Assert-Refusal $result.Thrown AmbiguousName -Category InvalidArgument -Target $name -Says 'Specify the one that Connect-VIServer returned'
        }
        Get-PassthroughEvent -Server $real, $rehearsal | Should -BeNullOrEmpty
        @(Get-VM gpu-01 -Server *).Count | Should -Be 2
        Disconnect-VIServer $rehearsal -Confirm:$false
        @(Get-VM gpu-01 -Server $real.Name).Count | Should -Be 1
    }

    It 'outlives the real session, and the other way round' {
        Disconnect-VIServer $real -Confirm:$false
        (Get-VM gpu-01 -Server $rehearsal | Start-VM).PowerState | Should -Be PoweredOn
        $null = Connect-VIServer $real.Name
        Disconnect-VIServer $rehearsal -Confirm:$false
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
    }
}

Describe 'PASSTHROUGHTOOLS_REHEARSAL and the other ways to connect' {
    BeforeEach {
        $script:target = (Connect-TestServer -Inventory Rack).Name
        $script:other = Copy-BaseInventory -Name Oddities -As other
        Disconnect-TestServer -Keep
    }
    AfterEach {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        Disconnect-TestServer
    }

    It 'says it in exactly these words' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        "$((Invoke-Recorded { Connect-VIServer $target }).Warnings[0])" |
            Should -BeExactly "PASSTHROUGHTOOLS_REHEARSAL is set: '$target' is rehearsed. Nothing reaches it."
        Disconnect-TestServer -Keep
        $env:PASSTHROUGHTOOLS_REHEARSAL = $other
        "$((Invoke-Recorded { Connect-VIServer $target }).Warnings[0])" |
            Should -BeExactly "PASSTHROUGHTOOLS_REHEARSAL is set: store '$other' is rehearsed in the place of '$target'. Nothing reaches either."
    }

    It 'wins over -Rehearsal:$false, and agrees with -Rehearsal' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = ' 1 '
        $first = Connect-VIServer $target -Rehearsal:$false -WarningAction Ignore
        $first.IsRehearsal | Should -BeTrue
        Connect-VIServer $target -Rehearsal -WarningAction Ignore | Should -Be $first
        $env:PASSTHROUGHTOOLS_REHEARSAL = '0'
        Connect-VIServer $target -Rehearsal | Should -Be $first
    }

    It 'of a path is one rehearsal for all targets, whatever they are' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $other
        $result = Invoke-Recorded { Connect-VIServer $target, https://plane.example, vc.example, nowhere.json }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings.Count | Should -Be 4
        @($result.Output | Select-Object -Unique).Count | Should -Be 1
        @(Get-DefaultServer).Count | Should -Be 1
        @(Get-VMHost odd*).Count | Should -Be 3
    }

    It 'takes a path of the current folder' {
        Push-Location -LiteralPath (Split-Path $other)
        try {
            $env:PASSTHROUGHTOOLS_REHEARSAL = './other.json'
            (Connect-VIServer anything -WarningAction Ignore).Name | Should -BeExactly $other
        } finally {
            Pop-Location
        }
    }

    It 'of 1 refuses a target as without it' {
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        $result = Invoke-Recorded { Connect-VIServer vc.example, "$TestDrive/none.json" }
        Assert-Refusal $result.Errors[0] AuthenticationFailed -Target vc.example
        Assert-Refusal $result.Errors[1] StoreNotFound -Target "$TestDrive/none.json"
        $result.Output | Should -BeNullOrEmpty
    }

    It 'of a store that is not there is refused with the variable''s name<also>' -ForEach @(@{ Also = ''; More = @{} }, @{ Also = ', with -Force too'; More = @{ Force = $true } }) {
        $env:PASSTHROUGHTOOLS_REHEARSAL = "$TestDrive/none.json"
        $result = Invoke-Recorded { Connect-VIServer $target @More }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] StoreNotFound -Category ObjectNotFound -Target "$TestDrive/none.json" -Says 'PASSTHROUGHTOOLS_REHEARSAL is'
        $result.Output | Should -BeNullOrEmpty
        @(Get-DefaultServer).Count | Should -Be 0
        Test-Path -LiteralPath "$TestDrive/none.json" | Should -BeFalse
    }
}

Describe 'A rehearsal of a local store' -Tag JsonStore {
    AfterEach { Disconnect-TestServer }

    It 'refuses a folder that is not there, as the store would' {
        $result = Invoke-Recorded { Connect-VIServer "$TestDrive/none/lab.json" -Force -Rehearsal }
        Assert-Refusal $result.Errors[0] StoreNotFound -Category ObjectNotFound -Target "$TestDrive/none/lab.json" -Says 'Create the folder'
        Test-Path -LiteralPath "$TestDrive/none" | Should -BeFalse
    }

    It 'is not exported over its own store, with -Force neither' {
        $target = (Connect-TestServer -Inventory Rack).Name
        Disconnect-TestServer
        $null = Connect-VIServer $target -Rehearsal
        $null = Start-VM gpu-01
        $hash = (Get-FileHash -LiteralPath $target).Hash
        $result = Invoke-Recorded { Export-PassthroughInventory $target -Force }
        Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target $target
        (Get-FileHash -LiteralPath $target).Hash | Should -BeExactly $hash
    }
}
