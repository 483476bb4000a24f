BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function global:ConvertTo-Serialized {
        # What a job, remoting or Export-Clixml makes of objects.
        param([Parameter(ValueFromPipeline)] [object] $InputObject, [int] $Depth = 1)
        process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($InputObject, $Depth)) }
    }
}

AfterAll { Remove-Item -Path Function:/ConvertTo-Serialized }

Describe 'Objects that came through a job, remoting or CliXml' {
    BeforeEach { $script:server = Connect-TestServer -Inventory RunningRack }
    AfterEach { Disconnect-TestServer }

    It 'mean what they were: <command>' -ForEach @(
        @{ Command = 'Get-VM gpu-01 | ConvertTo-Serialized | Get-PassthroughDevice'; Same = 'Get-PassthroughDevice -VM gpu-01' }
        @{ Command = 'Get-VMHost esxi01* | ConvertTo-Serialized | Get-PassthroughDevice'; Same = 'Get-PassthroughDevice -VMHost esxi01*' }
        @{ Command = 'Get-VMHost esxi01* | ConvertTo-Serialized | Get-VM'; Same = 'Get-VM -Location esxi01*' }
        @{ Command = 'Get-Cluster | ConvertTo-Serialized | Get-VMHost'; Same = 'Get-VMHost -Location (Get-Cluster)' }
        @{ Command = 'Get-VM | ConvertTo-Serialized | Get-VMHost'; Same = 'Get-VM | ForEach-Object { Get-VMHost -VM $_ }' }
        @{ Command = 'Get-VM -Location (Get-VMHost esxi01* | ConvertTo-Serialized)'; Same = 'Get-VM -Location esxi01*' }
        @{ Command = 'Get-PassthroughDevice -VMHost esxi01* | ConvertTo-Serialized | Test-PassthroughPrerequisite'; Same = 'Get-PassthroughDevice -VMHost esxi01* | Test-PassthroughPrerequisite' }
        @{ Command = 'Get-PassthroughDevice -VM * | ConvertTo-Serialized | Test-EnhancedDirectPathFeature'; Same = 'Get-PassthroughDevice -VM * | Test-EnhancedDirectPathFeature' }
        @{ Command = 'Get-VMHostPciDevice -VMHost esxi01* -Name *T4* | ConvertTo-Serialized | Test-PassthroughPrerequisite'; Same = 'Get-VMHostPciDevice -VMHost esxi01* -Name *T4* | Test-PassthroughPrerequisite' }
        @{ Command = 'Get-PassthroughDevice -VMHost esxi01* | ConvertTo-Serialized | Get-PassthroughRecommendation'; Same = 'Get-PassthroughDevice -VMHost esxi01* | Get-PassthroughRecommendation' }
        @{ Command = 'Get-VM web-01 -Server ($server | ConvertTo-Serialized)'; Same = 'Get-VM web-01' }
    ) {
        $given = @(& ([scriptblock]::Create($Command)))
        $same = @(& ([scriptblock]::Create($Same)))
        $given.Count | Should -BeGreaterThan 0
        ($given | ConvertTo-Json -Depth 4) | Should -BeExactly ($same | ConvertTo-Json -Depth 4)
    }

    It 'are changed: <command>' -ForEach @(
        @{ Command = 'Get-VM gpu-01, web-01 | ConvertTo-Serialized | Start-VM'; Operation = 'PowerOnVM', 'PowerOnVM' }
        @{ Command = 'Get-VM web-01 | ConvertTo-Serialized | Move-VM -Destination (Get-VMHost esxi02* | ConvertTo-Serialized)'; Operation = 'MoveVM' }
        @{ Command = 'Get-VMHost esxi01* | ConvertTo-Serialized | New-VM made'; Operation = 'CreateVM' }
        @{ Command = 'Add-PassthroughDevice -VM (Get-VM HighPerfVM | ConvertTo-Serialized) -PassthroughDevice (Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 | ConvertTo-Serialized)'; Operation = 'AttachFixedDevice' }
        @{ Command = 'Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 | ConvertTo-Serialized | Add-PassthroughDevice HighPerfVM'; Operation = 'AttachFixedDevice' }
        @{ Command = 'Get-PassthroughDevice -VM gpu-01 | ConvertTo-Serialized | Remove-PassthroughDevice'; Operation = 'DetachDevice' }
        @{ Command = 'Get-PassthroughDevice -VMHost esxi01* -Id 0000:81:00.0 | ConvertTo-Serialized | Set-PassthroughDevice -HardwareLabel x'; Operation = 'SetDeviceMode' }
        @{ Command = 'Get-AdvancedSetting gpu-01 *Size* | ConvertTo-Serialized | Set-AdvancedSetting -Value 128'; Operation = 'SetAdvancedSetting' }
        @{ Command = 'Get-AdvancedSetting gpu-01 *Size* | ConvertTo-Serialized | Remove-AdvancedSetting'; Operation = 'SetAdvancedSetting' }
        @{ Command = 'Get-VMResourceConfiguration web-01 | ConvertTo-Serialized | Set-VMResourceConfiguration -MemReservationLockedToMax $true'; Operation = 'SetResources' }
        @{ Command = 'Get-Snapshot started | ConvertTo-Serialized | Remove-Snapshot'; Operation = 'RemoveSnapshot' }
        @{ Command = 'Set-VM (Get-VM web-01 | ConvertTo-Serialized) -Notes x'; Operation = 'ChangeVM' }
    ) {
        $changes = @(Get-TestChange ([scriptblock]::Create("`$ConfirmPreference = 'None'; $Command")))
        Assert-TestEvent $changes -Operation $Operation
    }

    It 'are read from a file that Export-Clixml wrote' {
        Get-VM gpu-01 | Export-Clixml -LiteralPath TestDrive:/vms.xml
        (Import-Clixml -LiteralPath TestDrive:/vms.xml | Start-VM).PowerState | Should -BeExactly PoweredOn
    }

    It 'have enums by name, which a script compares: <what>' -ForEach @(
        @{ What = 'in this process'; Made = { Get-VM gpu-01, running | ConvertTo-Serialized } }
        @{ What = 'in a file'; Made = { Get-VM gpu-01, running | Export-Clixml TestDrive:/both.xml; Import-Clixml TestDrive:/both.xml } }
        @{ What = 'in a job'; Made = {
                Start-Job -InitializationScript ([scriptblock]::Create((Get-TestPreparation))) -ArgumentList $server.Name { Get-VM gpu-01, running -Server (Connect-VIServer $args[0]) } |
                    Receive-Job -Wait -AutoRemoveJob
            }
        }
    ) {
        $made = & $Made
        ($made | Where-Object PowerState -EQ PoweredOn).Name | Should -BeExactly running
        $made[0].PowerState | Should -BeOfType string
        $made[0].Capabilities.VMotion | Should -BeExactly NotSupported
        $made[0].Capabilities['vmotion'] | Should -BeExactly NotSupported
    }

    It 'have PCI identifiers as text, which a script compares, at whatever depth' -ForEach 1, 2, 3 {
        $made = Get-PassthroughDevice -VM gpu-01 | ConvertTo-Serialized -Depth $_
        $made.VendorId | Should -BeExactly 0x10de
        $made.VendorId -eq '0x10de' | Should -BeTrue
        0x10de -eq $made.VendorId | Should -BeTrue
    }

    It 'have maps that are rows of words in CSV' {
        $row = Get-VM gpu-01 | ConvertTo-Serialized | ConvertTo-Csv | ConvertFrom-Csv
        $row.AdvancedSettings | Should -BeLike '*pciPassthru.64bitMMIOSizeGB=64; pciPassthru.use64bitMMIO=TRUE*'
        $row.Capabilities | Should -BeLike '*; VMotion=NotSupported'
    }

    It 'are templates too' {
        $other = Connect-TestServer -Inventory Oddities -NotDefault -Name odd
        $golden = Get-Template golden -Server $other
        ($golden | ConvertTo-Serialized | Get-VMHost).Name | Should -BeExactly $golden.VMHost.Name
        Get-PassthroughDevice -Template ($golden | ConvertTo-Serialized) | Should -HaveCount @($golden.PassthroughDevices).Count
    }

    It 'come from Start-Job' {
        $job = Start-Job -InitializationScript ([scriptblock]::Create((Get-TestPreparation))) -ArgumentList $server.Name -ScriptBlock {
            param($target)
            Get-VM -Name gpu-01 -Server (Connect-VIServer $target)
        }
        $received = $job | Receive-Job -Wait -AutoRemoveJob
        $received.PSObject.TypeNames[0] | Should -BeExactly Deserialized.PassthroughTools.Inventory.VirtualMachine
        ($received | Get-PassthroughDevice).Id | Should -BeExactly (Get-PassthroughDevice -VM gpu-01).Id
    }

    It 'mean the object as it is now, under its new name' {
        $old = Get-VM web-01 | ConvertTo-Serialized
        $null = Set-VM web-01 -Name renamed
        ($old | Start-VM).Name | Should -BeExactly renamed
    }

    It 'never mean another one of the name: <what>' -ForEach @(
        @{ What = 'a machine made anew'; Script = { $null = New-VM made -VMHost esxi01*; Get-VM made }; Then = { Remove-VM made -Confirm:$false; $null = New-VM made -VMHost esxi01* }; Id = 'VMNotFound' }
        @{ What = 'a device detached'; Script = { Get-PassthroughDevice -VM gpu-01 }; Then = { Get-PassthroughDevice -VM gpu-01 | Remove-PassthroughDevice -Confirm:$false }; Id = 'DeviceNotFound' }
        @{ What = 'a snapshot removed'; Script = { Get-Snapshot started }; Then = { Get-Snapshot started | Remove-Snapshot -Confirm:$false; $null = New-Snapshot started before }; Id = 'SnapshotNotFound' }
    ) {
        $old = & $Script | ConvertTo-Serialized
        & $Then
        $command = @{ VMNotFound = 'Start-VM'; DeviceNotFound = 'Remove-PassthroughDevice'; SnapshotNotFound = 'Remove-Snapshot' }[$Id]
        $result = Invoke-Recorded { $old | & $command -Confirm:$false }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category ObjectNotFound -Says 'does not exist any more'
    }

    It 'are no argument where another kind is wanted: <_>' -ForEach @(
        'Get-VM web-01 | ConvertTo-Serialized | Get-Snapshot | ConvertTo-Serialized | Start-VM', 'Get-VM web-01 | ConvertTo-Serialized | Set-VMHost -State Maintenance', 'Get-Cluster | ConvertTo-Serialized | Start-VM'
        'Get-Snapshot started | ConvertTo-Serialized | Start-VM'
    ) {
        $line = $_
        @(Get-TestChange ([scriptblock]::Create($line))).Count | Should -Be 0
    }
}

