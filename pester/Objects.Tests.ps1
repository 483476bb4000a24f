BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:server = Connect-TestServer -Inventory Rack
    $null = Start-VM gpu-01
    $planPath = "$TestDrive/plan.json"
    # Objects of every type that a cmdlet writes.
    $script:all = @{
        VIServer = $server
        VirtualMachine = Get-VM
        Template = $null
        VMHost = Get-VMHost
        Cluster = Get-Cluster
        PassthroughDevice = @(Get-PassthroughDevice) + @(Get-VM | Get-PassthroughDevice)
        PciDevice = Get-VMHostPciDevice
        AdvancedSetting = Get-VM | Get-AdvancedSetting
        VMResourceConfiguration = Get-VMResourceConfiguration
        TechnologyEntry = Get-PassthroughCapability -Technology * | Where-Object Kind -NE alternative
        ModelEntry = Get-PassthroughCapability -Model *
        AlternativeEntry = Get-PassthroughCapability | Where-Object Kind -EQ alternative
        CatalogStatement = Get-PassthroughCapability -Technology * -Feature VMotion
        FeatureTest = Get-VM | Test-EnhancedDirectPathFeature
        PrerequisiteTest = @(Get-VM | Test-PassthroughPrerequisite) + @(Get-VMHost | Test-PassthroughPrerequisite)
        PassthroughRecommendation = Get-PassthroughRecommendation -Latency -VMotion
        MmioSizing = Get-VM | Get-MmioSizing
        Snapshot = New-Snapshot web-01 before -Description 'what for'
        EsxCli = Get-EsxCli -VMHost esxi01* -V2
        PowerCLIConfiguration = Get-PowerCLIConfiguration
        SimulatedDuration = Set-PassthroughSimulation RestartVM 0.01
        PassthroughTask = Start-VM gpu-01, web-01 -RunAsync
        HostPlacement = Get-VM | Find-PassthroughHost
        MachineReportRow = Get-PassthroughReport
        DeviceReportRow = Get-PassthroughReport -Kind Device
        MaintenancePlan = New-PassthroughMaintenancePlan esxi02* -Path $planPath
        PlanStatus = $null
        PlanOutcome = $null
        ImportedItem = Import-PassthroughInventory "$(Get-RepositoryRoot)/examples/rack/rack.json"
        InventoryEvent = Get-PassthroughEvent
    }
    $null = $all.PassthroughTask | Wait-Task -ErrorAction Ignore
    $all.PlanOutcome = Invoke-PassthroughMaintenancePlan $planPath -Confirm:$false
    $all.PlanStatus = @(Get-PassthroughMaintenancePlan $planPath)

    # The same plan as an interruption in the middle of its first step leaves it.
    Copy-Item -LiteralPath $planPath -Destination "$TestDrive/interrupted.json"
    Get-Content "$TestDrive/plan.journal.jsonl" | Where-Object { $_ -match '"started"' } | Select-Object -First 1 | Set-Content "$TestDrive/interrupted.journal.jsonl"
    $all.PlanStatus += Get-PassthroughMaintenancePlan "$TestDrive/interrupted.json"
    $all.PlanStatus[1].Begun | Should -HaveCount 1
    $oddities = Connect-TestServer -Inventory Oddities
    $all.Template = Get-Template -Server $oddities
    $script:written = Get-Command -Module PassthroughTools | ForEach-Object { $_.OutputType.Type } |
        # VIM's own objects are as they are in PowerCLI.
        Where-Object { $_ -and $_.FullName -like 'PassthroughTools.*' -and $_.FullName -notlike 'PassthroughTools.Vim.*' -and -not $_.IsAbstract } | Sort-Object FullName -Unique
    $script:typeName = 'System\.\w|PassthroughTools\.\w+\.\w|VMware\.|`\d'

    function Get-JsonNode {
        <# .SYNOPSIS Every value of parsed JSON, with its path. #>
        param($Value, [string] $Path)
        if ($Value -is [Collections.IDictionary]) { foreach ($key in $Value.Keys) { Get-JsonNode $Value[$key] "$Path.$key" } }
        elseif ($Value -is [Collections.IList]) { foreach ($one in $Value) { Get-JsonNode $one "$Path[]" } }
        else { [pscustomobject]@{ Path = $Path; Value = $Value } }
    }
}

AfterAll { Disconnect-TestServer }

