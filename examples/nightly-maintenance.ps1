<#
.SYNOPSIS
    Frees a host, restarts it, and brings everything back: for Task Scheduler or cron.
.DESCRIPTION
    Asks nothing, writes a log, and ends with an exit code. The plan and its journal are kept in -PlanFolder: after a failure or a
    crash the next run goes on where this one was, whatever state it left.

    -Rehearse does it on a store that is made for it, where every kind of machine runs on the host, with simulated durations.

    Exit codes:
      0  the host was patched, and everything is back
      1  nothing was done: no connection, no such host, wrong parameters
      2  nothing was done: the plan would not free the host; the log says which machine needs what
      3  the host could not be freed or patched; everything was brought back
      4  something was not brought back: a person has to look, the log says at what
      5  nothing was done: another run is in the window of this host
.EXAMPLE
    ./examples/nightly-maintenance.ps1 -Rehearse
.EXAMPLE
    ./examples/nightly-maintenance.ps1 -Server ./lab.json -VMHost esxi06.domain.com -LogPath ./nightly.log
.EXAMPLE
    # cron, at two in the morning of the first of each month:
    # 0 2 1 * * pwsh -NoProfile -NonInteractive -File /opt/runbooks/nightly-maintenance.ps1 -Server https://plane.domain.com:8480 -VMHost esxi06.domain.com -LogPath /var/log/nightly.log
#>
[CmdletBinding(DefaultParameterSetName = 'Real')]
param(
    # The server: a store's path, or a control plane's address with its token in PASSTHROUGHTOOLS_TOKEN.
    [Parameter(Mandatory, ParameterSetName = 'Real')]
    [string] $Server,

    # The host.
    [Parameter(Mandatory, ParameterSetName = 'Real')]
    [string] $VMHost,

    # Does it all on a store of its own.
    [Parameter(Mandatory, ParameterSetName = 'Rehearsal')]
    [switch] $Rehearse,

    # How much of the real window's time passes in the rehearsal: 1 all of it, 0 none.
    [Parameter(ParameterSetName = 'Rehearsal')]
    [ValidateRange(0, 1)]
    [double] $TimeScale = 0.02,

    # The machines that may be powered off; all where none are given.
    [string[]] $MayPowerOff,

    # What is done with the host while it is free. It is given the host's name, and fails by an error.
    [scriptblock] $Patch = { param($name) Restart-VMHost -VMHost $name -Confirm:$false | Out-Null },

    # Where the plan and its journal are kept.
    [string] $PlanFolder,

    # The log, which is appended to.
    [string] $LogPath
)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
if (-not (Get-Module PassthroughTools)) {
    # Beside the module in its repository; installed, the name is enough.
    $built = Join-Path $PSScriptRoot '../out/PassthroughTools/PassthroughTools.psd1'
    Import-Module $(if (Test-Path $built) { $built } else { 'PassthroughTools' })
}

function Add-LogLine([string] $Text) {
    $line = '{0:yyyy-MM-ddTHH:mm:ssZ} {1}' -f [datetime]::UtcNow, $Text
    Write-Information $line -InformationAction Continue
    if ($LogPath) { Add-Content -LiteralPath $LogPath -Value $line -Encoding utf8 }
}

# Carries one half of the plan out and logs each step; tells whether all of it is done.
function Invoke-Half([switch] $Restore) {
    $failed = @()
    Invoke-PassthroughMaintenancePlan $planPath -Restore:$Restore -ErrorAction SilentlyContinue -ErrorVariable +failed |
        ForEach-Object { Add-LogLine ('  {0}: {1}: {2}' -f $_.Target, $_.Action, $_.Event) }
    foreach ($problem in $failed) { Add-LogLine "  $problem" }
    $failed.Count -eq 0
}

try {
    if ($Rehearse) {
        $VMHost = 'esxi06.domain.com'
        $Server = & (Join-Path $PSScriptRoot New-MaintenanceRehearsal.ps1)
        if (-not $PlanFolder) { $PlanFolder = Split-Path $Server }
        Add-LogLine "Rehearsal on $Server"
    }

    if (-not $PlanFolder) { $PlanFolder = '.' }
    $null = New-Item -Path $PlanFolder -ItemType Directory -Force
    $connection = Connect-VIServer $Server
    if ($Rehearse) {
        # What these take on hosts of this size, in seconds; yours differ.
        $seconds = @{ MoveVM = 20; SuspendVM = 15; PowerOffVM = 5; PowerOnVM = 10; SetHostState = 10; RestartHost = 300 }
        foreach ($operation in $seconds.Keys) { $null = Set-PassthroughSimulation $operation -Seconds ($seconds[$operation] * $TimeScale) }
    }

    $name = (Get-VMHost $VMHost).Name
    $planPath = Join-Path $PlanFolder "window-$name.json"

    # One run at a time: the system closes the file with the process, however it ends.
    try { $mine = [IO.File]::Open((Convert-Path $PlanFolder) + "/window-$name.run", 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.IOException] {
        Add-LogLine "Nothing was done: another run is in the window of host $name."
        exit 5
    }

    # A plan that is still open is gone on with; what it has done is not planned again.
    $state = 'Restored'
    if (Test-Path -LiteralPath $planPath) {
        $open = Get-PassthroughMaintenancePlan $planPath
        $state = $open.State
        foreach ($step in $open.Begun) { Add-LogLine "  Begun by an earlier run: $step" }
    }

    if ($state -in 'New', 'Restored') {
        $options = @{}
        if ($PSBoundParameters.ContainsKey('MayPowerOff')) { $options.MayPowerOff = $MayPowerOff }
        Remove-Item ([IO.Path]::ChangeExtension($planPath, '.journal.jsonl')) -ErrorAction Ignore
        $plan = New-PassthroughMaintenancePlan $name -Path $planPath -Force @options
        $state = 'New'
        foreach ($step in $plan.Steps) {
            Add-LogLine ('  {0}: {1}{2}, because {3}' -f $step.VMName, $step.Action, $(if ($step.DestinationName) { " to $($step.DestinationName)" }), $step.Reason)
        }

        if (-not $plan.IsFeasible) {
            Add-LogLine "Host $name would not be free: nothing was done."
            exit 2
        }
    }
    else {
        Add-LogLine "Going on with the window of host $name, which is $state."
    }
}
catch {
    Add-LogLine "Nothing was done: $_"
    exit 1
}

try {
    $patched = $state -eq 'Restoring'
    if (-not $patched) {
        Add-LogLine "Freeing host $name"
        if (Invoke-Half) {
            Add-LogLine "Patching host $name"
            & $Patch $name
            $patched = $true
        }
    }
}
catch {
    Add-LogLine "Host $name was not patched: $_"
}

try {
    Add-LogLine "Bringing everything back to host $name"
    $restored = Invoke-Half -Restore
}
catch {
    Add-LogLine "$_"
    $restored = $false
}
finally {
    $mine.Dispose()
    Disconnect-VIServer $connection -Force
}

if (-not $restored) {
    Add-LogLine "Host ${name}: something was not brought back. Mend what stands above, then run this again."
    exit 4
}

Add-LogLine "Host ${name}: $(if ($patched) { 'patched, and everything is back.' } else { 'not patched; everything is back.' })"
exit $(if ($patched) { 0 } else { 3 })
