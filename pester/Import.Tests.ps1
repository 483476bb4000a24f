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
        @{ What = 'a file that is not there'; Path = { "$rack/none.vmx" }; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a folder without inventory'; Path = { (New-Item "TestDrive:/none $(New-Guid)" -ItemType Directory).FullName }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'a file that is nothing of the kind'; Path = { Set-Content TestDrive:/hello.txt 'hello'; 'TestDrive:/hello.txt' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'an empty file'; Path = { $null = New-Item TestDrive:/empty.vmx -Force; 'TestDrive:/empty.vmx' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'JSON of another shape'; Path = { Set-Content TestDrive:/other.json '{ "a": 1 }'; 'TestDrive:/other.json' }; Id = 'InputMalformed'; Category = 'InvalidData' }
        @{ What = 'JSON of a newer version'; Path = { Set-Content TestDrive:/new.json '{ "schemaVersion": 9 }'; 'TestDrive:/new.json' }; Id = 'InputVersionUnsupported'; Category = 'InvalidData' }
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
            ' { "name": "two", "host": "' + $esxi + '", "powerState": "poweredOn", "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:99:00.0" } ] } ] }')
        $changes = Get-TestChange { $script:result = Invoke-Recorded { Import-PassthroughInventory TestDrive:/half.json } }
        $changes | Should -BeNullOrEmpty
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says "VM 'two'"
        @(Get-VM).Count | Should -Be 0
    }

    It 'takes a machine whose host has no such device, which does not start' {
        $null = Import-PassthroughInventory "$rack/$esxi/hardware*" -VMHost $esxi
        (Get-Content "$rack/$esxi/gpu-01.vmx" -Raw) -replace '(?<=pciPassthru0\.id = )"[^"]+"', '"0000:99:00.0"' | Set-Content TestDrive:/gpu-01.vmx
        (Import-PassthroughInventory TestDrive:/gpu-01.vmx -VMHost $esxi | Where-Object Name -EQ gpu-01).Detail |
            Should -BeLike "configured with * at 0000:99:00.0, where host '$esxi' has no device: the VM will not power on like this"
        (Test-PassthroughPrerequisite gpu-01 | Where-Object Requirement -EQ DeviceOnHost).Result | Should -Be Fail
        $result = Invoke-Recorded { Start-VM gpu-01 -Confirm:$false }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says "Host '$esxi' has no device 0000:99:00.0"
    }

    It 'warns of a prompt that shows another host' {
        '[root@esxi99:~] esxcli hardware pci list', (Get-Content "$rack/$esxi/hardware-pci-list.txt" -Raw) | Set-Content TestDrive:/list.txt
        $null = Import-PassthroughInventory TestDrive:/list.txt -VMHost $esxi -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "Host '$esxi': in file '*list.txt' the prompt is that of host 'esxi99'. *-VMHost 'esxi99'*"
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

    It 'names the revision, in the file and its output' {
        $null = Start-VM gpu-02
        $revision = (Get-PassthroughEvent)[-1].Sequence
        $file = Export-PassthroughInventory TestDrive:/revision.json
        $file.Revision | Should -Be $revision
        (Get-Content $file -Raw | ConvertFrom-Json).revision | Should -Be $revision
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
        @{ What = 'a folder that is not there'; Path = { 'TestDrive:/none/x.json' }; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
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

Describe 'Files that Import-PassthroughInventory is given' {
    BeforeEach {
        $script:server = Connect-TestServer -Inventory Empty
        $script:folder = (New-Item -Path "TestDrive:/Rack [1] Pr$([char]0xFC)fstand $(New-Guid)" -ItemType Directory).FullName
        foreach ($file in Get-ChildItem -LiteralPath "$rack/$esxi") { [IO.File]::Copy($file.FullName, "$folder/$($file.Name)") }
    }
    AfterEach { Disconnect-TestServer }

    It 'may be in a folder with brackets, spaces and umlauts: <how>' -ForEach @(
        @{ How = 'from Get-ChildItem'; Script = { Get-ChildItem -LiteralPath $folder | Import-PassthroughInventory -VMHost $esxi } }
        @{ How = 'as literal paths'; Script = { Import-PassthroughInventory -LiteralPath (Get-ChildItem -LiteralPath $folder).FullName -VMHost $esxi } }
        @{ How = 'as an escaped pattern'; Script = { Import-PassthroughInventory "$([WildcardPattern]::Escape($folder))/*" -VMHost $esxi } }
        @{ How = 'as escaped paths in the pipeline'; Script = { (Get-ChildItem -LiteralPath $folder).FullName | ForEach-Object { [WildcardPattern]::Escape($_) } | Import-PassthroughInventory -VMHost $esxi } }
        @{ How = 'as paths that no pattern fits'; Script = { (Get-ChildItem -LiteralPath $folder).FullName | Import-PassthroughInventory -VMHost $esxi } }
        @{ How = 'from the folder itself'; Script = { Push-Location -LiteralPath $folder; try { Import-PassthroughInventory ./* -VMHost $esxi } finally { Pop-Location } } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors | Should -BeNullOrEmpty
        @($result.Output | Where-Object Kind -EQ PciDevice).Count | Should -Be 13
        @($result.Output | Where-Object Kind -EQ VirtualMachine).Count | Should -Be 4
        (Get-PassthroughDevice -VM gpu-01).Id | Should -BeExactly '0000:41:00.0'
    }

    It 'are warned of where a pattern matches none' {
        $result = Invoke-Recorded { Import-PassthroughInventory "$rack/none*.txt", "$rack/[x", "$rack/$esxi/web-01.vmx" -VMHost $esxi -WarningVariable script:none }
        $result.Errors | Should -BeNullOrEmpty
        $none.Message | Should -Be "No file matches '$rack/none*.txt'.", "No file matches '$rack/[x'."
        ($result.Output | Where-Object Kind -EQ VirtualMachine).Name | Should -BeExactly web-01
    }

    It 'are refused one by one: <what>' -ForEach @(
        @{ What = 'a folder without inventory'; Path = { (New-Item "$folder/none" -ItemType Directory).FullName }; Id = 'InputMalformed'; Says = 'no file that is inventory' }
        @{ What = 'a file that is not there'; Path = { "$folder/none.vmx" }; Id = 'FileNotFound'; Says = 'none.vmx' }
        @{ What = 'a path of another provider'; Path = { 'Env:/PATH' }; Id = 'ValueInvalid'; Says = 'Environment' }
        @{ What = 'a drive that is not there'; Path = { 'nowhere:/x.vmx' }; Id = 'ValueInvalid'; Says = 'nowhere' }
        @{ What = 'a machine''s file that is none'; Path = { Set-Content -LiteralPath "$folder/bad.vmx" -Value 'not a vmx'; "$folder/bad.vmx" }; Id = 'InputMalformed'; Says = 'bad.vmx' }
        @{ What = 'a list that is none'; Path = { Set-Content -LiteralPath "$folder/bad.csv" -Value 'Address,VendorID,', '0000:01:00.0,1,2,'; "$folder/bad.csv" }; Id = 'InputMalformed'; Says = 'line 2' }
    ) {
        $bad = & $Path
        $result = Invoke-Recorded { Import-PassthroughInventory -LiteralPath "$rack/$esxi/web-01.vmx", $bad, "$rack/$esxi/hardware-pci-list.txt", "$rack/rack.json" -VMHost $esxi }
        $result.Thrown | Should -BeNullOrEmpty
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Target $bad -Says $Says
        @(Get-VMHost).Count | Should -Be 6
        (Get-VM web-01).VMHost.Name | Should -BeExactly $esxi
        @(Get-VMHostPciDevice $esxi).Count | Should -Be 13
    }

    It 'are left out where two lists are of one host, but for what says its host itself' {
        $lists = "$rack/esxi05.domain.com/hardware-pci-list.txt", "$rack/esxi06.domain.com/hardware-pci-list.txt"
        $result = Invoke-Recorded { Import-PassthroughInventory (@($lists) + "$rack/$esxi/web-01.vmx" + "$rack/rack.json") -VMHost $esxi }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ValueInvalid -Target $lists[1] -Says $lists[0]
        Get-VM | Should -BeNullOrEmpty
        @(Get-VMHost).Count | Should -Be 6
    }

    It 'may give one device to two machines, as clones are, and one of them runs' {
        $text = [IO.File]::ReadAllText("$rack/$esxi/gpu-01.vmx").Replace('gpu-01', 'gpu-09') -replace '(?m)^(uuid.bios|vc.uuid) = .*$'
        [IO.File]::WriteAllText("$folder/gpu-09.vmx", $text)
        $result = Invoke-Recorded { Get-ChildItem -LiteralPath $folder | Import-PassthroughInventory -VMHost $esxi }
        $result.Errors | Should -BeNullOrEmpty
        ($result.Output | Where-Object Name -eq gpu-09).Detail | Should -BeLike "*Device 0000:41:00.0*also belongs to VM 'gpu-01', which is powered off; of several VMs that are configured with one device, one can run"
        $null = Start-VM gpu-09
        (Get-PassthroughDevice -VMHost $esxi -Id 0000:41:00.0).VM.Name | Should -BeExactly gpu-09
        Assert-Refusal (Invoke-Recorded { Start-VM gpu-01 }).Errors[0] DeviceInUse -Category ResourceBusy -Says "VM 'gpu-09', which is powered on"
    }

    It 'are refused where one is a copy of another with its UUID' {
        [IO.File]::WriteAllText("$folder/gpu-09.vmx", [IO.File]::ReadAllText("$rack/$esxi/gpu-01.vmx").Replace('gpu-01', 'gpu-09'))
        $result = Invoke-Recorded { Get-ChildItem -LiteralPath $folder | Import-PassthroughInventory -VMHost $esxi }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target "$folder/gpu-09.vmx" -Says '501fe4cf-21a1-fed4-c026-805029d0f737'
        (Get-VM).Name | Sort-Object | Should -BeExactly gpu-01, HighPerfVM, legacy-01, web-01
    }

    It 'are refused where two of one name have no UUID that tells them apart, and read once where one is given twice' {
        foreach ($store in 'ds1', 'ds2') {
            $null = New-Item -ItemType Directory -Path "$folder/$store"
            [IO.File]::WriteAllText("$folder/$store/web.vmx", "virtualHW.version = `"20`"`nmemSize = `"4096`"`nannotation = `"$store`"`n")
        }
        $result = Invoke-Recorded { Import-PassthroughInventory -LiteralPath "$folder/ds1/web.vmx", "$folder/ds1/web.vmx", "$folder/ds1", "$folder/ds2/web.vmx" -VMHost $esxi }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target "$folder/ds2/web.vmx" -Says "'$folder/ds1/web.vmx'"
        (Get-VM).Notes | Should -BeExactly ds1
    }

    It 'are only named with -WhatIf' {
        $result = Invoke-TestProcess "`$null = Connect-VIServer '$($server.Name)'; Get-ChildItem -LiteralPath '$folder' | Import-PassthroughInventory -VMHost $esxi -WhatIf; @(Get-VMHost).Count"
        $result | Should -Match "What if: .*'hardware-pci-list.txt', 'hardware-pci-pcipassthru-list.txt' of host 'esxi01\.domain\.com'"
        @($result -split '\r?\n' -like 'What if: *.vmx*').Count | Should -Be 4
        $result | Should -Match "What if: Added: VMHost 'esxi01\.domain\.com'"
        $result | Should -Match "What if: Added: PciDevice '0000:41:00\.0' of host 'esxi01\.domain\.com': "
        $result | Should -Match "What if: Added: VirtualMachine 'gpu-01' of host 'esxi01\.domain\.com'"
        Get-VMHost | Should -BeNullOrEmpty
        Get-PassthroughEvent | Should -BeNullOrEmpty
    }
}

Describe 'What Import-PassthroughInventory is given and cannot be as it says' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Rack }
    AfterEach { Disconnect-TestServer }

    It 'keeps the device of a machine that runs, and says so' {
        $null = Start-VM gpu-01
        $list = Join-Path $TestDrive list.txt
        $id = (Get-PassthroughDevice -VM gpu-01).Id
        $text = [IO.File]::ReadAllText("$rack/esxi01.domain.com/hardware-pci-list.txt")
        $at = $text.IndexOf("$id`n", [StringComparison]::Ordinal)
        [IO.File]::WriteAllText($list, $text.Substring(0, $at) + $text.Substring($at).Replace('VM Passthru', 'VMkernel'))
        $forecast = Invoke-Recorded { Import-PassthroughInventory $list -VMHost esxi01.domain.com -WhatIf }
        $forecast.Warnings.Message | Should -BeLike "Device $id of host 'esxi01.domain.com': not taken over: *"
        $item = Import-PassthroughInventory $list -VMHost esxi01.domain.com -WarningVariable said -WarningAction SilentlyContinue | Where-Object Name -EQ $id
        $said.Message | Should -BeExactly $forecast.Warnings.Message
        $item.Detail | Should -BeLike "*not taken over: Mode DirectPath -> Host, ActiveMode DirectPath -> Host, since VM 'gpu-01' is powered on and holds $id*"
        (Get-PassthroughDevice -VMHost esxi01* -Id $id).PassthroughActive | Should -BeTrue
    }

    It 'moves a machine that is known by its UUID' {
        $vmx = Join-Path $TestDrive moving.vmx
        Set-Content -LiteralPath $vmx -Value 'virtualHW.version = "20"', 'memSize = "4096"', 'uuid.bios = "42 3a 00 11 22 33 44 55-66 77 88 99 aa bb cc dd"', 'vc.uuid = "50 3a 00 11 22 33 44 55-66 77 88 99 aa bb cc dd"'
        $null = Import-PassthroughInventory $vmx -VMHost esxi01.domain.com
        $item = Import-PassthroughInventory $vmx -VMHost esxi02.domain.com | Where-Object Name -EQ moving
        "$($item.Action) $($item.Detail)" | Should -BeExactly 'Moved VMHost esxi01.domain.com -> esxi02.domain.com'
        (Get-VM moving).VMHost.Name | Should -BeExactly esxi02.domain.com
        (Get-VM moving).PersistentId | Should -BeExactly 503a0011-2233-4455-6677-8899aabbccdd
    }
}

Describe 'What Import-PassthroughInventory makes of a host' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Empty }
    AfterEach { Disconnect-TestServer }

    It 'is the same of text, csv and xml' {
        # One host's list, written in esxcli's three formats: in text the identifiers are hexadecimal and the fields have spaces.
        $rows = @(Get-Content -LiteralPath "$rack/esxi02.domain.com/hardware-pci-list.csv")
        $names = $rows[0].TrimEnd(',') -split ','
        $devices = @(($names -join ','), $rows[1..20]) | ForEach-Object { $_ } | ConvertFrom-Csv
        $labels = @(Get-Content -LiteralPath "$rack/esxi05.domain.com/hardware-pci-list.txt" | ForEach-Object { if ($_ -match '^   ([^:]+): ?') { $Matches[1] } } | Select-Object -Unique)
        ($labels -replace ' ' | Sort-Object) | Should -BeExactly ($names | Sort-Object)
        $text = [Collections.Generic.List[string]]::new()
        $xml = [Collections.Generic.List[string]]@('<output xmlns="http://www.vmware.com/Products/ESX/5.0/esxcli">', '<root><list type="structure">')
        foreach ($value in $devices) {
            $text.Add($value.Address)
            $xml.Add('<structure typeName="PciDevice">')
            foreach ($label in $labels) {
                $name = $label -replace ' '
                $asText = if ($name -cmatch '^(Sub)?(Vendor|Device)ID$|^DeviceClass$') { '0x{0:x4}' -f [int]$value.$name } else { $value.$name }
                $text.Add("   ${label}: $asText")
                $type = if ($value.$name -match '^-?[0-9]+$') { 'integer' } elseif ($value.$name -in 'true', 'false') { 'boolean' } else { 'string' }
                $xml.Add("<field name=`"$name`"><$type>$([Security.SecurityElement]::Escape($value.$name))</$type></field>")
            }
            $text.Add('')
            $xml.Add('</structure>')
        }
        $xml.Add('</list></root></output>')
        [IO.File]::WriteAllLines("$TestDrive/list.txt", $text)
        [IO.File]::WriteAllLines("$TestDrive/list.xml", $xml)
        Copy-Item -LiteralPath "$rack/esxi02.domain.com/hardware-pci-list.csv" -Destination "$TestDrive/list.csv"
        Disconnect-TestServer
        $seen = foreach ($format in 'csv', 'txt', 'xml') {
            $null = Connect-TestServer -Inventory Empty
            $null = Import-PassthroughInventory "$TestDrive/list.$format", "$rack/esxi02.domain.com/hardware-pci-pcipassthru-list.csv" -VMHost h -ErrorAction Stop
            $file = Export-PassthroughInventory "$TestDrive/list-$format.json" -Force
            [pscustomobject]@{ Hash = (Get-FileHash -LiteralPath $file.FullName).Hash; Devices = @(Get-VMHostPciDevice h); Capable = @(Get-PassthroughDevice -VMHost h) }
            Disconnect-TestServer
        }
        $seen[0].Devices.Count | Should -Be 14
        $seen[0].Capable.Count | Should -Be 8
        foreach ($other in $seen[1], $seen[2]) {
            foreach ($property in 'Id', 'Name', 'VendorId', 'DeviceId', 'SubVendorId', 'SubDeviceId', 'ClassId', 'ClassName', 'VendorName', 'PhysicalSlot', 'ParentId', 'PassthroughCapable') {
                "$($other.Devices.$property)" | Should -BeExactly "$($seen[0].Devices.$property)" -Because "$property must be the same"
            }
            $other.Hash | Should -BeExactly $seen[0].Hash
        }
    }

    It 'is in the cluster that is named last' {
        $null = Import-PassthroughInventory "$rack/$esxi/web-01.vmx" -VMHost $esxi -Cluster 'First one'
        (Get-VMHost $esxi).Cluster.Name | Should -BeExactly 'First one'
        $null = Import-PassthroughInventory "$rack/$esxi/web-01.vmx" -VMHost $esxi
        (Get-VMHost $esxi).Cluster.Name | Should -BeExactly 'First one'
        $items = Import-PassthroughInventory "$rack/$esxi/web-01.vmx" -VMHost $esxi -Cluster "Pr$([char]0xFC)fstand [A]"
        ($items | Where-Object Kind -EQ VMHost).Action | Should -Be Changed
        (Get-VMHost $esxi).Cluster.Name | Should -BeExactly "Pr$([char]0xFC)fstand [A]"
    }

    It 'is unchanged the second time, all of a rack, and no event says otherwise' {
        $import = {
            foreach ($folder in Get-ChildItem -LiteralPath $rack -Directory) { Get-ChildItem -LiteralPath $folder.FullName | Import-PassthroughInventory -VMHost $folder.Name }
            Import-PassthroughInventory "$rack/rack.json"
        }
        $null = & $import
        $null = & $import
        $last = @(Get-PassthroughEvent)[-1].Sequence
        $items = & $import
        $items.Count | Should -BeGreaterThan 100
        @($items | Where-Object Action -NE Unchanged) | Should -BeNullOrEmpty
        Get-PassthroughEvent -After $last | Should -BeNullOrEmpty
    }
}

Describe 'An inventory that is exported' {
    AfterEach { Disconnect-TestServer }

    BeforeAll {
        function Get-ExportedText {
            # An export without what counts its changes.
            param([IO.FileInfo] $File)
            [IO.File]::ReadAllText($File.FullName) -replace '"(revision|nextId)": ?\d+|"checksum": ?"[^"]+"'
        }
    }

    It 'is equal when it is imported into an empty store and exported again: <inventory>' -ForEach @(@{ Inventory = 'Rack' }, @{ Inventory = 'Oddities' }) {
        $null = Connect-TestServer -Inventory $Inventory
        if ($Inventory -eq 'Rack') {
            $null = Set-VM web-01 -Notes "two`nlines, `"quotes`" and $([char]0x130)" -MemoryMB 4100
            $null = Get-PassthroughDevice -VMHost esxi02* -Id 0000:2a:00.0 | Set-PassthroughDevice -Mode EnhancedDirectPath -HardwareLabel new
            $null = Start-VM gpu-02
            Remove-VM legacy-01 -Confirm:$false
        }
        $first = Export-PassthroughInventory "TestDrive:/first-$Inventory.json"
        $machines = @(Get-VM).Count
        Disconnect-TestServer
        $null = Connect-TestServer -Inventory Empty
        $result = Invoke-Recorded { Import-PassthroughInventory $first.FullName }
        $result.Errors | Should -BeNullOrEmpty
        $second = Export-PassthroughInventory "TestDrive:/second-$Inventory.json"
        @(Get-VM).Count | Should -Be $machines
        Get-ExportedText $second | Should -BeExactly (Get-ExportedText $first)
    }

    It 'is not written over a connected store, with -Force neither, though it has no journal yet' {
        $server = Connect-TestServer -Inventory Rack
        $fresh = Connect-VIServer -Server "$TestDrive/fresh.json" -Force -NotDefault
        $hash = (Get-FileHash -LiteralPath $fresh.Name).Hash
        foreach ($path in $fresh.Name, 'TestDrive:/fresh.json') {
            $result = Invoke-Recorded { Export-PassthroughInventory $path -Force -Server $server }
            Assert-Refusal $result.Errors[0] NameInUse -Category ResourceExists -Target $path -Says 'Choose another path'
        }
        (Get-FileHash -LiteralPath $fresh.Name).Hash | Should -BeExactly $hash
        Get-VMHost -Server $fresh | Should -BeNullOrEmpty
        Disconnect-VIServer $fresh -Confirm:$false
        $null = Export-PassthroughInventory $fresh.Name -Force -Server $server
        @(Connect-VIServer -Server $fresh.Name -NotDefault | ForEach-Object { Get-VM -Server $_ }).Count | Should -Be 10
    }

    It 'is of a rehearsal too' {
        $server = Connect-TestServer -Inventory Rack
        $rehearsal = Connect-VIServer -Server $server.Name -Rehearsal -NotDefault
        $null = Get-VM web-01 -Server $rehearsal | Set-VM -Name tried
        $file = Export-PassthroughInventory TestDrive:/tried.json -Server $rehearsal
        [IO.File]::ReadAllText($file.FullName) | Should -Match '"tried"'
        (Get-VM web-01).Name | Should -BeExactly web-01
    }
}

Describe 'A folder, a pattern or an archive that Import-PassthroughInventory is given' {
    BeforeAll {
        $script:bundle = (New-Item -Path "TestDrive:/bundle $(New-Guid)" -ItemType Directory).FullName
        $null = New-Item -ItemType Directory -Path "$bundle/commands", "$bundle/vmfs/volumes/ds1/gpu-01"
        Copy-Item "$rack/$esxi/hardware-pci-list.txt" "$bundle/commands/localcli_hardware-pci-list.txt"
        Copy-Item "$rack/$esxi/hardware-pci-pcipassthru-list.txt" "$bundle/commands/localcli_hardware-pci-pcipassthru-list.txt"
        Copy-Item "$rack/$esxi/gpu-01.vmx" "$bundle/vmfs/volumes/ds1/gpu-01"
        Set-Content "$bundle/commands/uptime.txt" '10:00 up 3 days'
        [IO.Compression.ZipFile]::CreateFromDirectory($bundle, "$bundle.zip")
        $stream = [IO.Compression.GZipStream]::new([IO.File]::Create("$bundle.tgz"), [IO.Compression.CompressionMode]::Compress)
        [Formats.Tar.TarFile]::CreateFromDirectory($bundle, $stream, $false)
        $stream.Dispose()
    }
    BeforeEach { $script:server = Connect-TestServer -Inventory Empty }
    AfterEach { Disconnect-TestServer }

    It 'is imported in one call: <how>' -ForEach @(
        @{ How = 'a folder'; Script = { Import-PassthroughInventory $bundle -VMHost $esxi } }
        @{ How = 'a folder in the pipeline'; Script = { Get-Item $bundle | Import-PassthroughInventory -VMHost $esxi } }
        @{ How = 'a pattern that matches folders'; Script = { Import-PassthroughInventory "$bundle/*" -VMHost $esxi } }
        @{ How = 'a .zip'; Script = { Import-PassthroughInventory "$bundle.zip" -VMHost $esxi } }
        @{ How = 'a .tgz'; Script = { Import-PassthroughInventory "$bundle.tgz" -VMHost $esxi } }
        @{ How = 'a pattern that matches archives'; Script = { Import-PassthroughInventory "$bundle*.tg?" -VMHost $esxi } }
    ) {
        $result = Invoke-Recorded $Script
        $result.Errors | Should -BeNullOrEmpty
        @($result.Output | Where-Object Kind -EQ PciDevice).Count | Should -Be 13
        (Get-PassthroughDevice -VM gpu-01).Id | Should -BeExactly '0000:41:00.0'
        $skipped = @($result.Output | Where-Object Action -EQ Skipped)
        $skipped.Count | Should -Be 1
        $skipped[0].Kind | Should -Be File
        $skipped[0].Name | Should -BeLike '*uptime.txt'
        $skipped[0].Detail | Should -BeExactly "it begins with '10:00 up 3 days'"
    }

    It 'lists of many files those that may have been meant, and the rest by folder' {
        $many = (New-Item -Path "TestDrive:/many $(New-Guid)" -ItemType Directory).FullName
        Copy-Item "$bundle/commands" $many -Recurse
        $null = New-Item -ItemType Directory -Path "$many/var/log"
        foreach ($number in 1..200) { Set-Content "$many/var/log/vmkernel.$number.log" 'cpu0: hello' }
        Set-Content "$many/commands/lspci.txt" '0000:41:00.0 3D controller: NVIDIA Corporation TU104GL'
        $result = Invoke-Recorded { Import-PassthroughInventory $many -VMHost $esxi }
        $result.Errors | Should -BeNullOrEmpty
        @($result.Output | Where-Object Kind -EQ PciDevice).Count | Should -Be 13
        $skipped = @($result.Output | Where-Object Action -EQ Skipped)
        $skipped.Name | Should -Be 'commands/lspci.txt', 'commands/uptime.txt', 'var/log/'
        $skipped[2].Detail | Should -BeLike "200 files here and in folders below are no inventory, such as 'var/log/vmkernel.1.log': it begins with *"
    }

    It 'names a kind of compression that is not read, and an archive within' {
        [IO.File]::WriteAllBytes("$bundle.tar.xz", [byte[]](0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4))
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory "$bundle.tar.xz" -VMHost $esxi }).Errors[0] InputMalformed -Target "$bundle.tar.xz" -Says 'compressed with xz, which is not read; unpack it'
        $outer = (New-Item -Path "TestDrive:/outer $(New-Guid)" -ItemType Directory).FullName
        Copy-Item "$bundle.tgz" "$outer/inner.tgz"
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory $outer -VMHost $esxi }).Errors[0] InputMalformed -Target $outer -Says "has the archive 'inner.tgz'"
    }

    It 'is only named with -WhatIf' {
        $result = Invoke-Recorded { Import-PassthroughInventory $bundle -VMHost $esxi -WhatIf }
        $result.Output.Action | Should -Be Skipped
        Get-VMHost | Should -BeNullOrEmpty
    }

    It 'is not imported where it holds two hosts'' files: which VMs are whose is not known' {
        $both = (New-Item -Path "TestDrive:/both $(New-Guid)" -ItemType Directory).FullName
        Copy-Item "$rack/$esxi", "$rack/esxi04.domain.com" -Destination $both -Recurse
        $result = Invoke-Recorded { Import-PassthroughInventory $both -VMHost $esxi }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ValueInvalid -Says "each host's files apart"
        $result.Output | Should -BeNullOrEmpty
        Get-VMHost | Should -BeNullOrEmpty
        Get-VM | Should -BeNullOrEmpty
    }

    It 'is not imported where two folders hold the same list: two hosts are built alike' {
        $both = (New-Item -Path "TestDrive:/alike $(New-Guid)" -ItemType Directory).FullName
        foreach ($name in 'esx01', 'esx02') {
            $null = New-Item -Path "$both/$name" -ItemType Directory
            Copy-Item "$rack/$esxi/hardware-pci-list.txt" "$both/$name/list.txt"
        }
        Copy-Item "$rack/$esxi/web-01.vmx" "$both/esx02"
        $result = Invoke-Recorded { Import-PassthroughInventory $both -VMHost $esxi }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ValueInvalid -Says "each host's files apart"
        $result.Output | Should -BeNullOrEmpty
        Get-VM | Should -BeNullOrEmpty
    }

    It 'lists as skipped what it is an error to name' {
        Set-Content "$bundle/notes.txt" 'hello'
        (Import-PassthroughInventory "$bundle/notes*" -VMHost $esxi).Action | Should -Be Skipped
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory "$bundle/notes.txt" -VMHost $esxi }).Errors[0] InputMalformed -Target "$bundle/notes.txt" -Says 'line 1'
        Remove-Item "$bundle/notes.txt"
    }
}

Describe 'Encodings that Import-PassthroughInventory reads' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Empty }
    AfterEach { Disconnect-TestServer }

    It 'are those that a machine''s file declares: <name>' -ForEach @(
        @{ Name = 'windows-1252'; Bytes = 0xfc; Code = 0xfc }
        @{ Name = 'GBK'; Bytes = 0xd6, 0xd0; Code = 0x4e2d }
        @{ Name = 'GB18030'; Bytes = 0xd6, 0xd0; Code = 0x4e2d }
        @{ Name = 'Shift_JIS'; Bytes = 0x82, 0xa0; Code = 0x3042 }
        @{ Name = 'EUC-KR'; Bytes = 0xb0, 0xa1; Code = 0xac00 }
        @{ Name = 'Big5'; Bytes = 0xa4, 0xa4; Code = 0x4e2d }
    ) {
        $ascii = [Text.Encoding]::ASCII
        [IO.File]::WriteAllBytes("$TestDrive/web.vmx", [byte[]]($ascii.GetBytes(".encoding = `"$Name`"`nvirtualHW.version = `"20`"`nmemSize = `"4096`"`ndisplayName = `"vm-") + $Bytes + $ascii.GetBytes('"')))
        $result = Invoke-Recorded { Import-PassthroughInventory "$TestDrive/web.vmx" -VMHost $esxi -WarningVariable script:lost }
        $result.Errors | Should -BeNullOrEmpty
        $lost | Should -BeNullOrEmpty
        (Get-VM).Name | Should -BeExactly "vm-$([char]$Code)"
    }

    It 'do not include one that nobody knows, which is named' {
        Set-Content TestDrive:/web.vmx '.encoding = "x-klingon"', 'virtualHW.version = "20"', 'memSize = "4096"'
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory TestDrive:/web.vmx -VMHost $esxi }).Errors[0] InputMalformed -Says "'x-klingon'"
        Get-VMHost | Should -BeNullOrEmpty
    }

    It 'lose no character without a warning that names file and line' {
        $text = [IO.File]::ReadAllText("$rack/$esxi/hardware-pci-list.txt").Replace('Intel Corporation', "Intel$([char]0xae)")
        [IO.File]::WriteAllBytes("$TestDrive/list.txt", [Text.Encoding]::Latin1.GetBytes($text))
        $null = Import-PassthroughInventory "$TestDrive/list.txt" -VMHost $esxi -WarningVariable lost -WarningAction SilentlyContinue
        $lost.Count | Should -Be 1
        $lost[0].Message | Should -BeLike "File '*list.txt', line 7,*U+FFFD*"
        (Get-VMHostPciDevice $esxi)[0].VendorName | Should -BeExactly "Intel$([char]0xfffd)"
    }
}

Describe 'A store made from esxcli alone' {
    BeforeEach { $script:server = Connect-TestServer -Inventory Empty }
    AfterEach { Disconnect-TestServer }

    It 'says what is not known, and takes the one file that tells it' {
        $items = Import-PassthroughInventory "$rack/$esxi/hardware*" -VMHost $esxi
        ($items | Where-Object Kind -EQ VMHost).Detail | Should -BeExactly "IOMMU and Above 4G decoding are not recorded. To see how: Test-PassthroughPrerequisite -VMHost '$esxi'"
        $unknown = @(Test-PassthroughPrerequisite -VMHost $esxi | Where-Object { $_.Result -eq 'Unknown' -and $_.ErrorId })
        $unknown.Requirement | Should -Contain Iommu
        $reason = Test-PassthroughPrerequisite -VMHost $esxi -Quiet -Verbose 4>&1
        $reason[-1] | Should -BeFalse
        "$($reason -like 'The answer*')" | Should -BeLike "The answer is False: Iommu is Unknown for ${esxi}: *Import-PassthroughInventory: {*"
        $unknown[0].Needed -match '\{.*\}' | Should -BeTrue
        Set-Content TestDrive:/firmware.json $Matches[0]
        (Import-PassthroughInventory TestDrive:/firmware.json | Where-Object Kind -EQ VMHost).Detail | Should -BeLike '*IommuEnabled*Above4GDecoding*'
        (Get-VMHost $esxi).IommuEnabled | Should -BeTrue
        Test-PassthroughPrerequisite -VMHost $esxi | Where-Object { $_.Result -eq 'Unknown' -and $_.ErrorId } | Should -BeNullOrEmpty
    }
}

Describe 'Import-PassthroughInventory -Sample' {
    AfterEach { Disconnect-TestServer }

    It 'makes the sample rack from the module alone' {
        $script:server = Connect-TestServer -Inventory Empty
        $items = Import-PassthroughInventory -Sample
        @($items | Where-Object { $_.Kind -eq 'VirtualMachine' -and $_.Action -eq 'Added' }).Count | Should -Be 10
        $made = Get-VM | Get-PassthroughDevice | ForEach-Object { "$($_.VM) $($_.VMHost) $($_.Id) $($_.Name)" }
        $rack = Connect-TestServer -Inventory Rack
        $made | Should -BeExactly (Get-VM -Server $rack | Get-PassthroughDevice | ForEach-Object { "$($_.VM) $($_.VMHost) $($_.Id) $($_.Name)" })
    }

    It 'is not mixed into another inventory, and does nothing with -WhatIf' {
        $script:server = Connect-TestServer -Inventory Rack
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory -Sample }).Errors[0] ValueInvalid -Target $server.Name -Says 'is not mixed into another one'
        $empty = Connect-TestServer -Inventory Empty
        Import-PassthroughInventory -Sample -WhatIf -Server $empty
        Get-VMHost -Server $empty | Should -BeNullOrEmpty
    }
}