Describe 'Objects of every type that a cmdlet writes' {
    It 'are here' {
        $written.Name | Should -Not -BeNullOrEmpty
        foreach ($type in $written) {
            @($all[$type.Name]).Count | Should -BeGreaterThan 0 -Because "a test of all types has $($type.Name)"
            @($all[$type.Name])[0] | Should -BeOfType $type
        }
    }

    It 'are rows of words in CSV and HTML, with no name of a type' {
        foreach ($type in $written) {
            $rows = $all[$type.Name] | ConvertTo-Csv | ConvertFrom-Csv
            $cells = @($rows.ForEach({ $_.PSObject.Properties }))
            $cells.Count | Should -BeGreaterThan 0 -Because $type.Name
            $cells.Where({ $_.Value -cmatch $typeName }) | Should -BeNullOrEmpty -Because "$($type.Name) names no type"
            $cells.Where({ $_.Value -match '[\r\n]' }) | Should -BeNullOrEmpty -Because "each cell of $($type.Name) is one line"
            ($all[$type.Name] | ConvertTo-Html -Fragment) -join '' | Should -Not -MatchExactly $typeName -Because $type.Name
        }
    }

    It 'are whole and small in JSON, with enums by name' {
        foreach ($type in $written) {
            foreach ($one in $all[$type.Name]) {
                $json = $one | ConvertTo-Json -Depth 4 -WarningVariable cut -WarningAction SilentlyContinue
                $cut | Should -BeNullOrEmpty -Because $type.Name
                $json.Length | Should -BeLessOrEqual 10240 -Because "$($type.Name) $one"
                $nodes = Get-JsonNode ($json | ConvertFrom-Json -AsHashtable) $type.Name
                $nodes.Where({ $_.Value -is [string] -and $_.Value -cmatch $typeName }) | Should -BeNullOrEmpty -Because "$($type.Name) names no type"
            }
            foreach ($property in $type.GetProperties()) {
                $value = [Nullable]::GetUnderlyingType($property.PropertyType)
                $value = if ($value) { $value } else { $property.PropertyType }
                if ($value.IsEnum -and $value.Namespace -like 'PassthroughTools*') {
                    [Enum]::GetUnderlyingType($value) | Should -Be ([long]) -Because "ConvertTo-Json writes $($type.Name).$($property.Name) by name then"
                }
            }
        }
    }

    It 'bring only id and name, and what a device is, inside another object' {
        foreach ($type in 'VirtualMachine', 'VMHost', 'Cluster', 'PassthroughDevice', 'PciDevice', 'Snapshot', 'AdvancedSetting', 'VMResourceConfiguration', 'Template') {
            $json = [pscustomobject]@{ It = @($all[$type])[0].PSObject.BaseObject } | ConvertTo-Json -Depth 4 | ConvertFrom-Json -AsHashtable
            $known = @('Id', 'Name') + $(if ($type -like '*Device') { 'VendorId', 'DeviceId', 'SubVendorId', 'SubDeviceId', 'ClassId' })
            $known += @(if ($type -eq 'PassthroughDevice') { 'Mode', 'Technology' })
            @($json.It.Keys) | Sort-Object | Should -Be ($known | Sort-Object)
        }
    }
}

