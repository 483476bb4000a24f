BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    # Colours are the host's business and not the views'.
    $script:rendering = if (Get-Variable -Name PSStyle -ErrorAction Ignore) { $PSStyle.OutputRendering }
    if ($rendering) { $PSStyle.OutputRendering = 'PlainText' }

    function Get-RenderedLine {
        # What objects look like on a console of 100 columns, without empty lines and without the spaces that fill the last column.
        param([object[]] $InputObject, [string] $View)
        $text = if ($View) { $InputObject | Format-Table -View $View | Out-String -Width 100 } else { $InputObject | Out-String -Width 100 }
        foreach ($line in $text -split '\r?\n') {
            if ($line.Trim()) { $line.TrimEnd() }
        }
    }

    function Get-Words {
        # A line with one space where a table has as many as its column is wide.
        param([string] $Line)
        $Line.Trim() -replace ' {2,}', ' '
    }

    function Get-Underline {
        # The line that a table has under its headers: as many dashes as a header has characters.
        param([string] $Header)
        $Header -replace 'Time \(UTC\)', 'Time-(UTC)' -replace 'Num CPUs', 'Num-CPUs' -replace '\S', '-'
    }
}

AfterAll {
    if ($rendering) { $PSStyle.OutputRendering = $rendering }
}

