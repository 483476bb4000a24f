BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Find-PassthroughHost' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'gives one result for each host, the one that can take the machine first' {
        $found = @(Find-PassthroughHost gpu-02)
        $found | Should -BeOfType 'PassthroughTools.Planning.HostPlacement'
        $found.Count | Should -Be @(Get-VMHost).Count
        $found.VM.Name | Sort-Object -Unique | Should -BeExactly gpu-02
        # Both have one such device; on esxi06 there is nobody else.
        $found[0].VMHost.Name, $found[1].VMHost.Name | Should -BeExactly esxi06.domain.com, esxi01.domain.com
        $found[0].Devices | Should -Be 0000:b1:00.0
        $found | ForEach-Object { $_.Rank } | Should -Be 1, 2, $null, $null, $null, $null
        $found.Where({ $_.Fits }).NumaNodes | Should -Be 1, 1
        $found.Where({ $_.Fits }).LeftFree | Should -Be 0, 0
        $found.Where({ $_.Fits -and $_.Reason }) | Should -BeNullOrEmpty
    }

    It 'says for each other host what is missing, in the words of a refused Start-VM' {
        $null = Set-PassthroughDevice -PassthroughDevice (Get-PassthroughDevice -VMHost esxi06* -Id 0000:b1:00.0) -Mode Host
        $reason = (Find-PassthroughHost gpu-02 | Where-Object { $_.VMHost.Name -eq 'esxi06.domain.com' }).Reason
        $reason | Should -BeLike "VM 'gpu-02' asks for a Dynamic device (10de:1eb8 labelled 'inference') and host 'esxi06.domain.com' has none free: Device 0000:b1:00.0*mode Host*"
        $result = Invoke-Recorded { Start-VM gpu-02 }
        Assert-Refusal $result.Errors[0] DeviceNotAvailable
        $result.Errors[0].Exception.Message | Should -BeExactly $reason
    }

    It 'shows what Start-VM gives' {
        $shown = Find-PassthroughHost gpu-02 | Where-Object { $_.VMHost.Name -eq 'esxi06.domain.com' }
        $null = Start-VM gpu-02
        (Get-PassthroughDevice -VM gpu-02).Id | Should -Be "$($shown.Devices)"
        $own = Find-PassthroughHost gpu-02 | Where-Object { $_.VMHost.Name -eq 'esxi06.domain.com' }
        $own.Fits, "$($own.Devices)" | Should -Be $true, "$($shown.Devices)" -Because 'it runs there with what it holds'
    }

    It 'says of a machine with a Fixed device that it is pinned, and where' {
        $found = @(Find-PassthroughHost gpu-01)
        $found.Where({ $_.Fits }).VMHost.Name | Should -BeExactly esxi01.domain.com
        $found[0].Devices | Should -Be 0000:41:00.0
        $found.Where({ -not $_.Fits }).Count | Should -Be 5
        $found.Where({ -not $_.Fits }).Reason | Should -BeLike "VM 'gpu-01' has Fixed device 0000:41:00.0 of host 'esxi01.domain.com', which stays there.*"
    }

    It 'lets every host in service that runs it take a machine without passthrough devices, the emptiest first' {
        $null = Set-VMHost esxi03* -State Maintenance
        $found = @(Find-PassthroughHost web-01)
        $found.Where({ $_.Fits }).Count | Should -Be 5
        $found[-1].VMHost.Name, $found[-1].Rank | Should -Be esxi03.domain.com, $null
        $found[-1].Reason | Should -BeLike '*Maintenance*'
        $found[0].VMHost.Name | Should -BeExactly esxi04.domain.com
    }

    It 'takes <how>' -ForEach @(
        @{ How = 'a name'; Script = { Find-PassthroughHost gpu-01 }; Count = 6 }
        @{ How = 'a wildcard'; Script = { Find-PassthroughHost gpu* }; Count = 12 }
        @{ How = 'an object'; Script = { Find-PassthroughHost -VM (Get-VM gpu-01) }; Count = 6 }
        @{ How = 'the pipeline'; Script = { Get-VM gpu* | Find-PassthroughHost }; Count = 12 }
        @{ How = 'names in the pipeline'; Script = { 'gpu-01', 'web-01' | Find-PassthroughHost }; Count = 12 }
        @{ How = 'a machine twice'; Script = { Find-PassthroughHost gpu-01, gpu-0[1] }; Count = 6 }
        @{ How = 'a pattern that none fits'; Script = { Find-PassthroughHost none* }; Count = 0 }
        @{ How = 'a server'; Script = { Find-PassthroughHost gpu-01 -Server $server }; Count = 6 }
    ) {
        @(& $Script).Count | Should -Be $Count
    }

    It 'changes nothing' {
        Get-TestChange { Get-VM | Find-PassthroughHost } | Should -BeNullOrEmpty
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'a machine that is not there'; Script = { Find-PassthroughHost none, gpu-01 }; Id = 'VMNotFound' }
        @{ What = 'a template'; Script = { $odd = Connect-TestServer -Inventory Oddities -Name odd -NotDefault; @(Get-Template golden -Server $odd) + (Get-VM gpu-01) | Find-PassthroughHost }; Id = 'TemplateNotSupported' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id
        $result.Output.Count | Should -Be 6
    }

    It 'is a table of 100 columns, and a list with the whole reason' {
        $lines = (Find-PassthroughHost gpu-02 | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() } | ForEach-Object { $_.TrimEnd() -replace '\x1b\[[\d;]*m' }
        $lines[0] | Should -BeExactly 'VM gpu-02'
        $lines[1] | Should -BeExactly 'VMHost            Rank Nodes LeftFree Missing, or devices'
        $lines[3] | Should -BeExactly 'esxi06.domain.com    1     1        0 0000:b1:00.0'
        $lines[-2] | Should -BeLike 'esxi05.domain.com * none free: the host has no such device. Use a host'
        $lines.Where({ $_.Length -gt 100 }) | Should -BeNullOrEmpty
        $lines.Count | Should -Be 13
        (Find-PassthroughHost gpu-02 | Select-Object -Last 1 | Format-List | Out-String -Width 100) -replace '\s' | Should -BeLike '*Reason:VM*Useahostthathasone.*'
    }
}
