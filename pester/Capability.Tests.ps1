BeforeDiscovery {
    # The device table of the VMware Cloud Foundation blog of 2026-04-20, column by column.
    $script:listed = @(
        'DiskOnlyStorageVMotion', 'DiskOnlySnapshots', 'DiskReconfigure', 'HotRemoveVirtualDevices', 'HotAddVirtualDevices', 'LivePatch'
        'HotAddMemory', 'HotAddRemoveVcpu', 'StorageVMotion', 'MemorySnapshots', 'SuspendResume', 'VMotion', 'StatisticsCollection'
    )
    $script:columns = @{
        'Flex 170' = @{ VMHost = 'esxi02.domain.com'; Id = '0000:2a:00.0'; Key = 'IntelFlex170'; Values = 'yyyyyyyyyyyyy' }
        'Flex 140' = @{ VMHost = 'esxi02.domain.com'; Id = '0000:ba:00.0'; Key = 'IntelFlex140'; Values = 'yyyyyyyyyyyyy' }
        'Gaudi 3' = @{ VMHost = 'esxi04.domain.com'; Id = '0000:1a:00.0'; Key = 'IntelGaudi3'; Values = 'nnnnnnnnnnnny' }
        'MI210' = @{ VMHost = 'esxi05.domain.com'; Id = '0000:23:00.0'; Key = 'AmdInstinctMi210'; Values = 'yyyyyyyyyynny' }
        'QAT' = @{ VMHost = 'esxi03.domain.com'; Id = '0000:6b:00.0'; Key = 'IntelQat'; Values = 'yyyyyyyyyyyyy' }
        'DLB' = @{ VMHost = 'esxi03.domain.com'; Id = '0000:6d:00.0'; Key = 'IntelDlb'; Values = 'yyyyynnnnnnny' }
    }
    $script:cells = foreach ($device in $columns.Keys) {
        for ($i = 0; $i -lt $listed.Count; $i++) {
            @{
                Device = $device; VMHost = $columns[$device].VMHost; Id = $columns[$device].Id; Key = $columns[$device].Key
                Feature = $listed[$i]; Works = $columns[$device].Values[$i] -eq 'y'
            }
        }
    }
}

BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Test-EnhancedDirectPathFeature' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        $script:offered = @{}
        foreach ($esxi in 'esxi02', 'esxi03', 'esxi04', 'esxi05') {
            $null = Get-PassthroughDevice -VMHost "$esxi*" | Where-Object { -not $_.VM -and $_.ConfigurableModes -contains 'EnhancedDirectPath' } |
                Set-PassthroughDevice -Mode EnhancedDirectPath
        }
        foreach ($device in Get-PassthroughDevice) { $offered["$($device.VMHost) $($device.Id)"] = $device }
    }
    AfterAll { Disconnect-TestServer }

    It '<device>: <feature> is <works>' -ForEach $cells {
        $result = Test-EnhancedDirectPathFeature -PassthroughDevice $offered["$VMHost $Id"] -Feature $Feature
        $result | Should -BeOfType 'PassthroughTools.Capabilities.FeatureTest'
        $result.Supported | Should -Be $Works
        $result.Support | Should -Be $(if ($Works) { 'Supported' } else { 'NotSupported' })
        $result.Feature | Should -Be $Feature
        $result.Source | Should -BeLike "catalog entry $Key (*)"
        $result.LimitedBy | Should -BeLike "$Id *"
        $result.Reason | Should -Not -BeNullOrEmpty
        Test-EnhancedDirectPathFeature -PassthroughDevice $offered["$VMHost $Id"] -Feature $Feature -Quiet | Should -Be $Works
    }

    It 'tests the thirteen features of the table where none is named' {
        $results = Test-EnhancedDirectPathFeature gpu-01
        $results.Count | Should -Be 13
        $results.Feature | Should -Be (@(0..12) | ForEach-Object { [PassthroughTools.Capabilities.PassthroughFeature]$_ })
    }

    It 'takes <what>' -ForEach @(
        @{ What = 'a machine name'; Script = { Test-EnhancedDirectPathFeature gpu-01 VMotion }; Names = 'gpu-01' }
        @{ What = 'a machine object'; Script = { Test-EnhancedDirectPathFeature -VM (Get-VM gpu-01) -Feature VMotion }; Names = 'gpu-01' }
        @{ What = 'machines in the pipeline'; Script = { Get-VM gpu* | Test-EnhancedDirectPathFeature -Feature vmotion }; Names = 'gpu-01', 'gpu-02' }
        @{ What = 'a machine name in the pipeline'; Script = { 'gpu-01' | Test-EnhancedDirectPathFeature -Feature VMotion }; Names = 'gpu-01' }
        @{ What = 'a device of a machine in the pipeline'; Script = { Get-PassthroughDevice -VM gpu-01 | Test-EnhancedDirectPathFeature -Feature VMotion }
            Names = '0000:41:00.0 TU104GL [Tesla T4]' }
        @{ What = 'a request in the pipeline'; Script = { Get-PassthroughDevice -VM gpu-02 | Test-EnhancedDirectPathFeature -Feature VMotion }
            Names = "10de:1eb8 labelled 'inference'" }
        @{ What = 'a host name'; Script = { Test-EnhancedDirectPathFeature -VMHost esxi05.domain.com -Feature VMotion }
            Names = '0000:23:00.0 *', '0000:46:00.0 *', '0000:84:00.0 *', '0000:c5:00.0 *' }
        @{ What = 'a host in the pipeline'; Script = { Get-VMHost esxi05* | Test-EnhancedDirectPathFeature -Feature VMotion }
            Names = '0000:23:00.0 *', '0000:46:00.0 *', '0000:84:00.0 *', '0000:c5:00.0 *' }
        @{ What = 'a pattern that none fits'; Script = { Test-EnhancedDirectPathFeature none* }; Names = @() }
        @{ What = 'no input'; Script = { @() | Test-EnhancedDirectPathFeature }; Names = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be @($Names).Count
        for ($i = 0; $i -lt $result.Output.Count; $i++) { $result.Output[$i].TargetName | Should -BeLike @($Names)[$i].Replace('[', '`[') }
    }

    It 'leaves out what a host keeps for itself' {
        $tested = Test-EnhancedDirectPathFeature -VMHost esxi02* -Feature VMotion
        $tested.TargetName | Should -Not -Match 'Ethernet|USB|SATA'
        $tested.Count | Should -Be 5
    }

    It 'says with -Verbose why -Quiet is False' {
        function Select-Answer { process { if ("$_" -notmatch '^(Read the inventory of|GET /)') { $_ } } }
        $said = Test-EnhancedDirectPathFeature gpu-01 -Feature VMotion, DiskReconfigure -Quiet -Verbose 4>&1 | Select-Answer
        $said[-1] | Should -BeFalse
        "$($said[0])" | Should -BeLike 'The answer is False: VMotion is NotSupported for gpu-01: ?*'
        "$($said[1])" | Should -BeLike 'The answer is False: DiskReconfigure is Unknown for gpu-01: ?*'
        @(Get-VM none* | Test-EnhancedDirectPathFeature -Quiet -Verbose 4>&1 | Select-Answer)[0] | Should -BeLike '*nothing was tested*'
        @(Test-EnhancedDirectPathFeature web-01 -Quiet -Verbose 4>&1 | Select-Answer).Count | Should -Be 1
    }

    It '-Quiet is <expected> for <what>' -ForEach @(
        @{ What = 'a machine without devices'; Script = { Test-EnhancedDirectPathFeature web-01 -Quiet }; Expected = $true }
        @{ What = 'a machine with a Fixed device'; Script = { Test-EnhancedDirectPathFeature gpu-01 -Feature VMotion -Quiet }; Expected = $false }
        @{ What = 'an unknown feature of it'; Script = { Test-EnhancedDirectPathFeature gpu-01 -Feature DiskReconfigure -Quiet }; Expected = $false }
        @{ What = 'a machine that can and one that cannot'; Script = { Get-VM web-01, gpu-01 | Test-EnhancedDirectPathFeature -Feature VMotion -Quiet }; Expected = $false }
        @{ What = 'two machines that can'; Script = { Get-VM web-01, legacy-01 | Test-EnhancedDirectPathFeature -Feature VMotion -Quiet }; Expected = $true }
        @{ What = 'a host of Flex GPUs'; Script = { Test-EnhancedDirectPathFeature -VMHost esxi02* -Feature VMotion -Quiet }; Expected = $true }
        @{ What = 'a host of MI210 and a feature that they lack'; Script = { Test-EnhancedDirectPathFeature -VMHost esxi05* -Feature VMotion -Quiet }; Expected = $false }
        @{ What = 'features that work and one that does not'
            Script = { Test-EnhancedDirectPathFeature -PassthroughDevice $offered['esxi05.domain.com 0000:23:00.0'] -Feature LivePatch, VMotion -Quiet }; Expected = $false }
        @{ What = 'features that work'
            Script = { Test-EnhancedDirectPathFeature -PassthroughDevice $offered['esxi05.domain.com 0000:23:00.0'] -Feature LivePatch, DiskReconfigure -Quiet }; Expected = $true }
        @{ What = 'nothing at all'; Script = { Get-VM none* | Test-EnhancedDirectPathFeature -Quiet }; Expected = $false }
    ) {
        $answer = @(& $Script)
        $answer.Count | Should -Be 1
        $answer[0] | Should -BeOfType bool
        $answer[0] | Should -Be $Expected
    }

    It 'says which <what> is not there, and goes on' -ForEach @(
        @{ What = 'machine'; Script = { Test-EnhancedDirectPathFeature none, gpu-01 VMotion }; Id = 'VMNotFound' }
        @{ What = 'host'; Script = { Test-EnhancedDirectPathFeature -VMHost none, esxi05* -Feature VMotion }; Id = 'VMHostNotFound' }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Target none
        $result.Output.Count | Should -BeGreaterThan 0
    }

    It 'says that a device is gone' {
        $gone = Get-PassthroughDevice -VM gpu-02
        Remove-PassthroughDevice $gone -Confirm:$false
        Assert-Refusal (Invoke-Recorded { $gone | Test-EnhancedDirectPathFeature }).Errors[0] DeviceNotFound -Category ObjectNotFound
        $null = Add-PassthroughDevice gpu-02 -AllowedDevice 10de:1eb8 -HardwareLabel inference
    }

    It 'knows no other features' {
        { Test-EnhancedDirectPathFeature gpu-01 -Feature Teleport } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Test-EnhancedDirectPathFeature gpu-01 -Feature $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*'
    }
}

