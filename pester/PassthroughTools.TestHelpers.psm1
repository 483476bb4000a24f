<#
What the suite's files share: the module under test, servers with a known inventory, and ways to see what a command wrote and changed.

The module is taken from $env:PASSTHROUGHTOOLS_MODULE, else from ../out/PassthroughTools. The backend is chosen by
$env:PASSTHROUGHTOOLS_TEST_BACKEND: JsonStore where none is named, ControlPlane for a server on loopback in the place of each store,
with $env:PASSTHROUGHTOOLS_TEST_STORAGE = postgres for one on a PostgreSQL database, and VSphere for govmomi's simulator. Tests
that are about a store's files carry the tag JsonStore, those about a server the tag ControlPlane; the others must not know what they run on.
VSphere.Skipped.psd1 has those that cannot run on the simulator.
#>
Set-StrictMode -Version 3

$script:ModulePath = if ($env:PASSTHROUGHTOOLS_MODULE) {
    (Resolve-Path -LiteralPath $env:PASSTHROUGHTOOLS_MODULE).ProviderPath
} else {
    Join-Path -Path $PSScriptRoot -ChildPath '../out/PassthroughTools/PassthroughTools.psd1'
}
$script:Backend = if ($env:PASSTHROUGHTOOLS_TEST_BACKEND) { $env:PASSTHROUGHTOOLS_TEST_BACKEND } else { 'JsonStore' }
$script:Bases = @{}
$script:BaseFolder = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "passthroughtools-pester-$PID"
$script:Number = 0
$script:Quiet = $null
$script:ServerHost = $null
$script:Defaults = (Get-Variable -Name PSDefaultParameterValues -Scope Global).Value
$script:Simulators = [Collections.Generic.List[Diagnostics.Process]]::new()

# A rehearsal, or a catalog, that the caller's session has set up would change what every test sees.
foreach ($variable in 'PASSTHROUGHTOOLS_REHEARSAL', 'PASSTHROUGHTOOLS_CATALOG', 'PASSTHROUGHTOOLS_TOKEN') {
    [Environment]::SetEnvironmentVariable($variable, $null)
}

Import-Module -Name $script:ModulePath -Global -Force -ErrorAction Stop
if ($script:Backend -eq 'VSphere') {
    # Where a test connects a server anew: a store and a control plane need no more than their name.
    $null = Set-PowerCLIConfiguration -InvalidCertificateAction Ignore -Confirm:$false
    $script:Defaults['Connect-VIServer:Password'] = 'pw'
}
$ExecutionContext.SessionState.Module.OnRemove = {
    if ($script:Quiet) { $script:Quiet.Dispose() }
    foreach ($option in 'User', 'Password') { $script:Defaults.Remove("Connect-VIServer:$option") }
    Stop-VSphereSimulator
    if ($script:ServerHost) {
        $script:ServerHost.StandardInput.Close()
        $script:ServerHost.WaitForExit()
        $script:ServerHost.Dispose()
    }
    if (Test-Path -LiteralPath $script:BaseFolder) { Remove-Item -LiteralPath $script:BaseFolder -Recurse -Force }
}

function Get-TestedModulePath {
    <# .SYNOPSIS The manifest of the module under test. #>
    [OutputType([string])]
    param()
    $script:ModulePath
}

function Get-TestBackend {
    <# .SYNOPSIS What the servers of the tests are. #>
    [OutputType([string])]
    param()
    $script:Backend
}

function Get-RepositoryRoot {
    <# .SYNOPSIS The folder of the repository. #>
    [OutputType([string])]
    param()
    Split-Path -Path $PSScriptRoot -Parent
}

