BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-Completion {
        # What Tab offers at the end of a line.
        param([string] $Line)
        @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue)
    }

    # Where a completer offers nothing, PowerShell offers the files of the current folder: here are none.
    $null = New-Item -Path TestDrive:/empty -ItemType Directory
    Push-Location -LiteralPath TestDrive:/empty
}

AfterAll { Pop-Location }

Describe 'Tab' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        $script:completionHost = Get-VMHost esxi01*
    }
    AfterAll { Disconnect-TestServer }

    It 'completes: <line>' -ForEach @(
        @{ Line = 'Get-VM g'; Gives = 'gpu-01', 'gpu-02' }
        @{ Line = 'Get-VM -Name '; Gives = 'gpu-01', 'HighPerfVM', 'legacy-01', 'web-01', 'flex-01', 'flex-02', 'crypto-01', 'train-01', 'hpc-01', 'gpu-02' }
        @{ Line = 'Get-VM H'; Gives = 'HighPerfVM', 'hpc-01' }
        @{ Line = 'Get-VM highperf'; Gives = 'HighPerfVM' }
        @{ Line = 'Get-VM *-01'; Gives = 'gpu-01', 'legacy-01', 'web-01', 'flex-01', 'crypto-01', 'train-01', 'hpc-01' }
        @{ Line = 'Get-VM [gw]*-01'; Gives = 'gpu-01', 'web-01' }
        @{ Line = 'Start-VM -VM web-01, gpu-0'; Gives = 'gpu-01', 'gpu-02' }
        @{ Line = 'Add-PassthroughDevice w'; Gives = 'web-01' }
        @{ Line = 'Get-AdvancedSetting -Entity w'; Gives = 'web-01' }
        @{ Line = 'Set-MmioSizing w'; Gives = 'web-01' }
        @{ Line = 'Test-EnhancedDirectPathFeature -VM w'; Gives = 'web-01' }
        @{ Line = 'Test-PassthroughPrerequisite w'; Gives = 'web-01' }
        @{ Line = 'Test-PassthroughPrerequisite -VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'Get-VMResourceConfiguration w'; Gives = 'web-01' }
        @{ Line = 'Get-VMHost '; Gives = 1..6 | ForEach-Object { "esxi0$_.domain.com" } }
        @{ Line = 'Get-PassthroughDevice -VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'New-VM x -VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'Restart-VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'Import-PassthroughInventory x -VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'Get-Cluster '; Gives = 'GPU-Cluster', 'Accel-Cluster' }
        @{ Line = 'Get-Cluster -VMHost esxi06'; Gives = 'esxi06.domain.com' }
        @{ Line = 'Import-PassthroughInventory x -Cluster a'; Gives = 'Accel-Cluster' }
        @{ Line = 'Get-VM -Location '; Gives = @('GPU-Cluster', 'Accel-Cluster') + @(1..6 | ForEach-Object { "esxi0$_.domain.com" }) }
        @{ Line = 'Get-VMHost -Location A'; Gives = 'Accel-Cluster' }
        @{ Line = 'New-VM x -ResourcePool g'; Gives = 'GPU-Cluster' }
        @{ Line = 'Get-PassthroughDevice -Id 0000:03'; Gives = '0000:03:00.0' }
        @{ Line = 'Get-PassthroughDevice -VMHost esxi04.domain.com -Id '
            Gives = '0000:00:14.0', '0000:1a:00.0', '0000:43:00.0', '0000:5a:00.0', '0000:5a:00.1', '0000:9a:00.0', '0000:c7:00.0' }
        @{ Line = 'Get-PassthroughDevice -VMHost esxi01*, esxi06* -Id 0000:4'; Gives = '0000:41:00.0', '0000:42:00.0' }
        @{ Line = 'Get-PassthroughDevice -VMHost $completionHost -Id 0000:8'; Gives = '0000:81:00.0' }
        @{ Line = 'Set-PassthroughDevice -VMHost esxi01* 0000:8'; Gives = '0000:81:00.0' }
        @{ Line = 'Add-PassthroughDevice HighPerfVM 0000:8'; Gives = '0000:81:00.0' }
        @{ Line = 'Remove-PassthroughDevice -VM gpu-01 -PassthroughDevice 0000:8'; Gives = '0000:81:00.0' }
        @{ Line = 'Add-PassthroughDevice flex-01 -DeviceClass '; Gives = 'com.intel.flexgpu', 'com.intel.qat' }
        @{ Line = 'Add-PassthroughDevice flex-01 x -Technology '; Gives = 'Dynamic', 'Enhanced', 'Fixed' }
        @{ Line = 'Test-EnhancedDirectPathFeature gpu-01 -Feature VMotion, S'; Gives = 'StatisticsCollection', 'StorageVMotion', 'SuspendResume' }
        @{ Line = 'Get-PassthroughCapability -Feature drs'; Gives = 'DrsMigration', 'DrsPlacement' }
        @{ Line = 'Get-PassthroughRecommendation -Rdma r'; Gives = 'Roce' }
        @{ Line = 'Get-PassthroughRecommendation -Model IntelFlex17'; Gives = 'IntelFlex170' }
        @{ Line = 'Set-PassthroughDevice x -Mode '; Gives = 'DirectPath', 'EnhancedDirectPath', 'Host', 'None', 'SystemSelect', 'VGpuMixedSize', 'VGpuSameSize' }
        @{ Line = 'Get-AdvancedSetting gpu-01 '; Gives = 'pciPassthru.use64bitMMIO', 'pciPassthru.64bitMMIOSizeGB' }
        @{ Line = 'New-AdvancedSetting gpu-01 -Name PCIpassthru.6'; Gives = 'pciPassthru.64bitMMIOSizeGB' }
        @{ Line = 'Get-VM nothing-has-this-name'; Gives = @() }
    ) {
        $offered = Get-Completion $Line
        @($offered | ForEach-Object CompletionText | Sort-Object) | Should -BeExactly @($Gives | Sort-Object)
    }

    It 'says what each name is' {
        $machine = Get-Completion 'Get-VM gpu-01'
        $machine.ListItemText | Should -BeExactly gpu-01
        $machine.ToolTip | Should -BeExactly 'PoweredOff on esxi01.domain.com'
        (Get-Completion 'Get-VMHost esxi01').ToolTip | Should -BeExactly 'Connected, ESXi 8.0.3'
        (Get-Completion 'Get-PassthroughDevice -VMHost esxi01* -Id 0000:41').ToolTip | Should -BeExactly 'TU104GL [Tesla T4] on esxi01.domain.com'
        (Get-Completion 'Get-PassthroughCapability Fixed').ToolTip | Should -BeExactly 'Fixed DirectPath'
        (Get-Completion 'Get-PassthroughCapability -Model NvidiaTeslaT4').ToolTip | Should -BeExactly 'NVIDIA Tesla T4, 16 GB'
    }

    It 'offers a name that several objects have once' {
        @(Get-Completion 'Get-PassthroughDevice -Id 0000:00:14').CompletionText | Should -BeExactly '0000:00:14.0'
    }

    It 'sees what has changed since' {
        $null = New-VM later-01 -VMHost esxi01*
        (Get-Completion 'Get-VM later').CompletionText | Should -BeExactly later-01
        Remove-VM later-01 -Confirm:$false
        Get-Completion 'Get-VM later' | Should -BeNullOrEmpty
    }
}

