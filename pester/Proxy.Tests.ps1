BeforeDiscovery {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $servers = @('control plane') + @(if (Test-VSphereSimulator) { 'vSphere' } else { Write-Warning 'SKIPPED: no vSphere is reached through a proxy.' })
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    Add-Type -Path "$PSScriptRoot/TestProxy.cs"

    # Connects from a PowerShell of its own, since a process reads these variables once; gives what it printed.
    function Connect-Through([string] $Proxy, [string] $NoProxy, [string] $First) {
        $before = $env:HTTPS_PROXY, $env:NO_PROXY, $env:POWERSHELL_TELEMETRY_OPTOUT
        try {
            $env:HTTPS_PROXY, $env:NO_PROXY, $env:POWERSHELL_TELEMETRY_OPTOUT = $Proxy, $NoProxy, '1'
            Invoke-TestProcess "$First; `$VerbosePreference = 'Continue'; Connect-VIServer $connect -SkipCertificateCheck -WarningAction Ignore -ErrorVariable refused 4>&1 |
                ForEach-Object { if (`$_ -is [Management.Automation.VerboseRecord]) { `$_ } else { ""`$(`$_.IsConnected) `$(@(Get-VM).Count)"" } }
                `$refused | ForEach-Object { `$_.FullyQualifiedErrorId; `$_.Exception.Message; `$_ | Format-List * -Force | Out-String -Width 10000 }"
        } finally {
            $env:HTTPS_PROXY, $env:NO_PROXY, $env:POWERSHELL_TELEMETRY_OPTOUT = $before
        }
    }
}

# By a name that only the proxy knows.
Describe 'A <_> behind a proxy' -Tag JsonStore -ForEach $servers {
    BeforeAll {
        if ($_ -eq 'vSphere') {
            $place = Start-VSphereSimulator
            $script:port = $place.Split(':')[-1]
            $script:connect = "server.invalid:$port -User administrator@vsphere.local -Password pw"
        } else {
            $script:port = ([uri](Open-ControlPlane -Https).Address).Port
            $script:connect = "https://server.invalid:$port"
        }
    }
    AfterAll { Disconnect-TestServer }
    BeforeEach { $script:proxy = [TestProxy]::new('') }
    AfterEach { $proxy.Dispose() }

    It 'is reached through it, from connecting to disconnecting' {
        Connect-Through "http://$($proxy.Place)" | Should -Match '(?m)^True \d+'
        $proxy.Asked | Sort-Object -Unique | Should -Be "CONNECT server.invalid:$port HTTP/1.1"
    }

    It 'is looked for without it with -ProxyPolicy NoProxy' {
        $said = Connect-Through "http://$($proxy.Place)" -First '$null = Set-PowerCLIConfiguration -ProxyPolicy NoProxy -Confirm:$false'
        $said | Should -Match '(?m)^ServerUnreachable,'
        $said | Should -Match 'server\.invalid'
        $said | Should -Not -Match 'through the proxy|ProxyPolicy'
        $proxy.Asked | Should -BeNullOrEmpty
    }

    It 'is looked for without it where NO_PROXY names it' {
        $said = Connect-Through "http://$($proxy.Place)" -NoProxy .invalid
        $said | Should -Match '(?m)^ServerUnreachable,'
        $said | Should -Not -Match 'through the proxy|ProxyPolicy'
        $proxy.Asked | Should -BeNullOrEmpty
    }

    It 'is not reached where the proxy is away, which is named' {
        $proxy.Dispose()
        $said = Connect-Through "http://me:geheim@$($proxy.Place)"
        $said | Should -Match '(?m)^ServerUnreachable,'
        $said | Should -Match "cannot be reached through the proxy 'http://$($proxy.Place)': Connection refused"
        $said | Should -Match 'Set-PowerCLIConfiguration -ProxyPolicy NoProxy'
        $said | Should -Not -Match geheim
    }

    It 'is reached through one that wants a password, with that, and told that it wants one without' {
        $strict = [TestProxy]::new('me:geheim')
        try {
            Connect-Through "http://me:geheim@$($strict.Place)" | Should -Match '(?m)^True \d+'
            foreach ($login in '', 'me:secret@') {
                $said = Connect-Through "http://$login$($strict.Place)"
                $said | Should -Match '(?m)^ServerUnreachable,'
                $said | Should -Match "through the proxy 'http://$($strict.Place)': it answered with status 407"
                $said | Should -Match 'HTTPS_PROXY'
                $said | Should -Not -Match 'secret|geheim'
            }
        } finally {
            $strict.Dispose()
        }
    }
}
