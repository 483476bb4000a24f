<#
.SYNOPSIS
    Makes machines ready for their passthrough devices and starts them, several side by side.
.DESCRIPTION
    Sizes each machine's MMIO region, asks the preflight what is missing, and starts the machine where nothing is. Returns one object a
    machine: whether it was started, and what is missing where it was not. The machines are worked on in parallel runspaces: the connection
    is made once, and given to them. Its tests are in Start-PassthroughMachine.Tests.ps1.
.EXAMPLE
    ./Start-PassthroughMachine.ps1 -Server lab.json -VM gpu-*, train-01
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Where the machines are: whatever Connect-VIServer takes.
    [Parameter(Mandatory)]
    [string] $Server,

    # The machines, with wildcards.
    [Parameter(Mandatory)]
    [string[]] $VM,

    # How many are worked on at the same time.
    [ValidateRange(1, 32)]
    [int] $ThrottleLimit = 4
)

$ErrorActionPreference = 'Stop'
$connection = Connect-VIServer $Server -NotDefault
try {
    $stopped = @(Get-VM $VM -Server $connection | Where-Object PowerState -EQ PoweredOff)
    if (-not $stopped -or -not $PSCmdlet.ShouldProcess("$($stopped.Count) machines of $connection", 'Size MMIO and start')) { return }
    $module = Join-Path (Get-Module PassthroughTools).ModuleBase PassthroughTools.psd1
    $stopped | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
        Import-Module $using:module
        $problems = $missing = @()
        $machine = $_
        $asked = @{ Confirm = $false; WarningAction = 'Ignore'; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problems' }
        if ($machine.PassthroughDevices) {
            $null = Set-MmioSizing $machine @asked
            $missing = @(Test-PassthroughPrerequisite $machine -Server $using:connection | Where-Object Result -EQ Fail)
        }

        if (-not $missing -and -not $problems) { $null = Start-VM $machine @asked }
        [pscustomobject]@{
            VM = $machine.Name
            VMHost = $machine.VMHost.Name
            Started = -not $missing -and -not $problems
            Missing = @($missing.ForEach({ $_.Remedy ?? $_.Needed })) + @($problems.ForEach('ToString')) -join '; '
        }
    } | Sort-Object VM
} finally {
    Disconnect-VIServer $connection -Force -WhatIf:$false
}
