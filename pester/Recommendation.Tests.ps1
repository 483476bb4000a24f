BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Get-PassthroughRecommendation' {
    It 'recommends <best> for <what>, which fits <fit>' -ForEach @(
        @{ What = 'an ordinary workload'; Script = { Get-PassthroughRecommendation }; Best = 'Vmxnet3'; Fit = 'Full' }
        @{ What = 'latency'; Script = { Get-PassthroughRecommendation -Latency }; Best = 'Enhanced'; Fit = 'Full' }
        @{ What = 'latency and vMotion'; Script = { Get-PassthroughRecommendation -Latency -VMotion }; Best = 'Enhanced'; Fit = 'Conditional' }
        @{ What = 'latency and HA'; Script = { Get-PassthroughRecommendation -Latency -HighAvailability }; Best = 'Dynamic'; Fit = 'Conditional' }
        @{ What = 'RoCE and vMotion'; Script = { Get-PassthroughRecommendation -Rdma Roce -VMotion }; Best = 'Pvrdma'; Fit = 'Full' }
        @{ What = 'every RDMA protocol and vMotion'; Script = { Get-PassthroughRecommendation -Rdma All -VMotion }; Best = 'Enhanced'; Fit = 'Conditional' }
        @{ What = 'latency and sharing'; Script = { Get-PassthroughRecommendation -Latency -Sharing }; Best = 'SriovVirtualFunction'; Fit = 'Full' }
        @{ What = 'a GPU that is shared'; Script = { Get-PassthroughRecommendation -Gpu -Sharing }; Best = 'Vgpu'; Fit = 'Full' }
        @{ What = 'vMotion, suspend, snapshots and hot add'; Script = { Get-PassthroughRecommendation -VMotion -Suspend -Snapshot -HotAdd }; Best = 'Vmxnet3'; Fit = 'Full' }
        @{ What = 'another feature'; Script = { Get-PassthroughRecommendation -Latency -Feature DrsPlacement }; Best = 'Enhanced'; Fit = 'Full' }
        @{ What = 'a model that has it all'; Script = { Get-PassthroughRecommendation -Latency -VMotion -Model IntelFlex170 }; Best = 'Enhanced'; Fit = 'Full' }
        @{ What = 'a model that no source lists'; Script = { Get-PassthroughRecommendation -Latency -Model NvidiaTeslaT4 }; Best = 'Dynamic'; Fit = 'Full' }
    ) {
        $all = @(& $Script)
        $all.Count | Should -Be 8
        @($all | ForEach-Object Rank) | Should -Be (1..8)
        $all[0] | Should -BeOfType 'PassthroughTools.Planning.PassthroughRecommendation'
        $all[0].Technology.Key | Should -BeExactly $Best
        "$($all[0].Fit)" | Should -BeExactly $Fit
    }

    It 'says what each technology meets, fails, gains and costs, why, and who says so' {
        $fixed = Get-PassthroughRecommendation -Latency -VMotion -Suspend | Where-Object { $_.Technology.Key -eq 'Fixed' }
        "$($fixed.Fit)" | Should -BeExactly Partial
        $fixed.Meets | Should -BeExactly Latency
        $fixed.Fails | Should -BeExactly VMotion, SuspendResume
        $fixed.Gains | Should -Contain RdmaAll
        $fixed.Losses | Should -Contain MemorySnapshots
        $fixed.Reason | Should -BeExactly 'Denies VMotion, SuspendResume; meets Latency; keeps 0 and loses 17 of 19 vSphere features.'
        $fixed.Sources | Should -BeLike 'VMware Cloud Foundation blog, 2026-04-20*'
    }

    It 'answers for each model: <model> is <fit>' -ForEach @(
        @{ Model = 'IntelFlex170'; Fit = 'Full' }, @{ Model = '8086:4940'; Fit = 'Full' }, @{ Model = 'Intel Gaudi 3'; Fit = 'Partial' }
        @{ Model = 'AmdInstinctMi210'; Fit = 'Partial' }, @{ Model = 'NvidiaTeslaT4'; Fit = 'Conditional' }
    ) {
        $enhanced = Get-PassthroughRecommendation -Latency -VMotion -Model $Model | Where-Object { $_.Technology.Key -eq 'Enhanced' }
        "$($enhanced.Fit)" | Should -BeExactly $Fit
        $enhanced.Device | Should -Not -BeNullOrEmpty
    }

    It 'takes patterns, and each model once' {
        $devices = (Get-PassthroughRecommendation -VMotion -Model *Flex*, IntelFlex170).Device | Sort-Object -Unique
        $devices.Count | Should -Be 2
        @(Get-PassthroughRecommendation -VMotion -Model *Flex*, IntelFlex170).Count | Should -Be 16
        Get-PassthroughRecommendation -Model none* | Should -BeNullOrEmpty
    }

    It 'says which model is not there, and goes on' {
        $result = Invoke-Recorded { Get-PassthroughRecommendation -Model none, IntelQat }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] CatalogEntryNotFound -Category ObjectNotFound -Target none -Says 'device model'
        $result.Output.Count | Should -Be 8
    }

    It 'keeps a table within 100 columns' {
        $lines = (Get-PassthroughRecommendation -Latency -VMotion | Out-String -Width 100) -split '\r?\n'
        $lines[1] | Should -BeExactly 'Rank Technology              Fit         Reason'
        $lines.Where({ $_.Length -gt 100 }) | Should -BeNullOrEmpty
        @($lines -like '*Enhanced DirectPath     Conditional VMotion: conditional*').Count | Should -Be 1
    }

    It 'needs no server, and wastes no word on what it does not know' {
        { Get-PassthroughRecommendation -Rdma Magic } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-PassthroughRecommendation -Feature Teleport } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}