Describe 'Test-EnhancedDirectPathFeature without an entry in the catalog' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Oddities }
    AfterAll { Disconnect-TestServer }

    It 'goes by the DVX class: <device>, <feature> is <supported>' -ForEach @(
        @{ Device = '0000:51:00.0'; Feature = 'VMotion'; Supported = $true }
        @{ Device = '0000:51:00.0'; Feature = 'SuspendResume'; Supported = $true }
        @{ Device = '0000:50:00.0'; Feature = 'VMotion'; Supported = $false }
        @{ Device = '0000:50:00.0'; Feature = 'MemorySnapshots'; Supported = $true }
        @{ Device = '0000:50:00.0'; Feature = 'LivePatch'; Supported = $null }
        @{ Device = '0000:52:00.0'; Feature = 'VMotion'; Supported = $null }
    ) {
        $result = Get-PassthroughDevice -VMHost odd01.lab -Id $Device | Test-EnhancedDirectPathFeature -Feature $Feature
        $result.Supported | Should -Be $Supported
        $answer = Get-PassthroughDevice -VMHost odd01.lab -Id $Device | Test-EnhancedDirectPathFeature -Feature $Feature -Quiet
        $answer | Should -Be ($Supported -eq $true)
        if ($null -eq $Supported) { $result.Support | Should -Be Unknown }
    }

    It 'says which class decides' {
        (Test-EnhancedDirectPathFeature has-half VMotion).Source | Should -BeLike '*com.example.half*odd01.lab*'
        (Test-EnhancedDirectPathFeature has-half VMotion).Reason | Should -BeLike '*swDMATracingSupported false*'
    }
}

