# What only a control plane has: tokens and roles, certificates, a network that fails, other sessions. The other files are about what it
# has in common with a store.

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Get-SecureText {
        # A text as Read-Host -AsSecureString gives it.
        param([string] $Text)
        [Net.NetworkCredential]::new('', $Text).SecurePassword
    }

    function Get-EverythingSaid {
        # All that a script writes, to whatever stream, with all that an error has in it.
        param([scriptblock] $Script)
        $written = try { & $Script *>&1 } catch { $_ }
        foreach ($one in $written) {
            $one | Out-String -Width 4096
            $one | Format-List -Property * -Force | Out-String -Width 4096
            for ($cause = $one.Exception; $cause; $cause = $cause.InnerException) { "$cause"; $cause | Format-List -Property * -Force | Out-String -Width 4096 }
        }
    }

    function Wait-Ready {
        # Waits until a runspace has said that it is ready.
        param([pscustomobject] $Started)
        Wait-TestCondition { $Started.Output.Count -gt 0 -or $Started.Running.IsCompleted } | Should -BeTrue
        if ($Started.Running.IsCompleted) { throw "It has ended: $($Started.Shell.Streams.Error)" }
    }

    # A server that takes connections and says nothing.
    $script:silent = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $silent.Start()
    $script:silence = "http://$($silent.LocalEndpoint)"

    # Whoever loses a server asks for 20 s, and for 30 s where it does not answer: these wait while the other tests run.
    if ((Get-TestBackend) -eq 'ControlPlane') {
        $script:lost = Open-ControlPlane
        $gone = [Threading.ManualResetEventSlim]::new()
        $script:patient = Open-TestRunspace -Variable @{ target = $lost.Address; gone = $gone } -Script '
            $null = Connect-VIServer $target
            $vms = Get-VM gpu-01, gpu-02, web-01
            $watch = [Diagnostics.Stopwatch]::new()
            & { $vms[0]; $gone.Wait(); $watch.Start(); $vms[1, 2] } | Start-VM -ErrorAction SilentlyContinue -ErrorVariable refused | ForEach-Object { "ready" }
            $refused; $watch.Elapsed.TotalSeconds'
        Wait-Ready $patient
        Disconnect-TestServer
        $gone.Set()
        $script:hanging = Open-TestRunspace 'Connect-VIServer $target -Password x' -Variable @{ target = $silence }
    }
}

AfterAll { $silent.Stop() }

