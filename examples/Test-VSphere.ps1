#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Verifies the module on a vCenter or ESXi host of your own: reads only, unless -Write names a machine.
.DESCRIPTION
    Each step says what it found. Compare with the vSphere Client. With -Write it sets an advanced setting of the machine that you name, which
    changes nothing of how it runs, sees whether it is there, and removes it.
.EXAMPLE
    ./examples/Test-VSphere.ps1 -Server vcenter.domain.com -Credential (Get-Credential)
.EXAMPLE
    ./examples/Test-VSphere.ps1 -Server vcenter.domain.com -Credential $credential -Write test-01
#>
[CmdletBinding()]
param(
    # The vCenter or ESXi host.
    [Parameter(Mandatory)] [string] $Server,

    # Who logs in. An account that may only read is enough without -Write.
    [Parameter(Mandatory)] [pscredential] $Credential,

    # The thumbprint of its certificate, where this machine does not trust it.
    [string] $CertificateThumbprint,

    # A machine on which one setting is set and taken back.
    [string] $Write
)
$ErrorActionPreference = 'Stop'
if (-not (Get-Command Test-EnhancedDirectPathFeature -ErrorAction Ignore)) { Import-Module "$PSScriptRoot/../out/PassthroughTools/PassthroughTools.psd1" }

function Test-Step([string] $What, [scriptblock] $Step) {
    try { [pscustomobject]@{ Step = $What; Result = 'ok'; Found = @(& $Step) -join '; ' -replace '^$', 'none' } }
    catch { [pscustomobject]@{ Step = $What; Result = 'FAILED'; Found = "$_" } }
}

$options = @{ Server = $Server; Credential = $Credential; NotDefault = $true }
if ($CertificateThumbprint) { $options.CertificateThumbprint = $CertificateThumbprint }
$vcenter = Connect-VIServer @options
try {
    Test-Step 'Server' { "$($vcenter.ProductLine) $($vcenter.Version) build $($vcenter.Build) as $($vcenter.User)" }
    Test-Step 'Clusters' { "$(@(Get-Cluster -Server $vcenter).Count) clusters" }
    Test-Step 'Hosts' { Get-VMHost -Server $vcenter | Group-Object ConnectionState | ForEach-Object { "$($_.Count) $($_.Name)" } }
    Test-Step 'Machines' { Get-VM -Server $vcenter | Group-Object PowerState | ForEach-Object { "$($_.Count) $($_.Name)" } }
    Test-Step 'Devices' { Get-VMHost -Server $vcenter | Get-PassthroughDevice | Group-Object Mode | ForEach-Object { "$($_.Count) in mode $($_.Name)" } }
    Test-Step 'Machines with devices' { Get-VM -Server $vcenter | Where-Object PassthroughDevices | ForEach-Object { "$_ has $($_.PassthroughDevices)" } }
    Test-Step 'What is not known' { Get-VMHost -Server $vcenter | Test-PassthroughPrerequisite | Where-Object Result -EQ Unknown | Group-Object Requirement | ForEach-Object { "$($_.Name) of $($_.Count)" } }
    Test-Step 'Views' { (Get-View -ViewType HostSystem -Server $vcenter | Select-Object -First 3).ForEach{ "$($_.Name) runs $($_.Config.Product.FullName)" } }
    Test-Step 'Reading again' { $time = Measure-Command { $null = Get-VM -Server $vcenter }; "$([int]$time.TotalMilliseconds) ms" }
    if ($Write) {
        Test-Step "A setting of $Write" {
            $vm = Get-VM -Name $Write -Server $vcenter
            $setting = New-AdvancedSetting -Entity $vm -Name passthroughtools.checked -Value TRUE -Confirm:$false
            $seen = (Get-View -VIObject $vm).Config.ExtraConfig | Where-Object Key -EQ passthroughtools.checked
            Remove-AdvancedSetting -AdvancedSetting $setting -Confirm:$false
            if (-not $seen) { throw 'The setting was set, and is not there.' }
            "set to $($seen.Value) and removed"
        }
    }
} finally {
    Disconnect-VIServer -Server $vcenter -Confirm:$false
}
