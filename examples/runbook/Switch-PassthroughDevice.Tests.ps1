# Tests of a runbook: it runs as it stands on a rehearsal of the sample rack, in memory. In your own, rehearse the store, the control
# plane or the export of the vCenter that the runbook is for.
BeforeAll {
    $script:runbook = Join-Path $PSScriptRoot Switch-PassthroughDevice.ps1
    $script:store = & (Join-Path $PSScriptRoot ../New-SampleStore.ps1) (Join-Path $TestDrive rack.json)
}

Describe 'Switch-PassthroughDevice' {
    # A rehearsal is a copy of its own: no test sees what another one has done.
    BeforeEach { $script:server = Connect-VIServer $store -Rehearsal }
    AfterEach { Disconnect-VIServer $server -Force -Confirm:$false }

    It 'gives the machine the other device of the model' {
        & $runbook -VM gpu-01 -Id 0000:41:00.0 -Confirm:$false
        (Get-PassthroughDevice -VM gpu-01).Id | Should -Be 0000:42:00.0
        (Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0).VM | Should -BeNullOrEmpty
    }

    It 'brings a running machine back' {
        $null = Start-VM gpu-01
        & $runbook -VM gpu-01 -Id 0000:41:00.0 -Confirm:$false
        (Get-VM gpu-01).PowerState | Should -Be PoweredOn
        (Get-PassthroughEvent).Operation | Should -Be PowerOnVM, PowerOffVM, DetachDevice, AttachFixedDevice, PowerOnVM
    }

    It 'leaves all as it is where no other device is free' {
        $null = Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0 | Add-PassthroughDevice -VM HighPerfVM
        $before = @(Get-PassthroughEvent).Count
        { & $runbook -VM gpu-01 -Id 0000:41:00.0 -Confirm:$false } | Should -Throw '*no other*free for VM gpu-01*'
        @(Get-PassthroughEvent).Count | Should -Be $before
    }

    It 'does nothing with -WhatIf' {
        & $runbook -VM gpu-01 -Id 0000:41:00.0 -WhatIf
        @(Get-PassthroughEvent).Count | Should -Be 0
    }
}
