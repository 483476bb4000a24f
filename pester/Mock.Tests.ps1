# A runbook's tests mock these cmdlets with Pester: what a mock sees of its parameters, and objects that New-MockObject makes.

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:server = Connect-TestServer -Inventory Rack
}

AfterAll { Disconnect-TestServer }

Describe 'A mock' {
    It 'has the object''s properties in its filter and body, where <what> is passed' -ForEach @(
        @{ What = 'a name'; VM = { 'gpu-01' } }
        @{ What = 'an object'; VM = { Get-VM gpu-01 } }
        @{ What = 'an object from elsewhere'; VM = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-VM gpu-01))) } }
    ) {
        Mock Stop-VM { "$($VM.Name) on $($VM.VMHost)" } -ParameterFilter { $VM.Name -eq 'gpu-01' -and $VM.PowerState -eq 'PoweredOff' -and $VM.Id }
        Mock Stop-VM { throw 'the other mock' }
        Stop-VM (& $VM) -Confirm:$false | Should -BeExactly 'gpu-01 on esxi01.domain.com'
    }

    It 'has the device''s id, by object and by id' {
        Mock Add-PassthroughDevice { $PassthroughDevice.Id } -ParameterFilter { $VM.Name -eq 'HighPerfVM' -and $PassthroughDevice.Id -eq '0000:03:00.0' }
        Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0 | Should -BeExactly 0000:03:00.0
        Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 | Add-PassthroughDevice -VM (Get-VM HighPerfVM) | Should -BeExactly 0000:03:00.0
        Should -Invoke Add-PassthroughDevice -Times 2 -Exactly -ParameterFilter { $PassthroughDevice.Name -or $PassthroughDevice.Id }
    }

    It 'compares with text, whatever is passed: <what>' -ForEach @(
        @{ What = 'a host''s name'
            Script = { Mock Get-VMHostPciDevice { 'met' } -ParameterFilter { $VMHost -eq 'ESXI01.domain.com' };
                Get-VMHostPciDevice -VMHost esxi01.domain.com } }
        @{ What = 'a host'
            Script = { Mock Get-VMHostPciDevice { 'met' } -ParameterFilter { $VMHost -eq 'esxi01.domain.com' };
                Get-VMHostPciDevice -VMHost (Get-VMHost esxi01.domain.com) } }
        @{ What = 'an object, with an object'
            Script = { Mock Stop-VM { 'met' } -ParameterFilter { $VM -eq (Get-VM gpu-01) };
                Stop-VM (Get-VM gpu-01) -Confirm:$false } }
        @{ What = 'a type'
            Script = { Mock Get-View { 'met' } -ParameterFilter { $ViewType -eq 'VirtualMachine' };
                Get-View -ViewType VMware.Vim.VirtualMachine } }
        @{ What = 'an id of a view'
            Script = { Mock Get-View { 'met' } -ParameterFilter { $Id -eq 'HostSystem-host-1' };
                Get-View -Id HostSystem-host-1 } }
        @{ What = 'an object by its id'
            Script = { $id = (Get-VM gpu-01).Id; Mock Stop-VM { 'met' } -ParameterFilter { $VM -eq $id }; Stop-VM (Get-VM gpu-01) -Confirm:$false } }
    ) {
        & $Script | Should -Be met
    }

    It 'compares with no other text' {
        Mock Get-VMHostPciDevice { 'met' } -ParameterFilter { $VMHost -eq 'esxi02.domain.com' }
        Mock Get-VMHostPciDevice { 'other' }
        Get-VMHostPciDevice -VMHost esxi01.domain.com | Should -Be other
    }

    It 'has each of several' {
        Mock Start-VM { $VM.Name }
        Start-VM gpu-01, (Get-VM web-01) | Should -BeExactly gpu-01, web-01
        Get-VM gpu-01, web-01 | Start-VM | Should -BeExactly gpu-01, web-01
    }

    It 'has the name that was passed where nothing of the name is known, and no property that it cannot know' {
        Mock Move-VM { "$($VM.Name) to $($Destination.Name), $($null -eq $VM.PowerState), $($null -eq $VM.Id)" }
        Move-VM no-such-vm no-such-host | Should -BeExactly 'no-such-vm to no-such-host, True, True'
    }

    It 'has the host, the server, the task, the plan and the snapshot likewise' {
        Mock Set-VMHost { "$($VMHost.Name) $($VMHost.ConnectionState) of $($Server.Name)" }
        Set-VMHost esxi01.domain.com -State Maintenance -Server $server | Should -BeExactly "esxi01.domain.com Connected of $($server.Name)"
        Mock Wait-Task { $Task.Id }
        Wait-Task task-7 | Should -BeExactly task-7
        $done = Start-VM web-01 -RunAsync
        $done | Microsoft.PowerShell.Core\ForEach-Object { Wait-Task $_ } | Should -BeExactly $done.Id
        Mock Remove-Snapshot { "$($Snapshot.Name) of $($Snapshot.VM.Name)" }
        New-Snapshot legacy-01 before | Remove-Snapshot | Should -BeExactly 'before of legacy-01'
        Mock Invoke-PassthroughMaintenancePlan { $Plan.Id }
        $plan = New-PassthroughMaintenancePlan esxi02* -Path "$TestDrive/plan.json"
        $plan | Invoke-PassthroughMaintenancePlan | Should -BeExactly $plan.Id
    }
}