function Get-BaseInventory {
    <#
    .SYNOPSIS A file with the inventory of a name, made once: Rack from examples/rack, RunningRack with gpu-02 running as running
    and crypto-01, which has no device, running with a snapshot as started, Window with machines of every kind running on esxi06,
    Oddities from fixtures.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [ValidateSet('Rack', 'RunningRack', 'Window', 'Oddities', 'Empty')] [string] $Name)
    if ($script:Bases.ContainsKey($Name)) { return $script:Bases[$Name] }
    $null = New-Item -Path $script:BaseFolder -ItemType Directory -Force
    $store = Connect-VIServer -Server (Join-Path $script:BaseFolder "$Name-draft.json") -Force -NotDefault -ErrorAction Stop
    switch ($Name) {
        'Rack' {
            $rack = Join-Path -Path (Get-RepositoryRoot) -ChildPath 'examples/rack'
            foreach ($folder in Get-ChildItem -LiteralPath $rack -Directory) {
                $null = Import-PassthroughInventory -Path "$($folder.FullName)/*" -VMHost $folder.Name -Server $store -ErrorAction Stop
            }
            $null = Import-PassthroughInventory -Path "$rack/rack.json", "$rack/vms.json" -Server $store -ErrorAction Stop
        }
        'RunningRack' {
            $null = Import-PassthroughInventory -Path (Get-BaseInventory -Name Rack) -Server $store -ErrorAction Stop
            $null = Set-VM -VM gpu-02 -Name running -Server $store -ErrorAction Stop | Start-VM -ErrorAction Stop
            $null = Set-VM -VM crypto-01 -Name started -Server $store -ErrorAction Stop | Start-VM -ErrorAction Stop | New-Snapshot -Name before -ErrorAction Stop
        }
        'Window' {
            $made = Join-Path -Path $script:BaseFolder -ChildPath 'window/lab.json'
            $null = & (Join-Path -Path (Get-RepositoryRoot) -ChildPath 'examples/New-MaintenanceRehearsal.ps1') -Path $made
            Disconnect-VIServer -Server $store -Force
            $store = Connect-VIServer -Server $made -NotDefault -ErrorAction Stop
        }
        'Oddities' {
            $null = Import-PassthroughInventory -Path "$PSScriptRoot/fixtures/oddities.json" -Server $store -ErrorAction Stop
        }
    }
    $path = Join-Path -Path $script:BaseFolder -ChildPath "$Name.json"
    $null = Export-PassthroughInventory -Path $path -Server $store -ErrorAction Stop
    Disconnect-VIServer -Server $store -Force
    $script:Bases[$Name] = $path
    $path
}

function Connect-TestServer {
    <#
    .SYNOPSIS Connects a server of its own with a known inventory, of which no other test knows. A name is the end of the server's.
    .OUTPUTS The server.
    #>
    [CmdletBinding()]
    param(
        [ValidateSet('Rack', 'RunningRack', 'Window', 'Oddities', 'Empty')] [string] $Inventory = 'Rack',
        [string] $Name = 'lab',
        [string] $User,
        [switch] $NotDefault,
        [switch] $Rehearsal
    )
    $options = @{ NotDefault = $NotDefault; Rehearsal = $Rehearsal; ErrorAction = 'Stop' }
    if ($User) { $options.User = $User }
    switch ($script:Backend) {
        'JsonStore' { Connect-VIServer -Server (Copy-BaseInventory -Name $Inventory -As $Name) @options }
        'ControlPlane' {
            $owner = if ($User) { $User } else { [Environment]::UserName }
            $path = if ($PSBoundParameters.ContainsKey('Name')) { "/$Name" }
            Connect-VIServer -Server (Open-ControlPlane -Inventory $Inventory -User $owner -Path $path).Address @options
        }
        'VSphere' {
            $options.User = $script:Defaults['Connect-VIServer:User'] = if ($User) { $User } else { [Environment]::UserName }
            $address = Start-VSphereSimulator -User '' -Argument '-inventory', (Get-BaseInventory -Name $Inventory)
            Connect-VIServer -Server $address -Password pw @options
        }
        default { throw "The suite knows no backend '$script:Backend'." }
    }
}

function Disconnect-TestServer {
    <# .SYNOPSIS Disconnects all servers of this runspace. What they were connected to ends too, unless it is to be connected again. #>
    param([switch] $Keep)
    Disconnect-VIServer -Server * -Force -Confirm:$false
    if ($Keep) { return }
    $env:PASSTHROUGHTOOLS_TOKEN = $null
    Stop-VSphereSimulator
    if ($script:ServerHost) { $null = Invoke-ServerHost -Command stop }
}