Describe 'Get-PassthroughRecommendation for devices' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It 'goes by the DVX class: <id> is <fit>' -ForEach @(
        @{ Id = '0000:51:00.0'; Fit = 'Full' }, @{ Id = '0000:50:00.0'; Fit = 'None' }, @{ Id = '0000:22:00.0'; Fit = 'Conditional' }
    ) {
        $enhanced = Get-PassthroughDevice -VMHost odd01.lab -Id $Id | Get-PassthroughRecommendation -VMotion | Where-Object { $_.Technology.Key -eq 'Enhanced' }
        "$($enhanced.Fit)" | Should -BeExactly $Fit
        $enhanced.Device | Should -BeLike "$Id *"
    }

    It 'takes <what>' -ForEach @(
        @{ What = 'devices in the pipeline'; Script = { Get-PassthroughDevice -VMHost odd01.lab -Id 0000:5* | Get-PassthroughRecommendation -VMotion }; Count = 24 }
        @{ What = 'a device object'; Script = { Get-PassthroughRecommendation -PassthroughDevice (Get-PassthroughDevice -VMHost odd02.lab) }; Count = 8 }
        @{ What = 'a PCI device'; Script = { Get-VMHostPciDevice odd01.lab -Name Full | Get-PassthroughRecommendation -VMotion }; Count = 8 }
        @{ What = 'a device that a machine has'; Script = { Get-PassthroughDevice -VM running | Get-PassthroughRecommendation }; Count = 8 }
        @{ What = 'no input'; Script = { @() | Get-PassthroughRecommendation -VMotion }; Count = 0 }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be $Count
    }

    It 'refuses <what>, and goes on' -ForEach @(
        @{ What = 'an id without a host'; Script = { Get-PassthroughRecommendation -PassthroughDevice 0000:51:00.0, (Get-PassthroughDevice -VMHost odd02.lab) }; Target = '0000:51:00.0' }
        @{ What = 'a request that holds no device'; Script = { Get-PassthroughRecommendation -PassthroughDevice (Get-PassthroughDevice -VM wants-t4), (Get-PassthroughDevice -VMHost odd02.lab) }
            Target = '10de:1eb8' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Target $Target
        $result.Output.Count | Should -Be 8
    }
}
