BeforeDiscovery {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $isThere = Test-VSphereSimulator
    if (-not $isThere) { Write-Warning 'SKIPPED: nothing of vSphere is tested. Install Go and govmomi: apt-get install golang-go golang-github-vmware-govmomi-dev' }
}

BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

# On govmomi's simulator, as Debian packages it; nothing of this ran against a real vCenter. It has a host DC0_H0 and a cluster DC0_C0 of three, with
# two machines each.
Describe 'A vSphere' -Tag JsonStore -Skip:(-not $isThere) {
    BeforeAll {
        Add-Type -Path "$PSScriptRoot/TestTerminal.cs"

        # The tasks of this one take their time.
        function Connect-SlowServer([string] $TaskTime) {
            Disconnect-TestServer
            $script:address = Start-VSphereSimulator -Argument '-task-time', $TaskTime
            $script:server = Connect-VIServer -Server $address -Credential $credential -SkipCertificateCheck -WarningAction Ignore -ErrorAction Stop
        }
    }

    BeforeEach {
        $script:address = Start-VSphereSimulator
        $script:credential = [pscredential]::new('administrator@vsphere.local', (ConvertTo-SecureString -String 'pw' -AsPlainText -Force))
        $script:server = Connect-VIServer -Server $address -Credential $credential -SkipCertificateCheck -WarningAction Ignore -ErrorAction Stop
    }

    AfterEach {
        Disconnect-TestServer
    }

    It 'is a server like any other, and says what it is' {
        $server.Name, $server.Backend, $server.ProductLine, $server.User | Should -Be $address, 'VSphere', 'vpx', 'administrator@vsphere.local'
        $server.Version | Should -Match '^\d+\.\d+'
        $server.Uid | Should -BeExactly "/VIServer=administrator@vsphere.local@$address/"
        (Connect-VIServer -Server "https://$address/sdk" -Credential $credential -SkipCertificateCheck -WarningAction Ignore) | Should -Be $server
        @(Get-DefaultServer).Count | Should -Be 1
    }

    It 'is refused with its thumbprint, and taken with it' {
        Disconnect-VIServer -Server * -Force -Confirm:$false
        $result = Invoke-Recorded { Connect-VIServer -Server $address -Credential $credential }
        Assert-Refusal $result.Errors[0] CertificateUntrusted -Category SecurityError -Target $address -Says 'no authority that this machine trusts'
        $null = "$($result.Errors[0])" -match 'Connect-VIServer \S+ -CertificateThumbprint [0-9A-F]{64}'
        (& ([scriptblock]::Create("$($Matches[0]) -Credential `$credential"))).IsConnected | Should -BeTrue
    }

    It 'is taken unchecked with -Force, which says so' {
        Disconnect-VIServer -Server * -Force -Confirm:$false
        $result = Invoke-Recorded { Connect-VIServer -Server $address -Credential $credential -Force }
        $result.Output.IsConnected | Should -BeTrue
        "$($result.Warnings)" | Should -BeLike "The certificate of '$address' is not checked*"
    }

    It 'says of a session that has ended no more than that' {
        $result = Invoke-Recorded { Connect-VIServer -Server $address -Session none -SkipCertificateCheck -WarningAction Ignore }
        Assert-Refusal $result.Errors[0] AuthenticationFailed -Says 'The session has ended'
        "$($result.Errors[0])" | Should -Not -Match privilege
    }

    It 'refuses a wrong password, without showing it' {
        Disconnect-VIServer -Server * -Force -Confirm:$false
        $result = Invoke-Recorded { Connect-VIServer -Server $address -User me -Password geheim -SkipCertificateCheck }
        Assert-Refusal $result.Errors[0] AuthenticationFailed -Category AuthenticationError -Target $address -Says "refused to log 'me' in"
        "$($result.Errors)" | Should -Not -Match geheim
    }

    It 'lists its clusters, hosts and machines' {
        (Get-Cluster).Name | Should -Be DC0_C0
        (Get-VMHost | Sort-Object -Property Name).Name | Should -Be DC0_C0_H0, DC0_C0_H1, DC0_C0_H2, DC0_H0
        (Get-VMHost -Name DC0_H0).Cluster | Should -BeNullOrEmpty
        @(Get-VM).Count | Should -Be 4
        @(Get-VM -Location DC0_H0).Count | Should -Be 2
        (Get-VM -Name DC0_H0_VM0).PowerState | Should -Be PoweredOn
        Assert-Refusal (Invoke-Recorded { Get-VM -Name none }).Errors[0] VMNotFound -Says "There is no VM 'none'"
    }

    It 'powers machines off and on, and refuses in the words of the rules what cannot be' {
        (Stop-VM -VM DC0_H0_VM0 -Confirm:$false).PowerState | Should -Be PoweredOff
        Assert-Refusal (Invoke-Recorded { Stop-VM -VM DC0_H0_VM0 -Confirm:$false }).Errors[0] InvalidPowerState -Says 'is powered off already'
        (Start-VM -VM DC0_H0_VM0).PowerState | Should -Be PoweredOn
        (Suspend-VM -VM DC0_H0_VM0 -Confirm:$false).PowerState | Should -Be Suspended
        (Start-VM -VM DC0_H0_VM0).PowerState | Should -Be PoweredOn
    }

    It 'changes name, size, notes, reservation and settings, and has them' {
        $vm = Stop-VM -VM DC0_H0_VM0 -Confirm:$false | Set-VM -Name 'gpu-%-01' -NumCpu 4 -MemoryGB 8 -Notes 'a "note"' -Confirm:$false
        $vm.Name, $vm.NumCpu, $vm.MemoryGB, $vm.Notes | Should -Be 'gpu-%-01', 4, 8, 'a "note"'
        $null = Get-VMResourceConfiguration -VM $vm | Set-VMResourceConfiguration -MemReservationGB 8
        (Get-VM -Name $vm.Name).MemoryReservationGB | Should -Be 8
        $null = New-AdvancedSetting -Entity $vm -Name pciPassthru.use64bitMMIO -Value TRUE -Confirm:$false
        (Get-AdvancedSetting -Entity $vm -Name pciPassthru.use64bitMMIO).Value | Should -Be TRUE
    }

    It 'takes snapshots and removes them' {
        $snapshot = New-Snapshot -VM DC0_H0_VM0 -Name before -Description why
        $snapshot.Name, $snapshot.Description | Should -Be before, why
        $snapshot.Id | Should -Match '^VirtualMachineSnapshot-snapshot-\d+$'
        Remove-Snapshot -Snapshot $snapshot -Confirm:$false
        Get-Snapshot -VM DC0_H0_VM0 | Should -BeNullOrEmpty
    }

    It 'runs tasks of its own, which have its ids, and lists those of others' {
        $task = Stop-VM -VM DC0_H0_VM0 -RunAsync -Confirm:$false
        $task.Id | Should -Match '^Task-task-\d+$'
        (Wait-Task -Task $task).PowerState | Should -Be PoweredOff
        (Get-View -Id $task.Id).Info.State | Should -Be success
        (Get-Task -Id $task.Id) | Should -Be $task
        $other = (Get-View -VIObject (Get-VM -Name DC0_H0_VM1)).PowerOffVM_Task()
        (Get-Task -Id "$other").ObjectId | Should -BeExactly (Get-VM -Name DC0_H0_VM1).Id
    }

    It 'runs its tasks on when it is disconnected, its own and those of others' {
        Connect-SlowServer 2s
        $own = Stop-VM -VM DC0_H0_VM0 -RunAsync -Confirm:$false
        $other = (Get-View -VIObject (Get-VM -Name DC0_H0_VM1)).PowerOffVM_Task()
        @(Get-Task -Status Running).Id | Should -Be $own.Id, "$other"
        $null = Get-VSphereCall
        Disconnect-VIServer -Server $server -Force -Confirm:$false

        # Not that they end: the simulator ends no task of a session that has ended.
        $asked = Get-VSphereCall
        $asked.Logout | Should -Be 1
        $asked.PSObject.Properties.Name | Should -Not -Contain CancelTask
    }

    It 'has objects as VIM has them, and takes a spec as it is' {
        $vm = Get-VM -Name DC0_H0_VM0
        $vm.ExtensionData.Config.Hardware.Device.Count | Should -BeGreaterThan 5
        $view = Get-View -ViewType VirtualMachine -Filter @{ Name = '^DC0_H0_VM0$' }
        $view.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ Annotation = 'by spec' })
        $view.UpdateViewData()
        $view.Config.Annotation | Should -BeExactly 'by spec'
        $server.ExtensionData.Content.RootFolder.Type | Should -BeExactly Folder
        Assert-Refusal (Invoke-Recorded { Get-EsxCli -VMHost DC0_H0 }).Errors[0] NotSupportedByBackend -Says Get-PassthroughDevice
    }

    It 'sends no spec that cannot be said in XML: <what>' -ForEach @(
        @{ What = 'a null among devices'; Says = 'DeviceChange has an empty entry'; Spec = { [VMware.Vim.VirtualMachineConfigSpec]@{ DeviceChange = @($null) } } }
        @{ What = 'a hashtable'; Says = 'is of type Hashtable. Give text'; Spec = { Get-SettingSpec @{ x = 1 } } }
        @{ What = 'a list that has itself'; Says = 'as what has itself does'; Spec = {
                $list = [object[]]::new(1)
                $list[0] = $list
                Get-SettingSpec $list
            } }
        @{ What = 'a spec that has itself'; Says = 'as what has itself does'; Spec = {
                $spec = Get-SettingSpec 1
                $spec.ExtraConfig[0].Value = $spec
                $spec
            } }
        @{ What = 'half a character'; Says = 'a character that XML cannot have'; Spec = { Get-SettingSpec "a$([char]0xd800)" } }
        @{ What = 'a control character'; Says = 'a character that XML cannot have'; Spec = { Get-SettingSpec "a`0b" } }
    ) {
        function Get-SettingSpec($Value) {
            [VMware.Vim.VirtualMachineConfigSpec]@{ ExtraConfig = [VMware.Vim.OptionValue[]]@([VMware.Vim.OptionValue]@{ Key = 'a'; Value = $Value }) }
        }
        $spec = & $Spec
        $view = (Get-VM -Name DC0_H0_VM0).ExtensionData
        $null = Get-VSphereCall
        $refusal = try { $view.ReconfigVM($spec) } catch { $_.Exception.InnerException }
        "$($refusal.Id)" | Should -BeExactly ValueInvalid
        $refusal.Message | Should -BeLike "*was not asked to carry out ReconfigVM_Task of *$Says*. Nothing changed."
        (Get-VSphereCall).PSObject.Properties.Name | Should -Not -Contain ReconfigVM_Task
    }

    It 'creates and removes a machine' {
        $vm = New-VM -Name new-01 -VMHost DC0_H0 -NumCpu 2
        $vm.VMHost.Name, $vm.NumCpu | Should -Be DC0_H0, 2
        (Invoke-Recorded { Remove-VM -VM $vm -DeletePermanently -Confirm:$false }).Errors | Should -BeNullOrEmpty
        Get-VM -Name new-0* | Should -BeNullOrEmpty
    }

    It 'is copied into a store and rehearsed, without what guests told and without settings that may be secret' {
        $null = New-AdvancedSetting -Entity DC0_H0_VM0 -Name guestinfo.token -Value secret -Confirm:$false
        $null = New-AdvancedSetting -Entity DC0_H0_VM0 -Name vhv.enable -Value FALSE -Confirm:$false
        $rehearsal = Connect-VIServer -Server $address -Credential $credential -SkipCertificateCheck -WarningAction Ignore -Rehearsal -NotDefault
        (Stop-VM -VM DC0_H0_VM0 -Server $rehearsal -Confirm:$false).PowerState | Should -Be PoweredOff
        (Get-VM -Name DC0_H0_VM0 -Server $server).PowerState | Should -Be PoweredOn

        $store = Connect-VIServer -Server "$TestDrive/copy.json" -Force -NotDefault
        $null = Import-PassthroughInventory -SourceServer $server -Server $store -WarningAction Ignore
        @(Get-VM -Server $store).Count | Should -Be 4
        foreach ($copy in $store, $rehearsal) {
            $settings = Get-AdvancedSetting -Entity (Get-VM -Name DC0_H0_VM0 -Server $copy)
            $settings.Name | Should -Not -Contain guestinfo.token
            $settings.Name | Should -Contain vhv.enable
        }
    }

    It 'tells of its events' {
        $null = Stop-VM -VM DC0_H0_VM0 -Confirm:$false
        $last = Get-PassthroughEvent | Where-Object Operation -EQ VmPoweredOffEvent | Select-Object -Last 1
        $last.Target, $last.Actor | Should -Be DC0_H0_VM0, administrator@vsphere.local
    }

    It 'changes nothing with -WhatIf' {
        $null = Invoke-Recorded { Get-VM | Stop-VM -WhatIf }
        (Get-VM).PowerState | Should -Be PoweredOn, PoweredOn, PoweredOn, PoweredOn
    }

    It 'that is gone is unreachable, and not empty' {
        $view = (Get-VM)[0].ExtensionData
        Stop-VSphereSimulator
        $result = Invoke-Recorded { Get-VM }
        Assert-Refusal $result.Errors[0] ServerUnreachable -Category ConnectionError -Target $address -Says 'cannot be reached'
        $result.Output | Should -BeNullOrEmpty
        foreach ($asks in { Get-Task }, { Get-Task -Id Task-task-1 }, { Stop-Task -Task Task-task-1 -Confirm:$false }, { Wait-Task -Task Task-task-1 }) {
            $result = Invoke-Recorded $asks
            $result.Errors | Should -HaveCount 1
            Assert-Refusal $result.Errors[0] ServerUnreachable -Category ConnectionError -Target $address
        }
        { $view.Config } | Should -Throw '*cannot be reached*' -Because 'PowerShell would have it null'
    }

    It 'that breaks one connection is asked once more for what it tells, and once for what it does' {
        foreach ($method in 'WaitForUpdatesEx', 'RetrievePropertiesEx') { Set-VSphereTrouble @{ drop = @{ method = $method } } }
        @(Get-VM).Count | Should -Be 4
        $null = Get-Task -ErrorAction Stop
        Set-VSphereTrouble @{ drop = @{ method = 'WaitForUpdatesEx'; times = 2 } }
        Assert-Refusal (Invoke-Recorded { Get-VM }).Errors[0] ServerUnreachable -Says 'broke the connection off'
        Set-VSphereTrouble @{ drop = @{ method = 'PowerOffVM_Task'; after = $true } }
        Assert-Refusal (Invoke-Recorded { Stop-VM -VM DC0_H0_VM0 -Confirm:$false }).Errors[0] ServerUnreachable -Says 'Whether it was done'
        (Get-VM -Name DC0_H0_VM0).PowerState | Should -Be PoweredOff
    }

    It 'is waited for as long as Set-PowerCLIConfiguration says' {
        Disconnect-VIServer -Server * -Force -Confirm:$false
        $before = (Get-PowerCLIConfiguration -Scope Session).WebOperationTimeoutSeconds
        $null = Set-PowerCLIConfiguration -WebOperationTimeoutSeconds 1 -Confirm:$false
        try {
            $null = Connect-VIServer -Server $address -Credential $credential -SkipCertificateCheck -WarningAction Ignore
            Set-VSphereTrouble @{ latency = '3s' }
            Assert-Refusal (Invoke-Recorded { Get-VM }).Errors[0] OperationTimeout -Says 'within 1 s'
        } finally {
            $null = Set-PowerCLIConfiguration -WebOperationTimeoutSeconds $before -Confirm:$false
            Set-VSphereTrouble @{ latency = '0s' }
        }
    }

    It 'tells a machine that cannot be read from one that is not there, and warns of it when it comes up' {
        $vm = Stop-VM -VM DC0_H0_VM1 -Confirm:$false
        $view = Get-View -VIObject $vm
        $view.ReconfigVM([VMware.Vim.VirtualMachineConfigSpec]@{ NumCPUs = 100000 })
        $result = Invoke-Recorded { Get-VM }
        $result.Output.Name | Should -Not -Contain DC0_H0_VM1
        $result.Warnings | Should -HaveCount 1
        "$($result.Warnings)" | Should -BeLike "'$address': VMs whose configuration cannot be read*'DC0_H0_VM1'*"
        foreach ($asks in { Get-VM -Name DC0_H0_VM1 }, { Stop-VM -VM $vm -Confirm:$false }, { Get-VM -Location DC0_H0 -Name dc0_h0_vm1 }) {
            $result = Invoke-Recorded $asks
            $result.Warnings | Should -BeNullOrEmpty
            Assert-Refusal $result.Errors[0] InputMalformed -Says 'is there, but the server does not tell its configuration'
        }
        Assert-Refusal (Invoke-Recorded { Get-VM -Name DC0_H0_VM7 }).Errors[0] VMNotFound
        "$((Invoke-Recorded { New-PassthroughMaintenancePlan -VMHost DC0_H0 }).Warnings)" | Should -BeLike "VM 'DC0_H0_VM1' on host 'DC0_H0' cannot be read*"
    }

    It 'refuses to tell what is first asked of a machine when that is gone' {
        $view = (Get-VM DC0_H0_VM1).ExtensionData
        $null = Stop-VM DC0_H0_VM1 -Confirm:$false
        Remove-VM DC0_H0_VM1 -DeletePermanently -Confirm:$false
        { $view.Config } | Should -Throw '*Somebody removed it meanwhile. See what there is: Get-VM*'
    }

    It 'refuses a filter by what it does not tell, and passes over what was removed meanwhile' {
        $asked = { Get-View -ViewType VirtualMachine -Filter @{ 'Runtime.PowerState' = 'poweredOn' } }
        Set-VSphereTrouble @{ fault = @{ method = 'RetrievePropertiesEx'; type = 'InvalidRequest' } }
        Assert-Refusal (Invoke-Recorded $asked).Errors[0] RefusedByServer -Says 'InvalidRequest'

        # One for the property, one for whether the machine is there.
        Set-VSphereTrouble @{ fault = @{ method = 'RetrievePropertiesEx'; type = 'ManagedObjectNotFound'; times = 2 } }
        $result = Invoke-Recorded $asked
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 3
    }

    It 'keeps no setting that is empty, and says how to remove one' {
        Assert-Refusal (Invoke-Recorded { New-AdvancedSetting -Entity DC0_H0_VM0 -Name x.y -Value '' -Confirm:$false }).Errors[0] ValueInvalid -Says `
            "Get-AdvancedSetting -Entity 'DC0_H0_VM0' -Name 'x.y' | Remove-AdvancedSetting"
        Assert-Refusal (Invoke-Recorded { New-AdvancedSetting -Entity DC0_H0_VM0 -Name pciPassthru0.vgpu -Value grid_t4-4q -Confirm:$false }).Errors[0] `
            NotSupportedByBackend -Says 'one of its devices'
    }

    It 'does not know what became of a task that it lost, and finds it again' {
        Connect-SlowServer 4s
        $task = Stop-VM -VM DC0_H0_VM0 -RunAsync -Confirm:$false
        Set-VSphereTrouble @{ fault = @{ method = 'RetrievePropertiesEx'; type = 'InvalidRequest' } }
        Assert-Refusal (Invoke-Recorded { Wait-Task -Task $task }).Errors[0] RefusedByServer -Says 'is not known'
        $task.State, $task.FinishTime | Should -Be Unknown, $null
        (Get-Task -Id $task.Id).State | Should -Be Running
        $task.State | Should -Be Running
        Wait-Task -Task $task -ErrorAction Stop
        $task.State | Should -Be Success
        (Get-VM -Name DC0_H0_VM0).PowerState | Should -Be PoweredOff
    }

    It 'tells the tasks of others by their ids' {
        Connect-SlowServer 60s
        $other = (Get-View -VIObject (Get-VM -Name DC0_H0_VM1)).PowerOffVM_Task()
        $task = Get-Task -Id "$other"
        Set-VSphereTrouble @{ fault = @{ method = 'RetrievePropertiesEx'; type = 'InvalidRequest' } }
        Wait-TestCondition { $task.State -eq 'Unknown' } | Should -BeTrue
        (Get-Task -Id "$other").State | Should -Be Running
        Stop-Task -Task "$other" -Confirm:$false
        Assert-Refusal (Invoke-Recorded { Wait-Task -Task "$other" }).Errors[0] TaskStopped

        # All that run are asked for together, and no longer than they run.
        $running = @(Get-View -ViewType VirtualMachine).ForEach({ $_.SuspendVM_Task() })
        @(Get-Task -Status Running).Count | Should -BeGreaterThan 2
        $null = Get-VSphereCall
        Wait-TestCondition { (Get-VSphereCall).RetrievePropertiesEx -in 2, 3 } | Should -BeTrue -Because 'the list, and all of its tasks'
        $running.ForEach({ Stop-Task -Task "$_" -Confirm:$false })
        Wait-TestCondition { @(Get-Task -Status Running).Count -eq 0 } | Should -BeTrue
    }

    It 'goes on with a task after Ctrl+C, which says so' {
        Connect-SlowServer 60s
        $window = [TestTerminal]::new(100)
        $working = Open-TestRunspace 'Stop-VM -VM DC0_H0_VM0 -Server $server -Confirm:$false' -Window $window -Variable @{ server = $server }
        Wait-TestCondition { @(Get-Task -Status Running).Count -gt 0 } | Should -BeTrue
        Stop-TestRunspace $working
        (Close-TestRunspace $working).State | Should -Be Stopped
        "$($window.Warnings)" | Should -BeLike "Stop-VM waits no longer. Its task Task-task-* goes on at '$address'. See it: *"
        $see, $stop = [regex]::Match("$($window.Warnings)", 'See it: (.*); stop it: (.*)$').Groups[1, 2].Value
        (& ([scriptblock]::Create($see))).State | Should -Be Running
        & ([scriptblock]::Create("$stop -Confirm:`$false"))
        Wait-TestCondition { (& ([scriptblock]::Create($see))).State -eq 'Error' } | Should -BeTrue
    }

    It 'passes the checklist that only reads' {
        $checklist = Join-Path -Path (Get-RepositoryRoot) -ChildPath examples/Test-VSphere.ps1
        $null = "$((Invoke-Recorded { Connect-VIServer -Server $address -Credential $credential -NotDefault }).Errors[0])" -match 'thumbprint is (?<thumbprint>[0-9A-F]{64})'
        $steps = & $checklist -Server $address -Credential $credential -CertificateThumbprint $Matches.thumbprint -Write DC0_H0_VM0
        $steps.Where{ $_.Result -ne 'ok' } | Should -BeNullOrEmpty
        $steps.Step | Should -Contain 'A setting of DC0_H0_VM0'
    }
}

