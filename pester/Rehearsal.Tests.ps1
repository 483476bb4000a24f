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
        Disconnect-TestServer
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
        Disconnect-TestServer

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
        Disconnect-TestServer
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
        Disconnect-TestServer
        $null = Connect-VIServer $file.FullName
        (Get-VM HighPerfVM).PowerState | Should -Be PoweredOn
    }

    It 'warns where a real server is a default one too' {
        $null = Connect-VIServer $target
        $result = Invoke-Recorded { Connect-VIServer $target -Rehearsal }
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings[0])" | Should -BeLike "*'$target' is no rehearsal*-NotDefault*"
        $result.Output[0].IsRehearsal | Should -BeTrue
        Disconnect-TestServer
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
        $script:other = (Connect-TestServer -Inventory Oddities -Name other).Name
        Disconnect-TestServer
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
        Disconnect-TestServer
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        $null = Connect-VIServer $target
        Get-PassthroughEvent | Should -BeNullOrEmpty
        @(Get-VM).Count | Should -Be 10
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
        Disconnect-TestServer
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