Describe 'Connect-VIServer with a control plane' -Tag ControlPlane {
    BeforeEach {
        $script:plane = Open-ControlPlane -User anna
        $script:secure = Get-SecureText $plane.Token
        $script:credential = [pscredential]::new('anna', $secure)
    }
    AfterEach { Disconnect-TestServer }

    It 'takes the token from <how>' -ForEach @(
        @{ How = '-Token'; Script = { Connect-VIServer $plane.Address -Token $secure } }
        @{ How = '-Token, with its user'; Script = { Connect-VIServer $plane.Address -Token $secure -User anna } }
        @{ How = '-Credential'; Script = { Connect-VIServer $plane.Address -Credential $credential } }
        @{ How = 'a credential in the pipeline'; Script = { $credential | Connect-VIServer $plane.Address } }
        @{ How = '-User and -Password'; Script = { Connect-VIServer $plane.Address -User anna -Password $plane.Token } }
        @{ How = '-Password'; Script = { Connect-VIServer $plane.Address -Password $plane.Token } }
        @{ How = '-Session'; Script = { Connect-VIServer $plane.Address -Session $plane.Token } }
        @{ How = '-SessionId, its alias'; Script = { Connect-VIServer $plane.Address -SessionId $plane.Token } }
        @{ How = 'PASSTHROUGHTOOLS_TOKEN'; Variable = $true; Script = { Connect-VIServer $plane.Address } }
        @{ How = 'PASSTHROUGHTOOLS_TOKEN, with its user'; Variable = $true; Script = { Connect-VIServer $plane.Address -User anna } }
        @{ How = '-Token, though all others have one'; Script = {
                $env:PASSTHROUGHTOOLS_TOKEN = 'wrong'
                Connect-VIServer $plane.Address -Token $secure -Password wrong -Session wrong
            }
        }
        @{ How = 'a file, with its newline'; Script = { Connect-VIServer $plane.Address -Token (Get-SecureText " $($plane.Token)`n") } }
    ) {
        if (-not $_.Variable) { $env:PASSTHROUGHTOOLS_TOKEN = $null }
        $server = & $Script
        $server.Name | Should -BeExactly $plane.Address
        $server.Backend | Should -Be ControlPlane
        $server.User | Should -BeExactly anna
        $server.Uid | Should -BeExactly "/VIServer=anna@$($plane.Address -replace '^https?://')/ControlPlane=http/" -Because 'scripts cut host and port out of it'
        @(Get-VM).Count | Should -Be 10
        (Get-TestChange { Set-VM web-01 -Notes x }).Actor | Should -BeExactly "anna@$([Environment]::MachineName)"
    }

    It 'takes its address <how>' -ForEach @(
        @{ How = 'with a slash'; Script = { Connect-VIServer "$($plane.Address)/" } }
        @{ How = 'in capitals'; Script = { Connect-VIServer $plane.Address.ToUpperInvariant() } }
        @{ How = 'without its protocol'; Script = { Connect-VIServer $authority -Backend ControlPlane -Protocol http } }
        @{ How = 'as host, protocol and port'; Script = { Connect-VIServer 127.0.0.1 -Backend ControlPlane -Protocol http -Port ([uri]$plane.Address).Port } }
        @{ How = 'with another port that -Port corrects'; Script = { Connect-VIServer http://127.0.0.1:1 -Port ([uri]$plane.Address).Port } }
    ) {
        $authority = $plane.Address -replace '^http://'
        (& $Script).Name | Should -BeExactly $plane.Address
        Connect-VIServer $plane.Address | Should -Be (Get-DefaultServer)[0]
        foreach ($name in $plane.Address, "$($plane.Address)/", $authority, '127.0.0.1', 'http://127*') { @(Get-VM -Server $name).Count | Should -Be 10 -Because $name }
    }

    It 'is one server by two addresses: nothing is listed twice, and whoever connected last is meant' {
        $null = Connect-VIServer $plane.Address
        $other = Connect-VIServer ($plane.Address -replace '127.0.0.1', 'localhost')
        @(Get-DefaultServer).Name | Should -BeExactly $other.Name
        @(Get-VM).Count | Should -Be 10
        @(Get-VM -Server $plane.Address).Count | Should -Be 10
        (Get-TestChange { Set-VM web-01 -Notes x }).Actor | Should -BeLike 'anna@*'
        $said = Set-VM web-01 -Notes y -Verbose -Confirm:$false 4>&1
        "$said" | Should -Match "on target `"VM 'web-01' on host 'esxi01.domain.com'`"" -Because 'one server is connected'
    }

    It 'that does not speak https is told as such' {
        $result = Invoke-Recorded { Connect-VIServer ($plane.Address -replace '^http:', 'https:') }
        Assert-Refusal $result.Errors[0] ServerUnreachable -Category ConnectionError -Says 'does not begin an encrypted connection'
    }

    It 'is not below a path that its address does not have' {
        $result = Invoke-Recorded { Connect-VIServer "$($plane.Address)/api" }
        Assert-Refusal $result.Errors[0] RouteNotFound -Says "Leave out '/api'"
    }

    It 'has the catalog of its server, whatever <how> says' -ForEach @(@{ How = '-CatalogPath' }, @{ How = 'PASSTHROUGHTOOLS_CATALOG' }) {
        $catalog = Join-Path -Path $TestDrive -ChildPath 'catalog.json'
        Set-Content -LiteralPath $catalog -Value ('{ "schemaVersion": 1, "sources": { "measured": "our own measurement" }, "models": [ { "key": "OwnT4",' +
            ' "name": "Our T4", "kind": "gpu", "pciIds": ["10de:1eb8"], "bar": { "sizeGB": 1, "sources": ["measured"] } } ] }')
        $decided = (Connect-VIServer $plane.Address -Token $secure) | ForEach-Object { (Get-MmioSizing -VM gpu-01).RequiredGB }
        try {
            $result = Invoke-Recorded {
                if ($How -eq '-CatalogPath') {
                    Connect-VIServer $plane.Address -Token $secure -CatalogPath $catalog
                } else {
                    $env:PASSTHROUGHTOOLS_CATALOG = $catalog
                    Connect-VIServer $plane.Address -Token $secure
                }
            }
            if ($How -eq '-CatalogPath') {
                Assert-Refusal $result.Errors[0] NotSupportedByBackend -Target $catalog -Says '--catalog'
            } else {
                $result.Warnings.Message | Should -BeLike "PASSTHROUGHTOOLS_CATALOG names '$catalog', which is not used for '$($plane.Address)'*"
            }
            (Get-MmioSizing -VM gpu-01).RequiredGB | Should -Be $decided
            $rehearsal = Connect-VIServer $plane.Address -Token $secure -CatalogPath $catalog -Rehearsal -NotDefault
            (Get-MmioSizing -VM gpu-01 -Server $rehearsal).RequiredGB | Should -Be 1
        } finally {
            $env:PASSTHROUGHTOOLS_CATALOG = $null
        }
    }

    It 'refuses an address that is none: <address>' -ForEach @(
        @{ Address = 'https://'; Shown = 'https://' }
        @{ Address = 'https://anna:hush@plane.example'; Shown = 'https://***@plane.example' }
        @{ Address = 'https://plane.example/?token=x'; Shown = 'https://plane.example/?token=x' }
        @{ Address = 'https://plane.example/#x'; Shown = 'https://plane.example/#x' }
        @{ Address = 'https://plane.example:99999'; Shown = 'https://plane.example:99999' }
    ) {
        $result = Invoke-Recorded { Connect-VIServer $Address }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Target $Shown -Says 'https://passthrough.domain.com:8443'
        @(Get-DefaultServer).Count | Should -Be 0
    }

    It 'refuses <what>, and shows the token nowhere' -ForEach @(
        @{ What = 'the token of another user'; Says = 'not with the name'; Script = { Connect-VIServer $plane.Address -User bert -Token $secure } }
        @{ What = 'a token with another user name in -Credential'; Says = 'not with the name'
            Script = { Connect-VIServer $plane.Address -Credential ([pscredential]::new('bert', $secure)) } }
        @{ What = 'a wrong token'; Says = 'The token is not good here'; Script = { Connect-VIServer $plane.Address -Token (Get-SecureText $wrong) } }
        @{ What = 'a wrong password'; Says = 'The token is not good here'; Script = { Connect-VIServer $plane.Address -User anna -Password $wrong } }
        @{ What = 'a wrong token in the variable'; Says = 'The token is not good here'; Script = { $env:PASSTHROUGHTOOLS_TOKEN = $wrong; Connect-VIServer $plane.Address } }
        @{ What = 'half of a token'; Says = 'ptt_'; Script = { Connect-VIServer $plane.Address -Password $plane.Token.Substring(0, 40) } }
        @{ What = 'a text that is no token'; Says = 'ptt_'; Script = { Connect-VIServer $plane.Address -Password "$($plane.Token)`n$($plane.Token)" } }
        @{ What = 'a token with an umlaut'; Says = 'ptt_'; Script = { Connect-VIServer $plane.Address -Token (Get-SecureText "$($plane.Token)$([char]0xFC)") } }
        @{ What = 'no token'; Says = 'PASSTHROUGHTOOLS_TOKEN'; Script = { $env:PASSTHROUGHTOOLS_TOKEN = $null; Connect-VIServer $plane.Address } }
        @{ What = 'an empty token'; Says = '-Token'; Script = { Connect-VIServer $plane.Address -Token ([securestring]::new()) } }
        @{ What = 'an expired token'; Says = "Let an administrator make a new one with 'token create'"
            Script = { Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address carl -Expired) } }
        @{ What = 'a revoked token'; Says = 'Ask an administrator why, and for a new one'; Script = {
                $carl = Add-TestUser $plane.Address carl
                $null = Invoke-ServerHost -Command revoke, $plane.Address, carl
                Connect-VIServer $plane.Address -Credential $carl
            }
        }
    ) {
        $script:wrong = $plane.Token.Substring(0, $plane.Token.Length - 4) + 'xxxx'
        $result = Invoke-Recorded $Script
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] AuthenticationFailed -Category AuthenticationError -Target $plane.Address -Says $Says
        $result.Output.Count | Should -Be 0
        @(Get-DefaultServer).Count | Should -Be 0

        $said = (Get-EverythingSaid ([scriptblock]::Create("$Script -Verbose -Debug"))) -join "`n"
        $said | Should -Match 'AuthenticationFailed'
        foreach ($secret in $plane.Token.Substring(14, 20), $wrong.Substring(14, 20)) { $said.Contains($secret) | Should -BeFalse }
    }

    It 'shows the token nowhere where it is good' {
        $said = Get-EverythingSaid {
            Connect-VIServer $plane.Address -Token $secure -Verbose -Debug
            Get-VM -Verbose -Debug
            Start-VM gpu-01 -Verbose -Debug
            Start-VM gpu-01 -Verbose -Debug
            Get-PassthroughEvent
            Get-Variable -Name DefaultVIServer* -Scope Global
        }
        $said -join "`n" | Should -Match 'InvalidPowerState'
        ($said -join "`n").Contains($plane.Token.Substring(14, 20)) | Should -BeFalse
        (ConvertTo-Json (Get-DefaultServer) -Depth 5).Contains('ptt_') | Should -BeFalse
    }

    It 'is told that its token was revoked, and goes on with a new one' {
        $carl = Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address carl)
        $machine = Get-VM gpu-01
        $null = Invoke-ServerHost -Command revoke, $plane.Address, carl
        foreach ($attempt in { Get-VM }, { Start-VM $machine }, { Get-PassthroughEvent }, { Get-PassthroughEvent -Follow }) {
            $result = Invoke-Recorded $attempt
            $result.Errors.Count | Should -Be 1 -Because $attempt
            Assert-Refusal $result.Errors[0] AuthenticationFailed -Category AuthenticationError -Target $plane.Address -Says 'was revoked'
        }
        Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address carl) | Should -Be $carl
        @(Get-DefaultServer) | Should -Be @($carl)
        (Start-VM $machine).PowerState | Should -Be PoweredOn
    }

    It 'ends -Follow with an error when the token is revoked' {
        $follower = Open-TestRunspace '$null = Connect-VIServer $target -Credential $credential; "ready"; Get-PassthroughEvent -Follow' -Variable @{
            target = $plane.Address; credential = Add-TestUser $plane.Address carl
        }
        Wait-Ready $follower
        $null = Invoke-ServerHost -Command revoke, $plane.Address, carl
        $null = Connect-VIServer $plane.Address
        $null = Set-VM web-01 -Notes 'the next change'
        $result = Close-TestRunspace $follower
        Assert-Refusal $result.Errors[0] AuthenticationFailed -Category AuthenticationError -Target $plane.Address
    }
}

