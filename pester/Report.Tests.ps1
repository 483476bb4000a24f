BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
}

Describe 'Get-PassthroughReport' {
    BeforeAll {
        $script:server = Connect-TestServer -Inventory RunningRack
    }
    AfterAll { Disconnect-TestServer }

    It 'has a row for each machine, with what Get-VM has' {
        $rows = @(Get-PassthroughReport)
        $rows.Name | Should -BeExactly (Get-VM).Name
        foreach ($vm in Get-VM) {
            $row = $rows | Where-Object Id -EQ $vm.Id
            $row.VMHost, $row.Cluster | Should -BeExactly $vm.VMHost.Name, $vm.Cluster.Name
            $row.PowerState | Should -BeExactly "$($vm.PowerState)"
            $row.VMotion, $row.SuspendResume | Should -BeExactly "$($vm.Capabilities.VMotion.Support)", "$($vm.Capabilities.SuspendResume.Support)"
            $row.VMotionReason.StartsWith($vm.Capabilities.VMotion.Reason) | Should -BeTrue
            $row.Server | Should -BeExactly $server.Name
        }
    }

    It 'has a row for each device that a host can pass through, with what Get-PassthroughDevice has' {
        $rows = @(Get-PassthroughReport -Kind Device)
        $devices = @(Get-PassthroughDevice)
        $rows.Id | Should -BeExactly $devices.Id
        for ($i = 0; $i -lt $rows.Count; $i++) {
            $rows[$i].VMHost | Should -BeExactly $devices[$i].VMHost.Name
            $rows[$i].Mode | Should -BeExactly "$($devices[$i].Mode)"
            $rows[$i].Owner | Should -BeExactly $devices[$i].VM.Name
            $rows[$i].Free | Should -BeExactly $(if ($devices[$i].VM) { 'No' } else { 'Yes' })
        }
        ($rows | Where-Object Available -EQ Yes).VMHost | Should -Contain esxi01.domain.com
    }

    It 'is one table in a spreadsheet, with a cell for each property' -ForEach @(@{ Kind = 'VM' }, @{ Kind = 'Device' }) {
        $rows = @(Get-PassthroughReport -Kind $Kind)
        $rows | Export-Csv "TestDrive:/$Kind.csv"
        $read = @(Import-Csv "TestDrive:/$Kind.csv")
        $read.Count | Should -Be $rows.Count
        for ($i = 0; $i -lt $rows.Count; $i++) {
            foreach ($property in $rows[$i].PSObject.Properties) { $read[$i].($property.Name) | Should -BeExactly "$($property.Value)" }
        }
        foreach ($property in $rows[0].GetType().GetProperties()) { $property.PropertyType | Should -BeIn ([string], [int]) }
    }

    It 'is of the hosts and clusters that are named or piped, each once' {
        $expected = (Get-VM -Location GPU-Cluster).Name
        (Get-PassthroughReport GPU-Cluster).Name | Should -BeExactly $expected
        (Get-Cluster GPU-Cluster | Get-PassthroughReport).Name | Should -BeExactly $expected
        (Get-PassthroughReport GPU-Cluster, esxi01*, esxi02*).Name | Should -BeExactly $expected
        (Get-VMHost esxi01* | Get-PassthroughReport -Kind Device).VMHost | Select-Object -Unique | Should -BeExactly esxi01.domain.com
        Get-VMHost none* | Get-PassthroughReport | Should -BeNullOrEmpty
    }

    It 'says that a location is missing, and what of the others is' {
        $result = Invoke-Recorded { Get-PassthroughReport nowhere, esxi01.domain.com }
        $result.Errors.Count | Should -Be 1
        "$($result.Errors[0])" | Should -Match nowhere
        $result.Output.Count | Should -BeGreaterThan 0
    }

    It 'names the near kind' {
        { Get-PassthroughReport -Kind Devices } | Should -Throw '*Did you mean Device?*'
    }

    It 'reads each server once, and says of which server a row is, and that it is a rehearsal' {
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        $told = Get-PassthroughReport -Server $server, $rehearsal -Verbose 4>&1
        $read = @($told | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -like 'Read the inventory of *' })
        $read.Count | Should -Be 2
        $servers = ($told | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).Server | Select-Object -Unique
        $servers | Should -BeExactly $server.Name, "$($rehearsal.Name) (rehearsal)"
        Disconnect-VIServer $rehearsal -Confirm:$false
    }

    It 'leaves templates out' {
        $oddities = Connect-TestServer -Inventory Oddities -NotDefault
        $report = Get-PassthroughReport -Server $oddities
        $report.Id | Sort-Object | Should -BeExactly ((Get-VM -Server $oddities).Id | Sort-Object)
        Get-Template -Server $oddities | Should -Not -BeNullOrEmpty
    }
}