function Copy-BaseInventory {
    <# .SYNOPSIS A store of its own with a known inventory, not connected. #>
    [OutputType([string])]
    param([string] $Name = 'Rack', [string] $As = 'lab')
    $folder = "TestDrive:/$((++$script:Number))"
    $null = New-Item -Path $folder -ItemType Directory
    Copy-Item -LiteralPath (Get-BaseInventory -Name $Name) -Destination "$folder/$As.json"
    (Resolve-Path -LiteralPath "$folder/$As.json").ProviderPath
}

function Open-ControlPlane {
    <#
    .SYNOPSIS Starts a control plane on loopback with a known inventory, whatever the backend of the suite is, and sets
    PASSTHROUGHTOOLS_TOKEN to a token of its administrator. It runs until Disconnect-TestServer.
    .OUTPUTS Its Address, Token, and with -Https the thumbprints Sha1 and Sha256 of its certificate, which is new and trusted by nobody.
    #>
    [OutputType([pscustomobject])]
    param([string] $Inventory = 'Rack', [string] $User = [Environment]::UserName, [string] $Path, [switch] $Https)
    $protocol = if ($Https) { 'https' }
    $address, $token, $sha1, $sha256 = (Invoke-ServerHost -Command start, (Copy-BaseInventory -Name $Inventory), $User, $Path, $protocol) -split "`t"
    $env:PASSTHROUGHTOOLS_TOKEN = $token
    [pscustomobject]@{ Address = $address; Token = $token; Sha1 = $sha1; Sha256 = $sha256 }
}

function Test-VSphereSimulator {
    <# .SYNOPSIS Whether this machine can build govmomi's simulator. #>
    [OutputType([bool])]
    param()
    (Test-Path -LiteralPath /usr/share/gocode/src/github.com/vmware/govmomi) -and [bool](Get-Command -Name go -ErrorAction Ignore)
}