Describe 'A role' -Tag ControlPlane {
    BeforeAll {
        $script:plane = Open-ControlPlane -User anna
        $script:server = Connect-VIServer $plane.Address
    }
    BeforeEach { $script:last = @(0) + @(Get-PassthroughEvent -Server $server).Sequence | Select-Object -Last 1 }
    AfterEach { Disconnect-VIServer * -Force; $script:server = Connect-VIServer $plane.Address -Password $plane.Token }
    AfterAll { Disconnect-TestServer }

    It 'reader reads everything and changes nothing' {
        Disconnect-VIServer * -Force
        $null = Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address wall -Role reader)
        $result = Invoke-Recorded {
            Get-VM; Get-VMHost; Get-Cluster; Get-VMHostPciDevice esxi01*; Get-PassthroughDevice; Get-AdvancedSetting gpu-01; Get-MmioSizing gpu-01
            Get-VMResourceConfiguration gpu-01; Test-EnhancedDirectPathFeature gpu-01; Test-PassthroughPrerequisite gpu-01; Get-PassthroughReport; Export-PassthroughReport TestDrive:/read.html; Get-PassthroughEvent; Export-PassthroughInventory TestDrive:/read.json
            Remove-VM gpu-01 -WhatIf
        }
        $result.Errors | Should -BeNullOrEmpty
        foreach ($attempt in @(
                { Start-VM gpu-01 }, { Set-VM gpu-01 -Notes x }, { New-VM x -VMHost esxi01* }, { Remove-VM web-01 -Confirm:$false }
                { Add-PassthroughDevice HighPerfVM 0000:03:00.0 }, { Restart-VMHost esxi02* -Force -Confirm:$false }
                { New-AdvancedSetting web-01 a b }, { Import-PassthroughInventory "$(Get-RepositoryRoot)/examples/rack/rack.json" }
            )) {
            $result = Invoke-Recorded $attempt
            $result.Errors.Count | Should -Be 1 -Because $attempt
            Assert-Refusal $result.Errors[0] AccessDenied -Category PermissionDenied -Target $plane.Address -Says "has the role reader"
            $result.Output.Count | Should -Be 0
        }
        Assert-Refusal (Invoke-Recorded { Start-VM gpu-01 -RunAsync | Wait-Task }).Errors[0] AccessDenied -Category PermissionDenied
        Get-PassthroughEvent -After $last | Should -BeNullOrEmpty
    }

    It 'operator changes machines, and imports nothing' {
        Disconnect-VIServer * -Force
        $null = Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address bert -Role operator)
        (Start-VM gpu-01).PowerState | Should -Be PoweredOn
        (Stop-VM gpu-01 -Confirm:$false).PowerState | Should -Be PoweredOff
        $result = Invoke-Recorded { Import-PassthroughInventory "$(Get-RepositoryRoot)/examples/rack/rack.json" }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] AccessDenied -Category PermissionDenied -Target $plane.Address -Says 'role admin'
        @(Get-PassthroughEvent -After $last).Operation | Should -BeExactly PowerOnVM, PowerOffVM
        @(Get-PassthroughEvent -After $last).Actor | Select-Object -Unique | Should -BeExactly "bert@$([Environment]::MachineName)"
    }

    It 'reader rehearses all that an administrator may do, and nothing of it is there' {
        Disconnect-VIServer * -Force
        $reader = Add-TestUser $plane.Address wall -Role reader
        $null = Connect-VIServer $plane.Address -Credential $reader -Rehearsal
        $null = Import-PassthroughInventory "$(Get-RepositoryRoot)/pester/fixtures/oddities.json"
        $null = Start-VM gpu-01
        Remove-VM web-01 -Confirm:$false
        @(Get-PassthroughEvent).Operation | Should -BeExactly ImportOperation, PowerOnVM, RemoveVM
        Disconnect-VIServer * -Force
        $null = Connect-VIServer $plane.Address -Credential $reader
        Get-PassthroughEvent -After $last | Should -BeNullOrEmpty
        (Get-VM gpu-01).PowerState | Should -Be PoweredOff
        @(Get-VM).Count | Should -Be 10
    }
}

