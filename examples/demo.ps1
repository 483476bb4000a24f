<#
.SYNOPSIS
    Shows PassthroughTools on the sample rack, in a fresh store in a temporary folder.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module (Join-Path $PSScriptRoot '../out/PassthroughTools/PassthroughTools.psd1')

function Show-Step {
    param([string] $Title, [scriptblock] $Do)
    "`n== $Title"
    "PS> $("$Do".Trim() -replace '(?m)^ {8}', '    ')"
    (& $Do | Out-String -Width 100).TrimEnd()
}

$store = & (Join-Path $PSScriptRoot New-SampleStore.ps1)
try {
    $server = Connect-VIServer $store
    "The rack of examples/rack, imported into $store"

    Show-Step 'What is there' { Get-VMHost }
    Show-Step 'The devices of a host, and who has them' { Get-PassthroughDevice -VMHost esxi01* }
    Show-Step 'What technologies and device models support, by published sources' { Get-PassthroughCapability }
    Show-Step 'Before a maintenance window: which machines can move, which can suspend?' {
        Get-VM gpu-*, train-01 | Test-EnhancedDirectPathFeature -Feature VMotion, SuspendResume
    }
    Show-Step 'The MMIO region that a machine needs, from its devices' { Get-VM train-01 | Set-MmioSizing }
    Show-Step 'A refused attach says what, why and what to do' {
        try { Add-PassthroughDevice -VM legacy-01 -PassthroughDevice 0000:03:00.0 -ErrorAction Stop } catch { "$_" }
    }
    Show-Step 'A good attach' { Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0 }
    Show-Step 'The Flex GPUs of a host, made available for Enhanced DirectPath' {
        Get-PassthroughDevice -VMHost esxi02* -Name '*Flex 170*' | Set-PassthroughDevice -Mode EnhancedDirectPath
    }
    Show-Step 'They are active when the host has restarted' {
        $null = Restart-VMHost esxi02.domain.com -Force
        Get-PassthroughDevice -VMHost esxi02* -Name '*Flex 170*'
    }
    Show-Step 'A machine with one of them keeps vMotion' {
        $null = Add-PassthroughDevice -VM flex-01 -DeviceClass com.intel.flexgpu
        Get-VM flex-01, HighPerfVM, web-01 | Format-Table -View Capabilities
    }
    Show-Step 'A detach' {
        Get-VM HighPerfVM | Get-PassthroughDevice | Remove-PassthroughDevice
        Get-PassthroughDevice -VMHost esxi01* -Id 0000:03:00.0
    }
    Show-Step 'Every change is recorded' { Get-PassthroughEvent | Select-Object -Last 7 }
} finally {
    Disconnect-VIServer * -Force
    Remove-Item -LiteralPath (Split-Path $store) -Recurse -Force
}
