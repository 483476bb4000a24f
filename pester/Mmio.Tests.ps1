BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'MMIO sizing' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'knows what <vm> needs: <required> GB, so that <recommended> GB are to be set' -ForEach @(
        @{ VM = 'gpu-01'; Required = 0.25; Recommended = 0; Configured = 64; Sufficient = $true; Basis = 'Published' }
        @{ VM = 'train-01'; Required = 256; Recommended = 512; Configured = 512; Sufficient = $true; Basis = 'Derived' }
        @{ VM = 'hpc-01'; Required = 64; Recommended = 128; Configured = 128; Sufficient = $true; Basis = 'Observed' }
        @{ VM = 'gpu-02'; Required = 0.25; Recommended = 0; Configured = 64; Sufficient = $true; Basis = 'Published' }
        @{ VM = 'web-01'; Required = 0; Recommended = 0; Configured = $null; Sufficient = $true; Basis = $null }
    ) {
        $sizing = Get-MmioSizing $VM
        $sizing | Should -BeOfType 'PassthroughTools.Mmio.MmioSizing'
        $sizing.RequiredGB, $sizing.RecommendedGB, $sizing.ConfiguredGB, $sizing.IsSufficient | Should -Be $Required, $Recommended, $Configured, $Sufficient
        $sizing.VM.Name | Should -BeExactly $VM
        $sizing.Assumed | Should -BeFalse
        $sizing.Basis | Should -Be $Basis
    }

    It 'gets by <how>' -ForEach @(
        @{ How = 'name'; Script = { Get-MmioSizing gpu-01 }; Count = 1 }
        @{ How = 'object'; Script = { Get-MmioSizing -VM (Get-VM gpu-01) }; Count = 1 }
        @{ How = 'pipeline'; Script = { Get-VM gpu* | Get-MmioSizing }; Count = 2 }
        @{ How = 'a name in the pipeline'; Script = { 'gpu-01' | Get-MmioSizing }; Count = 1 }
        @{ How = 'a pattern that none fits'; Script = { Get-MmioSizing none* }; Count = 0 }
        @{ How = 'no input'; Script = { @() | Get-MmioSizing }; Count = 0 }
    ) {
        @(& $Script).Count | Should -Be $Count
    }

    It 'says what each device needs, and how that is known' {
        $devices = (Get-MmioSizing train-01).Devices
        $devices.SizeGB | Should -Be 128, 128
        $devices[0].Basis | Should -Be Derived
        $devices[0].Note | Should -BeExactly 'No output found.'
        $devices[0].Source | Should -BeLike '*IntelGaudi3*'
        $devices[0].Device | Should -BeLike '0000:43:00.0*'
    }

    It 'sets the size from the devices, by <how>' -ForEach @(
        @{ How = 'name'; Script = { Set-MmioSizing HighPerfVM } }
        @{ How = 'object'; Script = { Set-MmioSizing -VM (Get-VM HighPerfVM) } }
        @{ How = 'pipeline'; Script = { Get-VM HighPerfVM | Set-MmioSizing } }
    ) {
        $null = Add-PassthroughDevice HighPerfVM 0000:03:00.0
        $sizing = & $Script
        $sizing.ConfiguredGB, $sizing.Use64BitMmio, $sizing.IsSufficient | Should -Be 128, $true, $true
        (Get-AdvancedSetting HighPerfVM pciPassthru.*).Value | Should -BeExactly '128', 'TRUE'
    }

    It 'takes a size' {
        (Set-MmioSizing gpu-01 -SizeGB 256).ConfiguredGB | Should -Be 256
        (Set-MmioSizing gpu-01 128).ConfiguredGB | Should -Be 128
        (Set-MmioSizing web-01 -SizeGB 64).ConfiguredGB | Should -Be 64
    }

    It 'commits nothing where the size is as asked, and says so' {
        $script:said = ''
        Get-TestChange { $script:said = Set-MmioSizing gpu-01 -SizeGB 64 -Verbose 4>&1 } | Should -BeNullOrEmpty
        "$said" | Should -Match 'Set 64-bit MMIO: 64 GB, as it is'
    }

    It 'warns of a size that was assumed' {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        $null = Add-PassthroughDevice ready 0000:40:00.0
        (Get-MmioSizing ready).Assumed | Should -BeTrue
        $result = Invoke-Recorded { Set-MmioSizing ready }
        $result.Output.ConfiguredGB | Should -Be 32
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings[0])" | Should -BeLike "*'ready'*16 GB*assumed*0000:40:00.0*"
    }

    It 'warns of a size that is <what>, with the device and how to check it' -ForEach @(
        @{ What = 'derived'; Model = '8086:56c0'; Size = 16; Says = '16 GB is derived for device 0000:40:00.0*' }
        @{ What = 'of one mode'; Model = '10de:13f2'; Size = 8; Says = '8 GB is counted for device 0000:40:00.0*, which maps 0.25 GB in its other mode*' }
        @{ What = 'observed'; Model = '10de:20f1'; Size = 64; Says = $null }
    ) {
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Oddities
        $vendor, $id = $Model -split ':'
        Set-Content -LiteralPath TestDrive:/card.json -Value ('{ "schemaVersion": 1, "hosts": [ { "name": "odd01.lab", "devices": [ { "address": "0000:40:00.0", ' +
            """vendorId"": ""0x$vendor"", ""deviceId"": ""0x$id"", ""classId"": ""0x0302"", ""passthroughCapable"": true, ""mode"": ""directPath"" } ] } ] }")
        $null = Import-PassthroughInventory TestDrive:/card.json
        $null = Add-PassthroughDevice ready 0000:40:00.0
        $result = Invoke-Recorded { Set-MmioSizing ready }
        $result.Output.RequiredGB | Should -Be $Size
        if ($Says) { "$($result.Warnings)" | Should -BeLike "VM 'ready': $Says*lspci -vv*" } else { $result.Warnings.Count | Should -Be 0 }
    }

    It 'refuses to start with a size that is no power of two, whoever set it, and mends it' {
        $null = Add-PassthroughDevice HighPerfVM 0000:03:00.0
        $null = New-AdvancedSetting HighPerfVM pciPassthru.use64bitMMIO TRUE
        $null = New-AdvancedSetting HighPerfVM pciPassthru.64bitMMIOSizeGB 192
        (Get-MmioSizing HighPerfVM).IsSufficient | Should -BeFalse
        $test = Test-PassthroughPrerequisite HighPerfVM | Where-Object Requirement -EQ MmioSize
        $test.Result, $test.Found | Should -BeExactly 'Fail', "VM 'HighPerfVM' has pciPassthru.64bitMMIOSizeGB '192', which is not a power of two (Broadcom KB 323402)"
        Assert-Refusal (Invoke-Recorded { Start-VM HighPerfVM }).Errors[0] MmioSizeInvalid -Category InvalidArgument -Target HighPerfVM -Says 'Set-MmioSizing'
        (Set-MmioSizing HighPerfVM).ConfiguredGB | Should -Be 128
        (Start-VM HighPerfVM).PowerState | Should -Be PoweredOn
    }

    It 'warns where the region has no effect, since the firmware is BIOS' {
        $null = Add-PassthroughDevice HighPerfVM 0000:03:00.0
        $null = Set-VM HighPerfVM -Firmware Bios
        (Invoke-Recorded { Set-MmioSizing legacy-01 -SizeGB 64 }).Warnings | Should -BeNullOrEmpty -Because 'it has no device'
        (Invoke-Recorded { Set-MmioSizing HighPerfVM -SizeGB 128 -WhatIf }).Warnings | Should -BeLike '*with which the region has no effect*' -Because 'it is said before the change'
        $result = Invoke-Recorded { Set-MmioSizing HighPerfVM -SizeGB 128 }
        $result.Output.ConfiguredGB | Should -Be 128
        $result.Warnings | Should -BeLike "VM 'HighPerfVM' has BIOS firmware, with which the region has no effect: *. Run: Set-VM -VM 'HighPerfVM' -Firmware Efi (*)"
    }

    It 'asks neither EFI nor 64-bit MMIO for a card with a small BAR, whatever its memory' {
        $null = Get-VM legacy-01 | Get-VMResourceConfiguration | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        $machine = Set-VM legacy-01 -HardwareVersion vmx-19
        $machine.Firmware | Should -Be Bios
        $null = Add-PassthroughDevice legacy-01 0000:42:00.0
        (Start-VM legacy-01).PassthroughDevices.Id | Should -BeExactly '0000:42:00.0'
        (Get-MmioSizing legacy-01).EffectiveGB | Should -Be 3.5
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'no power of two'; Script = { Set-MmioSizing gpu-01 -SizeGB 48 }; Id = 'MmioSizeInvalid'; Category = 'InvalidArgument'; Target = 'gpu-01' }
        @{ What = 'zero'; Script = { Set-MmioSizing gpu-01 -SizeGB 0 }; Id = 'MmioSizeInvalid'; Category = 'InvalidArgument'; Target = 'gpu-01' }
        @{ What = 'a negative size'; Script = { Set-MmioSizing gpu-01 -SizeGB -64 }; Id = 'MmioSizeInvalid'; Category = 'InvalidArgument'; Target = 'gpu-01' }
        @{ What = 'a size beyond all'; Script = { Set-MmioSizing gpu-01 -SizeGB 1073741824 }; Id = 'MmioSizeInvalid'; Category = 'InvalidArgument'; Target = 'gpu-01' }
        @{ What = 'what the devices do not fit in'; Script = { Set-MmioSizing train-01 -SizeGB 256 }; Id = 'MmioSizeTooSmall'; Category = 'LimitsExceeded'; Target = 'train-01' }
        @{ What = 'a machine without large devices'; Script = { Set-MmioSizing web-01 }; Id = 'MmioSizeInvalid'; Category = 'InvalidArgument'; Target = 'web-01' }
        @{ What = 'a machine that runs'; Script = { $null = Start-VM gpu-01; Set-MmioSizing gpu-01 -SizeGB 256 }; Id = 'VMNotPoweredOff'; Category = 'InvalidOperation'; Target = 'gpu-01' }
        @{ What = 'a machine that is not there'; Script = { Set-MmioSizing none }; Id = 'VMNotFound'; Category = 'ObjectNotFound'; Target = 'none' }
    ) {
        $result = Invoke-Recorded { & $Script; Set-MmioSizing gpu-02 -SizeGB 32 }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category $Category -Target $Target
        $result.Output.VM.Name | Should -BeExactly gpu-02
    }
}