Describe 'The certificate of a control plane' -Tag ControlPlane {
    BeforeAll {
        $script:plane = Open-ControlPlane -User anna -Https
        $script:token = $plane.Token
    }
    AfterEach { Disconnect-VIServer * -Force }
    AfterAll { Disconnect-TestServer }

    It 'is refused where nobody vouches for it, with its thumbprint' {
        $result = Invoke-Recorded { Connect-VIServer $plane.Address }
        Assert-Refusal $result.Errors[0] CertificateUntrusted -Category SecurityError -Target $plane.Address -Says $plane.Sha256
        $result.Errors[0].Exception.Message | Should -Match '-CertificateThumbprint'
        $result.Errors[0].Exception.Message | Should -Match 'CN=passthrough.test'
        $result.Output.Count | Should -Be 0
    }

    It 'is taken by its thumbprint: <how>' -ForEach @(
        @{ How = 'SHA-256'; Thumbprint = { $plane.Sha256 } }
        @{ How = 'SHA-1'; Thumbprint = { $plane.Sha1 } }
        @{ How = 'in small letters with colons'; Thumbprint = { ($plane.Sha256.ToLowerInvariant() -replace '..(?!$)', '$0:') } }
        @{ How = 'with spaces, as Windows shows it'; Thumbprint = { "$([char]0x200E)" + ($plane.Sha1 -replace '..', '$0 ') } }
    ) {
        $result = Invoke-Recorded { Connect-VIServer $plane.Address -CertificateThumbprint (& $Thumbprint) }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeNullOrEmpty
        (Set-VM web-01 -Notes $How).Notes | Should -BeExactly $How
    }

    It 'is refused where its thumbprint is another: <how>' -ForEach @(
        @{ How = 'SHA-256'; Digits = 64; More = @{} }, @{ How = 'SHA-1'; Digits = 40; More = @{} }
        @{ How = 'with -SkipCertificateCheck too'; Digits = 64; More = @{ SkipCertificateCheck = $true } }
    ) {
        $other = 'A1' * ($Digits / 2)
        $result = Invoke-Recorded { Connect-VIServer $plane.Address -CertificateThumbprint $other @More }
        Assert-Refusal $result.Errors[0] CertificateUntrusted -Category SecurityError -Target $plane.Address -Says $plane.Sha256
        $result.Errors[0].Exception.Message | Should -Match $other
        $result.Warnings | Should -BeNullOrEmpty
    }

    It 'is not asked for with what is no thumbprint: <_>' -ForEach 'hello', 'A1A1', ('A1' * 33), 'SHA256 Fingerprint=A1:A1' {
        $result = Invoke-Recorded { Connect-VIServer $plane.Address -CertificateThumbprint $_ }
        Assert-Refusal $result.Errors[0] ValueInvalid -Category InvalidArgument -Target $_ -Says '64 (SHA-256)'
    }

    It 'is not looked at with -SkipCertificateCheck, with a warning' {
        $result = Invoke-Recorded { Connect-VIServer $plane.Address -SkipCertificateCheck }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings[0])" | Should -BeExactly "The certificate of '$($plane.Address)' is not checked: whoever answers there gets the token."
        @(Get-VM).Count | Should -Be 10
    }

    It 'is taken as Set-PowerCLIConfiguration says: <action>' -ForEach @(
        @{ Action = 'Ignore'; Warnings = 0; Errors = 0 }, @{ Action = 'Warn'; Warnings = 1; Errors = 0 }, @{ Action = 'Fail'; Warnings = 0; Errors = 1 }
    ) {
        try {
            $null = Set-PowerCLIConfiguration -InvalidCertificateAction $Action -Confirm:$false
            $result = Invoke-Recorded { Connect-VIServer $plane.Address }
        } finally { $null = Set-PowerCLIConfiguration -InvalidCertificateAction Unset -Confirm:$false }
        $result.Warnings.Count, $result.Errors.Count | Should -Be $Warnings, $Errors
        if ($Errors) { $result.Errors[0].FullyQualifiedErrorId | Should -BeLike CertificateUntrusted* }
    }

    It 'must be, off this machine: http is refused before anything is sent' {
        $result = Invoke-Recorded { Connect-VIServer http://192.0.2.1:8480 -SkipCertificateCheck -WarningAction Ignore }
        Assert-Refusal $result.Errors[0] CertificateUntrusted -Category SecurityError -Target http://192.0.2.1:8480 -Says 'Use its https address'
    }
}