Describe 'Tab on names that cannot be written as they are' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Oddities
        foreach ($name in '-dash', '1e3', '007', '0x10', '10gb', '.dot', 'a,b', '#hash', '@at', 'a=b', '{x}', 'x;y', "O$([char]0x2019)Neil", 'two  spaces', '%1', '!x', 'a&b', 'a|b', '(x)', '~x', '`$x') {
            $null = New-VM -Name $name -VMHost odd01.lab
        }
    }
    AfterAll { Disconnect-TestServer }

    It 'gives for every <kind> a text that means it and nothing else' -ForEach @(
        @{ Kind = 'machine'; Line = 'Get-VM '; All = { Get-VM } }
        @{ Kind = 'machine that is changed'; Line = 'Set-VM -Notes x -VM '; All = { Get-VM } }
        @{ Kind = 'host'; Line = 'Get-VMHost '; All = { Get-VMHost } }
        @{ Kind = 'cluster'; Line = 'Get-Cluster '; All = { Get-Cluster } }
        @{ Kind = 'template'; Line = 'Get-Template '; All = { Get-Template } }
    ) {
        $offered = @(Get-Completion $Line)
        @($offered.ListItemText | Sort-Object) | Should -BeExactly @((& $All).Name | Sort-Object -Unique)
        foreach ($one in $offered) {
            $result = Invoke-Recorded ([scriptblock]::Create($Line + $one.CompletionText))
            $result.Thrown | Should -BeNullOrEmpty -Because $one.CompletionText
            if ($Kind -eq 'machine that is changed' -and @(Get-VM | Where-Object Name -EQ $one.ListItemText).Count -gt 1) {
                Assert-Refusal $result.Errors[0] AmbiguousName -Says "on host 'odd02.lab'"
                continue
            }
            $result.Errors | Should -BeNullOrEmpty -Because $one.CompletionText
            $result.Output.Name | Sort-Object -Unique | Should -BeExactly $one.ListItemText
        }
    }

    It 'goes on from <line>' -ForEach @(
        @{ Line = 'Get-VM gpu['; Gives = "'gpu``[1``]'" }
        @{ Line = 'Get-VM gpu`['; Gives = "'gpu``[1``]'" }
        @{ Line = "Get-VM 'gpu``["; Gives = "'gpu``[1``]'" }
        @{ Line = "Get-VM 'gpu["; Gives = "'gpu``[1``]'" }
        @{ Line = "Get-VM 'gpu``[1``]'"; Gives = "'gpu``[1``]'" }
        @{ Line = 'Get-VM "gpu['; Gives = "'gpu``[1``]'" }
        @{ Line = "Get-VM 'with s"; Gives = "'with space'" }
        @{ Line = 'Get-VM "with s'; Gives = "'with space'" }
        @{ Line = "Get-VM 'O''"; Gives = "'O''Brien'" }
        @{ Line = 'Get-VM "O''B'; Gives = "'O''Brien'" }
        @{ Line = 'Get-VM say'; Gives = "'say `"hi`"'" }
        @{ Line = "Get-VM 'star``*"; Gives = "'star``*'" }
        @{ Line = "Get-VM 'star*"; Gives = "'star``*'", 'star-2' }
        @{ Line = 'Get-VM tick'; Gives = "'tick````mark'" }
        @{ Line = 'Get-VM -Name gpu1, gpu['; Gives = "'gpu``[1``]'" }
        @{ Line = "Get-VM '`$d"; Gives = "'`$dollar;semi'" }
        @{ Line = "Get-VMHost 'host ["; Gives = "'host ``[1``] $([char]0xFC)''x'" }
        @{ Line = 'Get-VM -Location Odd'; Gives = "'Odd Cluster'", 'odd01.lab', 'odd02.lab', 'odd03.lab' }
        @{ Line = 'Get-Cluster Pr'; Gives = "'Pr$([char]0xFC)fstand ``[A``]'" }
        @{ Line = 'Get-PassthroughDevice -Template golden['; Gives = "'golden``[2``]'" }
        @{ Line = 'Get-VM 00'; Gives = "'007'" }
        @{ Line = "Get-PassthroughDevice -VMHost 'host ``[1``] $([char]0xFC)''x' -Id "; Gives = '0000:70:00.0' }
    ) {
        @(Get-Completion $Line).CompletionText | Should -BeExactly $Gives
    }
}