Describe 'The table of' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It '<what>' -ForEach @(
        @{ What = 'virtual machines'; Script = { Get-VM gpu-01 }
            Header = 'Name PowerState Num CPUs MemoryGB VMHost Devices HwVer'
            Row = 'gpu-01 PoweredOff 8 32.000 esxi01.domain.com 1 vmx-20' }
        @{ What = 'hosts'; Script = { Get-VMHost esxi01* }
            Header = 'Name ConnectionState PowerState NumCpu CpuUsageMhz CpuTotalMhz MemoryUsageGB'
            Row = 'esxi01.domain.com Connected PoweredOn 40 5000 100000 64.000' }
        @{ What = 'clusters'; Script = { Get-Cluster GPU* }
            Header = 'Name HAEnabled HAFailoverLevel DrsEnabled DrsAutomationLevel Hosts'
            Row = 'GPU-Cluster True 1 True PartiallyAutomated 4' }
        @{ What = 'devices of a host'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:41:00.0 }
            Header = 'Id Name Mode State VM VMHost'
            Row = '0000:41:00.0 TU104GL [Tesla T4] DirectPath active gpu-01 esxi01.domain.com' }
        @{ What = 'devices of a machine'; Script = { Get-PassthroughDevice -VM train-01 }
            Header = 'Id Name Mode State VM VMHost'
            Row = "0000:43:00.0 Gaudi3 AI Training Accelera$([char]0x2026) DirectPath active train-01 esxi04.domain.com" }
        @{ What = 'devices that nobody has'; Script = { Get-PassthroughDevice -VMHost esxi01* -Id 0000:17:00.1 }
            Header = 'Id Name Mode State VM VMHost'
            Row = "0000:17:00.1 Ethernet Controller X710 fo$([char]0x2026) Host - esxi01.domain.com" }
        @{ What = 'requests that hold no device'; Script = { Get-PassthroughDevice -VM gpu-02 }
            Header = 'Id Name Mode State VM VMHost'
            Row = "- 10de:1eb8 labelled 'inferen$([char]0x2026) request gpu-02 esxi06.domain.com" }
        @{ What = 'PCI devices'; Script = { Get-VMHostPciDevice esxi01* | Where-Object Id -EQ 0000:41:00.0 }
            Header = 'Id Name Class Capable VMHost'
            Row = '0000:41:00.0 NVIDIA Corporation TU104GL [Tesla T4] DisplayController True esxi01.domain.com' }
        @{ What = 'advanced settings'; Script = { Get-AdvancedSetting gpu-01 -Name *Size* }
            Header = 'Name Value Type Entity'
            Row = 'pciPassthru.64bitMMIOSizeGB 64 VM gpu-01' }
        @{ What = 'reservations'; Script = { Get-VMResourceConfiguration HighPerfVM }
            Header = 'VM MemoryGB MemReservationGB LockedToMax CpuReservationMhz'
            Row = 'HighPerfVM 64 64 True 0' }
        @{ What = 'capabilities'; Script = { (Get-VM web-01).Capabilities['VMotion'] }
            Header = 'Feature Support LimitedBy Reason'
            Row = 'VMotion Supported Paravirtual devices only: VMotion yes' }
        @{ What = 'technologies'; Script = { Get-PassthroughCapability Fixed }
            Header = 'Name vMot Susp MemS SvMo vCPU Mem+ Live Dev+ Dev- DskR DskS DSvM Stat'
            Row = 'Fixed DirectPath no no no no no no no no no ? no no ?' }
        @{ What = 'device models'; Script = { Get-PassthroughCapability -Model 8086:56c0 }
            Header = 'Name vMot Susp MemS SvMo vCPU Mem+ Live Dev+ Dev- DskR DskS DSvM Stat'
            Row = 'Intel Data Center GPU Flex 170 yes yes yes yes yes yes yes yes yes yes yes yes yes' }
        @{ What = 'statements of the catalog'; Script = { Get-PassthroughCapability Enhanced -Feature VMotion }
            Header = 'Key Feature Value Source'
            Row = { $source = (Get-PassthroughCapability Enhanced -Feature VMotion).Source
                "Enhanced VMotion conditional $(if ($source.Length -gt 71) { "$($source.Substring(0, 70))$([char]0x2026)" } else { $source })" } }
        @{ What = 'feature tests'; Script = { Test-EnhancedDirectPathFeature gpu-01 -Feature FastSuspendResumeOperations }
            Header = 'Target Feature Support LimitedBy'
            Row = 'gpu-01 FastSuspendResumeOperations NotSupported 0000:41:00.0 TU104GL [Tesla T4]' }
        @{ What = 'prerequisites'; View = 'PrerequisiteTestTable'; Script = { Test-PassthroughPrerequisite legacy-01 | Where-Object Result -EQ Pass }
            Header = 'Result Requirement Target Found'
            Row = "Pass PoweredOff legacy-01 VM 'legacy-01' is powered off" }
        @{ What = 'recommendations'; Script = { Get-PassthroughRecommendation }
            Header = 'Rank Technology Fit Reason'
            Row = '1 VMXNET3 Full Keeps 18 and loses 0 of 19 vSphere features.' }
        @{ What = 'simulated durations'; Script = { Set-PassthroughSimulation MoveVM 0.5 }
            Header = 'Operation Seconds Server'
            Row = { "MoveVM 0.5 $(if ($server.Name.Length -le 82) { $server.Name } else { "$([char]0x2026)" + $server.Name.Substring($server.Name.Length - 81) })" } }
        @{ What = 'machines of a report'; Script = { Get-PassthroughReport | Where-Object Name -EQ gpu-01 }
            Header = 'Name VMHost PowerState VMotion Suspend Devices'
            Row = 'gpu-01 esxi01.domain.com PoweredOff NotSupported NotSupported 1' }
        @{ What = 'devices of a report'; Script = { Get-PassthroughReport esxi01* -Kind Device | Where-Object Owner }
            Header = 'VMHost Id Name Mode Free Owner'
            Row = 'esxi01.domain.com 0000:41:00.0 TU104GL [Tesla T4] DirectPath No gpu-01' }
        @{ What = 'MMIO sizings'; Script = { Get-MmioSizing train-01 }
            Header = 'VM RequiredGB RecommendedGB ConfiguredGB Sufficient Basis'
            Row = 'train-01 256 512 512 True Derived' }
    ) {
        $lines = @(Get-RenderedLine (& $Script | Select-Object -First 1) -View $View)
        Get-Words $lines[0] | Should -BeExactly $Header
        Get-Words $lines[1] | Should -BeExactly (Get-Underline $Header)
        Get-Words $lines[2] | Should -BeExactly $(if ($Row -is [scriptblock]) { & $Row } else { $Row })
        $lines.Count | Should -Be 3
    }

    It 'events, with the time in UTC' {
        $change = Get-TestChange { Set-VM HighPerfVM -Notes x }
        $time = $change.Time.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
        $lines = @(Get-RenderedLine $change)
        $lines[0] | Should -BeExactly '   Seq Time (UTC)          Actor          Summary'
        $lines[1] | Should -BeExactly '   --- ----------          -----          -------'
        $lines[2] | Should -BeLike ('{0,6} {1} {2}*' -f $change.Sequence, $time, $change.Actor.Substring(0, [Math]::Min(14, $change.Actor.Length)))
        (-join $lines[2..9].ForEach({ "$_".PadRight(42).Substring(42) })) | Should -BeExactly $change.Summary
    }

    It 'imported items' {
        $items = @(Import-PassthroughInventory -Path "$(Get-RepositoryRoot)/examples/rack/esxi01.domain.com/web-01.vmx" -VMHost esxi01.domain.com)
        $lines = @(Get-RenderedLine $items)
        Get-Words $lines[0] | Should -BeExactly 'Action Kind Name VMHost Detail'
        Get-Words $lines[2] | Should -BeExactly 'Unchanged VMHost esxi01.domain.com'
        Get-Words $lines[3] | Should -Match '^(Unchanged|Changed) VirtualMachine web-01 esxi01\.domain\.com'
    }

    It 'tasks, and their list with the whole error' {
        $null = Start-VM gpu-01
        $task = Start-VM gpu-01 -RunAsync
        $null = $task | Wait-Task -ErrorAction Ignore
        $lines = @(Get-RenderedLine $task)
        Get-Words $lines[0] | Should -BeExactly 'Name State % Complete Start Time Finish Time Target'
        $times = $task.StartTime, $task.FinishTime | ForEach-Object { $_.ToLocalTime().ToString('HH:mm:ss') }
        Get-Words $lines[2] | Should -BeExactly "PowerOnVM_Task Error 0 $($times[0]) $($times[1]) gpu-01"
        Get-Words (@(Get-RenderedLine ($task | Format-List))[-1]) | Should -BeExactly "Error : $($task.Error.Message)"
    }

    It 'servers, with the end of a long name' {
        $long = Connect-TestServer -Name ('one-of-many-stores-' * 4) -NotDefault -User anna
        $lines = @(Get-RenderedLine $long)
        $lines[0] | Should -BeExactly 'Name                                Port  User           Backend      Rehearsal Connected'
        $end = $long.Name.Substring($long.Name.Length - 34)
        $lines[2] | Should -BeExactly "$([char]0x2026)$end $("$($long.Port)".PadRight(5)) anna           $("$($long.Backend)".PadRight(12)) False     True"
        $lines.Count | Should -Be 3
    }
}

