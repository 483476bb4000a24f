BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Connect-VIServer' {
    # A vSphere tells who made a change, and not on which machine.
    BeforeAll { $script:at = if ((Get-TestBackend) -ne 'VSphere') { "@$([Environment]::MachineName)" } }
    AfterEach { Disconnect-TestServer }

    It 'gives the server and makes it the default one' {
        $server = Connect-TestServer
        $server | Should -BeOfType 'PassthroughTools.Sessions.VIServer'
        $server.IsConnected | Should -BeTrue
        $server.IsRehearsal | Should -BeFalse
        $server.User | Should -BeExactly ([Environment]::UserName)
        (Get-Variable -Name DefaultVIServer -Scope Global).Value | Should -Be $server
        @(Get-DefaultServer) | Should -Be @($server)
    }

    It 'leaves the default servers as they are with -NotDefault' {
        $first = Connect-TestServer -Name first
        $second = Connect-TestServer -Name second -NotDefault
        @(Get-DefaultServer) | Should -Be @($first)
        (Get-Variable -Name DefaultVIServer -Scope Global).Value | Should -Be $first
        @(Get-VM -Server $second).Count | Should -Be 10
        @(Get-VM).Count | Should -Be 10
    }

    It 'connects a server once, however often it is asked for' {
        $first = Connect-TestServer
        $again = Connect-VIServer -Server $first.Name
        $again | Should -Be $first
        @(Get-DefaultServer).Count | Should -Be 1
    }

    It 'makes a server default that was connected with -NotDefault before' {
        $server = Connect-TestServer -NotDefault
        @(Get-DefaultServer).Count | Should -Be 0
        $null = Connect-VIServer -Server $server.Name
        @(Get-DefaultServer) | Should -Be @($server)
    }

    It 'records changes for the user of <how>' -ForEach @(
        @{ How = '-User'; Script = { Connect-VIServer -Server $target -User anna -Password $credential.GetNetworkCredential().Password } }
        @{ How = '-Credential'; Script = { Connect-VIServer -Server $target -Credential $credential } }
        @{ How = 'a credential in the pipeline'; Script = { $credential | Connect-VIServer -Server $target } }
        @{ How = '-Username, its alias'; Script = { Connect-VIServer -Server $target -Username anna -Password $credential.GetNetworkCredential().Password } }
    ) {
        $script:target = (Connect-TestServer).Name
        $script:credential = Add-TestUser $target anna
        Disconnect-TestServer -Keep
        $server = & $Script
        $server.User | Should -BeExactly 'anna'
        (Get-TestChange { Set-VM web-01 -Notes x }).Actor | Should -BeExactly "anna$at"
    }

    It 'keeps two users of one target apart, and lists nothing twice' {
        $anna = Connect-TestServer -User anna
        $machine = Get-VM web-01
        $bert = Connect-VIServer -Server $anna.Name -Credential (Add-TestUser $anna.Name bert)
        $bert.Uid | Should -Not -Be $anna.Uid
        @(Get-DefaultServer).User | Should -BeExactly bert
        @(Get-VM).Count | Should -Be 10
        @(Get-VM -Server $anna.Name).Count | Should -Be 10
        (Get-TestChange { Set-VM web-01 -Notes x -Server $anna.Name }).Actor | Should -BeExactly "bert$at"
        (Get-TestChange { $null = $machine | Set-VM -Notes y }).Actor | Should -BeExactly "anna$at"
        @(Get-VM -Server $anna).Count | Should -Be 10
        Disconnect-VIServer $bert -Force
        @(Get-VM -Server $anna.Name).Count | Should -Be 10
    }

    It 'shows its servers to one runspace only' {
        $server = Connect-TestServer
        $result = Invoke-InRunspace 'Get-VM -Server $target' -Variable @{ target = $server.Name }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        @(Get-VM).Count | Should -Be 10
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'no target'; Script = { Connect-VIServer -Server $null } }
        @{ What = 'an empty target'; Script = { Connect-VIServer -Server '' } }
        @{ What = 'a null among the targets'; Script = { Connect-VIServer -Server 'a.json', $null } }
        @{ What = 'a protocol that is none'; Script = { Connect-VIServer -Server 'a.json' -Protocol ftp } }
    ) {
        $Script | Should -Throw -ErrorId 'ParameterArgumentValidationError*,PassthroughTools.Commands.ConnectVIServerCommand'
    }
}

