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
            $row.VMotionReason | Should -BeExactly $vm.Capabilities.VMotion.Reason
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