Describe 'The view Capabilities of' {
    BeforeAll { $script:server = Connect-TestServer -Inventory Rack }
    AfterAll { Disconnect-TestServer }

    It '<what>' -ForEach @(
        @{ What = 'a machine without devices'; Script = { Get-VM web-01 }; First = 'VM'
            Row = 'web-01 yes yes yes yes yes yes yes yes yes yes yes yes yes' }
        @{ What = 'a machine with a Fixed device'; Script = { Get-VM gpu-01 }; First = 'VM'
            Row = 'gpu-01 no no no no no no no no no ? no no ?' }
        @{ What = 'a device'; Script = { Get-PassthroughDevice -VM gpu-01 }; First = 'Device'
            Row = '0000:41:00.0 TU104GL [Tesla T4] no no no no no no no no no ? no no ?' }
        @{ What = 'a request'; Script = { Get-PassthroughDevice -VM gpu-02 }; First = 'Device'
            Row = "10de:1eb8 labelled 'inference' no no no no no no no no no ? no no ?" }
    ) {
        $lines = @(Get-RenderedLine (& $Script) -View Capabilities)
        Get-Words $lines[0] | Should -BeExactly "$First vMot Susp MemS SvMo vCPU Mem+ Live Dev+ Dev- DskR DskS DSvM Stat"
        Get-Words $lines[2] | Should -BeExactly $Row
        $lines.Count | Should -Be 3
    }

    It 'a template' {
        $oddities = Connect-TestServer -Inventory Oddities -NotDefault
        $lines = @(Get-RenderedLine (Get-Template golden -Server $oddities) -View Capabilities)
        Get-Words $lines[0] | Should -BeLike 'VM vMot *'
        Get-Words $lines[2] | Should -BeLike 'golden no no *'
    }

    It 'has a column for each feature of the Enhanced DirectPath table' {
        $machine = Get-VM gpu-01
        $symbols = $machine.Capabilities.Values | Select-Object -First 13 -ExpandProperty Symbol
        $shown = @((Get-RenderedLine $machine -View Capabilities)[2] -split ' +') | Select-Object -Skip 1
        $shown | Should -BeExactly $symbols
    }
}

