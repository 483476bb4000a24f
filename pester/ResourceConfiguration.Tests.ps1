BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Reservations' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'gets by <how>' -ForEach @(
        @{ How = 'nothing: all machines'; Script = { Get-VMResourceConfiguration }; Count = 10 }
        @{ How = 'name'; Script = { Get-VMResourceConfiguration web-01 }; Count = 1 }
        @{ How = 'object'; Script = { Get-VMResourceConfiguration -VM (Get-VM web-01) }; Count = 1 }
        @{ How = 'pipeline'; Script = { Get-VM gpu* | Get-VMResourceConfiguration }; Count = 2 }
        @{ How = 'a name in the pipeline'; Script = { 'web-01' | Get-VMResourceConfiguration }; Count = 1 }
        @{ How = 'a pattern that none fits'; Script = { Get-VMResourceConfiguration none* }; Count = 0 }
        @{ How = 'no input'; Script = { @() | Get-VMResourceConfiguration }; Count = 0 }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be $Count
    }

    It 'carries what an administrator reads' {
        $resources = Get-VMResourceConfiguration HighPerfVM
        $resources.VM.Name | Should -BeExactly HighPerfVM
        $resources.MemReservationGB, $resources.MemReservationMB, $resources.MemoryGB | Should -Be 64, 65536, 64
        $resources.MemReservationLockedToMax | Should -BeTrue
        $resources.CpuReservationMhz | Should -Be 0
    }

    It 'says which machine is not there, and goes on' {
        $result = Invoke-Recorded { Get-VMResourceConfiguration none, web-01 }
        Assert-Refusal $result.Errors[0] VMNotFound -Category ObjectNotFound -Target none
        $result.Output.Name | Should -BeExactly web-01
    }

    It 'sets <what>' -ForEach @(
        @{ What = 'the lock'; Parameters = @{ MemReservationLockedToMax = $true }; Property = 'MemReservationMB'; Value = 4096 }
        @{ What = 'memory in MB'; Parameters = @{ MemReservationMB = 1024 }; Property = 'MemReservationGB'; Value = 1 }
        @{ What = 'memory in GB'; Parameters = @{ MemReservationGB = 1.5 }; Property = 'MemReservationMB'; Value = 1536 }
        @{ What = 'CPU'; Parameters = @{ CpuReservationMhz = 4000 }; Property = 'CpuReservationMhz'; Value = 4000 }
    ) {
        $changed = Get-VM web-01 | Get-VMResourceConfiguration | Set-VMResourceConfiguration @Parameters
        $changed.$Property | Should -Be $Value
        (Get-VMResourceConfiguration web-01).$Property | Should -Be $Value
    }

    It 'takes objects by parameter, several at once' {
        $changed = Set-VMResourceConfiguration -Configuration (Get-VMResourceConfiguration web-01, legacy-01) -MemReservationLockedToMax $true
        $changed.MemReservationLockedToMax | Should -Be $true, $true
    }

    It 'ends the lock where a size is given, and keeps what is reserved where it is only unlocked' {
        (Get-VMResourceConfiguration HighPerfVM | Set-VMResourceConfiguration -MemReservationGB 32).MemReservationLockedToMax | Should -BeFalse
        $null = Get-VMResourceConfiguration flex-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $false
        (Get-VMResourceConfiguration flex-01).MemReservationGB | Should -Be 16
    }

    It 'commits nothing where all is as asked' {
        Get-TestChange { Get-VMResourceConfiguration HighPerfVM | Set-VMResourceConfiguration -MemReservationLockedToMax $true } | Should -BeNullOrEmpty
    }

    It 'refuses <what>, and goes on with the next machine' -ForEach @(
        @{ What = 'more than the memory'; Parameters = @{ MemReservationGB = 6 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'part of a MB'; Parameters = @{ MemReservationGB = 0.0001 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'both units'; Parameters = @{ MemReservationGB = 1; MemReservationMB = 1024 }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
    ) {
        $result = Invoke-Recorded { Get-VMResourceConfiguration web-01, legacy-01 | Set-VMResourceConfiguration @Parameters }
        Assert-Refusal $result.Errors[0] $Id -Category $Category
        ($result.Errors.Count + $result.Output.Count) | Should -Be 2
        (Get-VMResourceConfiguration web-01).MemReservationMB | Should -Be 0
    }

    It 'refuses less than all memory while a machine with a device runs' {
        $null = Start-VM gpu-01
        $result = Invoke-Recorded { Get-VMResourceConfiguration gpu-01 | Set-VMResourceConfiguration -MemReservationGB 1 }
        Assert-Refusal $result.Errors[0] MemoryNotReserved -Category InvalidOperation -Target gpu-01 -Says "Stop-VM -VM 'gpu-01'"
    }

    It 'refuses <what> at once' -ForEach @(
        @{ What = 'a negative size'; Parameters = @{ MemReservationMB = -1 } }
        @{ What = 'a negative frequency'; Parameters = @{ CpuReservationMhz = -1 } }
    ) {
        { Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration @Parameters } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,PassthroughTools.Commands.SetVMResourceConfigurationCommand'
    }

    It 'takes a machine for its configuration only where it is one' {
        $result = Invoke-Recorded { Get-VM web-01 | Set-VMResourceConfiguration -MemReservationMB 0 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }
}