Describe 'The value of a parameter' {
    It 'has the object''s properties after Remove-Module and Import-Module too, also where it was read between' {
        $result = Invoke-InRunspace -Variable @{ target = $server.Name; module = Get-TestedModulePath } -Script '
            function Read-Value { param($VM) "$($VM.Name), $($VM.Id), $($VM.PowerState), $($VM.NumCpu)" }
            function Get-Value { $null = Connect-VIServer $target; [PassthroughTools.Binding.VMReference]::new((Get-VM gpu-01)) }
            $VM = Get-Value
            Remove-Module PassthroughTools
            Read-Value $VM
            Import-Module $module
            Read-Value (Get-Value)
            Import-Module $module -Force
            Read-Value (Get-Value)
            (Get-Value) | Where-Object PowerState -eq PoweredOff | Select-Object Name, NumCpu | ForEach-Object { "$_" }'
        $result.Errors.Count | Should -Be 0
        $result.Output | Should -BeExactly (@("gpu-01, $((Get-VM gpu-01).Id), PoweredOff, 8") * 3 + '@{Name=gpu-01; NumCpu=8}')
    }

    It 'has no other properties' {
        $value = [PassthroughTools.Binding.VMReference]::new((Get-VM gpu-01))
        { Set-StrictMode -Version 3; $value.Nope } | Should -Throw '*''Nope'' cannot be found*'
        { $value.PowerState = 'PoweredOn' } | Should -Throw
    }
}

Describe 'An object that New-MockObject makes' {
    It 'can be shown, compared and put into words, whatever its type' {
        $types = Get-Command -Module PassthroughTools | ForEach-Object { $_.OutputType.Type } |
            Where-Object { $_ -and $_.FullName -like 'PassthroughTools.*' -and -not $_.IsAbstract } | Sort-Object FullName -Unique
        $types.Count | Should -BeGreaterThan 20
        foreach ($type in $types) {
            $made = New-MockObject -Type $type
            { "$made" } | Should -Not -Throw -Because $type.Name
            { $made | Out-String } | Should -Not -Throw -Because $type.Name
            { $made | ConvertTo-Json -Depth 2 -WarningAction Ignore } | Should -Not -Throw -Because $type.Name
            $made -eq $made | Should -BeTrue -Because $type.Name
            $made.GetHashCode() | Should -BeOfType int
        }
    }

    It 'has the properties that it is given' {
        $made = New-MockObject -Type (Get-Command Get-VM).OutputType.Type[0] -Properties @{ Name = 'fake'; PowerState = 'PoweredOn' }
        "$($made.Name) $($made.PowerState)" | Should -BeExactly 'fake PoweredOn'
    }

    It 'is no object of a server' {
        $made = New-MockObject -Type (Get-Command Get-VM).OutputType.Type[0] -Properties @{ Name = 'fake' }
        Assert-Refusal (Invoke-Recorded { Start-VM $made }).Errors[0] NotConnected -Target VirtualMachine -Says 'was not read from a server'
    }
}