Describe 'Export-PassthroughReport' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'writes one file with what Get-PassthroughReport has' {
        $file = Export-PassthroughReport TestDrive:/r.html
        $file | Should -BeOfType IO.FileInfo
        $html = [IO.File]::ReadAllText($file.FullName)
        foreach ($row in Get-PassthroughReport) { $html | Should -Match ">$($row.Name)</th><td>$($row.VMHost)</td><td>$($row.PowerState)</td>" }
        foreach ($row in Get-PassthroughReport -Kind Device) { $html | Should -Match "<td>$($row.VMHost)</td><th scope=`"row`" class=`"mono`">$($row.Id)</th>" }
        $html | Should -Match ([regex]::Escape("<dd>$([Net.WebUtility]::HtmlEncode($server.Name))</dd>"))
        $html | Should -Match '<dd>all 6</dd>'
        $html | Should -Match "<dd>PassthroughTools $((Get-Module PassthroughTools).Version)</dd>"
        $html | Should -Match "<dd>$([datetime]::UtcNow.ToString('yyyy-', [cultureinfo]::InvariantCulture))\d\d-\d\d \d\d:\d\d:\d\d UTC</dd>"
        $html | Should -Not -Match '<script|<link|<img|\bsrc=|url\('
    }

    It 'is of the hosts and clusters that are named or piped' {
        foreach ($file in (Export-PassthroughReport TestDrive:/named.html -Location GPU-Cluster), (Get-Cluster GPU-Cluster | Export-PassthroughReport TestDrive:/piped.html)) {
            $html = [IO.File]::ReadAllText($file.FullName)
            $html | Should -Match '<dd>4 of 6</dd>'
            $html | Should -Match esxi01
            $html | Should -Not -Match esxi03
        }
    }

    It 'writes nothing where nothing is piped, or what is named is missing' {
        Get-Cluster none* | Export-PassthroughReport TestDrive:/none.html | Should -BeNullOrEmpty
        $result = Invoke-Recorded { Export-PassthroughReport TestDrive:/none.html -Location nowhere }
        $result.Errors.Count | Should -Be 1
        Test-Path TestDrive:/none.html | Should -BeFalse
    }

    It 'is of all servers together, and marks a rehearsal' {
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        $null = Set-VM web-01 -Name tried -Server $rehearsal
        $html = [IO.File]::ReadAllText((Export-PassthroughReport TestDrive:/both.html -Server $server, $rehearsal).FullName)
        $html | Should -Match '<dt>Servers</dt>'
        $html | Should -Match '<td>[^<]*\(rehearsal\)</td><th scope="row">tried</th>'
        $html | Should -Match '<dd>all 12</dd>'
    }

    It 'overwrites with -Force only' {
        $file = Export-PassthroughReport TestDrive:/over.html
        $null = Set-VM web-01 -Name later
        Assert-Refusal (Invoke-Recorded { Export-PassthroughReport TestDrive:/over.html }).Errors[0] NameInUse -Category ResourceExists -Says '-Force'
        [IO.File]::ReadAllText($file.FullName) | Should -Match '>web-01<'
        $null = Export-PassthroughReport TestDrive:/over.html -Force
        [IO.File]::ReadAllText($file.FullName) | Should -Match '>later<'
    }

    It 'writes nothing with -WhatIf, and says what it would' {
        $result = Invoke-Unseen "Export-PassthroughReport '$TestDrive/whatif.html' -WhatIf" -Target $server.Name
        $result.Errors.Count | Should -Be 0
        Test-Path "$TestDrive/whatif.html" | Should -BeFalse
    }

    It 'refuses <what>' -ForEach @(
        @{ What = 'a name that no browser opens, such as a store''s'; Path = { 'TestDrive:/x.json' }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a folder that is not there'; Path = { 'TestDrive:/none/x.html' }; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a path of another provider'; Path = { 'Env:/x.html' }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
        @{ What = 'a folder'; Path = { (New-Item TestDrive:/folder.html -ItemType Directory).FullName }; Id = 'ValueInvalid'; Category = 'InvalidArgument' }
    ) {
        Assert-Refusal (Invoke-Recorded { Export-PassthroughReport (& $Path) -Force }).Errors[0] $Id -Category $Category
        Test-Path 'TestDrive:/x.json' | Should -BeFalse
    }
}
