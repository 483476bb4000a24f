# The examples run as README writes them, each in a process of its own.
BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:examples = Join-Path (Split-Path $PSScriptRoot) examples
    $script:engine, [string[]] $script:first = & "$PSScriptRoot/Get-Engine.ps1"

    function Invoke-Nightly([string[]] $Arguments) {
        $output = & $engine @first -NoProfile -NonInteractive -File (Join-Path $examples nightly-maintenance.ps1) @Arguments 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Text = $output -join "`n" }
    }
}

Describe 'examples/nightly-maintenance.ps1' -Tag JsonStore {
    It 'evacuates a host with Fixed, Dynamic and Enhanced machines, restarts it and brings everything back' {
        $log = Join-Path $TestDrive nightly.log
        $run = Invoke-Nightly '-Rehearse', '-TimeScale', '0.002', '-LogPath', $log
        $run.Text | Should -Match 'patched, and everything is back'
        $run.ExitCode | Should -Be 0
        Get-Content $log -Raw | Should -Match "VM 'gpu-02': Power off, move to host 'esxi01.domain.com' and power on: Done"

        # What was done, by the store's own journal; and all is where it was.
        $null = $run.Text -match 'Rehearsal on (\S+)'
        $null = Connect-VIServer $Matches[1]
        $events = @(Get-PassthroughEvent)
        $begin = [array]::LastIndexOf($events.Target, 'web-02', [array]::IndexOf($events.Operation, 'SetHostState'))
        @($events | Where-Object Operation -eq RestartHost).Target[-1] | Should -Be esxi06.domain.com
        @($events | Where-Object Operation -eq SetHostState).Count | Should -Be 2
        $begin | Should -BeGreaterThan 0
        (Get-VM -Location esxi06* | Sort-Object Name).Name | Should -Be flex-03, flex-04, gpu-02, train-02, web-02
        (Get-VM -Location esxi06*).PowerState | Should -Be (@('PoweredOn') * 5)
        (Get-VMHost esxi06*).ConnectionState | Should -Be Connected
        Disconnect-TestServer
    }

    Context 'on a store' {
        BeforeAll {
            $script:store = & (Join-Path $examples New-MaintenanceRehearsal.ps1) (Join-Path $TestDrive window/lab.json)
            $script:where = '-Server', $store, '-VMHost', 'esxi06.domain.com', '-PlanFolder', (Join-Path $TestDrive window)
        }

        It 'does nothing where the host would not be free, and says which machine needs what' {
            $run = Invoke-Nightly ($where + '-MayPowerOff', 'gpu-02')
            $run.ExitCode | Should -Be 2
            $run.Text | Should -Match 'train-02: Blocked.*\n'
            $null = Connect-VIServer $store
            @(Get-PassthroughEvent)[-1].Operation | Should -Be PowerOnVM
            Disconnect-TestServer
        }

        It 'does nothing where another run is in the window' {
            $mine = [IO.File]::Open("$TestDrive/window/window-esxi06.domain.com.run", 'OpenOrCreate', 'ReadWrite', 'None')
            try { $run = Invoke-Nightly $where } finally { $mine.Dispose() }
            $run.ExitCode | Should -Be 5
            $run.Text | Should -Match 'another run is in the window of host esxi06.domain.com'
        }

        It 'does nothing where there is no such host' {
            $run = Invoke-Nightly '-Server', $store, '-VMHost', 'esxi99.domain.com', '-PlanFolder', (Join-Path $TestDrive made)
            $run.ExitCode | Should -Be 1
            Join-Path $TestDrive made | Should -Exist
            $run.Text | Should -Match "esxi99"
        }

        It 'brings everything back where the patch fails, and a further run does it again' {
            $script = "& '$(Join-Path $examples nightly-maintenance.ps1)' -Server '$store' -VMHost esxi06.domain.com -PlanFolder '$(Join-Path $TestDrive window)' -Patch { throw 'no power' }; exit `$LASTEXITCODE"
            $text = & $engine @first -NoProfile -NonInteractive -Command $script 2>&1
            $LASTEXITCODE | Should -Be 3
            $text -join "`n" | Should -Match 'was not patched: no power'
            $run = Invoke-Nightly $where
            $run.ExitCode | Should -Be 0 -Because $run.Text
        }
    }
}

Describe 'examples/runbook' -Tag JsonStore {
    It 'passes its tests' {
        $script = "Import-Module '$((Get-Module Pester).Path)'; `$run = Invoke-Pester '$(Join-Path $examples runbook)' -PassThru -Output None; '{0} passed, {1} failed' -f `$run.PassedCount, `$run.FailedCount"
        & $engine @first -NoProfile -NonInteractive -Command $script | Select-Object -Last 1 | Should -Be '9 passed, 0 failed'
    }
}

Describe 'examples/New-SampleStore.ps1' -Tag JsonStore {
    It 'makes a new store, and leaves one that exists as it is' {
        $store = & (Join-Path $examples New-SampleStore.ps1) (Join-Path $TestDrive new/sample.json)
        $null = Connect-VIServer $store
        @(Get-VMHost).Count | Should -Be 6
        @(Get-VM).Count | Should -Be 10
        Disconnect-TestServer
        $hash = (Get-FileHash $store).Hash
        { & (Join-Path $examples New-SampleStore.ps1) $store } | Should -Throw '*exists already*'
        { & (Join-Path $examples New-SampleStore.ps1) $store -WhatIf } | Should -Throw '*exists already*'
        (Get-FileHash $store).Hash | Should -BeExactly $hash
    }
}