Describe 'Rows of other commands' {
    BeforeAll { $script:server = Connect-TestServer }
    AfterAll { Disconnect-TestServer }

    It 'mean what they name: <what>' -ForEach @(
        @{ What = 'a CSV file with Name'; Script = { 'Name,Rack', 'gpu-01,8' | ConvertFrom-Csv | Get-MmioSizing }; Is = 'gpu-01' }
        @{ What = 'a CSV file with VM'; Script = { 'VM,Name', 'gpu-01,the trainer' | ConvertFrom-Csv | Get-MmioSizing }; Is = 'gpu-01' }
        @{ What = 'JSON'; Script = { '{ "Name": "gpu-01" }' | ConvertFrom-Json | Get-MmioSizing }; Is = 'gpu-01' }
        @{ What = 'selected properties'; Script = { Get-VM gpu-01 | Select-Object Name, PowerState | Get-MmioSizing }; Is = 'gpu-01' }
    ) {
        (& $Script).VM.Name | Should -BeExactly $Is
    }

    It 'name hosts too' {
        ('VMHost', 'esxi01.domain.com' | ConvertFrom-Csv | Get-VMHostPciDevice).VMHost.Name | Select-Object -Unique | Should -BeExactly esxi01.domain.com
    }

    It 'mean no object of another kind: <script>' -ForEach @(
        @{ Script = { Get-VMHost | Select-Object Name, Version | Start-VM } }
        @{ Script = { Get-PassthroughDevice -VMHost * | Select-Object Name, @{ n = 'VM'; e = { 'gpu-01' } } | Remove-VM -WhatIf } }
    ) {
        $done = Invoke-Recorded $Script
        $done.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }
}