Describe 'Get-PassthroughCapability' {
    It 'shows the technologies and the models that a source lists' {
        $all = Get-PassthroughCapability
        @($all | Where-Object { $_ -is [PassthroughTools.Capabilities.TechnologyEntry] }).Count | Should -BeGreaterOrEqual 7
        $models = @($all | Where-Object { $_ -is [PassthroughTools.Capabilities.ModelEntry] })
        foreach ($key in 'IntelFlex140', 'IntelFlex170', 'IntelGaudi3', 'AmdInstinctMi210', 'IntelQat', 'IntelDlb') { $models.Key | Should -Contain $key }
        $models.SupportsEnhanced | Should -Not -Contain $false
    }

    It 'finds <what>' -ForEach @(
        @{ What = 'a technology by key'; Script = { Get-PassthroughCapability Fixed }; Keys = 'Fixed' }
        @{ What = 'a technology by name'; Script = { Get-PassthroughCapability -Technology 'fixed directpath' }; Keys = 'Fixed' }
        @{ What = 'a technology by another name'; Script = { Get-PassthroughCapability -Technology 'VMDirectPath I/O' }; Keys = 'Fixed' }
        @{ What = 'an older name, and what it is called now'; Script = { Get-PassthroughCapability -Technology vDGA }; Keys = 'Fixed', 'Vdga' }
        @{ What = 'another way by its short name'; Script = { Get-PassthroughCapability DDA, remotefx }; Keys = 'HyperVDda', 'RemoteFx' }
        @{ What = 'technologies by pattern'; Script = { Get-PassthroughCapability *DirectPath }; Keys = 'Fixed', 'Dynamic', 'Enhanced' }
        @{ What = 'a model by key'; Script = { Get-PassthroughCapability -Model IntelGaudi3 }; Keys = 'IntelGaudi3' }
        @{ What = 'a model by PCI IDs'; Script = { Get-PassthroughCapability -Model 8086:56c0 }; Keys = 'IntelFlex170' }
        @{ What = 'models by pattern'; Script = { Get-PassthroughCapability -Model *Flex* }; Keys = 'IntelFlex140', 'IntelFlex170' }
        @{ What = 'both, each once'; Script = { Get-PassthroughCapability Vgpu, vgp* -Model IntelDlb, 8086:2710 }; Keys = 'Vgpu', 'IntelDlb' }
        @{ What = 'nothing for a pattern that none fits'; Script = { Get-PassthroughCapability none* }; Keys = @() }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | ForEach-Object { $_.Key }) | Should -BeExactly $Keys
    }

    It 'shows the other ways under their own kind, and which of them have ended' {
        $others = @(Get-PassthroughCapability | Where-Object Kind -EQ alternative)
        foreach ($key in 'Vdga', 'Bitfusion', 'RemoteFx', 'HyperVDda', 'HyperVGpuPartitioning', 'KvmVfio', 'BareMetal') { $others.Key | Should -Contain $key }
        ($others | Where-Object HasEnded).Key | Should -BeExactly Bitfusion, RemoteFx
        foreach ($other in $others) { $other.Status, $other.Keeps, $other.Loses, $other.Source | Should -Not -BeNullOrEmpty }
        (Get-PassthroughCapability | Out-String -Width 120) | Should -BeLike '*Bitfusion (ended)*'
        (Get-PassthroughCapability | Out-String -Width 80) | Should -BeLike '*(ended)*'
        (Get-PassthroughRecommendation -Gpu).Technology.Kind | Should -Not -Contain alternative
        @(Get-PassthroughCapability -Feature VMotion).Entry.Kind | Should -Not -Contain alternative
    }

    It '<device>: <feature> stands in the catalog as <works>' -ForEach $cells {
        $statement = Get-PassthroughCapability -Model $Key -Feature $Feature
        $statement.Value | Should -BeExactly $(if ($Works) { 'yes' } else { 'no' })
        $statement.Source | Should -BeLike 'VMware Cloud Foundation blog*'
        $statement.Key | Should -BeExactly $Key
    }

    It 'gives a statement for each feature that is asked for, known or not' {
        $statements = Get-PassthroughCapability Fixed, Dynamic -Feature VMotion, SuspendResume, RecordReplay
        $statements.Count | Should -Be 6
        ($statements | Where-Object Feature -EQ VMotion).Value | Should -BeExactly no, no
        (Get-PassthroughCapability -Model NvidiaTeslaT4 -Feature VMotion).Value | Should -BeExactly unknown
    }

    It 'says what the catalog lacks, and goes on' {
        $result = Invoke-Recorded { Get-PassthroughCapability none, Vgpu -Model nothing }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] CatalogEntryNotFound -Category ObjectNotFound -Target none -Says 'technology'
        Assert-Refusal $result.Errors[1] CatalogEntryNotFound -Category ObjectNotFound -Target nothing -Says 'device model'
        $result.Output.Key | Should -BeExactly Vgpu
    }

    It 'reads a catalog of your own, and refuses what is none' {
        $path = "$TestDrive/own.json"
        Set-Content -LiteralPath $path -Value '{ "schemaVersion": 1, "models": [ { "key": "Mine", "name": "My card", "kind": "gpu", "pciIds": ["1111:2222"] } ] }'
        (Get-PassthroughCapability -Model Mine -CatalogPath $path).Name | Should -BeExactly 'My card'
        (Get-PassthroughCapability -Model Mine -CatalogPath TestDrive:/own.json).Name | Should -BeExactly 'My card'
        Set-Content -LiteralPath $path -Value '[]'
        Assert-Refusal (Invoke-Recorded { Get-PassthroughCapability -CatalogPath $path }).Errors[0] InputMalformed -Category InvalidData
        Assert-Refusal (Invoke-Recorded { Get-PassthroughCapability -CatalogPath "$TestDrive/none.json" }).Errors[0] FileNotFound -Category ObjectNotFound
    }
}