Describe 'Connect-VIServer with a local store' -Tag JsonStore {
    AfterEach { Disconnect-TestServer }

    BeforeAll {
        $script:folder = (New-Item -Path 'TestDrive:/a folder [x]' -ItemType Directory).FullName
        $script:store = Join-Path -Path $folder -ChildPath "lab $([char]0xFC).json"
        [IO.File]::Copy((Get-BaseInventory -Name Rack), $store)
    }

    It 'takes <form>' -ForEach @(
        @{ Form = 'a full path'; Target = { $store } }
        @{ Form = 'a relative path'; Target = { "./$(Split-Path -Path $store -Leaf)" } }
        @{ Form = 'a relative path through another folder'; Target = { "../a folder [x]/$(Split-Path -Path $store -Leaf)" } }
        @{ Form = 'a PowerShell path'; Target = { "TestDrive:/a folder [x]/$(Split-Path -Path $store -Leaf)" } }
    ) {
        Push-Location -LiteralPath $folder
        try {
            (Connect-VIServer -Server (& $Target)).Name | Should -BeExactly $store
        } finally {
            Pop-Location
        }
    }

    It 'says what <what> is, and what to do' -ForEach @(
        @{ What = 'a file that is no store'; Target = './notes.txt'; Says = "'./notes.txt' is a file, but not a store: a store's path ends in .json. Connect a store, and import what hosts print: Import-PassthroughInventory './notes.txt'" }
        @{ What = 'the same by its name alone'; Target = 'notes.txt'; Says = "'notes.txt' is a file, but not a store" }
        @{ What = 'a path where nothing is'; Target = './none.txt'; Says = "'./none.txt' is not a store: a store's path ends in .json. Give such a path, or make a store: Connect-VIServer './none.json' -Force" }
        @{ What = 'a folder'; Target = './empty'; Says = "'./empty' is a folder. Make a store in it: Connect-VIServer './empty/lab.json' -Force" }
        @{ What = 'a folder by its name alone'; Target = 'empty'; Says = "'empty' is a folder" }
        @{ What = 'a folder with a store'; Target = '../a folder [x]'; Says = 'is a folder. Name a store in it: Connect-VIServer ''../a folder' }
    ) {
        $here = New-Item -Path TestDrive:/ -Name here -ItemType Directory -Force
        $null = New-Item -Path $here.FullName -Name empty -ItemType Directory -Force
        Set-Content -LiteralPath (Join-Path $here.FullName notes.txt) -Value x
        Push-Location -LiteralPath $here.FullName
        try {
            Assert-Refusal (Invoke-Recorded { Connect-VIServer -Server $Target }).Errors[0] ValueInvalid -Target $Target -Says $Says
        } finally {
            Pop-Location
        }
    }

    It 'takes what is no path for a vSphere: <_>' -ForEach 'vcenter.example.com', 'vcenter.example.com/sdk', 'https://vcenter.example.com/sdk', 'vc01' {
        $name = $_ -replace '^https://|/sdk$'
        Assert-Refusal (Invoke-Recorded { Connect-VIServer -Server $_ }).Errors[0] AuthenticationFailed -Target $name -Says "Connect-VIServer $name -Credential"
    }

    It 'connects several targets at once, and goes on after one that is not there' {
        $result = Invoke-Recorded { Connect-VIServer -Server "$folder/none.json", $store }
        $result.Output.Name | Should -BeExactly $store
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] StoreNotFound -Category ObjectNotFound -Target "$folder/none.json" -Says "Connect-VIServer '$folder/none.json' -Force"
    }

    It 'stops at a target that is not there with -ErrorAction Stop' {
        $result = Invoke-Recorded { Connect-VIServer -Server "$folder/none.json", $store -ErrorAction Stop }
        Assert-Refusal $result.Thrown StoreNotFound
        $result.Output.Count | Should -Be 0
    }

    It 'creates a store with -Force, and leaves one that is there as it is' {
        $new = Join-Path -Path $folder -ChildPath 'new.json'
        $server = Connect-VIServer -Server $new -Force
        @(Get-VMHost -Server $server).Count | Should -Be 0
        Test-Path -LiteralPath $new | Should -BeTrue
        Disconnect-TestServer
        $before = Get-FileHash -LiteralPath $store
        @(Connect-VIServer -Server $store -Force | ForEach-Object { Get-VM -Server $_ }).Count | Should -Be 10
        (Get-FileHash -LiteralPath $store).Hash | Should -Be $before.Hash
    }

    It 'creates no folders' {
        $result = Invoke-Recorded { Connect-VIServer -Server "$folder/none/lab.json" -Force }
        Assert-Refusal $result.Errors[0] StoreNotFound -Category ObjectNotFound -Says 'Create the folder'
        Test-Path -LiteralPath "$folder/none" | Should -BeFalse
    }

    It 'ignores what only a network server has' {
        $server = Connect-VIServer -Server $store -Port 443 -Protocol https -Session abc
        $server.IsConnected | Should -BeTrue
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a damaged store'; File = 'damaged.json'; Text = '{ "schemaVersion": 1, "vms": 7 }'; Id = 'StoreCorrupt'; Category = 'InvalidData' }
        @{ What = 'a store that is no JSON'; File = 'text.json'; Text = 'hello'; Id = 'StoreCorrupt'; Category = 'InvalidData' }
        @{ What = 'a store of a newer version'; File = 'newer.json'; Text = '{ "schemaVersion": 99 }'
            Id = 'StoreVersionUnsupported'; Category = 'InvalidData' }
    ) {
        $path = Join-Path -Path $folder -ChildPath $File
        Set-Content -LiteralPath $path -Value $Text
        $result = Invoke-Recorded { Connect-VIServer -Server $path }
        Assert-Refusal $result.Errors[0] $Id -Category $Category -Says $path
        Get-Content -LiteralPath $path | Should -BeExactly $Text
        @(Get-DefaultServer).Count | Should -Be 0
    }

    It 'refuses a vSphere whose password would go in the clear, and one that is not there' {
        $result = Invoke-Recorded { Connect-VIServer -Server http://vc.example/sdk, localhost:1 -User me -Password secret }
        Assert-Refusal $result.Errors[0] CertificateUntrusted -Category SecurityError -Target http://vc.example/sdk -Says 'in the clear'
        Assert-Refusal $result.Errors[1] ServerUnreachable -Category ConnectionError -Target localhost:1 -Says 'Check the address'
        $result.Errors.ForEach{ "$_" } | Should -Not -Match secret
    }

    It 'takes a name without .json for a store with -Backend, and refuses it for its name' {
        $result = Invoke-Recorded { Connect-VIServer -Server "$folder/lab" -Backend JsonStore }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Target "$folder/lab" -Says 'ends in .json'
    }

    It 'refuses a path that can be none' {
        $result = Invoke-Recorded { Connect-VIServer -Server "a`0b.json" }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says 'path'
    }

    It 'refuses a user name that is none: <_>' -ForEach ' ', "a`nb" {
        $result = Invoke-Recorded { Connect-VIServer -Server $store -User $_ }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says 'user name'
        @(Get-DefaultServer).Count | Should -Be 0
    }

    It 'refuses a path of another provider' {
        $result = Invoke-Recorded { Connect-VIServer -Server 'Env:/lab.json' }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Says 'Environment'
    }

    It 'takes a catalog of your own from <how>' -ForEach @(@{ How = '-CatalogPath' }, @{ How = 'PASSTHROUGHTOOLS_CATALOG' }) {
        $catalog = Join-Path -Path $folder -ChildPath 'catalog.json'
        Set-Content -LiteralPath $catalog -Value ('{ "schemaVersion": 1, "sources": { "measured": "our own measurement" }, "models": [ { "key": "OwnT4", "name": "Our T4", "kind": "gpu",' +
            ' "pciIds": ["10de:1eb8"], "bar": { "sizeGB": 32, "sources": ["measured"] } } ] }')
        try {
            if ($How -eq '-CatalogPath') {
                $null = Connect-VIServer -Server $store -CatalogPath $catalog
            } else {
                $env:PASSTHROUGHTOOLS_CATALOG = $catalog
                $null = Connect-VIServer -Server $store
            }
        } finally {
            $env:PASSTHROUGHTOOLS_CATALOG = $null
        }
        (Get-PassthroughDevice -VM gpu-01).Model.Key | Should -BeExactly 'OwnT4'
        (Invoke-Recorded { Connect-VIServer -Server $store -CatalogPath $catalog }).Warnings | Should -BeLike "*is connected already and keeps its catalog*Disconnect-VIServer*"
        (Invoke-Recorded { Connect-VIServer -Server $store }).Warnings | Should -BeNullOrEmpty
        (Get-MmioSizing -VM gpu-01).RequiredGB | Should -Be 32
        (Get-PassthroughCapability -Model OwnT4).DefinedIn | Should -BeExactly $catalog
    }

    It 'refuses a catalog that is none' {
        $catalog = Join-Path -Path $folder -ChildPath 'no-catalog.json'
        Set-Content -LiteralPath $catalog -Value '{ "schemaVersion": 1, "devices": [] }'
        $result = Invoke-Recorded { Connect-VIServer -Server $store -CatalogPath $catalog }
        Assert-Refusal $result.Errors[0] InputMalformed -Category InvalidData -Says $catalog
        @(Get-DefaultServer).Count | Should -Be 0
    }
}

