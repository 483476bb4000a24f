BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:rack = "$(Get-RepositoryRoot)/examples/rack"
    $script:esxi = 'esxi01.domain.com'
}

Describe 'Import-PassthroughInventory' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Empty }
    AfterEach { Disconnect-TestServer }

    It 'imports a host with its machines, and says what it did' {
        $items = Import-PassthroughInventory -Path "$rack/$esxi/*" -VMHost $esxi -Cluster GPU-Cluster
        $items | ForEach-Object { $_ | Should -BeOfType 'PassthroughTools.Importing.ImportedItem' }
        ($items | Where-Object Kind -EQ Cluster).Name | Should -BeExactly 'GPU-Cluster'
        @($items | Where-Object Kind -EQ VMHost).Name | Should -BeExactly $esxi
        @($items | Where-Object Kind -EQ PciDevice).Count | Should -Be 13
        ($items | Where-Object Kind -EQ VirtualMachine).Name | Sort-Object | Should -BeExactly gpu-01, HighPerfVM, legacy-01, web-01
        $items.Action | Select-Object -Unique | Should -Be Added
        (Get-PassthroughDevice -VM gpu-01).Id | Should -BeExactly '0000:41:00.0'
        (Get-VMHost $esxi).Cluster.Name | Should -BeExactly 'GPU-Cluster'
    }

    It 'takes esxcli''s <format>' -ForEach @(
        @{ Format = 'text of ESXi 8'; VMHost = 'esxi06.domain.com'; Devices = 13; Capable = 7 }
        @{ Format = 'text of older versions'; VMHost = 'esxi05.domain.com'; Devices = 14; Capable = 8 }
        @{ Format = 'csv'; VMHost = 'esxi02.domain.com'; Devices = 14; Capable = 8 }
        @{ Format = 'xml'; VMHost = 'esxi03.domain.com'; Devices = 14; Capable = 11 }
    ) {
        $null = Import-PassthroughInventory -Path "$rack/$VMHost/hardware*" -VMHost $VMHost
        @(Get-VMHostPciDevice $VMHost).Count | Should -Be $Devices
        @(Get-PassthroughDevice -VMHost $VMHost).Count | Should -Be $Capable
    }

    It 'takes files by <how>' -ForEach @(
        @{ How = 'path'; Script = { Import-PassthroughInventory "$rack/rack.json" } }
        @{ How = 'literal path'; Script = { Import-PassthroughInventory -LiteralPath "$rack/rack.json" } }
        @{ How = '-LP, its alias'; Script = { Import-PassthroughInventory -LP "$rack/rack.json" } }
        @{ How = 'path in the pipeline'; Script = { "$rack/rack.json" | Import-PassthroughInventory } }
        @{ How = 'file object in the pipeline'; Script = { Get-Item "$rack/rack.json" | Import-PassthroughInventory } }
        @{ How = 'file object'; Script = { Import-PassthroughInventory (Get-Item "$rack/rack.json") } }
        @{ How = 'relative path'; Script = { Push-Location $rack; try { Import-PassthroughInventory ./rack.json } finally { Pop-Location } } }
        @{ How = 'PowerShell path'; Script = { Copy-Item "$rack/rack.json" TestDrive:/; Import-PassthroughInventory TestDrive:/rack.json } }
        @{ How = 'pattern'; Script = { Import-PassthroughInventory "$rack/*.json" } }
        @{ How = 'property PSPath'; Script = { [pscustomobject]@{ PSPath = "$rack/rack.json" } | Import-PassthroughInventory } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 0
        @($result.Output | Where-Object Kind -EQ VMHost).Count | Should -Be 6
        @(Get-Cluster).Count | Should -Be 2
    }

    It 'takes files with brackets in their names from Get-ChildItem' {
        $folder = New-Item -Path "TestDrive:/in [1] $(New-Guid)" -ItemType Directory
        [IO.File]::Copy("$rack/$esxi/web-01.vmx", "$($folder.FullName)/web[01].vmx")
        $items = Get-ChildItem -LiteralPath $folder.FullName | Import-PassthroughInventory -VMHost $esxi
        ($items | Where-Object Kind -EQ VirtualMachine).Name | Should -BeExactly web-01
        $items = Import-PassthroughInventory -LiteralPath "$($folder.FullName)/web[01].vmx" -VMHost $esxi
        $items.Action | Select-Object -Unique | Should -Be Unchanged
    }

    It 'takes all files of a pipeline together: lists first, then machines' {
        $items = Get-ChildItem "$rack/$esxi" | Sort-Object -Property Name -Descending | Import-PassthroughInventory -VMHost $esxi
        @($items | Where-Object Kind -EQ VirtualMachine).Count | Should -Be 4
        (Get-VM gpu-01).PassthroughDevices.Count | Should -Be 1
    }

    It 'changes nothing the second time, and says so' {
        $null = Import-PassthroughInventory "$rack/$esxi/*" -VMHost $esxi
        $changes = Get-TestChange { $script:items = Import-PassthroughInventory "$rack/$esxi/*" -VMHost $esxi }
        $changes | Should -BeNullOrEmpty
        $items.Action | Select-Object -Unique | Should -Be Unchanged
        $items.Count | Should -Be 18
    }

    It 'says what differs' {
        $null = Import-PassthroughInventory "$rack/$esxi/*" -VMHost $esxi
        $null = Set-VM web-01 -NumCpu 8 -Notes edited
        $item = Import-PassthroughInventory "$rack/$esxi/web-01.vmx" -VMHost $esxi | Where-Object Kind -EQ VirtualMachine
        $item.Action | Should -Be Changed
        $item.Detail | Should -BeLike '*NumCpu 8 -> 2*'
        $item.VMHost | Should -BeExactly $esxi
    }

    It 'reads a store that was exported, ids and all' {
        $null = Import-PassthroughInventory (Get-BaseInventory -Name Rack)
        @(Get-VM).Count | Should -Be 10
        (Get-PassthroughDevice -VM gpu-02).HardwareLabel | Should -BeExactly inference
    }

    It 'reads templates' {
        $null = Import-PassthroughInventory "$(Get-RepositoryRoot)/pester/fixtures/oddities.json"
        @(Get-Template).Count | Should -Be 3
    }

    It 'refuses <what>, and goes on with the next file' -ForEach @(
        @{ What = 'a file that is not there'; Path = { "$rack/none.vmx" }; Id = 'StoreNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a folder'; Path = { $rack }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'a file that is nothing of the kind'; Path = { Set-Content TestDrive:/hello.txt 'hello'; 'TestDrive:/hello.txt' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'an empty file'; Path = { $null = New-Item TestDrive:/empty.vmx -Force; 'TestDrive:/empty.vmx' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'JSON of another shape'; Path = { Set-Content TestDrive:/other.json '{ "a": 1 }'; 'TestDrive:/other.json' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'JSON of a newer version'; Path = { Set-Content TestDrive:/new.json '{ "schemaVersion": 9 }'; 'TestDrive:/new.json' }; Id = 'StoreVersionUnsupported'; Category = 'InvalidData' }
        @{ What = 'a path of another provider'; Path = { 'Env:/PATH' }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
    ) {
        $result = Invoke-Recorded { (& $Path), "$rack/rack.json" | Import-PassthroughInventory }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category $Category
        @($result.Output | Where-Object Kind -EQ VMHost).Count | Should -Be 6
    }

    It 'names the line of what it does not understand' {
        Set-Content TestDrive:/bad.json "{`n`"schemaVersion`": 1,`n`"hosts`": [`n{ `"name`": 7 } ] }"
        $result = Invoke-Recorded { Import-PassthroughInventory TestDrive:/bad.json }
        Assert-Refusal $result.Errors[0] InputMalformed -Category InvalidData -Says 'bad.json'
        $result.Errors[0].Exception.Message | Should -Match 'line 4'
    }

    It 'asks for the host that a file does not name' {
        $result = Invoke-Recorded { Import-PassthroughInventory "$rack/$esxi/web-01.vmx" }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says '-VMHost'
        @(Get-VM).Count | Should -Be 0
    }

    It 'imports all of a file or nothing' {
        $null = Import-PassthroughInventory "$rack/$esxi/hardware*" -VMHost $esxi
        Set-Content TestDrive:/half.json ('{ "schemaVersion": 1, "vms": [ { "name": "one", "host": "' + $esxi + '" },' +
            ' { "name": "two", "host": "' + $esxi + '", "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:99:00.0" } ] } ] }')
        $changes = Get-TestChange { $script:result = Invoke-Recorded { Import-PassthroughInventory TestDrive:/half.json } }
        $changes | Should -BeNullOrEmpty
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says "VM 'two'"
        @(Get-VM).Count | Should -Be 0
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'no path'; Parameters = @{ Path = $null } }
        @{ What = 'an empty path'; Parameters = @{ Path = '' } }
        @{ What = 'an empty host name'; Parameters = @{ Path = 'x'; VMHost = '' } }
    ) {
        { Import-PassthroughInventory @Parameters } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*ImportPassthroughInventoryCommand'
    }

    It 'takes a pipeline of nothing for nothing' {
        $result = Invoke-Recorded { @() | Import-PassthroughInventory }
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be 0
    }

    It 'needs -Server where two servers are connected' {
        $other = Connect-TestServer -Inventory Empty -Name other
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory "$rack/rack.json" }).Errors[0] AmbiguousName -Category InvalidArgument -Says '-Server'
        $null = Import-PassthroughInventory "$rack/rack.json" -Server $other
        @(Get-VMHost -Server $other).Count | Should -Be 6
        @(Get-VMHost -Server $server).Count | Should -Be 0
    }
}

Describe 'Export-PassthroughInventory' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'writes what can be connected and imported again' {
        $null = Start-VM gpu-02
        $file = Export-PassthroughInventory TestDrive:/copy.json
        $file | Should -BeOfType IO.FileInfo
        $copy = Connect-VIServer $file.FullName -NotDefault
        (Get-VM gpu-02 -Server $copy).PowerState | Should -Be PoweredOn
        (Get-VM -Server $copy).Id | Should -BeExactly (Get-VM -Server $server).Id
        $empty = Connect-TestServer -Inventory Empty -Name empty -NotDefault
        $null = Import-PassthroughInventory $file.FullName -Server $empty
        (Get-PassthroughDevice -VM train-01 -Server $empty).Id | Should -BeExactly '0000:43:00.0', '0000:9a:00.0'
    }

    It 'writes the same bytes for the same inventory' {
        $one = Export-PassthroughInventory TestDrive:/one.json
        $two = Export-PassthroughInventory -Path TestDrive:/two.json
        (Get-FileHash $one).Hash | Should -BeExactly (Get-FileHash $two).Hash
    }

    It 'overwrites with -Force only' {
        $file = Export-PassthroughInventory TestDrive:/over.json
        $null = Set-VM web-01 -Notes later
        $hash = (Get-FileHash $file).Hash
        $result = Invoke-Recorded { Export-PassthroughInventory TestDrive:/over.json }
        Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Says '-Force'
        (Get-FileHash $file).Hash | Should -BeExactly $hash
        $null = Export-PassthroughInventory TestDrive:/over.json -Force
        (Get-FileHash $file).Hash | Should -Not -BeExactly $hash
    }

    It 'writes nothing with -WhatIf<also>' -ForEach @(@{ Also = ''; More = '' }, @{ Also = ' and -Force'; More = '-Force' }) {
        $path = "$TestDrive/whatif.json"
        $result = Invoke-Unseen "Export-PassthroughInventory '$path' $More -WhatIf" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        Test-Path $path | Should -BeFalse
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a name that could not be connected'; Path = { 'TestDrive:/x.txt' }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a folder that is not there'; Path = { 'TestDrive:/none/x.json' }; Id = 'StoreNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a path of another provider'; Path = { 'Env:/x.json' }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
    ) {
        Assert-Refusal (Invoke-Recorded { Export-PassthroughInventory (& $Path) -Force }).Errors[0] $Id -Category $Category
        Test-Path 'TestDrive:/x.txt' | Should -BeFalse
    }

    It 'needs -Server where two servers are connected' {
        $other = Connect-TestServer -Inventory Oddities -Name other
        Assert-Refusal (Invoke-Recorded { Export-PassthroughInventory TestDrive:/two.json }).Errors[0] AmbiguousName -Category InvalidArgument -Says '-Server'
        $null = Export-PassthroughInventory TestDrive:/other.json -Server $other
        Get-Content TestDrive:/other.json -Raw | Should -Match 'odd01\.lab'
    }
}

Describe 'Export-PassthroughInventory over a store' -Tag JsonStore {
    AfterEach { Disconnect-TestServer }

    It 'leaves a store with changes in its journal as it is, with -Force too' {
        $server = Connect-TestServer -Inventory Rack
        $null = Start-VM gpu-01
        $hash = (Get-FileHash $server.Name).Hash
        $result = Invoke-Recorded { Export-PassthroughInventory $server.Name -Force }
        Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target $server.Name -Says 'journal'
        (Get-FileHash $server.Name).Hash | Should -BeExactly $hash
        (Get-VM gpu-01).PowerState | Should -Be PoweredOn
    }
}