Describe 'A machine with what its settings tell' {
    BeforeAll {
        function Import-Machine([string[]] $Setting) {
            Set-Content TestDrive:/shared-01.vmx (@('virtualHW.version = "20"', 'memSize = "4096"') + $Setting)
            $null = Import-PassthroughInventory TestDrive:/shared-01.vmx -VMHost esxi01.domain.com
            Get-VM shared-01
        }
    }

    BeforeEach { $null = Connect-TestServer -Inventory Rack }

    AfterEach { Disconnect-TestServer }

    It 'of a vGPU is limited by it, starts with a warning, and is not moved unasked' {
        $vm = Import-Machine 'pciPassthru1.present = "TRUE"', 'pciPassthru1.vgpu = "grid_t4-4q"'
        $vm.VGpuProfiles | Should -BeExactly grid_t4-4q
        $vm.Capabilities.VMotion.Support | Should -BeExactly Unknown
        $vm.Capabilities.VMotion.LimitedBy | Should -BeExactly 'pciPassthru1 (vGPU grid_t4-4q)'
        ($vm | Test-PassthroughPrerequisite | Where-Object Requirement -EQ VGpuAvailable).Result | Should -BeExactly Unknown

        $null = Start-VM shared-01 -WhatIf
        (Get-VM shared-01).PowerState | Should -BeExactly PoweredOff
        $started = Invoke-Recorded { 'shared-01' | Start-VM }
        "$($started.Warnings)" | Should -Match 'no device that is known to be shared by vGPUs'
        $host2 = (Get-VMHost | Where-Object Name -NE $vm.VMHost.Name)[0]
        Assert-Refusal (Invoke-Recorded { Move-VM shared-01 $host2 }).Errors[0] FeatureNotSupported -Target shared-01 -Says 'vGPU grid_t4-4q'
    }

    It 'of an SR-IOV network adapter does not move while it runs' {
        $vm = Import-Machine 'ethernet1.present = "TRUE"', 'ethernet1.pfId = "0000:17:00.0"'
        $vm.Capabilities['VMotion'].Support | Should -BeExactly NotSupported
    }
}