Describe 'What is no control plane' -Tag ControlPlane {
    BeforeEach { $env:PASSTHROUGHTOOLS_TOKEN = 'ptt_secret' }
    AfterEach { Disconnect-TestServer }

    It 'is <id> where it answers <what>' -ForEach @(
        @{ What = 'a page'; Status = 200; Body = '<html>Welcome to nginx!</html>'; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'cannot be understood' }
        @{ What = 'nothing'; Status = 200; Body = ''; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'ends too early' }
        @{ What = 'no content'; Status = 204; Body = ''; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'it is empty' }
        @{ What = 'another JSON'; Status = 200; Body = '{"product":"Other"}'; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'PassthroughTools' }
        @{ What = 'a JSON array'; Status = 200; Body = '[1]'; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'cannot be understood' }
        @{ What = 'a session without a name'; Status = 200; Body = '{"product":"PassthroughTools"}'; Id = 'InputMalformed'; Category = 'InvalidData'; Says = 'name' }
        @{ What = 'that it is elsewhere'; Status = 302; Body = ''; Id = 'ServerUnreachable'; Category = 'ConnectionError'; Says = 'status 302' }
        @{ What = 'that there is nothing'; Status = 404; Body = '<html>Not here</html>'; Id = 'ServerUnreachable'; Category = 'ConnectionError'; Says = 'Not here' }
        @{ What = 'that it has failed'; Status = 500; Body = 'oops'; Id = 'ServerUnreachable'; Category = 'ConnectionError'; Says = 'oops' }
        @{ What = 'as a proxy whose server is away'; Status = 502; Body = 'Bad Gateway'; Id = 'ServerUnreachable'; Category = 'ConnectionError'; Says = 'Bad Gateway' }
        @{ What = 'as a proxy that asks who it is'; Status = 401; Body = '<html>Log in</html>'; Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Says = 'Log in' }
        @{ What = 'as a proxy that lets nobody in'; Status = 403; Body = ''; Id = 'AccessDenied'; Category = 'PermissionDenied'; Says = 'status 403' }
        @{ What = 'a problem of its own'; Status = 409; Body = '{"title":"Conflict","status":409}'; Id = 'ServerUnreachable'; Category = 'ConnectionError'; Says = 'status 409' }
        @{ What = 'an error id of a later version'; Status = 409; Body = '{"id":"Later","detail":"It cannot be. Do this."}'; Id = 'RefusedByServer'; Category = 'InvalidOperation'; Says = 'Do this.' }
    ) {
        $location = if ($Status -eq 302) { (Open-ControlPlane).Address }
        $address = Invoke-ServerHost -Command foreign, $Status, $location, $Body
        $result = Invoke-Recorded { Connect-VIServer $address }
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] $Id -Category $Category -Target $address -Says $Says
        $result.Output.Count | Should -Be 0
    }

    It 'is ServerUnreachable: <what>' -ForEach @(
        @{ What = 'a port where nothing listens'; Address = { "http://127.0.0.1:$free" }; Says = 'Connection refused' }
        @{ What = 'a name that is none'; Address = { 'https://nowhere.invalid:8443' }; Says = 'nowhere.invalid' }
        @{ What = 'https where it speaks http'; Address = { (Open-ControlPlane).Address -replace '^http', 'https' }; Says = 'cannot be reached' }
    ) {
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $script:free = $listener.LocalEndpoint.Port
        $listener.Stop()
        $address = & $Address
        $result = Invoke-Recorded { Connect-VIServer $address }
        Assert-Refusal $result.Errors[0] ServerUnreachable -Category ConnectionError -Target $address -Says $Says
        $result.Errors[0].Exception.Message | Should -Not -Match 'change' -Because 'none was asked for'
    }

    It 'is no proxy either, which the token for this machine is not sent to' {
        $plane = Open-ControlPlane
        $printed = Invoke-TestProcess "`$env:HTTP_PROXY = `$env:ALL_PROXY = '$silence'; (Connect-VIServer '$($plane.Address)').IsConnected"
        $printed.Trim() | Should -BeExactly True
    }

    It 'does not keep others from being connected' {
        $plane = Open-ControlPlane
        $result = Invoke-Recorded { Connect-VIServer http://127.0.0.1:9, $plane.Address }
        $result.Errors.Count | Should -Be 1
        $result.Output.Name | Should -BeExactly $plane.Address
    }
}