# The peer makes the simulator's inventory from a file of ours, and checks what a vCenter checks: see tests/VSphereSimulator.
Describe 'Passthrough on a vSphere' -Tag JsonStore -Skip:(-not $isThere) {
    BeforeEach {
        $script:address = Start-VSphereSimulator -Argument '-inventory', (Get-BaseInventory -Name Rack)
        $credential = [pscredential]::new('administrator@vsphere.local', (ConvertTo-SecureString -String 'pw' -AsPlainText -Force))
        $null = Connect-VIServer -Server $address -Credential $credential -SkipCertificateCheck -WarningAction Ignore -ErrorAction Stop
    }

    AfterEach { Disconnect-TestServer }

    It 'takes the script of the glossary, unchanged, and the machine runs with its device' {
        $vm = Get-VM "HighPerfVM"
        $vmHost = Get-VMHost -VM $vm
        $pciDevice = Get-PassthroughDevice -VMHost $vmHost | Where-Object {$_.Id -eq "0000:03:00.0"}
        $added = Add-PassthroughDevice -VM $vm -PassthroughDevice $pciDevice
        $added.Id, $added.VM.Name | Should -Be '0000:03:00.0', HighPerfVM

        Assert-Refusal (Invoke-Recorded { Start-VM -VM HighPerfVM }).Errors[0] MmioSizeTooSmall -Says 'Set-MmioSizing'
        $null = Set-MmioSizing -VM HighPerfVM -Confirm:$false
        (Start-VM -VM HighPerfVM).PowerState | Should -Be PoweredOn
        (Get-PassthroughDevice -VMHost $vmHost | Where-Object Id -EQ 0000:03:00.0).VM.Name | Should -Be HighPerfVM
        Assert-Refusal (Invoke-Recorded { Suspend-VM -VM HighPerfVM -Confirm:$false }).Errors[0] FeatureNotSupported

        Stop-VM -VM HighPerfVM -Confirm:$false | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false
        Get-VM -Name HighPerfVM | Get-PassthroughDevice | Should -BeNullOrEmpty
    }

    It 'moves a machine to another host' {
        (Move-VM -VM web-01 -Destination esxi02.domain.com).VMHost.Name | Should -Be esxi02.domain.com
    }

    It 'turns the passthrough of a device off, which waits for a restart' {
        $free = Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $changed = $free | Set-PassthroughDevice -Mode Host -Confirm:$false
        $changed.Mode | Should -Be Host
        (Get-VMHost -Name esxi01.domain.com).RebootRequired | Should -BeTrue
    }

    It 'sets what its API sets, and says what sets the rest' {
        $free = Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        Assert-Refusal (Invoke-Recorded { $free | Set-PassthroughDevice -Mode VGpuSameSize -Confirm:$false }).Errors[0] NotSupportedByBackend -Says 'sets Host and DirectPath'
    }

    It 'says of what failed in the middle what was done before' {
        Set-VSphereTrouble @{ fault = @{ method = 'EnterMaintenanceMode_Task'; type = 'NoPermission'; privilegeId = 'Host.Config.Maintenance' } }
        $refused = (Invoke-Recorded { Set-VMHost -VMHost esxi06.domain.com -State Maintenance -Evacuate -Confirm:$false }).Errors[0]
        Assert-Refusal $refused AccessDenied -Says 'Host.Config.Maintenance'
        "$refused" | Should -BeLike "*Done before that: migrate VM 'gpu-02'."
        (Get-VM -Name gpu-02).VMHost.Name | Should -Not -Be esxi06.domain.com
        Assert-Refusal (Invoke-Recorded { Import-PassthroughInventory -Path (Get-BaseInventory -Name Rack) -Confirm:$false }).Errors[0] NotSupportedByBackend -Says 'takes no import'
    }

    It 'keeps a host that is in use, and says how to free it' {
        Set-VSphereTrouble @{ fault = @{ method = 'Destroy_Task'; type = 'ResourceInUse' } }
        $result = Invoke-Recorded { Remove-VMHost -VMHost esxi01.domain.com -Confirm:$false }
        Assert-Refusal $result.Errors[0] VMHostInUse -Category ResourceBusy -Says "Set-VMHost -VMHost 'esxi01.domain.com' -State Maintenance -Evacuate"
    }

    It 'says what shows more of a <fault>' -ForEach @(
        @{ fault = 'GenericVmConfigFault'; method = 'PowerOnVM_Task'; script = { Start-VM HighPerfVM }; says = "Test-PassthroughPrerequisite 'HighPerfVM'" }
        @{ fault = 'InsufficientMemoryResourcesFault'; method = 'PowerOnVM_Task'; script = { Start-VM HighPerfVM }; says = "Find-PassthroughHost 'HighPerfVM'" }
        @{
            fault = 'HostConfigFault'; method = 'UpdatePassthruConfig'; says = "Get-PassthroughDevice -VMHost 'esxi01.domain.com'"
            script = {
                Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1 |
                    Set-PassthroughDevice -Mode Host -Confirm:$false
            }
        }
    ) {
        Set-VSphereTrouble @{ fault = @{ method = $method; type = $fault } }
        Assert-Refusal (Invoke-Recorded $script).Errors[0] RefusedByServer -Says $says
    }

    It 'puts a host into maintenance mode, restarts it, which activates what waits, and takes it back' {
        $free = Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $null = $free | Set-PassthroughDevice -Mode Host -Confirm:$false
        (Set-VMHost -VMHost esxi01.domain.com -State Maintenance -Evacuate -Confirm:$false).ConnectionState | Should -Be Maintenance
        $restarted = Restart-VMHost -VMHost esxi01.domain.com -Confirm:$false
        $restarted.RebootRequired | Should -BeFalse
        (Set-VMHost -VMHost esxi01.domain.com -State Connected -Confirm:$false).ConnectionState | Should -Be Connected
    }

    It 'attaches a Dynamic device, for which the server chooses one at power on' {
        $card = Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { $_.Mode -eq 'DirectPath' -and -not $_.VM } | Select-Object -First 1
        $allowed = '{0:x4}:{1:x4}' -f [int]$card.VendorId.Value, [int]$card.DeviceId.Value
        $added = Add-PassthroughDevice -VM HighPerfVM -AllowedDevice $allowed
        $added.VM.Name | Should -Be HighPerfVM
        $null = Set-MmioSizing -VM HighPerfVM -Confirm:$false
        $null = Start-VM -VM HighPerfVM
        @(Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { "$($_.VM)" -eq 'HighPerfVM' }).Count | Should -Be 1
    }
}