Describe 'Views of every type that a cmdlet writes' {
    BeforeAll {
        $script:rendering = $PSStyle.OutputRendering
        # Names as long as they come, in an inventory that tells nothing else.
        $vm = 'a-virtual-machine-with-a-name-of-forty-six-signs'
        $fqdn = 'hypervisor-{0}.rack-42.datacenter-frankfurt.internal.example.com'
        $target = @{ Inventory = 'Empty'; Name = 'a-store-in-a-folder-with-a-long-name-' * 3; NotDefault = $true }
        # A vSphere takes no import; its copy does.
        if ((Get-TestBackend) -eq 'VSphere') { $target.Rehearsal = $true }
        $store = Connect-TestServer @target
        $PSDefaultParameterValues = @{ '*:Server' = $store }
        $cluster = 'a-cluster-with-a-name-of-more-than-forty-signs'
        $device = @{ address = '0000:41:00.0'; vendorId = '10de'; deviceId = '1eb8'; name = 'A device with quite a long name from a lab' }
        $hosts = foreach ($number in 1, 2) { @{ name = $fqdn -f $number; cluster = $cluster; devices = @($device) } }
        $json = @{ schemaVersion = 1; clusters = @(@{ name = $cluster }); hosts = @($hosts) } | ConvertTo-Json -Depth 5
        Set-Content -LiteralPath "$TestDrive/unknown.json" -Value $json
        $items = Import-PassthroughInventory "$TestDrive/unknown.json" -WarningAction Ignore -ErrorAction Stop
        $null = New-VM $vm -VMHost ($fqdn -f 1)
        $snapshot = New-Snapshot $vm ('before the update ' * 3) -Description ('what for ' * 20) -ErrorAction Stop
        $null = Get-VMResourceConfiguration $vm | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        $null = Add-PassthroughDevice $vm -AllowedDevice 10de:1eb8 -WarningAction Ignore -ErrorAction Stop
        $script:unknown = @{
            VirtualMachine = Get-VM; VMHost = Get-VMHost; Cluster = Get-Cluster; PciDevice = Get-VMHostPciDevice; ImportedItem = $items
            PassthroughDevice = @(Get-PassthroughDevice) + @(Get-VM | Get-PassthroughDevice); VMResourceConfiguration = Get-VMResourceConfiguration
            AdvancedSetting = New-AdvancedSetting $vm ('pciPassthru' * 5) ('value' * 30); FeatureTest = Get-VM | Test-EnhancedDirectPathFeature
            PrerequisiteTest = @(Get-VM | Test-PassthroughPrerequisite) + @(Get-VMHost | Test-PassthroughPrerequisite)
            MmioSizing = Get-VM | Get-MmioSizing; Snapshot = $snapshot
            PassthroughTask = Start-VM $vm -RunAsync; HostPlacement = Find-PassthroughHost $vm; InventoryEvent = Get-PassthroughEvent
            MaintenancePlan = New-PassthroughMaintenancePlan ($fqdn -f 1) -Path "$TestDrive/$('a-long-name-' * 8).json" -ErrorAction Stop
        }
        $null = $unknown.PassthroughTask | Wait-Task -ErrorAction Ignore
        $unknown.PlanStatus = Get-PassthroughMaintenancePlan $unknown.MaintenancePlan.Path
        $unknown.VIServer = $store

        # What a view says where there is room for all of it, in words: by the set of objects, their type and the shape.
        $script:wide = @{}

        Add-Type -Path "$PSScriptRoot/TestTerminal.cs"
        $script:shaped = @{ '' = ''; Table = '| Format-Table '; List = '| Format-List '; Capabilities = '| Format-Table -View Capabilities ' }
        $script:terminals = @{}

        function Get-Rendering {
            <# .SYNOPSIS The lines of a view without colours: as Out-String gives them, or as a window of so many columns shows them. #>
            param([object[]] $InputObject, [string] $Shape, [int] $Width, [switch] $Terminal)
            if (-not $Terminal) {
                $text = $InputObject | & ([scriptblock]::Create("`$input $($shaped[$Shape])| Out-String -Width $Width"))
            } else {
                if (-not $terminals[$Width]) {
                    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
                    $state.ImportPSModule((Get-TestedModulePath))
                    $window = [TestTerminal]::new($Width)
                    $runspace = [runspacefactory]::CreateRunspace($window, $state)
                    $runspace.Open()
                    $terminals[$Width] = @{ Window = $window; Runspace = $runspace }
                }
                $shell = [powershell]::Create($terminals[$Width].Runspace)
                $before = $terminals[$Width].Window.Lines.Count
                $null = $shell.AddScript("param(`$given) `$given $($shaped[$Shape])| Out-Host").AddArgument($InputObject).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
                $shell.Dispose()
                $text = ($terminals[$Width].Window.Lines | Select-Object -Skip $before) -join "`n"
            }
            $text -replace '\x1b\[[\d;]*m' -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
        }
    }
    AfterAll { foreach ($terminal in $terminals.Values) { $terminal.Runspace.Dispose() } }
    AfterEach { $PSStyle.OutputRendering = $rendering }

    It 'break no word and fit <width> columns, <what>' -ForEach @(
        foreach ($columns in 80, 100, 120, 160) {
            @{ Width = $columns; What = 'of the sample rack'; Set = 'all'; Colour = 'PlainText'; Terminal = $false }
            @{ Width = $columns; What = 'of what is hardly known, in colours'; Set = 'unknown'; Colour = 'Ansi'; Terminal = $false }
            @{ Width = $columns; What = 'of the sample rack, in a window'; Set = 'all'; Colour = 'Ansi'; Terminal = $true }
            @{ Width = $columns; What = 'of what is hardly known, in a window'; Set = 'unknown'; Colour = 'Ansi'; Terminal = $true }
        }
    ) {
        $PSStyle.OutputRendering = $Colour
        $objects = Get-Variable -Name $Set -ValueOnly

        # PowerShell leaves the last column of a window free.
        $room = if ($Terminal) { $Width - 1 } else { $Width }
        foreach ($type in $written.Where({ $objects[$_.Name] })) {
            $some = @($objects[$type.Name]) | Select-Object -First 12
            $shapes = '', 'Table', 'List' + @(if ($type.Name -in 'VirtualMachine', 'Template', 'PassthroughDevice') { 'Capabilities' })
            foreach ($shape in $shapes) {
                $because = "$($type.Name) as $(if ($shape) { $shape } else { 'it is' })"
                $lines = @(Get-Rendering $some $shape $Width -Terminal:$Terminal)
                $key = "$Set $($type.Name) $shape"
                if (-not $wide[$key]) { $wide[$key] = @(Get-Rendering $some $shape 9000) -split '\s+' }
                $whole = $wide[$key]
                $words = [Collections.Generic.HashSet[string]]::new([string[]] $whole)
                $lines.Count | Should -BeGreaterThan 1 -Because $because
                $lines -cmatch '\w \{ \w+ = |PassthroughTools\.\w+\.|System\.\w+\.|[Bb]ecause \.|^Because$' | Should -BeNullOrEmpty -Because $because
                foreach ($line in $lines) {
                    if ($line.Length -gt $room -and $line.Trim() -match ' ') { $line.Length | Should -BeLessOrEqual $room -Because "$because has '$line'" }
                    foreach ($word in $line.Trim() -split '\s+') {
                        if ($words.Contains($word) -or $words.Contains("${word}:") -or $word -match '^(-+|`)$') { continue }
                        $part = [regex]::Escape($word.Trim([char]0x2026))
                        $isShort = $word[0] -eq [char]0x2026 -or $word[-1] -eq [char]0x2026
                        # Only a word that no line has room for is broken.
                        $from = $whole.Where({ ($isShort -or $_.Length -gt $Width - 45) -and $_ -match $part }, 'First')
                        if (-not $from) { $from | Should -Not -BeNullOrEmpty -Because "$because has '$word' in '$line'" }
                    }
                }
                if ($lines[1] -match '^[- ]+$') { $lines[0] | Should -Not -Match ([char]0x2026) -Because "headers of $because are whole" }
                $needed = switch ($type.Name) {
                    VirtualMachine { 'VMHost' } PassthroughDevice { 'VM', 'VMHost' } PciDevice { 'VMHost' } VIServer { if ($shape -ne 'List') { 'Rehearsal' } } HostPlacement { 'VMHost' }
                }
                if ($shape -in '', 'Table') {
                    # The first line of a table that stands under a heading is that one.
                    $header = if ($type.Name -eq 'HostPlacement') { $lines[1] } else { $lines[0] }
                    foreach ($name in $needed) { $header -split ' +' | Should -Contain $name -Because $because }
                }
                elseif ($needed -and $shape -eq 'List') { "$lines" | Should -Match $(if ($needed -eq 'Rehearsal') { 'IsRehearsal' } else { 'VMHost' }) }
            }
        }
    }

    It 'show a machine''s host and a device''s owner whole at 80 columns, in the sample rack' {
        foreach ($one in $all.VirtualMachine) { 
            foreach ($window in $false, $true) {
                (Get-Rendering $one '' 80 -Terminal:$window) -join ' ' | Should -Match ([regex]::Escape($one.VMHost.Name))
            }
        }
        foreach ($one in $all.PassthroughDevice.Where({ $_.VM })) {
            $text = (Get-Rendering $one '' 80) -join ' '
            $text | Should -Match ([regex]::Escape($one.VM.Name))
            $text | Should -Match ([regex]::Escape($one.VMHost.Name))
        }
    }

    It 'lead with what a host lacks, whole and without what mends it' {
        $lines = @(Get-Rendering (Find-PassthroughHost gpu-01, gpu-02 -Server $server) '' 80)
        $lines -match '^VM ' | Should -BeExactly 'VM gpu-01', 'VM gpu-02'
        $lines[$lines.IndexOf('VM gpu-02')..99] -match 'esxi05' | Should -Match ' none free: the host has no such$'
        $lines -join ' ' -replace ' +', ' ' | Should -Match "of host 'esxi01.domain.com', which stays there. esxi03"
    }

    It 'are short lists behind objects of another type, and a device''s owner and a machine''s host are there' {
        foreach ($name in 'VirtualMachine', 'VMHost', 'Cluster', 'PassthroughDevice', 'PciDevice', 'Template') {
            $one = @($all[$name]).Where({ $name -ne 'PassthroughDevice' -or $_.VM }, 'First')[0]
            $lines = @(Get-Rendering (@($all.PassthroughTask)[0], $one) '' 80 -Terminal) -match '^\w+ +:'
            $lines.Count | Should -BeIn (4..10) -Because $name
            foreach ($line in $lines) {
                $property, $value = $line -split ' *: *', 2
                $value | Should -BeExactly "$($one.$property)" -Because "$name.$property is whole"
            }
            foreach ($needed in @{ VirtualMachine = 'VMHost'; PassthroughDevice = 'VM', 'VMHost'; PciDevice = 'VMHost' }[$name]) {
                $lines -match "^$needed +: $($one.$needed)" | Should -Not -BeNullOrEmpty -Because $name
            }
        }
    }

    It 'have the ordered list of what is to be mended under one heading, and each target under one' {
        $device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:17:00.1 -Server $server
        $lines = @(Get-Rendering (Test-PassthroughPrerequisite -VM web-01 -PassthroughDevice $device -Server $server) '' 80)

        # The rest of a server's path that is longer than the window begins a line too.
        @($lines -match '^\S' -notmatch 'lab\.json') | Should -BeExactly @(
            'To mend for VM web-01, in this order', 'VM web-01'
            'Device 0000:17:00.1 Ethernet Controller X710 for 10GbE SFP+ of host', 'esxi01.domain.com', 'Host esxi01.domain.com'
        )
    }
}