Describe 'A control plane that restarts' -Tag ControlPlane {
    BeforeEach {
        $script:plane = Open-ControlPlane -User anna
        $script:server = Connect-VIServer $plane.Address
        $script:go = [Threading.ManualResetEventSlim]::new()
    }
    AfterEach { Disconnect-TestServer }

    It 'is the same server afterwards, to sessions and objects' {
        $machine = Get-VM gpu-01
        $null = Set-VM web-01 -Notes before
        $null = Invoke-ServerHost -Command down, $plane.Address
        $null = Invoke-ServerHost -Command up, $plane.Address
        (Get-VM web-01).Notes | Should -BeExactly before
        (Start-VM $machine).PowerState | Should -Be PoweredOn
        @(Get-PassthroughEvent).Operation | Should -BeExactly ChangeVM, PowerOnVM
        @(Get-PassthroughEvent).Sequence | Should -Be ((Get-PassthroughEvent)[0].Sequence + 0), ((Get-PassthroughEvent)[0].Sequence + 1)
    }

    It 'is waited for by <what>' -ForEach @(
        @{ What = 'a change, which is made once'; Script = 'Start-VM gpu-01'; Operation = 'PowerOnVM' }
        @{ What = 'a query'; Script = 'Get-VM gpu-01'; Operation = $null }
        @{ What = 'a pipeline'; Script = 'Get-VM web-01, legacy-01 | Set-VM -Notes x'; Operation = 'ChangeVM', 'ChangeVM' }
    ) {
        $waiting = Open-TestRunspace "`$null = Connect-VIServer `$target; 'ready'; `$go.Wait(); $Script" -Variable @{ target = $plane.Address; go = $go }
        Wait-Ready $waiting
        $null = Invoke-ServerHost -Command down, $plane.Address
        $go.Set()
        Start-Sleep -Milliseconds 700
        $waiting.Running.IsCompleted | Should -BeFalse
        $null = Invoke-ServerHost -Command up, $plane.Address
        $result = Close-TestRunspace $waiting
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -BeGreaterThan 1
        @(Get-PassthroughEvent).Operation | Should -BeExactly $Operation
    }

    It 'and loses the answer has made the change once: <command>' -ForEach @(
        @{ Command = 'Start-VM gpu-01'; Operation = 'PowerOnVM'; Check = { $_.PowerState | Should -Be PoweredOn } }
        @{ Command = 'New-VM made -VMHost esxi01*'; Operation = 'CreateVM'; Check = { $_.Name | Should -BeExactly made } }
        @{ Command = 'Add-PassthroughDevice HighPerfVM 0000:03:00.0'; Operation = 'AttachFixedDevice'; Check = { $_.Id, $_.VM.Name | Should -BeExactly '0000:03:00.0', 'HighPerfVM' } }
        @{ Command = 'Import-PassthroughInventory "$(Get-RepositoryRoot)/pester/fixtures/oddities.json" | Where-Object Name -EQ odd01.lab'; Operation = 'ImportOperation'
            Check = { $_.Action | Should -Be Added } }
    ) {
        $null = Invoke-ServerHost -Command lose, $plane.Address, 1
        $result = Invoke-Recorded ([scriptblock]::Create($Command))
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 1
        $result.Output | ForEach-Object $Check
        @(Get-PassthroughEvent).Operation | Should -BeExactly $Operation
    }

    It 'and loses three answers in a row has made the change once' {
        $null = Invoke-ServerHost -Command lose, $plane.Address, 3
        (Set-VM web-01 -Notes once).Notes | Should -BeExactly once
        @(Get-PassthroughEvent).Summary | Should -BeExactly "VM 'web-01' changed: notes none -> 'once'"
    }

    It 'and loses the answer of a refusal refuses once more, in the same words' {
        $said = foreach ($times in 0, 1) {
            $null = Invoke-ServerHost -Command lose, $plane.Address, $times
            $result = Invoke-Recorded { Add-PassthroughDevice legacy-01 0000:03:00.0 }
            $result.Errors.Count | Should -Be 1
            "$($result.Errors[0].FullyQualifiedErrorId) $($result.Errors[0].TargetObject.GetType()) $($result.Errors[0].Exception.Message)"
        }
        $said[1] | Should -BeExactly $said[0]
        Get-PassthroughEvent | Should -BeNullOrEmpty
    }

    It 'is followed over the restart, each event once' {
        $follower = Open-TestRunspace '$null = Connect-VIServer $target; "ready"; Get-PassthroughEvent -Follow' -Variable @{ target = $plane.Address }
        try {
            Wait-Ready $follower
            $null = Set-VM web-01 -Notes one
            Wait-TestCondition { $follower.Output.Count -eq 2 } | Should -BeTrue
            foreach ($round in 2, 3) {
                $null = Invoke-ServerHost -Command down, $plane.Address
                Start-Sleep -Milliseconds 300
                $null = Invoke-ServerHost -Command up, $plane.Address
                $null = Set-VM web-01 -Notes $round
                Wait-TestCondition { $follower.Output.Count -eq $round + 1 } | Should -BeTrue
            }
        } finally {
            Stop-TestRunspace $follower
            $result = Close-TestRunspace $follower
        }
        $result.Errors | Should -BeNullOrEmpty
        @($result.Output | Select-Object -Skip 1).Sequence | Should -Be @(Get-PassthroughEvent).Sequence
    }

    It 'is not followed from an event that it never had' {
        $null = Set-VM web-01 -Notes one
        $result = Invoke-Recorded { Get-PassthroughEvent -Follow -After 1000000 }
        Assert-Refusal $result.Errors[0] ConcurrentChange -Category WriteError -Target $plane.Address -Says 'Get-PassthroughEvent -Follow -After'
    }
}

Describe 'A control plane beside a store' -Tag ControlPlane {
    BeforeAll {
        $script:plane = Connect-VIServer (Open-ControlPlane).Address
        $script:store = Connect-VIServer (Copy-BaseInventory)
    }
    AfterAll { Disconnect-TestServer }

    It 'is a default server as it is' {
        @(Get-VM).Count | Should -Be 20
        @(Get-VM gpu-01 | Start-VM).Count | Should -Be 2
        @(Get-PassthroughEvent).Operation | Should -BeExactly PowerOnVM, PowerOnVM
        @(Get-VM | Group-Object { $_.Uid -replace '^(/VIServer=[^@]+@.*?)/VirtualMachine.*', '$1' }).Count | Should -Be 2
    }

    It 'is followed with it' {
        # Each has a sequence of its own, so that one -After does not fit both.
        $follower = Open-TestRunspace '$null = Connect-VIServer $targets; Get-PassthroughEvent -Follow | Where-Object Target -ne gpu-01 | Select-Object -First 2' -Variable @{
            targets = $plane.Name, $store.Name
        }
        $null = Set-VM web-01 -Notes plane -Server $plane
        $null = Set-VM legacy-01 -Notes store -Server $store
        (Close-TestRunspace $follower).Output.Target | Sort-Object | Should -BeExactly legacy-01, web-01
    }

    It 'gives it its inventory, and takes the store''s' {
        $null = Set-VM web-01 -Name of-plane -Server $plane
        $file = Export-PassthroughInventory TestDrive:/plane.json -Server $plane
        $copy = Connect-VIServer $file.FullName -NotDefault
        (Get-VM of-plane -Server $copy).Name | Should -BeExactly of-plane
        $empty = Connect-VIServer (Open-ControlPlane -Inventory Empty).Address -NotDefault
        $null = Import-PassthroughInventory $file.FullName -Server $empty
        @(Get-VM -Server $empty).Name | Should -BeExactly @(Get-VM -Server $copy).Name
    }

    It 'has none of its devices' {
        $device = Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0 -Server $store
        $result = Invoke-Recorded { Add-PassthroughDevice (Get-VM HighPerfVM -Server $plane) $device }
        Assert-Refusal $result.Errors[0] DeviceNotFound -Category ObjectNotFound
    }
}

