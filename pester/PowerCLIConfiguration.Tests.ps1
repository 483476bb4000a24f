BeforeAll { Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1" }

Describe 'Set-PowerCLIConfiguration' {
    AfterEach {
        Disconnect-TestServer
        $null = Set-PowerCLIConfiguration -DefaultVIServerMode Multiple -InvalidCertificateAction Unset -Confirm:$false
    }

    It 'lets the first lines of a script pass' {
        Set-PowerCLIConfiguration -Scope User -ParticipateInCEIP $false -InvalidCertificateAction Ignore -Confirm:$false | Out-Null
        Set-PowerCLIConfiguration -Scope Session, AllUsers -WebOperationTimeoutSeconds 900 -ProxyPolicy NoProxy -DisplayDeprecationWarnings $false -Confirm:$false | Out-Null
        $session, $user, $all = Get-PowerCLIConfiguration
        $session.Scope, $session.InvalidCertificateAction, $session.WebOperationTimeoutSeconds, $session.ParticipateInCEIP | Should -Be Session, Ignore, 900, $false
        $user.Scope, $user.InvalidCertificateAction, $user.WebOperationTimeoutSeconds | Should -Be User, Ignore, $null
        $all.Scope, $all.InvalidCertificateAction, $all.WebOperationTimeoutSeconds | Should -Be AllUsers, $null, 900
        (Get-PowerCLIConfiguration -Scope Session).ProxyPolicy | Should -Be NoProxy
    }

    It 'makes the server that is connected last the only default one, and goes back' {
        $null = Set-PowerCLIConfiguration -DefaultVIServerMode Single -Confirm:$false
        $first = Connect-VIServer "$TestDrive/first.json" -Force
        $second = Connect-VIServer "$TestDrive/second.json" -Force
        $global:DefaultVIServers.Name | Should -Be $second.Name
        $first.IsConnected | Should -BeTrue
        Get-VMHost -Server $first | Should -BeNullOrEmpty
        $null = Set-PowerCLIConfiguration -DefaultVIServerMode Multiple -Confirm:$false
        $null = Connect-VIServer "$TestDrive/first.json"
        $global:DefaultVIServers.Count | Should -Be 2
    }

    It 'says what it would set, and sets nothing with -WhatIf' {
        Set-PowerCLIConfiguration -DefaultVIServerMode Single -WhatIf
        (Get-PowerCLIConfiguration -Scope Session).DefaultVIServerMode | Should -Be Multiple
    }
}