Describe 'A store behind a link' -Tag JsonStore -Skip:$IsWindows {
    BeforeEach {
        $script:store = Copy-BaseInventory
        $script:byFile = "$TestDrive/link-$(New-Guid).json"
        $script:byFolder = "$TestDrive/folder-$(New-Guid)"
        $null = New-Item -ItemType SymbolicLink -Path $byFile -Target $store
        $null = New-Item -ItemType SymbolicLink -Path $byFolder -Target (Split-Path $store)
        $script:plan = "$TestDrive/plan-$(New-Guid).json"
    }
    AfterEach {
        $env:PASSTHROUGHTOOLS_REHEARSAL = $null
        Disconnect-TestServer
    }

    It 'is the store: one connection, and nothing twice' {
        $server = Connect-VIServer $store
        foreach ($path in $byFile, "$byFolder/lab.json") {
            Connect-VIServer $path | Should -Be $server
            (Get-VM web-01 -Server $path).Name | Should -BeExactly web-01
        }
        @(Get-VM web-01).Count | Should -Be 1
        $server.Name | Should -BeExactly $store
    }

    It 'has one rehearsal, by -Rehearsal and by the environment' {
        $first = Connect-VIServer $byFile -Rehearsal
        $null = Set-VM web-01 -Notes rehearsed
        Connect-VIServer "$byFolder/lab.json" -Rehearsal | Should -Be $first
        Disconnect-VIServer * -Confirm:$false
        $env:PASSTHROUGHTOOLS_REHEARSAL = '1'
        $printed = Invoke-TestProcess "
            `$null = Connect-VIServer '$byFile' -WarningAction Ignore
            `$null = Set-VM web-01 -Notes rehearsed
            Disconnect-VIServer * -Confirm:`$false
            `$null = Connect-VIServer '$store' -WarningAction Ignore
            ""one: `$((Get-VM web-01).Notes)""
            `$env:PASSTHROUGHTOOLS_REHEARSAL = '$byFolder/lab.json'
            `$null = Connect-VIServer vcenter.example.com -WarningAction Ignore
            ""other: `$((Get-VM web-01).Notes -join ',')"""
        $printed | Should -Match 'one: rehearsed'
        $printed | Should -Match 'other: rehearsed\s'
    }

    It 'carries out a plan that was made by its path, and a plan behind a link has one journal' {
        $null = Connect-VIServer $byFile
        $made = New-PassthroughMaintenancePlan esxi02* -Path $plan
        $made.Target | Should -BeExactly $store
        $link = "$TestDrive/link-$(New-Guid).json"
        $null = New-Item -ItemType SymbolicLink -Path $link -Target $plan
        $null = New-PassthroughMaintenancePlan esxi02* -Path $link -Force
        (Get-Item $link).LinkTarget | Should -BeExactly $plan
        $null = Invoke-PassthroughMaintenancePlan $link -Confirm:$false
        (Get-PassthroughMaintenancePlan $plan).State | Should -Be Evacuated
    }

    It 'carries out a plan that names the link, as earlier versions made it' {
        $null = Connect-VIServer $store
        $null = New-PassthroughMaintenancePlan esxi02* -Path $plan
        Set-Content -LiteralPath $plan -Value (Get-Content -LiteralPath $plan -Raw).Replace("""$store""", """$byFile""")
        (Get-PassthroughMaintenancePlan $plan).Plan.Target | Should -BeExactly $byFile
        @(Invoke-PassthroughMaintenancePlan $plan -Confirm:$false).Event | Should -Not -Contain Failed
    }
}

Describe '-Server' {
    AfterEach { Disconnect-TestServer }

    BeforeEach {
        $script:first = Connect-TestServer -Name first
        $script:second = Connect-TestServer -Name second
        $null = Set-VM web-01 -Name only-second -Server $second
    }

    It 'uses all default servers where none is named' {
        @(Get-VM).Count | Should -Be 20
        @(Get-VM gpu-01).Count | Should -Be 2
        @(Get-VM web-01).Count | Should -Be 1
        @(Get-VM only-second).Count | Should -Be 1
    }

    It 'names servers by <how>' -ForEach @(
        @{ How = 'object'; Server = { $second } }
        @{ How = 'name'; Server = { $second.Name } }
        @{ How = 'name in other case'; Server = { $second.Name.ToUpperInvariant() } }
        @{ How = 'pattern'; Server = { '*second*' } }
        @{ How = 'an object from an array'; Server = { @($first, $second) | Select-Object -Last 1 } }
        @{ How = 'its short name'; Server = { Get-ShortName $second } }
    ) {
        @(Get-VM -Server (& $Server)).Name | Should -Contain 'only-second'
        @(Get-VM -Server (& $Server)).Count | Should -Be 10
    }

    It 'takes several servers, each once' {
        @(Get-VM -Server $first, $second).Count | Should -Be 20
        @(Get-VM -Server $first, $first.Name, '*').Count | Should -Be 20
    }

    It 'ends the command for a server that is not connected' {
        { Get-VM -Server nowhere } | Should -Throw -ErrorId 'NotConnected,PassthroughTools.Commands.GetVMCommand'
        $result = Invoke-Recorded { Get-VM -Server nowhere }
        Assert-Refusal $result.Thrown NotConnected -Category ConnectionError -Target nowhere -Says "Connect-VIServer 'nowhere'"
    }

    It 'changes the named server only' {
        @(Get-TestChange { Start-VM gpu-01 -Server $first } -Server $second).Count | Should -Be 0
        (Get-VM gpu-01 -Server $first).PowerState | Should -Be PoweredOn
        (Get-VM gpu-01 -Server $second).PowerState | Should -Be PoweredOff
    }

    It 'changes an object on the server that it was read from' {
        $machine = Get-VM gpu-01 -Server $first
        (Start-VM $machine).Uid | Should -BeExactly $machine.Uid
        (Get-VM gpu-01 -Server $second).PowerState | Should -Be PoweredOff
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'null'; Value = $null; Id = 'Validation' }
        @{ What = 'an empty array'; Value = @(); Id = 'Transformation' }
    ) {
        { Get-VM -Server $Value } | Should -Throw -ErrorId "ParameterArgument${Id}Error,PassthroughTools.Commands.GetVMCommand"
    }

    It 'refuses a device of another server' {
        $device = Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:03:00.0 -Server $first
        $result = Invoke-Recorded { Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice $device -Server $second }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ValueInvalid -Says 'was read from server'
        $machine = Get-VM HighPerfVM -Server $second
        $result = Invoke-Recorded { Add-PassthroughDevice -VM $machine -PassthroughDevice $device }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound -Says (
            "Device 0000:03:00.0 is of server '$($first.Name)', and VM 'HighPerfVM' of server '$($second.Name)': a VM has devices of its own host. " +
            "Choose one of these: Get-PassthroughDevice -Server '$($second.Name)' -VMHost 'esxi01.domain.com'")
        $rehearsal = Connect-VIServer $first.Name -Rehearsal -NotDefault
        $machine = Get-VM HighPerfVM -Server $rehearsal
        $result = Invoke-Recorded { Add-PassthroughDevice -VM $machine -PassthroughDevice $device }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Says "is of server '$($first.Name)', and VM 'HighPerfVM' of a rehearsal of server '$($first.Name)'"
    }
}

Describe '-Server that names another server than an object is of' {
    BeforeAll {
        $script:first = Connect-TestServer -Name first -Inventory RunningRack
        $script:second = Connect-TestServer -Name second -Inventory RunningRack
        $script:vm = Get-VM started -Server $first
        $script:hosted = Get-VMHost esxi02* -Server $first
        $script:cluster = Get-Cluster -Server $first | Select-Object -First 1
        $script:device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 -Server $first
        $script:attached = Get-PassthroughDevice -VM gpu-01 -Server $first
        $script:snapshot = Get-Snapshot started -Server $first
        $script:plan = New-PassthroughMaintenancePlan esxi05* -Server $first
    }
    AfterAll { Disconnect-TestServer }

    It 'is refused, and nothing is done on either: <_>' -ForEach @(
        { Get-VM -Location $hosted -Server $second }, { Get-VMHost -VM $vm -Server $second }, { $cluster | Get-VMHost -Server $second }
        { Get-Cluster -VM $vm -Server $second }, { Get-Cluster -VMHost $hosted -Server $second }, { Get-Template -Location $cluster -Server $second }
        { $vm | Get-PassthroughDevice -Server $second }, { Get-PassthroughDevice -VMHost $hosted -Server $second }, { $hosted | Get-VMHostPciDevice -Server $second }
        { Get-AdvancedSetting $vm -Server $second }, { Get-VMResourceConfiguration $vm -Server $second }, { Get-Snapshot $vm -Server $second }
        { Get-MmioSizing $vm -Server $second }, { Set-MmioSizing $vm -SizeGB 64 -Server $second }, { Find-PassthroughHost $vm -Server $second }
        { Test-EnhancedDirectPathFeature $vm -Server $second }, { $device | Test-EnhancedDirectPathFeature -Server $second }
        { Test-PassthroughPrerequisite $vm -Server $second }, { Test-PassthroughPrerequisite -VMHost $hosted -Server $second }
        { Get-PassthroughReport $hosted -Server $second }, { $cluster | Get-PassthroughReport -Kind Device -Server $second }
        { Export-PassthroughReport TestDrive:/x.html -Location $hosted -Server $second }
        { Start-VM $vm -Server $second }, { Stop-VM $vm -Server $second }, { Suspend-VM $vm -Server $second }, { Restart-VM $vm -Server $second }
        { Remove-VM $vm -Server $second }, { Set-VM $vm -Notes x -Server $second }, { Move-VM $vm esxi02.domain.com -Server $second }
        { Move-VM web-01 $hosted -Server $second }, { New-Snapshot $vm x -Server $second }, { $snapshot | Remove-Snapshot -Server $second }
        { New-VM x -VMHost $hosted -Server $second }, { New-VM x -ResourcePool $cluster -Server $second }, { New-AdvancedSetting $vm a b -Server $second }
        { Set-VMHost $hosted Maintenance -Server $second }, { Restart-VMHost $hosted -Force -Server $second }, { Remove-VMHost $hosted -Server $second }
        { Add-PassthroughDevice $vm 0000:03:00.0 -Server $second }, { Add-PassthroughDevice HighPerfVM $device -Server $second }
        { $attached | Remove-PassthroughDevice -Server $second }, { Remove-PassthroughDevice 0000:41:00.0 -VM $vm -Server $second }
        { $device | Set-PassthroughDevice -HardwareLabel x -Server $second }, { Set-PassthroughDevice 0000:81:00.0 -VMHost $hosted -HardwareLabel x -Server $second }
        { New-PassthroughMaintenancePlan $hosted -Server $second }, { $plan | Invoke-PassthroughMaintenancePlan -Server $second }
        { $plan | Get-PassthroughMaintenancePlan -Server $second }
        { Get-EsxCli $hosted -Server $second }, { $vm | Get-View -Server $second }, { $hosted | Get-VIObjectByVIView -Server $second }
    ) {
        $before = @(Get-PassthroughEvent -Server $first).Count, @(Get-PassthroughEvent -Server $second).Count
        $ConfirmPreference = 'None'
        $result = Invoke-Recorded $_
        $result.Thrown | Should -BeNullOrEmpty
        @($result.Errors).Count | Should -Be 1 -Because ($result.Errors -join ' | ')
        Assert-Refusal $result.Errors[0] ValueInvalid -Says "and -Server names server '$($second.Name)'"
        $result.Output | Should -BeNullOrEmpty
        (@(Get-PassthroughEvent -Server $first).Count, @(Get-PassthroughEvent -Server $second).Count) | Should -Be $before
    }

    It 'is tested above of every command that has it and takes objects' {
        $tested = [regex]::Matches((Get-Content -LiteralPath $PSCommandPath -Raw), '\{ (?:\$\w+ \| )?(\w+-\w+) [^}]*-Server \$second \}') | ForEach-Object { $_.Groups[1].Value }
        $taking = Get-Command -Module PassthroughTools | Where-Object { $_.Parameters.ContainsKey('Server') } | Where-Object {
            $_.Parameters.Values | Where-Object { $_.ParameterType.ToString() -match 'PassthroughTools\.Binding\.(?!Server)\w+Reference' }
        }
        $taking.Name | Where-Object { $_ -notin $tested } | Should -BeNullOrEmpty
        $taking.Count | Should -BeGreaterThan 25
    }

    It 'is what Move-VM across servers says too' {
        $result = Invoke-Recorded { Move-VM $vm (Get-VMHost esxi02* -Server $second) }
        @($result.Errors).Count | Should -Be 1
        Assert-Refusal $result.Errors[0] ValueInvalid -Target started -Says "VM 'started' is of server '$($first.Name)', and 'esxi02.domain.com' of server '$($second.Name)': a VM moves within its server"
        $only = New-VM moving -VMHost esxi01* -Server $first
        Assert-Refusal (Invoke-Recorded { $only | Move-VM -Destination (Get-Cluster -Server $second | Select-Object -First 1) }).Errors[0] ValueInvalid
    }

    It 'and an object works again when its server is connected again' {
        $name = $first.Name
        Disconnect-VIServer $first -Force
        $result = Invoke-Recorded { $vm | Set-VM -Notes again }
        Assert-Refusal $result.Errors[0] NotConnected -Says "'started' belongs to server '$name', which is not connected. Connect it first: Connect-VIServer '$name'"
        $null = Connect-VIServer $name
        ($vm | Set-VM -Notes again).Notes | Should -BeExactly again
        $snapshot | Remove-Snapshot -Confirm:$false
        Get-Snapshot $vm | Should -BeNullOrEmpty
    }
}

Describe 'A command without a server' {
    AfterEach { Disconnect-TestServer }

    It 'says how to connect one: <Command>' -ForEach @(
        @{ Command = 'Get-VM' }, @{ Command = 'Get-VMHost' }, @{ Command = 'Get-Cluster' }, @{ Command = 'Get-Template' }
        @{ Command = 'Get-VMHostPciDevice' }, @{ Command = 'Get-PassthroughDevice' }, @{ Command = 'Get-VMResourceConfiguration' }
        @{ Command = 'Get-PassthroughEvent' }, @{ Command = 'Start-VM x' }, @{ Command = 'Remove-VM x' }
        @{ Command = 'Get-MmioSizing x' }, @{ Command = 'Set-MmioSizing x' }, @{ Command = 'Get-AdvancedSetting x' }
        @{ Command = 'New-VM x -VMHost y' }, @{ Command = 'Restart-VMHost x -Confirm:$false' }
        @{ Command = 'Export-PassthroughInventory TestDrive:/x.json' }, @{ Command = 'Test-EnhancedDirectPathFeature x' }, @{ Command = 'Test-PassthroughPrerequisite x' }
        @{ Command = 'Get-PassthroughReport' }, @{ Command = 'Export-PassthroughReport TestDrive:/x.html' }
    ) {
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        Assert-Refusal $result.Thrown NotConnected -Category ConnectionError -Says 'Connect-VIServer ./lab.json'
    }

    It 'names a server that is connected and no default one' {
        $server = Connect-TestServer -NotDefault
        $result = Invoke-Recorded { Get-VM }
        Assert-Refusal $result.Thrown NotConnected -Says "-Server '$($server.Name)'"
    }

    It 'needs none for the built-in catalog' {
        @(Get-PassthroughCapability).Count | Should -BeGreaterThan 10
    }
}

Describe 'Disconnect-VIServer' {
    AfterEach { Disconnect-TestServer }

    It 'disconnects the default servers where none is named' {
        $first = Connect-TestServer -Name first
        $other = Connect-TestServer -Name other -NotDefault
        Disconnect-VIServer -Confirm:$false
        $first.IsConnected | Should -BeFalse
        $other.IsConnected | Should -BeTrue
        @(Get-DefaultServer).Count | Should -Be 0
        (Get-Variable -Name DefaultVIServer -Scope Global).Value | Should -BeNullOrEmpty
    }

    It 'makes the server before the default one again' {
        $first = Connect-TestServer -Name first
        $second = Connect-TestServer -Name second
        Disconnect-VIServer $second -Confirm:$false
        (Get-Variable -Name DefaultVIServer -Scope Global).Value | Should -Be $first
    }

    It 'takes servers by <how>' -ForEach @(
        @{ How = 'object'; Script = { Disconnect-VIServer -Server $second -Confirm:$false } }
        @{ How = 'position'; Script = { Disconnect-VIServer $second -Confirm:$false } }
        @{ How = 'name'; Script = { Disconnect-VIServer -Server $second.Name -Confirm:$false } }
        @{ How = 'pattern'; Script = { Disconnect-VIServer -Server *second* -Confirm:$false } }
        @{ How = 'pipeline'; Script = { $second | Disconnect-VIServer -Confirm:$false } }
        @{ How = 'a name in the pipeline'; Script = { $second.Name | Disconnect-VIServer -Confirm:$false } }
        @{ How = 'object, and -Force in the place of the answer'; Script = { Disconnect-VIServer $second -Force } }
    ) {
        $first = Connect-TestServer -Name first
        $second = Connect-TestServer -Name second
        & $Script
        $second.IsConnected | Should -BeFalse
        $first.IsConnected | Should -BeTrue
    }

    It 'disconnects nothing with -WhatIf<also>' -ForEach @(@{ Also = ''; More = @{} }, @{ Also = ' and -Force'; More = @{ Force = $true } }) {
        $server = Connect-TestServer
        Disconnect-VIServer -Server $server -WhatIf @More
        $server.IsConnected | Should -BeTrue
        @(Get-DefaultServer) | Should -Be @($server)
    }

    It 'disconnects nothing where $WhatIfPreference says so, with -Force too' {
        $server = Connect-TestServer
        & { $WhatIfPreference = $true; Disconnect-VIServer -Server $server -Force } | Out-Null
        $server.IsConnected | Should -BeTrue
    }

    It 'says that a server is not connected, and goes on' {
        $server = Connect-TestServer
        $result = Invoke-Recorded { 'nowhere', $server.Name | Disconnect-VIServer -Confirm:$false }
        Assert-Refusal $result.Errors[0] NotConnected -Category ConnectionError -Target nowhere
        $server.IsConnected | Should -BeFalse
    }

    It 'says nothing for a pattern that no server fits, and for no input' {
        (Invoke-Recorded { Disconnect-VIServer nowhere* -Confirm:$false }).Errors.Count | Should -Be 0
        (Invoke-Recorded { @() | Disconnect-VIServer -Confirm:$false }).Errors.Count | Should -Be 0
    }

    It 'says that nothing is connected, or that it has to be named' {
        Assert-Refusal (Invoke-Recorded { Disconnect-VIServer -Confirm:$false }).Errors[0] NotConnected -Says 'No server is connected'
        $server = Connect-TestServer -NotDefault
        Assert-Refusal (Invoke-Recorded { Disconnect-VIServer -Confirm:$false }).Errors[0] NotConnected -Says "-Server '$($server.Name)'"
    }

    It 'leaves objects that can be read, and not be used' {
        $server = Connect-TestServer
        $machine = Get-VM gpu-01
        $device = Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:42:00.0
        $setting = Get-AdvancedSetting gpu-01 pciPassthru.use64bitMMIO
        $resources = Get-VMResourceConfiguration gpu-01
        Disconnect-VIServer $server -Confirm:$false
        $machine.VMHost.Name | Should -BeExactly 'esxi01.domain.com'
        $machine.PassthroughDevices[0].Id | Should -BeExactly '0000:41:00.0'
        $null = Connect-TestServer -Name other
        foreach ($attempt in @(
                { Start-VM $machine }, { $machine | Get-VMHost }, { Get-VM -Location $machine.VMHost }, { $machine | Get-MmioSizing }
                { Set-PassthroughDevice $device -HardwareLabel x }, { Set-AdvancedSetting $setting -Value FALSE }
                { Set-VMResourceConfiguration $resources -CpuReservationMhz 1 }, { Test-EnhancedDirectPathFeature -PassthroughDevice $device }, { Test-PassthroughPrerequisite -PassthroughDevice $device }
                { Remove-AdvancedSetting $setting -Confirm:$false }, { $machine | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false }
            )) {
            $result = Invoke-Recorded $attempt
            $result.Errors.Count | Should -Be 1 -Because $attempt
            Assert-Refusal $result.Errors[0] NotConnected -Category ConnectionError -Says 'Connect-VIServer'
            $result.Errors[0].TargetObject | Should -Not -BeNullOrEmpty -Because $attempt
        }
    }

    It 'lets an object be used again when its server is connected again' {
        $server = Connect-TestServer
        $machine = Get-VM gpu-01
        Disconnect-VIServer $server -Confirm:$false
        $null = Connect-VIServer -Server $server.Name
        ($machine | Start-VM).PowerState | Should -Be PoweredOn
    }

    It 'is done for all servers when the module is removed' {
        $target = (Connect-TestServer).Name
        Disconnect-TestServer -Keep
        $result = Invoke-InRunspace -Variable @{ target = $target; module = Get-TestedModulePath } -Script '
            $server = Connect-VIServer $target
            $server.IsConnected
            Remove-Module PassthroughTools
            $server.IsConnected
            Import-Module $module
            try { Get-VM } catch { $_.FullyQualifiedErrorId }'
        $result.Output[0, 1] | Should -Be $true, $false
        $result.Output[2] | Should -BeLike 'NotConnected,*'
    }
}