Describe 'A device' {
    BeforeAll {
        $script:device = Get-PassthroughDevice -VM gpu-01 -Server $server
        $script:json = $device | ConvertTo-Json -Depth 4
    }

    It 'has its IDs as numbers in JSON, and prints them in hexadecimal' {
        $read = $json | ConvertFrom-Json
        $read.VendorId | Should -Be 0x10de
        $read.VendorId | Should -BeOfType long
        "$($device.VendorId) $($device.DeviceId)" | Should -BeExactly '0x10de 0x1eb8'
        ($device | ConvertTo-Csv | ConvertFrom-Csv).VendorId | Should -BeExactly 0x10de
    }

    It 'takes at most 6 KB of JSON' {
        foreach ($one in $all.PassthroughDevice) { ($one | ConvertTo-Json -Depth 4).Length | Should -BeLessOrEqual 6144 }
    }

    It 'brings its host''s name, and not the host' {
        $read = $device | Select-Object VMHost, Id | ConvertTo-Json | ConvertFrom-Json
        $read.VMHost.Name | Should -BeExactly esxi01.domain.com
        $read.VMHost.PSObject.Properties.Name | Should -BeExactly Id, Name
    }

    It 'has its matrix in one cell and as name and support' {
        ($device | ConvertTo-Csv | ConvertFrom-Csv).Capabilities | Should -BeLike 'VMotion=NotSupported; SuspendResume=NotSupported; *'
        ($json | ConvertFrom-Json).Capabilities.VMotion | Should -BeExactly NotSupported
    }
}