Describe 'Tab on servers' {
    BeforeAll {
        $script:first = Connect-TestServer -Name first
        $script:second = Connect-TestServer -Name second -NotDefault
        $null = Set-VM web-01 -Name only-second -Server $second
        $script:completionServer = $second
    }
    AfterAll { Disconnect-TestServer }

    It 'completes <line>' -ForEach @(
        @{ Line = 'Get-VM -Server '; Gives = { $first.Name, $second.Name } }
        @{ Line = 'Get-VM -Server *second'; Gives = { $second.Name } }
        @{ Line = 'Get-VM -Server sec'; Gives = { $second.Name } }
        @{ Line = 'Disconnect-VIServer fir'; Gives = { $first.Name } }
        @{ Line = 'New-AdvancedSetting x y z -Server sec'; Gives = { $second.Name } }
    ) {
        $offered = @(Get-Completion $Line)
        $offered.ListItemText | Should -BeExactly (& $Gives)
        foreach ($one in $offered) { (& ([scriptblock]::Create("Get-VM gpu-01 -Server $($one.CompletionText)"))).Name | Should -BeExactly gpu-01 }
    }

    It 'completes from the default servers, or from those that -Server names' {
        Get-Completion 'Get-VM only' | Should -BeNullOrEmpty
        (Get-Completion 'Get-VM -Server *second* -Name only').CompletionText | Should -BeExactly only-second
        (Get-Completion 'Get-VM -Server $completionServer -Name only').CompletionText | Should -BeExactly only-second
        $names = $second, $first | Get-ShortName
        (Get-Completion "Get-VM -Server $($names -join ', ') -Name only").CompletionText | Should -BeExactly only-second
        Get-Completion 'Get-VM -Server nowhere -Name g' | Should -BeNullOrEmpty
        @(Get-Completion "Get-VM -Server $($names -join ', ') -Name gpu-01").Count | Should -Be 1
    }

    It 'says which one is a rehearsal' {
        $rehearsal = Connect-TestServer -Name tried -Rehearsal -NotDefault
        $offered = Get-Completion 'Get-VM -Server tried'
        $offered.ToolTip | Should -BeExactly "$($rehearsal.Backend), rehearsal"
    }
}