Describe 'Objects of a server that is not connected' {
    AfterEach { Disconnect-TestServer }

    It 'name it, and mean nothing of another server' {
        $first = Connect-TestServer
        $old = Get-VM web-01, gpu-01 | ConvertTo-Serialized
        Disconnect-TestServer -Keep
        $null = Connect-TestServer
        $result = Invoke-Recorded { $old | Start-VM }
        $result.Errors.Count | Should -Be 2
        Assert-Refusal $result.Errors[0] NotConnected -Target web-01 -Says "'web-01' belongs to server '$($first.Name)', which is not connected. Connect it first: Connect-VIServer '$($first.Name)'"
        @(Get-PassthroughEvent).Count | Should -Be 0
        $null = Connect-VIServer $first.Name
        ($old | Start-VM).PowerState | Should -BeExactly PoweredOn, PoweredOn
    }

    It 'are told by -Server of it where that names another one' {
        $first = Connect-TestServer -Name first
        $second = Connect-TestServer -Name second
        $old = Get-VM web-01 -Server $first | ConvertTo-Serialized
        Assert-Refusal (Invoke-Recorded { $old | Start-VM -Server $second }).Errors[0] ValueInvalid -Says 'was read from server'
        ($old | Start-VM -Server $first).PowerState | Should -BeExactly PoweredOn
        (Get-VM web-01 -Server $second).PowerState | Should -BeExactly PoweredOff
    }

    It 'of a rehearsal never mean its target; those of a target mean its rehearsal where that alone is connected' {
        $server = Connect-TestServer
        $real = Get-VM web-01 | ConvertTo-Serialized
        $rehearsal = Connect-VIServer $server.Name -Rehearsal -NotDefault
        $rehearsed = Get-VM web-01 -Server $rehearsal | ConvertTo-Serialized
        Disconnect-VIServer $rehearsal -Force
        Assert-Refusal (Invoke-Recorded { $rehearsed | Start-VM }).Errors[0] NotConnected -Says "a rehearsal of server '$($server.Name)', which is not connected. Connect it first: Connect-VIServer '$($server.Name)' -Rehearsal"
        Disconnect-TestServer -Keep
        $rehearsal = Connect-VIServer $server.Name -Rehearsal
        ($real | Start-VM).PowerState | Should -BeExactly PoweredOn
        Disconnect-TestServer -Keep
        $null = Connect-VIServer $server.Name
        (Get-VM web-01).PowerState | Should -BeExactly PoweredOff
    }

    It 'and a connection of another process is not connected here' {
        $server = Connect-TestServer
        $other = $server | ConvertTo-Serialized
        Disconnect-TestServer -Keep
        $result = Invoke-Recorded { Get-VM -Server $other }
        Assert-Refusal $result.Thrown NotConnected -Target $server.Name -Says "Connect it first: Connect-VIServer '$($server.Name)'"
    }
}