Describe 'The properties by which public scripts find a device' {
    It 'are Bus, Slot and Function of a passthrough device, and DeviceName of a PCI device' {
        (Get-PassthroughDevice -VMHost esxi01* -Server $server | Where-Object { $_.Bus -eq 0x41 -and $_.Slot -eq 0 -and $_.Function -eq 0 }).Id | Should -BeExactly 0000:41:00.0
        (Get-PassthroughDevice -VM gpu-02 -Server $server).Bus | Should -BeNullOrEmpty
        (Get-VMHostPciDevice esxi01* -Server $server | Where-Object DeviceName -Like '*T4*').Id | Should -Contain 0000:41:00.0
    }

    It 'are its State, and the vendor that a PCI device''s name begins with' {
        (Get-PassthroughDevice -VMHost esxi01* -Server $server | Where-Object State -EQ Active).Id | Should -BeExactly 0000:03:00.0, 0000:41:00.0, 0000:42:00.0
        ((Get-VMHostPciDevice esxi01* -Server $server -Name 'NVIDIA Corporation TU104GL*')[0].Name -split ' ')[0] | Should -BeExactly NVIDIA
        Get-VMHostPciDevice esxi01* -Server $server -Name 'TU104GL*' -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'What public scripts read' {
    It 'of a host, its cluster and a machine is what the sample rack tells' {
        $machine = Get-VM gpu-01 -Server $server
        $machine.Guest.State, (Get-VM legacy-01 -Server $server).Guest.State | Should -Be Running, NotRunning
        $machine.Guest.IPAddress[0], $machine.Guest.HostName, "$($machine.Guest.OSFullName)" | Should -BeExactly 192.0.2.12, gpu-01.domain.com, 'Ubuntu Linux (64-bit)'
        ($machine.Version -eq 'v20'), $machine.Folder.Name, "$($machine.ResourcePool)" | Should -BeExactly $true, GPU, Resources
        [Math]::Round($machine.UsedSpaceGB), $machine.MemoryMB | Should -Be 96, 32768
        $machine.MemoryMB | Should -BeOfType decimal
        $machine.VMHost.Parent.Name, $machine.VMHost.ParentId | Should -BeExactly GPU-Cluster, $machine.Cluster.Id
        $machine.VMHost.State, $machine.VMHost.Manufacturer, $machine.VMHost.NumCpu, $machine.VMHost.MemoryTotalGB | Should -Be Connected, 'Dell Inc.', 40, 512
        $machine.Cluster.DrsAutomationLevel, $machine.Cluster.HAEnabled, $machine.Cluster.EVCMode | Should -Be PartiallyAutomated, $true, $null
        (Get-Cluster Accel-Cluster -Server $server).EVCMode | Should -BeExactly intel-sapphirerapids
    }

    It 'of a snapshot tells which one the machine goes on from' {
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        'a', 'b' | ForEach-Object { $null = New-Snapshot flex-01 $_ -Server $rehearsal }
        (Get-Snapshot flex-01 -Server $rehearsal | Where-Object IsCurrent).Name | Should -BeExactly b
        Get-Snapshot flex-01 -Server $rehearsal -Name b | Remove-Snapshot -Confirm:$false
        (Get-Snapshot flex-01 -Server $rehearsal | Where-Object IsCurrent).Name | Should -BeExactly a
        (Get-Snapshot flex-01 -Server $rehearsal).PowerState | Should -Be PoweredOff
        Disconnect-VIServer $rehearsal -Confirm:$false
    }

    It 'of a server''s identity can be cut out of a Uid' {
        $server.Id | Should -BeExactly $server.Uid
        if ($server.Port) { (Get-VM gpu-01 -Server $server).Uid.Split('@')[1].Split('/')[0] | Should -BeExactly "$(($server.Name -split '://')[-1].Split(':')[0]):$($server.Port)" }
    }

    It 'of a server that is no vCenter has no version' {
        $server.Version, $server.ProductLine | Should -BeExactly $null, $null -Because 'it is no vCenter'
    }
}

Describe 'The capability matrix' {
    It 'is one type on <type>, with the words of -Feature' -ForEach @(@{ Type = 'PassthroughDevice' }, @{ Type = 'VirtualMachine' }, @{ Type = 'TechnologyEntry' }, @{ Type = 'ModelEntry' }) {
        $matrix = @($all[$Type])[0].Capabilities
        , $matrix | Should -BeOfType PassthroughTools.Capabilities.CapabilityMatrix
        @($matrix.Keys) | Should -BeExactly ([Enum]::GetNames([PassthroughTools.Capabilities.PassthroughFeature]))
        @($matrix.Values.Feature) | Should -BeExactly @($matrix.Keys)
        $matrix.VMotion | Should -Be $matrix['vmotion']
    }

    It 'has the words of -Technology' {
        (Get-PassthroughCapability Fixed, Dynamic, Enhanced).Key | Should -BeExactly Fixed, Dynamic, Enhanced
        (Get-PassthroughCapability Enhanced).Capabilities.VMotion.Support | Should -Be Conditional
        (Get-PassthroughCapability FixedDirectPath).Key | Should -BeExactly Fixed -Because 'it was the key'
    }

    It 'shows each feature with its reason, and cannot be changed' {
        $matrix = (Get-VM gpu-01 -Server $server).Capabilities
        ($matrix | Out-String) | Should -Match '(?m)^VMotion +NotSupported'
        { $matrix['VMotion'] = 'Supported' } | Should -Throw '*read-only*'
    }
}