Describe 'Every default view' {
    AfterEach { Disconnect-TestServer }

    It 'keeps to 100 columns, with <inventory>' -ForEach @(@{ Inventory = 'Rack' }, @{ Inventory = 'Oddities' }) {
        $server = Connect-TestServer -Inventory $Inventory
        $null = Get-VM | Select-Object -First 1 | New-AdvancedSetting -Name ('n' * 60) -Value ('v' * 300)
        $objects = @{
            Server = $server; VM = Get-VM; VMHost = Get-VMHost; Cluster = Get-Cluster; Template = Get-Template
            HostDevice = Get-PassthroughDevice; VMDevice = Get-VM | Get-PassthroughDevice; PciDevice = Get-VMHostPciDevice
            Setting = Get-VM | Get-AdvancedSetting; Resources = Get-VMResourceConfiguration; Capability = (Get-VM).Capabilities
            Entry = Get-PassthroughCapability -Technology * -Model *; Test = Get-VM | Test-EnhancedDirectPathFeature
            Prerequisite = Get-VM | Test-PassthroughPrerequisite; HostPrerequisite = Get-VMHost | Test-PassthroughPrerequisite
            Recommendation = Get-PassthroughDevice | Get-PassthroughRecommendation -Latency -VMotion -HotAdd
            Statement = Get-PassthroughCapability -Technology * -Model * -Feature VMotion, FastSuspendResumeOperations
            Sizing = Get-VM | Get-MmioSizing; Event = Get-PassthroughEvent
            Task = 'Start-VM', 'Stop-VM' | ForEach-Object { Get-VM | & $_ -RunAsync -Confirm:$false }
            Item = Import-PassthroughInventory -Path "$(Get-RepositoryRoot)/examples/rack/rack.json"
        }
        foreach ($kind in $objects.Keys) {
            if ($kind -eq 'Template' -and $Inventory -eq 'Rack') { continue }
            $objects[$kind] | Should -Not -BeNullOrEmpty -Because "there is a $kind in $Inventory"
            $views = if ($kind -in 'VM', 'Template', 'HostDevice', 'VMDevice') { '', 'Capabilities' } else { '' }
            foreach ($view in $views) {
                $lines = @(Get-RenderedLine $objects[$kind] -View $view)
                $lines.Count | Should -BeGreaterThan 2
                $lines.Where({ $_.Length -gt 100 }) | Should -BeNullOrEmpty -Because "$kind $view must fit"
            }
        }
    }

    It 'breaks no word at 80 columns, and keeps a machine''s host and a device''s owner' {
        $server = Connect-TestServer -Inventory Rack
        $null = New-Snapshot web-01 before -Description 'what for'
        $task = Start-VM web-01 -RunAsync
        $null = $task | Wait-Task
        foreach ($all in (Get-VM), (Get-VMHost), (Get-Cluster), (Get-VMHostPciDevice esxi01*), (Get-PassthroughDevice), (Get-VM | Get-AdvancedSetting),
            (Get-Snapshot web-01), $task, $server) {
            $lines = @(($all | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ })
            $lines[1] | Should -Match '^[- ]+$' -Because "the headers of $($all[0].GetType().Name) are one line"
            $wide = (($all | Out-String -Width 200) -split '\r?\n' | Where-Object { $_ })[0]
            foreach ($header in $lines[0].Trim() -split ' {1,}') { $wide | Should -Match "(^| )$([regex]::Escape($header))( |$)" }
        }
        (Get-VM gpu-01 | Out-String -Width 80) | Should -Match 'esxi01\.domain\.com'
        (Get-PassthroughDevice -VM gpu-01 | Out-String -Width 80) | Should -Match 'gpu-01'
    }

    It 'has no empty columns for what an inventory does not tell' {
        $null = Connect-TestServer -Inventory Oddities
        Get-Words (Get-RenderedLine (Get-VMHost))[0] | Should -BeExactly 'Name ConnectionState PowerState Version IOMMU Devices Reboot'
        Get-Words (Get-RenderedLine (Get-Cluster))[0] | Should -BeExactly 'Name Hosts Id'
    }

    It 'cuts a name only by what the output has no room for' {
        $null = Connect-TestServer -Inventory Rack
        $name = 'a-very-long-name-of-a-machine-that-fits-no-column'
        $null = Set-VM web-01 -Name $name -MemoryMB 4100
        $cut = [char]0x2026
        Get-Words (Get-RenderedLine (Get-VM $name))[2] | Should -BeExactly "a-very-long-name-of-a-mach$cut PoweredOff 2 4.004 esxi01.domain.com 0 vmx-19"
        (Get-VM $name | Out-String -Width 200) | Should -Match $name
        (Get-VM $name | Format-Table | Out-String -Width 200) | Should -Match $name
        $file = "$TestDrive/machines.txt"
        Get-VM $name | Out-File -LiteralPath $file -Width 200
        Get-Content -LiteralPath $file -Raw | Should -Match $name -Because 'the width is known, although no part of PowerShell that is public tells it'
        (Get-RenderedLine (Get-VM $name) -View Capabilities)[2] | Should -BeLike "a-very-long-name-of-a-machine-that$cut yes  yes *"
        (Get-RenderedLine (New-AdvancedSetting $name ('n' * 60) ('v' * 60)))[2] | Should -BeExactly "$('n' * 39)$cut $('v' * 25)$cut VM   a-very-long-name-of-a-mach$cut"
        $null = Get-VMResourceConfiguration $name | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        $held = Add-PassthroughDevice $name -AllowedDevice 10de:1eb8
        ($held | Out-String -Width 80) | Should -BeLike "*10de:1eb8 * request a-very-long$cut esxi01.domain.com*"
    }

    It 'says what is unknown, off or waits for a restart' {
        $null = Connect-TestServer -Inventory Oddities
        Get-Words (Get-RenderedLine (Get-VMHost odd01.lab))[2] | Should -BeExactly 'odd01.lab Connected PoweredOn 8.0.3 on 13 yes'
        Get-Words (Get-RenderedLine (Get-VMHost odd02.lab))[2] | Should -BeExactly 'odd02.lab Connected PoweredOn 8.0.3 off 1 no'
        Get-Words (Get-RenderedLine (Get-VMHost gone.lab))[2] | Should -BeExactly 'gone.lab Disconnected PoweredOn 8.0.3 ? 0 no'
        Get-Words (Get-RenderedLine (Get-PassthroughDevice -VMHost odd01.lab -Id 0000:21:00.0))[2] | Should -BeExactly '0000:21:00.0 A100 DirectPath reboot odd01.lab'
        Get-Words (Get-RenderedLine (Get-PassthroughDevice -VM has-half))[2] | Should -BeExactly '- com.example.half request has-half odd01.lab'
        @(Get-RenderedLine (Get-Template golden))[0, 2].ForEach({ Get-Words $_ }) | Should -BeExactly @('Name HwVer Devices VMHost', 'golden vmx-21 1 odd01.lab')
    }
}