function Start-VSphereSimulator {
    <# .SYNOPSIS Starts govmomi's simulator, see tests/VSphereSimulator; builds it where it is not built. Gives its address. It runs until Stop-VSphereSimulator. #>
    [OutputType([string])]
    param([string[]] $Argument = @(), [string] $User = 'administrator@vsphere.local')
    $program = Join-Path -Path (Get-RepositoryRoot) -ChildPath out/VSphereSimulator/simulator
    if (-not (Test-Path -LiteralPath $program)) { & (Join-Path -Path (Get-RepositoryRoot) -ChildPath tests/VSphereSimulator/Build.ps1) }
    $start = [Diagnostics.ProcessStartInfo]::new($program)
    foreach ($one in @('-user', $User, '-password', 'pw') + $Argument) { $start.ArgumentList.Add($one) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $simulator = [Diagnostics.Process]::Start($start)
    $script:Simulators.Add($simulator)
    $simulator.StandardOutput.ReadLine()
    $script:SimulatorControl = $simulator.StandardOutput.ReadLine()
}

function Get-VSphereCall {
    <# .SYNOPSIS How often the simulator that was started last was asked for each method since this was last asked. #>
    [OutputType([pscustomobject])]
    param()
    (Invoke-RestMethod -Uri "http://$script:SimulatorControl/calls").calls
}

function Set-VSphereTrouble {
    <# .SYNOPSIS Gives the simulator that was started last some trouble, as in @{ drop = @{ method = 'WaitForUpdatesEx' } }: see tests/VSphereSimulator/control.go. #>
    param([Parameter(Mandatory, Position = 0)] [hashtable] $Trouble)
    $null = Invoke-RestMethod -Uri "http://$script:SimulatorControl/control" -Method Post -Body (ConvertTo-Json -InputObject $Trouble)
}

function Stop-VSphereSimulator {
    <# .SYNOPSIS Ends the simulators, or the one that was started last, as they do themselves when their input ends. #>
    param([switch] $Last)
    $ended = if ($Last) { $script:Simulators[-1] } else { $script:Simulators.ToArray() }
    foreach ($simulator in $ended) { $simulator.StandardInput.Close() }
    foreach ($simulator in $ended) {
        $simulator.WaitForExit()
        $simulator.Dispose()
        $null = $script:Simulators.Remove($simulator)
    }
}

function Add-TestUser {
    <# .SYNOPSIS Lets a user connect a test server; gives the credential with which that is done. #>
    [OutputType([pscredential])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Server,
        [Parameter(Mandatory, Position = 1)] [string] $Name,
        [ValidateSet('reader', 'operator', 'admin')] [string] $Role = 'admin',
        [switch] $Expired
    )
    $state = if ($Expired) { 'expired' }
    $token = if ($Server -like 'http*') { Invoke-ServerHost -Command token, $Server, $Name, $Role, $state } else { 'a store asks for none' }
    [pscredential]::new($Name, [Net.NetworkCredential]::new('', $token).SecurePassword)
}

function Get-ShortName {
    <# .SYNOPSIS The short name of a server, which -Server takes too: a store's file name, an address without its protocol. #>
    [OutputType([string])]
    param([Parameter(Mandatory, ValueFromPipeline, Position = 0)] [object] $Server)
    process { if ($Server.Name -like '*://*') { $Server.Name -replace '^.*://' } else { Split-Path -Path $Server.Name -Leaf } }
}

function Invoke-ServerHost {
    <# .SYNOPSIS Asks the process that hosts control planes, see tests/PassthroughTools.TestHost; begins it where it does not run. #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Command)
    if (-not $script:ServerHost) {
        $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
        $program = Join-Path (Get-RepositoryRoot) 'tests/PassthroughTools.TestHost/bin/Release/net10.0/PassthroughTools.TestHost.dll'
        $start.ArgumentList.Add((Resolve-Path -LiteralPath $program).ProviderPath)
        if ($env:PASSTHROUGHTOOLS_TEST_STORAGE) { $start.ArgumentList.Add($env:PASSTHROUGHTOOLS_TEST_STORAGE) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $script:ServerHost = [Diagnostics.Process]::Start($start)
    }
    $script:ServerHost.StandardInput.WriteLine($Command -join "`t")
    $answer = $script:ServerHost.StandardOutput.ReadLine()
    if (-not $answer -or $answer.StartsWith('error')) { throw "The server host answered '$answer'." }
    $answer
}

function Get-TestChange {
    <# .SYNOPSIS Runs a script and gives what it committed on the default servers, as events. #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [scriptblock] $Script, [object[]] $Server = (Get-DefaultServer))
    $before = @{}
    foreach ($one in $Server) {
        $before[$one.Uid] = 0
        foreach ($past in Get-PassthroughEvent -Server $one) { $before[$one.Uid] = $past.Sequence }
    }
    $null = Invoke-Recorded -Script $Script
    foreach ($one in $Server) { Get-PassthroughEvent -Server $one -After $before[$one.Uid] }
}

function Get-TestRevision {
    <# .SYNOPSIS How often a test's server was changed; a vSphere's events do not tell it, but what was asked of it does. #>
    [OutputType([int])]
    param()
    if ($script:Backend -eq 'VSphere') { (Invoke-RestMethod -Uri "http://$script:SimulatorControl/calls").changes } else { @(Get-PassthroughEvent).Count }
}

function Assert-TestEvent {
    <# .SYNOPSIS Asserts what events are, and what the last one says. A vSphere's events are its own: nothing is asserted there. #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [AllowEmptyCollection()] [AllowNull()] [object[]] $Happened, [string[]] $Operation, [string] $Says)
    if ($script:Backend -eq 'VSphere') { return }
    $Happened | Should -Not -BeNullOrEmpty
    if ($Operation) { $Happened.Operation | Should -BeExactly $Operation }
    if ($Says) { $Happened[-1].Summary | Should -BeLike $Says }
}

function Get-DefaultServer {
    <# .SYNOPSIS What PowerCLI's scripts find in $DefaultVIServers. #>
    param()
    (Get-Variable -Name DefaultVIServers -Scope Global -ErrorAction Ignore).Value
}

function Invoke-Recorded {
    <# .SYNOPSIS Runs a script and gives its output, errors, warnings, and the error that ended it. #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, Position = 0)] [scriptblock] $Script)
    $written = [Collections.Generic.List[object]]::new()
    $thrown = $null
    try {
        & $Script 2>&1 3>&1 | ForEach-Object { $written.Add($_) }
    } catch {
        $thrown = $_
    }
    [pscustomobject]@{
        Output = @($written | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] -and $_ -isnot [Management.Automation.WarningRecord] })
        Errors = @($written | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        Warnings = @($written | Where-Object { $_ -is [Management.Automation.WarningRecord] })
        Thrown = $thrown
    }
}

function Assert-Refusal {
    <# .SYNOPSIS Asserts that an error record is the refusal that is meant: id, category, target, and a message that says what to do. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowNull()] [Management.Automation.ErrorRecord] $Record,
        [Parameter(Mandatory, Position = 1)] [string] $Id,
        [Management.Automation.ErrorCategory] $Category,
        [string] $Target,
        [string] $Says
    )
    $Record | Should -Not -BeNullOrEmpty -Because "the refusal $Id is expected"
    $Record.FullyQualifiedErrorId | Should -BeLike "$Id,PassthroughTools.Commands.*"
    $Record.Exception | Should -BeOfType 'PassthroughTools.Errors.PassthroughException'
    if ($PSBoundParameters.ContainsKey('Category')) { $Record.CategoryInfo.Category | Should -Be $Category }
    if ($PSBoundParameters.ContainsKey('Target')) { "$($Record.TargetObject)" | Should -BeExactly $Target }
    if ($PSBoundParameters.ContainsKey('Says')) {
        $Record.Exception.Message.Contains($Says) | Should -BeTrue -Because "'$($Record.Exception.Message)' must say '$Says'"
    }

    # Why, then what to do: at least two sentences, or a clause after a colon or semicolon.
    $Record.Exception.Message | Should -Match '[.;:] .+' -Because 'a refusal says what to do'
}