Describe 'Two sessions' -Tag ControlPlane {
    AfterEach { Disconnect-TestServer }

    It 'race for a device: one has it, the other is told whose it is' {
        $plane = Open-ControlPlane -User anna
        $null = Connect-VIServer $plane.Address
        $null = New-VM rival -VMHost esxi01* -MemoryGB 16 -Firmware Efi
        $null = Get-VMResourceConfiguration rival | Set-VMResourceConfiguration -MemReservationLockedToMax $true
        foreach ($round in 1..5) {
            $barrier = [Threading.Barrier]::new(3)
            $runners = foreach ($machine in 'HighPerfVM', 'rival') {
                Open-TestRunspace '$null = Connect-VIServer $target; $null = Get-VM; "ready"; $barrier.SignalAndWait(); Add-PassthroughDevice $machine 0000:03:00.0' -Variable @{
                    target = $plane.Address; barrier = $barrier; machine = $machine
                }
            }
            $runners | ForEach-Object { Wait-Ready $_ }
            $null = $barrier.SignalAndWait()
            $results = $runners | ForEach-Object { Close-TestRunspace $_ }
            $won = @($results | Where-Object { $_.Output.Count -eq 2 })
            $failed = @($results | Where-Object { $_.Errors.Count -eq 1 })
            $won.Count, $failed.Count | Should -Be 1, 1 -Because "of round $round"
            $winner = $won.Output[1].VM.Name
            Assert-Refusal $failed.Errors[0] DeviceInUse -Category ResourceBusy -Says "VM '$winner'"
            @(Get-PassthroughDevice -VM HighPerfVM, rival).Count | Should -Be 1
            Get-PassthroughDevice -VM $winner | Remove-PassthroughDevice -Confirm:$false
        }
        @(Get-PassthroughEvent | Where-Object Operation -EQ AttachFixedDevice).Count | Should -Be 5
    }

    It 'see what the other has changed, at once' {
        $plane = Open-ControlPlane -User anna
        $anna = Connect-VIServer $plane.Address
        $bert = Connect-VIServer $plane.Address -Credential (Add-TestUser $plane.Address bert) -NotDefault
        foreach ($round in 1..5) {
            $null = Set-VM web-01 -Notes "anna $round" -Server $anna
            (Get-VM web-01 -Server $bert).Notes | Should -BeExactly "anna $round"
            $null = Set-VM web-01 -Notes "bert $round" -Server $bert
            (Get-VM web-01 -Server $anna).Notes | Should -BeExactly "bert $round"
        }
        Remove-VM legacy-01 -Confirm:$false -Server $bert
        Assert-Refusal (Invoke-Recorded { Start-VM legacy-01 }).Errors[0] VMNotFound -Target legacy-01
    }
}

Describe 'A control plane says what a store says' -Tag ControlPlane {
    AfterEach { Disconnect-TestServer }

    It 'in each refusal: id, category, target and message<culture>' -ForEach @(@{ Culture = ''; Name = $null }, @{ Culture = ', under Turkish'; Name = 'tr-TR' }) {
        $script = '
            $null = Connect-VIServer $target
            & {
                Add-PassthroughDevice unreserved 0000:22:00.0
                Add-PassthroughDevice bios 0000:20:00.0
                Add-PassthroughDevice ready 0000:23:00.0
                Add-PassthroughDevice ready 0000:21:00.0
                Add-PassthroughDevice ready 0000:99:00.0
                Add-PassthroughDevice hw13 -DeviceClass com.example.full
                Add-PassthroughDevice ready -AllowedDevice 10de:zzzz
                Set-PassthroughDevice 0000:23:00.0 -VMHost odd01.lab -Mode Host
                Get-PassthroughDevice -VM running | Remove-PassthroughDevice -Confirm:$false
                Start-VM wants-label, small-mmio, running, none
                Set-MmioSizing ready -SizeGB 63
                Set-VM ready -Name bios
                Set-VM running -MemoryMB 4097
                New-VM READY -VMHost odd01.lab
                New-VM x -VMHost maint.lab -MemoryGB 1.3333
                Get-Template golden | Start-VM
                Restart-VMHost odd01.lab -Confirm:$false
                Get-VMResourceConfiguration ready | Set-VMResourceConfiguration -MemReservationGB 99.5
                New-AdvancedSetting running pciPassthru.use64bitMMIO FALSE
                Import-PassthroughInventory $file -VMHost odd01.lab
            } 2>&1 | ForEach-Object {
                $kind = if ($null -eq $_.TargetObject) { "nothing" } else { $_.TargetObject.GetType().FullName }
                "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $kind ''$($_.TargetObject)'': $($_.Exception.Message)"
            }'
        $file = "$((Get-Item TestDrive:/).FullName)/odd.vmx"
        Set-Content -LiteralPath $file -Value "displayName = ""I$([char]0x131)""`nguestOS = ""other""`nmemSize = ""1.5"""
        $targets = (Copy-BaseInventory -Name Oddities), (Open-ControlPlane -Inventory Oddities).Address
        $said = foreach ($target in $targets) {
            $result = Invoke-InRunspace $script -Variable @{ target = $target; file = $file } -Culture $Name
            $result.Errors | Should -BeNullOrEmpty
            $result.Thrown | Should -BeNullOrEmpty
            , $result.Output
        }
        $said[0].Count | Should -BeGreaterThan 20
        $said[1] | Should -BeExactly $said[0]
    }
}

Describe 'Ctrl+C while a control plane does not answer' -Tag ControlPlane {
    AfterEach { Disconnect-TestServer }

    It 'ends Connect-VIServer' {
        $connecting = Open-TestRunspace '"ready"; Connect-VIServer $target -Password x; "after"' -Variable @{ target = $silence }
        Wait-Ready $connecting
        Start-Sleep -Milliseconds 500
        Stop-TestRunspace $connecting
        $result = Close-TestRunspace $connecting
        $result.State | Should -Be Stopped
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly ready
    }

    It 'ends <command> within a second' -ForEach @(
        @{ Command = 'Get-VM' }
        @{ Command = 'Start-VM gpu-01' }
        @{ Command = 'Set-VM web-01 -Notes x -RunAsync' }
        @{ Command = 'Get-PassthroughEvent' }
        @{ Command = 'Get-PassthroughEvent -Follow' }
        @{ Command = 'Import-PassthroughInventory $rack' }
        @{ Command = 'Get-VM -Server $target -Name x' }
    ) {
        $plane = Open-ControlPlane
        $asking = Open-TestRunspace "`$null = Connect-VIServer `$target; 'ready'; `$go.Wait(); $Command; 'after'" -Variable @{
            target = $plane.Address; go = ($go = [Threading.ManualResetEventSlim]::new()); rack = "$(Get-RepositoryRoot)/examples/rack/rack.json"
        }
        Wait-Ready $asking
        $null = Invoke-ServerHost -Command hang, $plane.Address, on
        $go.Set()
        Start-Sleep -Milliseconds 400
        $asking.Running.IsCompleted | Should -BeFalse
        Stop-TestRunspace $asking
        $result = Close-TestRunspace $asking
        $result.State | Should -Be Stopped
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly ready
        $null = Invoke-ServerHost -Command hang, $plane.Address, off
        $null = Connect-VIServer $plane.Address
        Get-PassthroughEvent | Should -BeNullOrEmpty
    }

    It 'is not asked where Tab is pressed: what was last read is offered' {
        $plane = Open-ControlPlane
        $null = Connect-VIServer $plane.Address
        $null = Invoke-ServerHost -Command hang, $plane.Address, on
        @((TabExpansion2 'Get-VM gpu' 10).CompletionMatches).CompletionText | Should -BeExactly gpu-01, gpu-02
        $null = Invoke-ServerHost -Command hang, $plane.Address, off
    }
}