Describe 'The other formats' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory Rack
        $null = Start-VM gpu-01
        $script:all = @{
            VIServer = $server; VirtualMachine = Get-VM gpu-01; VMHost = Get-VMHost esxi01*; Cluster = Get-Cluster GPU*
            PassthroughDevice = Get-PassthroughDevice -VM gpu-01; PciDevice = Get-VMHostPciDevice esxi01* | Select-Object -First 1
            Request = Get-PassthroughDevice -VM gpu-02; AdvancedSetting = Get-AdvancedSetting gpu-01 *Size*
            VMResourceConfiguration = Get-VMResourceConfiguration gpu-01; Capability = (Get-VM gpu-01).Capabilities['VMotion']
            ModelEntry = Get-PassthroughCapability -Model 10de:1eb8; TechnologyEntry = Get-PassthroughCapability Fixed
            CatalogStatement = Get-PassthroughCapability Fixed -Feature VMotion
            PrerequisiteTest = Test-PassthroughPrerequisite legacy-01 | Where-Object Result -EQ Fail; PassthroughRecommendation = Get-PassthroughRecommendation -Latency | Select-Object -First 1
            FeatureTest = Test-EnhancedDirectPathFeature gpu-01 -Feature VMotion; MmioSizing = Get-MmioSizing train-01
            InventoryEvent = Get-PassthroughEvent | Select-Object -Last 1; PassthroughTask = Start-VM gpu-01 -RunAsync
            Snapshot = New-Snapshot web-01 before -Description 'what for'; SimulatedDuration = Set-PassthroughSimulation MoveVM 0.5
        }
        $null = $all.PassthroughTask | Wait-Task -ErrorAction Ignore
    }
    AfterAll { Disconnect-TestServer }

    It 'Format-List shows every property of <kind>' -ForEach @(
        @{ Kind = 'VIServer'; Says = 'IsConnected', 'True' }
        @{ Kind = 'VirtualMachine'; Says = 'PassthroughDevices', 'TU104GL [[]Tesla T4[]]' }
        @{ Kind = 'VMHost'; Says = 'Cluster', 'GPU-Cluster' }
        @{ Kind = 'Cluster'; Says = 'Name', 'GPU-Cluster' }
        @{ Kind = 'PassthroughDevice'; Says = 'VendorId', '0x10de' }
        @{ Kind = 'Request'; Says = 'AllowedDevices', '10de:1eb8' }
        @{ Kind = 'PciDevice'; Says = 'ClassId', '0x0c03' }
        @{ Kind = 'AdvancedSetting'; Says = 'Value', '64' }
        @{ Kind = 'VMResourceConfiguration'; Says = 'MemReservationGB', '32' }
        @{ Kind = 'Capability'; Says = 'LimitedBy', '0000:41:00.0 TU104GL [[]Tesla T4[]]' }
        @{ Kind = 'ModelEntry'; Says = 'PciIds', '10de:1eb8' }
        @{ Kind = 'TechnologyEntry'; Says = 'Key', 'Fixed' }
        @{ Kind = 'CatalogStatement'; Says = 'Value', 'no' }
        @{ Kind = 'FeatureTest'; Says = 'Supported', 'False' }
        @{ Kind = 'PrerequisiteTest'; Says = 'ErrorId', 'MemoryNotReserved' }
        @{ Kind = 'PassthroughRecommendation'; Says = 'Meets', 'Latency' }
        @{ Kind = 'MmioSizing'; Says = 'RecommendedGB', '512' }
        @{ Kind = 'InventoryEvent'; Says = 'Operation', 'PowerOnVM' }
        @{ Kind = 'Snapshot'; Says = 'Description', 'what for' }
        @{ Kind = 'SimulatedDuration'; Says = 'Operation', 'MoveVM' }
        @{ Kind = 'PassthroughTask'; Says = 'Error', "VM 'gpu-01' is powered on already. There is nothing to do." }
    ) {
        $lines = ($all[$Kind] | Format-List | Out-String -Width 500) -split '\r?\n'
        $shown = $lines | ForEach-Object { if ($_ -match '^(\S+) *: ') { $Matches[1] } }
        $shown | Sort-Object | Should -BeExactly ($all[$Kind] | Get-Member -MemberType Property | Where-Object Name -NE ExtensionData | Sort-Object -Property Name).Name
        @($lines -like "$($Says[0]) *: $($Says[1])").Count | Should -Be 1 -Because "$($Says[0]) is $($Says[1])"
    }

    It 'Format-Custom ends and shows <kind>' -ForEach @(
        @{ Kind = 'VirtualMachine'; Says = 'HardwareVersion = vmx-20' }
        @{ Kind = 'VMHost'; Says = 'Version = 8.0.3' }
        @{ Kind = 'Cluster'; Says = 'Name = GPU-Cluster' }
        @{ Kind = 'PassthroughDevice'; Says = 'Id = 0000:41:00.0' }
        @{ Kind = 'InventoryEvent'; Says = 'Operation = PowerOnVM' }
        @{ Kind = 'MmioSizing'; Says = 'RecommendedGB = 512' }
    ) {
        $text = $all[$Kind] | Format-Custom | Out-String -Width 100
        $text | Should -Match "^\s*class $Kind"
        $text.Contains("  $Says") | Should -BeTrue
        $text.Length | Should -BeLessThan 1MB
    }

    It 'Format-Wide shows names' {
        (Get-VM gpu-0* | Format-Wide | Out-String -Width 100) -split '\s+' | Where-Object { $_ } | Should -BeExactly gpu-01, gpu-02
    }

    It 'Export-Csv and ConvertTo-Json keep what is shown' {
        $row = $all.PassthroughDevice | Select-Object -Property Id, Name, Mode, VM, VMHost | ConvertTo-Csv -NoTypeInformation
        $row[1] | Should -BeExactly '"0000:41:00.0","TU104GL [Tesla T4]","DirectPath","gpu-01","esxi01.domain.com"'
        ($all.MmioSizing | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json).RecommendedGB | Should -Be 512
    }

    It 'mixes kinds in one pipeline without an error' {
        $result = Invoke-Recorded { Get-VM gpu-01; Get-VMHost esxi01*; Get-PassthroughDevice -VM gpu-01 }
        $text = $result.Output | Out-String -Width 100
        $result.Errors.Count | Should -Be 0
        foreach ($part in 'gpu-01 *PoweredOn', 'Cluster *: GPU-Cluster', 'VM *: gpu-01') { $text | Should -BeLike "*$part*" }
    }
}
