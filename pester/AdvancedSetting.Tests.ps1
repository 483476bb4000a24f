BeforeDiscovery { $script:size = 'pciPassthru.64bitMMIOSizeGB' }

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:enable = 'pciPassthru.use64bitMMIO'
    $script:size = 'pciPassthru.64bitMMIOSizeGB'
}

Describe 'Advanced settings' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    Context 'Get-AdvancedSetting' {
        It 'finds by <how>' -ForEach @(
            @{ How = 'machine'; Script = { Get-AdvancedSetting -Entity gpu-01 }; Count = 4 }
            @{ How = 'machine by position'; Script = { Get-AdvancedSetting gpu-01 }; Count = 4 }
            @{ How = 'object'; Script = { Get-AdvancedSetting -Entity (Get-VM gpu-01) }; Count = 4 }
            @{ How = 'pipeline'; Script = { Get-VM gpu-01, gpu-02 | Get-AdvancedSetting }; Count = 8 }
            @{ How = 'a name in the pipeline'; Script = { 'gpu-01' | Get-AdvancedSetting }; Count = 4 }
            @{ How = 'setting'; Script = { Get-AdvancedSetting gpu-01 $size }; Count = 1 }
            @{ How = 'setting in other case'; Script = { Get-AdvancedSetting gpu-01 -Name $size.ToUpperInvariant() }; Count = 1 }
            @{ How = 'settings'; Script = { Get-AdvancedSetting gpu-01 $size, $enable }; Count = 2 }
            @{ How = 'setting pattern'; Script = { Get-AdvancedSetting gpu-01 pciPassthru.* }; Count = 2 }
            @{ How = 'a pattern that none fits'; Script = { Get-AdvancedSetting gpu-01 none* }; Count = 0 }
            @{ How = 'a machine without settings'; Script = { New-VM bare-01 -VMHost esxi01.domain.com | Get-AdvancedSetting }; Count = 0 }
            @{ How = 'no input'; Script = { @() | Get-AdvancedSetting }; Count = 0 }
        ) {
            $result = Invoke-Recorded $Script
            $result.Errors.Count | Should -Be 0
            $result.Output.Count | Should -Be $Count
        }

        It 'carries what an administrator reads' {
            $setting = Get-AdvancedSetting gpu-01 $size
            $setting.Name | Should -BeExactly $size
            $setting.Value | Should -BeExactly '64'
            $setting.Type | Should -Be VM
            $setting.Entity.Name | Should -BeExactly gpu-01
        }

        It 'says what is not there, and goes on with the next machine' {
            $result = Invoke-Recorded { Get-AdvancedSetting web-01, gpu-01 $size }
            $result.Errors.Count | Should -Be 1
            Assert-Refusal $result.Errors[0] AdvancedSettingNotFound -Category ObjectNotFound -Target web-01 -Says 'New-AdvancedSetting'
            $result.Output.Count | Should -Be 1
        }

        It 'allows to ask whether a setting is there' {
            if (-not (Get-AdvancedSetting web-01 $enable -ErrorAction Ignore)) { $null = New-AdvancedSetting web-01 $enable TRUE }
            (Get-AdvancedSetting web-01 $enable -ErrorAction Ignore).Value | Should -BeExactly TRUE
        }
    }

    Context 'New-AdvancedSetting' {
        It 'creates by <how>' -ForEach @(
            @{ How = 'parameter'; Script = { New-AdvancedSetting -Entity web-01 -Name a.b -Value 7 } }
            @{ How = 'position'; Script = { New-AdvancedSetting web-01 a.b 7 } }
            @{ How = 'object'; Script = { New-AdvancedSetting (Get-VM web-01) a.b '7' } }
            @{ How = 'pipeline'; Script = { Get-VM web-01 | New-AdvancedSetting -Name a.b -Value 7 -Type VM } }
        ) {
            $made = & $Script
            $made.Value | Should -BeExactly '7'
            (Get-AdvancedSetting web-01 a.b).Value | Should -BeExactly '7'
        }

        It 'writes <what> as <text>' -ForEach @(
            @{ What = '$true'; Value = $true; Text = 'TRUE' }
            @{ What = '$false'; Value = $false; Text = 'FALSE' }
            @{ What = 'a number'; Value = 128; Text = '128' }
            @{ What = 'a number with a fraction'; Value = 1.5; Text = '1.5' }
            @{ What = 'a text with spaces'; Value = ' a b '; Text = ' a b ' }
            @{ What = 'nothing'; Value = ''; Text = '' }
            @{ What = 'a wrapped value'; Value = [psobject]64; Text = '64' }
        ) {
            (New-AdvancedSetting web-01 a.b $Value).Value | Should -BeExactly $Text
        }

        It 'refuses a setting that is there, and overwrites it with -Force' {
            $result = Invoke-Recorded { New-AdvancedSetting gpu-01, web-01 $enable FALSE }
            $result.Errors.Count | Should -Be 1
            Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target gpu-01 -Says '-Force'
            (Get-AdvancedSetting web-01 $enable).Value | Should -BeExactly FALSE
            (New-AdvancedSetting gpu-01 $enable FALSE -Force).Value | Should -BeExactly FALSE
        }

        It 'refuses <what>' -ForEach @(
            @{ What = 'a blank name'; Script = { New-AdvancedSetting web-01 ' ' x }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
            @{ What = 'a name with a line break'; Script = { New-AdvancedSetting web-01 "a`nb" x }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
            @{ What = 'a value that is too long'; Script = { New-AdvancedSetting web-01 a ('x' * 5000) }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
            @{ What = 'a machine that is not there'; Script = { New-AdvancedSetting none a x }; Id = 'VMNotFound'; Category = 'ObjectNotFound' }
        ) {
            Get-TestChange { $script:result = Invoke-Recorded $Script } | Should -BeNullOrEmpty
            Assert-Refusal $result.Errors[0] $Id -Category $Category
        }

        It 'refuses <what> as value, and goes on' -ForEach @(
            @{ What = 'an array'; Value = 1, 2 }
            @{ What = 'a hashtable'; Value = @{ a = 1 } }
            @{ What = 'an object'; Value = [pscustomobject]@{ a = 1 } }
        ) {
            $result = Invoke-Recorded { Get-VM web-01, gpu-01 | New-AdvancedSetting -Name a -Value $Value }
            $result.Errors.Count | Should -Be 2
            Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says 'one such value'
            Assert-Refusal (Invoke-Recorded { Get-AdvancedSetting gpu-01 $size | Set-AdvancedSetting -Value $Value }).Errors[0] ValueInvalid
            Get-PassthroughEvent | Should -BeNullOrEmpty
        }

        It 'refuses a property of the machine with the cmdlet that changes it, as Get-AdvancedSetting does' {
            $says = "a property of VM 'web-01', its memory: a vCenter ignores such a setting. Use Set-VM -MemoryMB."
            $made = Invoke-Recorded { Get-VM web-01 | New-AdvancedSetting -Name memSize -Value 8192 -Force -Confirm:$false }
            Assert-Refusal $made.Errors[0] ValueInvalid -Target web-01 -Says $says
            "$((Invoke-Recorded { New-AdvancedSetting web-01 memSize 8192 -WhatIf }).Warnings)" | Should -BeLike "*would be refused*$says"
            Assert-Refusal (Invoke-Recorded { Get-AdvancedSetting web-01 memSize }).Errors[0] AdvancedSettingNotFound -Target web-01 -Says $says
            (Get-VM web-01).AdvancedSettings['memSize'] | Should -BeNullOrEmpty
        }

        It 'refuses null as value' {
            { New-AdvancedSetting web-01 a $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }
    }

    Context 'Settings of 64-bit MMIO' {
        It 'that Set-MmioSizing would not make are taken with a warning: <says>' -ForEach @(
            @{ Script = { New-AdvancedSetting train-01 $size 100 -Force }; Says = "VM 'train-01': $size '100' is not a power of two (Broadcom KB 323402), and it is not powered on with devices then. Run: Set-MmioSizing -VM 'train-01'" }
            @{ Script = { Get-AdvancedSetting train-01 $size | Set-AdvancedSetting -Value 100 }; Says = "'100' is not a power of two (Broadcom KB 323402), and it is not powered on with devices then. Run: Set-MmioSizing -VM 'train-01'" }
            @{ Script = { New-AdvancedSetting web-01 $size many }; Says = "VM 'web-01': $size 'many' is not a positive whole number, and it is not powered on with devices then. Run: Set-MmioSizing -VM 'web-01' -SizeGB 32" }
            @{ Script = { New-AdvancedSetting train-01 $size 64 -Force }; Says = "VM 'train-01': 64 GB is too small, since its devices map 256 GB. Run: Set-MmioSizing -VM 'train-01'" }
            @{ Script = { New-AdvancedSetting train-01 $enable $false -Force }; Says = "VM 'train-01': its devices map 256 GB, which need 64-bit MMIO. Run: Set-MmioSizing -VM 'train-01'" }
            @{ Script = { Get-AdvancedSetting train-01 $enable | Remove-AdvancedSetting -Confirm:$false }; Says = 'which need 64-bit MMIO' }
        ) {
            if (-not (Get-AdvancedSetting train-01 $size -ErrorAction Ignore)) { $null = Set-MmioSizing train-01 -WarningAction Ignore }
            $changes = @(Get-TestChange { $script:result = Invoke-Recorded $Script })
            $result.Errors.Count | Should -Be 0
            Assert-TestEvent $changes -Operation SetAdvancedSetting
            $result.Warnings.Count | Should -Be 1
            "$($result.Warnings[0])".Contains($Says) | Should -BeTrue -Because "'$($result.Warnings[0])' says '$Says'"
        }

        It 'that hold the devices, and other settings, are no warning' {
            $result = Invoke-Recorded {
                New-AdvancedSetting train-01 $size 512 -Force; New-AdvancedSetting train-01 $enable TRUE -Force; New-AdvancedSetting train-01 other 100
                New-AdvancedSetting web-01 $size 64; New-AdvancedSetting web-01 $enable $false
            }
            $result.Errors.Count | Should -Be 0
            $result.Warnings.Count | Should -Be 0
        }
    }

    Context 'Set-AdvancedSetting and Remove-AdvancedSetting' {
        It 'sets by <how>' -ForEach @(
            @{ How = 'pipeline'; Script = { Get-AdvancedSetting gpu-01 $size | Set-AdvancedSetting -Value 128 } }
            @{ How = 'object'; Script = { Set-AdvancedSetting -AdvancedSetting (Get-AdvancedSetting gpu-01 $size) -Value 128 } }
            @{ How = 'position'; Script = { Set-AdvancedSetting (Get-AdvancedSetting gpu-01 $size) 128 } }
        ) {
            (& $Script).Value | Should -BeExactly '128'
            (Get-MmioSizing gpu-01).ConfiguredGB | Should -Be 128
        }

        It 'commits nothing where the value is as asked' {
            Get-TestChange { Get-AdvancedSetting gpu-01 $size | Set-AdvancedSetting -Value 64 } | Should -BeNullOrEmpty
        }

        It 'removes by <how>, and returns nothing' -ForEach @(
            @{ How = 'pipeline'; Script = { Get-AdvancedSetting gpu-01 pci* | Remove-AdvancedSetting -Confirm:$false } }
            @{ How = 'object'; Script = { Remove-AdvancedSetting (Get-AdvancedSetting gpu-01) -Confirm:$false } }
        ) {
            & $Script | Should -BeNullOrEmpty
            @(Get-AdvancedSetting gpu-01 pci*).Count | Should -Be 0
        }

        It 'says that a setting was removed since, and goes on' {
            $settings = Get-AdvancedSetting gpu-01
            $settings[0] | Remove-AdvancedSetting -Confirm:$false
            $result = Invoke-Recorded { $settings | Remove-AdvancedSetting -Confirm:$false }
            $result.Errors.Count | Should -Be 1
            Assert-Refusal $result.Errors[0] AdvancedSettingNotFound -Category ObjectNotFound -Target gpu-01 -Says 'any more'
            @(Get-AdvancedSetting gpu-01).Count | Should -Be 0
        }

        It 'takes no text for a setting' {
            { Set-AdvancedSetting $size -Value 1 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        }

        It 'refuses a template' {
            Disconnect-TestServer
            $null = Connect-TestServer -Inventory Oddities
            Assert-Refusal (Invoke-Recorded { Get-Template golden | New-AdvancedSetting -Name a -Value x }).Errors[0] TemplateNotSupported -Target golden
        }
    }
}
