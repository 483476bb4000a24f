# Tests of a runbook that works in parallel. It connects by itself, so that PASSTHROUGHTOOLS_REHEARSAL makes a rehearsal of what it
# connects to: every connection to one target in the process, in whatever runspace, is the same rehearsal then.
BeforeAll {
    if (-not (Get-Module PassthroughTools)) { Import-Module (Join-Path $PSScriptRoot ../../out/PassthroughTools/PassthroughTools.psd1) }
    $script:runbook = Join-Path $PSScriptRoot Start-PassthroughMachine.ps1
    $script:rack = Connect-VIServer (Join-Path $TestDrive rack.json) -Force -NotDefault
    $null = Import-PassthroughInventory -Sample -Server $rack
    $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
}

AfterAll {
    $env:PASSTHROUGHTOOLS_REHEARSAL = $null
    Disconnect-VIServer $rack -Force
}

Describe 'Start-PassthroughMachine' {
    # The runbook disconnects. A rehearsal under PASSTHROUGHTOOLS_REHEARSAL goes on for all that: each test has a copy as its target.
    BeforeEach {
        $script:store = Join-Path $TestDrive "$(New-Guid).json"
        $null = Export-PassthroughInventory $store -Server $rack
    }
    AfterEach { Disconnect-VIServer $store -Force -ErrorAction Ignore }

    It 'starts what is ready, and says what the rest is missing' {
        $null = Connect-VIServer $store -WarningAction Ignore
        $null = Add-PassthroughDevice flex-01 -DeviceClass com.intel.flexgpu -WarningAction Ignore
        $done = @(& $runbook -Server $store -VM gpu-01, train-01, legacy-01, flex-01 -WarningAction Ignore)
        $done.VM | Should -Be flex-01, gpu-01, legacy-01, train-01
        ($done | Where-Object Started).VM | Should -Be gpu-01, legacy-01, train-01
        $done[0].Missing | Should -BeLike '*Set-PassthroughDevice -Mode EnhancedDirectPath*'
        $null = Connect-VIServer $store -WarningAction Ignore
        (Get-VM gpu-01, legacy-01, train-01).PowerState | Should -Be PoweredOn, PoweredOn, PoweredOn
    }

    It 'gives no device to two machines that start at the same time' {
        $null = Connect-VIServer $store -WarningAction Ignore
        $null = Get-VM gpu-01 | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false
        $null = Get-VM gpu-01, HighPerfVM | Add-PassthroughDevice -AllowedDevice 10de:1eb8 -WarningAction Ignore
        $null = Set-PassthroughDevice -PassthroughDevice (Get-PassthroughDevice -VMHost esxi01* -Id 0000:42:00.0) -Mode Host -Confirm:$false
        $done = @(& $runbook -Server $store -VM gpu-01, HighPerfVM -WarningAction Ignore)
        @($done | Where-Object Started).Count | Should -Be 1
    }

    It 'touches nothing of the target' {
        $null = & $runbook -Server $store -VM gpu-01 -WarningAction Ignore
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        $null = Connect-VIServer $store
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
    }

    It 'does nothing with -WhatIf' {
        & $runbook -Server $store -VM gpu-01 -WhatIf -WarningAction Ignore | Should -BeNullOrEmpty
        $null = Connect-VIServer $store -WarningAction Ignore
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
    }
}

Describe 'Start-PassthroughMachine without an inventory' {
    # Parameters take objects of their types, as New-MockObject makes them. In a filter $Server.Name is the object's.
    BeforeAll {
        $connection = New-MockObject -Type (Get-Command Connect-VIServer).OutputType[0].Type
        $running = New-MockObject -Type (Get-Command Get-VM).OutputType[0].Type -Properties @{ PowerState = 'PoweredOn' }
        Mock Connect-VIServer { $connection }
        Mock Disconnect-VIServer { }
        Mock Get-VM { $running }
        Mock ForEach-Object { throw 'nothing is to be done' } -ParameterFilter { $Parallel }
    }

    It 'leaves machines alone that run, and disconnects' {
        & $runbook -Server vcenter.example.com -VM gpu-01 | Should -BeNullOrEmpty
        Should -Invoke Connect-VIServer -Times 1 -Exactly -ParameterFilter { $Server -eq 'vcenter.example.com' }
        Should -Invoke Disconnect-VIServer -Times 1 -Exactly -ParameterFilter { $Force }
    }
}
