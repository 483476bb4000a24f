BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'MMIO sizing' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'knows what <vm> needs: <required> GB, so that <recommended> GB are to be set' -ForEach @(
        @{ VM = 'gpu-01'; Required = 16; Recommended = 32; Configured = 64; Sufficient = $true }
        @{ VM = 'train-01'; Required = 256; Recommended = 512; Configured = 512; Sufficient = $true }
        @{ VM = 'hpc-01'; Required = 64; Recommended = 128; Configured = 128; Sufficient = $true }
        @{ VM = 'gpu-02'; Required = 16; Recommended = 32; Configured = 64; Sufficient = $true }
        @{ VM = 'web-01'; Required = 0; Recommended = 0; Configured = $null; Sufficient = $true }
    ) {
        $sizing = Get-MmioSizing $VM
        $sizing | Should -BeOfType 'PassthroughTools.Mmio.MmioSizing'
        $sizing.RequiredGB, $sizing.RecommendedGB, $sizing.ConfiguredGB, $sizing.IsSufficient | Should -Be $Required, $Recommended, $Configured, $Sufficient
        $sizing.VM.Name | Should -BeExactly $VM
        $sizing.Assumed | Should -BeFalse
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
        $sizing.ConfiguredGB, $sizing.Use64BitMmio, $sizing.IsSufficient | Should -Be 64, $true, $true
        (Get-AdvancedSetting HighPerfVM pciPassthru.*).Value | Should -BeExactly '64', 'TRUE'
    }

    It 'takes a size' {
        (Set-MmioSizing gpu-01 -SizeGB 256).ConfiguredGB | Should -Be 256
        (Set-MmioSizing gpu-01 128).ConfiguredGB | Should -Be 128
        (Set-MmioSizing web-01 -SizeGB 64).ConfiguredGB | Should -Be 64
    }

    It 'commits nothing where the size is as asked' {
        Get-TestChange { Set-MmioSizing gpu-01 -SizeGB 64 } | Should -BeNullOrEmpty
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