# Unedited: where a script gives no credential, $PSDefaultParameterValues does.
Describe 'Runbooks on a vSphere' -Tag JsonStore -Skip:(-not $isThere) {
    BeforeEach {
        $script:address = Start-VSphereSimulator -Argument '-inventory', (Get-BaseInventory -Name RunningRack)
        $null = "$((Invoke-Recorded { Connect-VIServer $address -User none -Password none }).Errors[0])" -match 'thumbprint is (?<thumbprint>[0-9A-F]{64})'
        $script:thumbprint = $Matches.thumbprint
        $PSDefaultParameterValues = @{
            'Connect-VIServer:User' = 'administrator@vsphere.local'; 'Connect-VIServer:Password' = 'pw'; 'Connect-VIServer:CertificateThumbprint' = $thumbprint
        }
        $script:examples = Join-Path -Path (Get-RepositoryRoot) -ChildPath examples
    }

    AfterEach { Disconnect-TestServer }

    It 'start machines side by side, and give one another device' {
        $done = @(& $examples/runbook/Start-PassthroughMachine.ps1 -Server $address -VM gpu-01, train-01, legacy-01 -WarningAction Ignore)
        ($done | Where-Object Started).VM | Should -Be gpu-01, legacy-01, train-01
        $null = Connect-VIServer -Server $address
        & $examples/runbook/Switch-PassthroughDevice.ps1 -VM gpu-01 -Id 0000:41:00.0 -Confirm:$false
        (Get-PassthroughDevice -VM gpu-01).Id | Should -Be 0000:42:00.0
        (Get-VM -Name gpu-01).PowerState | Should -Be PoweredOn
    }

    It 'free a host, restart it, and bring everything back' {
        $defaults = foreach ($name in $PSDefaultParameterValues.Keys) { "`$PSDefaultParameterValues['$name'] = '$($PSDefaultParameterValues[$name])';" }
        $script = "$defaults & '$examples/nightly-maintenance.ps1' -Server '$address' -VMHost esxi06.domain.com -PlanFolder '$TestDrive'; exit `$LASTEXITCODE"
        $engine, [string[]] $first = & "$PSScriptRoot/Get-Engine.ps1"
        $said = (& $engine @first -NoProfile -NonInteractive -Command $script 2>&1) -join "`n"
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -Match "VM 'running': Power off, move to host 'esxi01.domain.com' and power on: Done"
        $said | Should -Match 'patched, and everything is back'
        $null = Connect-VIServer -Server $address
        (Get-VM -Name running).VMHost.Name, (Get-VM -Name running).PowerState | Should -Be esxi06.domain.com, PoweredOn
        (Get-VMHost -Name esxi06.domain.com).ConnectionState | Should -Be Connected
    }

    It 'carry out what a plan of a rehearsal says' {
        $rehearsal = Connect-VIServer -Server $address -Rehearsal
        $plan = New-PassthroughMaintenancePlan -VMHost esxi06.domain.com -Path "$TestDrive/rehearsed.json"
        $said = Invoke-PassthroughMaintenancePlan -Plan $plan -Confirm:$false
        Disconnect-VIServer -Server $rehearsal -Force -Confirm:$false

        $null = Connect-VIServer -Server $address
        (Get-VM -Name running).VMHost.Name | Should -Be esxi06.domain.com
        $done = Invoke-PassthroughMaintenancePlan -Plan $plan.Path -Confirm:$false
        $done.Event | Should -Be $said.Event
        (Get-VMHost -Name esxi06.domain.com).ConnectionState | Should -Be Maintenance
        (Get-VM -Name running).VMHost.Name | Should -Be $plan.Steps[0].DestinationName
    }

    It 'go on after Ctrl+C with what the server has finished meanwhile, and say with -WhatIf what somebody has changed' {
        $PSDefaultParameterValues.Remove('Connect-VIServer:CertificateThumbprint')
        $address = Start-VSphereSimulator -Argument '-inventory', (Get-BaseInventory -Name RunningRack), '-task-time', '2s'
        $server = Connect-VIServer -Server $address -SkipCertificateCheck -WarningAction Ignore
        $plan = New-PassthroughMaintenancePlan -VMHost esxi06.domain.com -Path "$TestDrive/stopped.json"
        $working = Open-TestRunspace 'Invoke-PassthroughMaintenancePlan $path -Server $server -Confirm:$false -WarningAction Ignore' -Variable @{
            path = $plan.Path; server = $server
        }
        Wait-TestCondition { @(Get-Task -Status Running).Count -gt 0 } | Should -BeTrue
        Stop-TestRunspace $working
        (Close-TestRunspace $working).State | Should -Be Stopped
        Wait-TestCondition { @(Get-Task -Status Running).Count -eq 0 } | Should -BeTrue
        (Invoke-Recorded { Invoke-PassthroughMaintenancePlan -Plan $plan.Path -WhatIf }).Warnings -match 'would be refused' | Should -BeNullOrEmpty
        $done = @(Invoke-PassthroughMaintenancePlan -Plan $plan.Path -Confirm:$false -WarningAction Ignore)
        $done.Event | Sort-Object -Unique | Should -Be Done -Because "$($done.Message)"
        (Get-VM -Name running).VMHost.Name, (Get-VM -Name running).PowerState | Should -Be $plan.Steps[0].DestinationName, PoweredOn

        $plan = New-PassthroughMaintenancePlan -VMHost $plan.Steps[0].DestinationName
        $null = Stop-VM -VM running -Confirm:$false
        $result = Invoke-Recorded { Invoke-PassthroughMaintenancePlan -Plan $plan -WhatIf }
        "$($result.Warnings)" | Should -BeLike "*would be refused: VM 'running' is powered off on host *"
    }
}