Describe 'Tab where nothing can be known' {
    AfterEach { Disconnect-TestServer }

    It 'offers nothing without a server: <line>' -ForEach @(
        @{ Line = 'Get-VM ' }, @{ Line = 'Get-VMHost ' }, @{ Line = 'Get-Cluster ' }, @{ Line = 'Get-Template ' }, @{ Line = 'Get-VM -Location ' }
        @{ Line = 'Get-VM -Server ' }, @{ Line = 'Get-PassthroughDevice -Id ' }, @{ Line = 'Get-PassthroughDevice -VMHost x -Id ' }
        @{ Line = 'Add-PassthroughDevice x -DeviceClass ' }, @{ Line = 'Add-PassthroughDevice x -DeviceGroup ' }, @{ Line = 'Get-VM -Server x -Name ' }
    ) {
        $Error.Clear()
        Get-Completion $Line | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'offers the built-in catalog without a server' {
        (Get-Completion 'Get-PassthroughCapability fix').CompletionText | Should -BeExactly Fixed
        @(Get-Completion 'Get-PassthroughCapability -Model intel').CompletionText | Should -Contain IntelFlex170
    }

    It 'offers nothing of a server that is disconnected' {
        $null = Connect-TestServer
        @(Get-Completion 'Get-VM g').Count | Should -Be 2
        $script:completionServer = Get-DefaultServer
        Disconnect-TestServer
        try {
            Get-Completion 'Get-VM g' | Should -BeNullOrEmpty
            Get-Completion 'Get-VM -Server $completionServer -Name g' | Should -BeNullOrEmpty
            Get-Completion 'Get-VM -Server ' | Should -BeNullOrEmpty
        } finally {
            }
    }

    It 'offers what was last read of a store that cannot be read any more, and says nothing' -Tag JsonStore {
        $damaged = Connect-TestServer -Name damaged
        [IO.File]::WriteAllText($damaged.Name, '{ "schemaVersion": 1, "vms": 7 }')
        { Get-VM -ErrorAction Stop } | Should -Throw -ErrorId 'StoreCorrupt,*'
        $Error.Clear()
        @(Get-Completion 'Get-VM g').CompletionText | Should -BeExactly gpu-01, gpu-02
        @(Get-Completion 'Get-PassthroughDevice -VMHost esxi01* -Id 0000:03').CompletionText | Should -BeExactly '0000:03:00.0'
        $Error.Count | Should -Be 0
    }

    It 'says once that a store cannot be read, and of no name that it is missing' -Tag JsonStore {
        $damaged = Connect-TestServer -Name damaged
        [IO.File]::WriteAllText($damaged.Name, '{ "schemaVersion": 1, "vms": 7 }')
        $result = Invoke-Recorded { 'gpu-01', 'nowhere' | Get-PassthroughDevice -Name nothing }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] StoreCorrupt
    }

    It 'throws in no completer, whatever it is given' {
        $null = Connect-TestServer -Inventory Oddities
        $types = (Get-Command -Module PassthroughTools).Parameters.Values.Attributes | Where-Object { $_ -is [ArgumentCompleter] -and $_.Type } |
            ForEach-Object Type | Sort-Object -Property FullName -Unique
        @($types).Count | Should -BeGreaterThan 9
        $odd = @{ VMHost = 7; VM = [datetime]::Now; Server = [object]::new() }, @{ VMHost = $null; VM = @($null, 'x['); Server = $null, 'x[' }, @{ VMHost = @(@('a'), 'b[') }
        foreach ($type in $types) {
            $completer = [Activator]::CreateInstance($type)
            foreach ($word in $null, '', '[', "'", '"', "''", '`', 'a`', '*[', '[a-', "'x''", '$(', ('x' * 10000)) {
                foreach ($bound in $odd) {
                    { $completer.CompleteArgument('Get-VM', 'Name', $word, $null, $bound).GetEnumerator().MoveNext() } | Should -Not -Throw
                }
            }
        }
    }
}

Describe 'Tab among ten thousand machines' {
    BeforeAll {
        $machines = foreach ($i in 1..10000) { '{{"name":"vm-{0:d5}","host":"big01"}}' -f $i }
        [IO.File]::WriteAllText("$((Get-Item -LiteralPath TestDrive:/).FullName)/big.json", "{`"schemaVersion`":1,`"hosts`":[{`"name`":`"big01`"}],`"vms`":[$($machines -join ',')]}")
        $script:server = Connect-TestServer -Inventory Empty
        $null = Import-PassthroughInventory -Path TestDrive:/big.json
    }
    AfterAll { Disconnect-TestServer }

    It 'offers at most 200' {
        @(Get-VM).Count | Should -Be 10000
        @(Get-Completion 'Get-VM ').Count | Should -Be 200
        @(Get-Completion 'Get-VM vm-0').Count | Should -Be 200
    }

    It 'finds the last ones' {
        @(Get-Completion 'Get-VM vm-0999').CompletionText | Should -BeExactly (9990..9999 | ForEach-Object { "vm-0$_" })
        @(Get-Completion 'Get-VM *10000').CompletionText | Should -BeExactly vm-10000
    }
}