function Open-TestRunspace {
    <# .SYNOPSIS Begins a script in a runspace of its own with the module imported; see Close-TestRunspace. #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [hashtable] $Variable = @{}, [cultureinfo] $Culture,
        [Management.Automation.Host.PSHost] $Window)
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $state.ImportPSModule($script:ModulePath)
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], ''))
    }
    $runspace = if ($Window) { [runspacefactory]::CreateRunspace($Window, $state) }
        else { [runspacefactory]::CreateRunspace($state) }
    $runspace.Open()
    $runspace.SessionStateProxy.SetVariable('PSDefaultParameterValues', $script:Defaults)
    $shell = [powershell]::Create($runspace)
    if ($Culture) {
        $null = $shell.AddScript("[cultureinfo]::CurrentCulture = '$($Culture.Name)'; [cultureinfo]::CurrentUICulture = '$($Culture.Name)'").AddStatement()
    }
    $null = $shell.AddScript($Script)
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    [pscustomobject]@{ Shell = $shell; Output = $output; Running = $shell.BeginInvoke($nothing, $output) }
}

function Close-TestRunspace {
    <# .SYNOPSIS Waits for a script that Open-TestRunspace began, and gives its output; its errors are in Errors. #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, Position = 0)] [pscustomobject] $Started, [int] $TimeoutSeconds = 60)
    $thrown = $null
    try {
        if (-not $Started.Running.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($TimeoutSeconds))) {
            $Started.Shell.Stop()
            throw "The script still ran after $TimeoutSeconds s."
        }
        try { $null = $Started.Shell.EndInvoke($Started.Running) } catch { $thrown = $_.Exception.InnerException }
        [pscustomobject]@{
            Output = @($Started.Output)
            Errors = @($Started.Shell.Streams.Error)
            Warnings = @($Started.Shell.Streams.Warning)
            Progress = @($Started.Shell.Streams.Progress)
            Thrown = $thrown
            State = $Started.Shell.InvocationStateInfo.State
        }
    } finally {
        $Started.Shell.Runspace.Dispose()
        $Started.Shell.Dispose()
    }
}