Describe 'Tasks and plans of another session' {
    AfterEach { Disconnect-TestServer }

    It 'are the task itself in the process that began it' {
        $null = Connect-TestServer
        $task = Start-VM web-01 -RunAsync
        ($task | ConvertTo-Serialized | Wait-Task).Name | Should -BeExactly web-01
    }

    It 'are no task of the same id' {
        $null = Connect-TestServer
        $task = Start-VM web-01 -RunAsync
        $null = $task | Wait-Task
        $other = $task | ConvertTo-Serialized
        $other.StartTime = $other.StartTime.AddSeconds(1)
        Assert-Refusal (Invoke-Recorded { $other | Wait-Task }).Errors[0] TaskNotFound -Target $task.Id -Says 'in this session'
    }

    It 'are plans in their files' {
        $null = Connect-TestServer
        $path = Join-Path (Get-Item TestDrive:/).FullName 'kept.json'
        $plan = New-PassthroughMaintenancePlan esxi05* -Path $path
        $old = $plan | ConvertTo-Serialized
        ($old | Get-PassthroughMaintenancePlan).Id | Should -BeExactly $plan.Id
        ($old | Get-PassthroughMaintenancePlan | ConvertTo-Serialized | Get-PassthroughMaintenancePlan).Id | Should -BeExactly $plan.Id
        $null = New-PassthroughMaintenancePlan esxi05* -Path $path -Force
        Assert-Refusal (Invoke-Recorded { $old | Get-PassthroughMaintenancePlan }).Errors[0] PlanNotFound -Target $plan.Id -Says 'New-PassthroughMaintenancePlan -Path'
    }

    It 'are refused where they are in no file' {
        $null = Connect-TestServer
        $old = New-PassthroughMaintenancePlan esxi05* | ConvertTo-Serialized
        Assert-Refusal (Invoke-Recorded { $old | Invoke-PassthroughMaintenancePlan -Confirm:$false }).Errors[0] PlanNotFound -Target $old.Id -Says 'was made in another session'
    }
}