Describe 'A control plane that stays away' -Tag ControlPlane {
    It 'is asked for 20 s, and then ServerUnreachable, and no more for the rest of the pipeline' {
        $result = Close-TestRunspace $patient -TimeoutSeconds 60
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Count | Should -Be 4
        $refused, $untried, $seconds = $result.Output[1..3]
        Assert-Refusal $refused ServerUnreachable -Category ConnectionError -Target $lost.Address -Says 'Check the address and that the server runs'
        Assert-Refusal $untried ServerUnreachable -Category ConnectionError -Target web-01 -Says 'was not tried'
        $seconds | Should -BeGreaterThan 15
        $seconds | Should -BeLessThan 35
    }

    It 'or says nothing is OperationTimeout' {
        $result = Close-TestRunspace $hanging -TimeoutSeconds 60
        Assert-Refusal $result.Errors[0] OperationTimeout -Category OperationTimeout -Target $silence -Says 'gave no answer'
        $result.Output.Count | Should -Be 0
    }
}

Describe 'What a command asks of the server' -Tag ControlPlane {
    BeforeAll {
        function Get-Asked {
            # What a script asks of the server, as requests by method.
            param([scriptblock] $Script)
            $before = Get-Count
            $null = & $Script
            $after = Get-Count
            $asked = @{}
            foreach ($method in $after.Keys) { if ($after[$method] -ne $before[$method]) { $asked[$method] = $after[$method] - $before[$method] } }
            $asked
        }

        function Get-Count {
            $counts = @{ GET = 0; POST = 0 }
            $text = Invoke-RestMethod -Uri "$($plane.Address)/metrics" -Headers @{ Authorization = "Bearer $($plane.Token)" }
            foreach ($line in $text -split "`n") {
                if ($line -match '^passthroughtools_http_requests_total{route="(?<route>[^"]*)",method="(?<method>\w+)",.*} (?<count>\d+)$' -and $Matches.route -ne '/metrics') {
                    $counts[$Matches.method] += [int] $Matches.count
                }
            }
            $counts
        }

        $script:plane = Open-ControlPlane -Inventory Empty
        $null = Connect-VIServer $plane.Address
        $machines = foreach ($i in 1..100) { '{{"name":"vm-{0:d3}","host":"one01"}}' -f $i }
        [IO.File]::WriteAllText(
            "$((Get-Item -LiteralPath TestDrive:/).FullName)/hundred.json",
            "{`"schemaVersion`":1,`"hosts`":[{`"name`":`"one01`"}],`"vms`":[$($machines -join ',')]}")
        $null = Import-PassthroughInventory -Path TestDrive:/hundred.json
        $script:vms = Get-VM
    }

    It 'is one read and a hundred writes for a hundred machines: <what>' -ForEach @(
        @{ What = 'objects'; Script = { $vms | Set-VM -Notes 'by object' } }
        @{ What = 'names'; Script = { $vms.Name | Set-VM -Notes 'by name' } }
        @{ What = 'old objects'; Script = { $vms | Start-VM } }
        @{ What = 'an argument'; Script = { Stop-VM $vms -Confirm:$false } }
        @{ What = 'settings'; Script = { $vms | New-AdvancedSetting -Name rack -Value 7 } }
    ) {
        $vms.Count | Should -Be 100
        $asked = Get-Asked $Script
        $asked.GET | Should -Be 1
        $asked.POST | Should -Be 100
    }

    It 'is one read of each cmdlet of a pipeline, whatever the ones before it have changed' {
        $asked = Get-Asked { Get-VM | Set-VM -Notes chained | New-Snapshot -Name chained -ErrorAction Stop }
        $asked.GET | Should -Be 3
        $asked.POST | Should -Be 200
        (Get-Asked { New-VM -Name made -VMHost one01 | Start-VM }).GET | Should -Be 2
        (Get-VM made).PowerState | Should -BeExactly PoweredOn
    }

    It 'is one read of a cmdlet that lists, however many objects the pipeline brings' {
        foreach ($script in { $vms | Get-PassthroughDevice }, { $vms | Get-VMHost }, { $vms | Get-AdvancedSetting }, { $vms | Test-PassthroughPrerequisite }) {
            (Get-Asked $script).GET | Should -Be 1
        }
    }

    It 'is nothing for Tab' {
        $asked = Get-Asked {
            (TabExpansion2 -inputScript 'Get-VM vm-00' -cursorColumn 12).CompletionMatches.Count | Should -Be 9
            (TabExpansion2 -inputScript 'Get-VMHost o' -cursorColumn 12).CompletionMatches.Count | Should -Be 1
        }
        $asked.Count | Should -Be 0
    }

    It 'is told once where it cannot be read, and nothing is said to be missing' {
        $anna = Add-TestUser $plane.Address anna
        $null = Connect-VIServer $plane.Address -Credential $anna -NotDefault -OutVariable asAnna
        $hers = Get-VM -Server $asAnna
        $null = Invoke-ServerHost -Command revoke, $plane.Address, anna
        foreach ($script in { $hers | Set-VM -Notes x }, { 'vm-001', 'nowhere' | Get-VMResourceConfiguration -Server $asAnna }, { Get-VM nowhere -Server $asAnna }) {
            $result = Invoke-Recorded $script
            $result.Errors.Count | Should -Be 1
            Assert-Refusal $result.Errors[0] AuthenticationFailed
        }
    }

    AfterAll { Disconnect-TestServer }
}