function Invoke-InRunspace {
    <# .SYNOPSIS Runs a script in a runspace of its own, as Open-TestRunspace and Close-TestRunspace do. #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [hashtable] $Variable = @{}, [cultureinfo] $Culture)
    Close-TestRunspace -Started (Open-TestRunspace -Script $Script -Variable $Variable -Culture $Culture)
}

function Invoke-Unseen {
    <#
    .SYNOPSIS Runs a script on a server in a runspace that has no user interface: nothing is printed, and a question is an error.
    .OUTPUTS What Invoke-Recorded gives.
    #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [Parameter(Mandatory)] [string] $Target)
    if (-not $script:Quiet) {
        $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        $state.ImportPSModule($script:ModulePath)
        $script:Quiet = [runspacefactory]::CreateRunspace($state)
        $script:Quiet.Open()
    }
    $script:Quiet.SessionStateProxy.SetVariable('PSDefaultParameterValues', $script:Defaults)
    $shell = [powershell]::Create($script:Quiet)
    try {
        $null = $shell.AddScript('param($Target, $Script)
            $null = Connect-VIServer -Server $Target -ErrorAction Stop
            try { & ([scriptblock]::Create($Script)) } finally {
                Get-Task | ForEach-Object { $null = $_ | Wait-Task -ErrorAction Ignore }
                Disconnect-VIServer -Server * -Force
            }')
        $null = $shell.AddParameters(@{ Target = $Target; Script = $Script })
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $thrown = $null
        try { $shell.Invoke($null, $output) } catch { $thrown = $_.Exception.InnerException }
        [pscustomobject]@{ Output = @($output); Errors = @($shell.Streams.Error); Warnings = @($shell.Streams.Warning); Thrown = $thrown }
    } finally {
        $shell.Dispose()
    }
}

function Wait-TestCondition {
    <# .SYNOPSIS Waits until a condition is true, and says whether it became so in time. #>
    [CmdletBinding()]
    [OutputType([bool])]
    param([Parameter(Mandatory, Position = 0)] [scriptblock] $Condition, [int] $TimeoutSeconds = 60)
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($waited.Elapsed.TotalSeconds -gt $TimeoutSeconds) { return $false }
        Start-Sleep -Milliseconds 20
    }
    $true
}

function Stop-TestRunspace {
    <#
    .SYNOPSIS Ctrl+C for a script that Open-TestRunspace began. It must end by that and not by a wait of its own, the shortest of which
    is the store's 10 s.
    #>
    param([Parameter(Mandatory, Position = 0)] [pscustomobject] $Started)
    $stopping = $Started.Shell.BeginStop($null, $null)
    if (-not $stopping.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(8))) { throw 'It does not end by Ctrl+C.' }
    $Started.Shell.EndStop($stopping)
}

function Get-TestPreparation {
    <# .SYNOPSIS What a script for a process of its own begins with: the module, and what logs in where a server is connected by its name. #>
    [OutputType([string])]
    param()
    $lines = @("Import-Module '$script:ModulePath'")
    if ($script:Backend -eq 'VSphere') {
        $lines += '$null = Set-PowerCLIConfiguration -InvalidCertificateAction Ignore -Confirm:$false'
        foreach ($name in $script:Defaults.Keys) { $lines += "`$PSDefaultParameterValues['$name'] = '$($script:Defaults[$name])'" }
    }
    ($lines -join '; ') + '; '
}

function Invoke-TestProcess {
    <#
    .SYNOPSIS Runs a script with the module in a PowerShell of its own, with what a user types at its prompts, and gives what it printed.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [string[]] $Typed = @())
    $path = Join-Path -Path (Get-PSDrive -Name TestDrive).Root -ChildPath "process-$((++$script:Number)).ps1"
    Set-Content -LiteralPath $path -Value "if (`$PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }; $(Get-TestPreparation)$Script" -Encoding utf8
    $program, [string[]] $first = & "$PSScriptRoot/Get-Engine.ps1"
    $Typed | & $program @first -NoProfile -File $path 2>&1 | Out-String -Width 300
}

Export-ModuleMember -Function *-*
