#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests and shows PassthroughTools.
.DESCRIPTION
    Runs in PowerShell 7.4 or later. Started in an older one, as Windows has it, it goes on in an installed pwsh, or else in PowerShell
    as the .NET tool that .config/dotnet-tools.json names.
.EXAMPLE
    ./build.ps1 demo
#>
[CmdletBinding()]
param(
    # build: builds; the importable module is in out/PassthroughTools/.
    # test: builds, and runs every test that this machine can run.
    # prove: the same with the long runs whole, of which test has samples: kills, races, mutations, fuzz.
    # demo: the story on the sample rack.
    # bench: speed as ratios in one run, each with its bar.
    # clean: removes what was built.
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('build', 'test', 'prove', 'demo', 'bench', 'clean')]
    [string] $Task
)

$ErrorActionPreference = 'Stop'
Push-Location -LiteralPath $PSScriptRoot

# Says what is missing and how to get it, in one sentence.
function Stop-Build {
    param([string] $Message)
    [Console]::Error.WriteLine($Message)
    exit 1
}

$again = "run again: $(if ($env:PASSTHROUGHTOOLS_BUILD) { $env:PASSTHROUGHTOOLS_BUILD } else { "./build.ps1 $Task" })"
$sdk = if (Get-Command dotnet -ErrorAction SilentlyContinue) { dotnet --version }
if ("$sdk" -notmatch '^\d\d') {
    Stop-Build "This needs the .NET SDK 10 or later, and found $(if ($sdk) { $sdk } else { 'no SDK' }). Install it (https://dotnet.microsoft.com/download), then $again"
}

if ($PSVersionTable.PSVersion -lt [version]'7.4') {
    $pwsh = Get-Command pwsh -CommandType Application -ErrorAction SilentlyContinue | Where-Object Version -GE '7.4' | Select-Object -First 1
    if ($pwsh) { & $pwsh -NoProfile -NonInteractive -File $PSCommandPath $Task }
    else {
        dotnet tool restore
        if ($LASTEXITCODE -ne 0) {
            Stop-Build "PowerShell could not be restored as a .NET tool: see above. Check the connection to your NuGet source (dotnet nuget list source), or install PowerShell 7.4 or later (https://aka.ms/powershell), then $again"
        }
        dotnet tool run pwsh -NoProfile -NonInteractive -File $PSCommandPath $Task
    }
    exit $LASTEXITCODE
}

$engine = @(& ./pester/Get-Engine.ps1)

# Restores and builds the solution, or one project of it.
function Invoke-Build {
    param([string] $Project = 'PassthroughTools.sln')
    dotnet restore $Project -v quiet | Tee-Object -Variable said
    if ($LASTEXITCODE -ne 0) {
        $advice = if ($said -match 'NU1301') { 'Check the connection to your NuGet source (dotnet nuget list source), then' } else { 'Mend that, then' }
        Stop-Build "The packages that the build needs could not be restored: see above. $advice $again"
    }
    dotnet build $Project -c Release --no-restore -v quiet
    if ($LASTEXITCODE -ne 0) { Stop-Build "The build failed: see above." }
}

# A suite: what it is called, and the program and arguments that run it.
function Get-Suite {
    param([string] $Name, [string[]] $Command)
    [pscustomobject]@{ Name = $Name; Command = $Command }
}

function Get-XunitSuite {
    param([string] $Project, [string[]] $Option = @())
    Get-Suite $Project (@('dotnet', 'test', "tests/$Project", '-c', 'Release', '--no-build') + $Option)
}

# The suite, or the files of it that test runs: prove runs it all.
function Get-PesterSuite {
    param([string] $Name, [string] $Option, [string[]] $File)
    if ($File -and -not $env:PASSTHROUGHTOOLS_PROVE) { $Option += " -Path $(($File | ForEach-Object { "pester/$_.Tests.ps1" }) -join ', ')" }
    Get-Suite "Pester $Name" ($engine + '-NoProfile', '-NonInteractive', '-Command', "& ./pester/Invoke-Tests.ps1 $Option; exit `$LASTEXITCODE")
}

# All that test runs, the longest first, so that the last two end together.
function Get-TestSuite {
    $versions = ([xml](Get-Content Directory.Packages.props -Raw)).Project.PropertyGroup
    $newer = $versions.NewerPesterVersion
    if ((Get-Command initdb -ErrorAction Ignore) -or (Test-Path '/usr/lib/postgresql/*/bin/initdb')) {
        # What is about the client alone is the same on either storage.
        $files = 'ControlPlane', 'Event', 'Lifecycle', 'MaintenancePlan', 'PassthroughDevice', 'Power', 'Rehearsal', 'Snapshot', 'Task', 'VM', 'Window'
        Get-PesterSuite 'on a control plane with PostgreSQL' '-Backend Postgres' $files
    } else {
        Write-Information 'SKIPPED: the Pester suite on PostgreSQL, since this machine has none (initdb on the PATH or in /usr/lib/postgresql/*/bin).' -InformationAction Continue
    }
    if (Test-Govmomi) {
        # What says most of a backend.
        Get-PesterSuite 'on a vSphere' '-Backend VSphere' 'Lifecycle', 'PassthroughDevice', 'Snapshot', 'Task', 'VM'
    } else {
        Write-Information 'SKIPPED: nothing of vSphere is tested. Install Go and govmomi: apt-get install golang-go golang-github-vmware-govmomi-dev' -InformationAction Continue
    }
    # What a cmdlet makes of its objects, words and help is the same on any backend.
    $files = (Get-ChildItem pester/*.Tests.ps1).Name -replace '\.Tests\.ps1$' -notmatch '^(Capability|Culture|Formatting|Help|Serialized)$'
    Get-PesterSuite 'on a control plane with a local store' '-Backend ControlPlane' $files
    Get-XunitSuite PassthroughTools.ControlPlane.Tests
    Get-PesterSuite 'on a local store' '-Backend JsonStore'
    Get-XunitSuite PassthroughTools.Core.Tests
    Get-PesterSuite "$newer on a local store" "-PesterVersion $newer" 'PassthroughDevice', 'Pipeline', 'Examples'
    Get-XunitSuite PassthroughTools.Module.Tests
}

# Whether the peer of the vSphere tests can be built.
function Test-Govmomi {
    [bool](Get-Command go -ErrorAction Ignore) -and (Test-Path /usr/share/gocode/src/github.com/vmware/govmomi)
}

# Runs suites, two side by side: most of the time they wait. Prints each as it ends, then the sum in one line.
function Invoke-Suite {
    param([object[]] $Suite)
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    $broken = 0
    $failures = @()
    $Suite | ForEach-Object -ThrottleLimit 2 -Parallel {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $program, $arguments = $_.Command
        $output = & $program @arguments 2>&1 | ForEach-Object { "$_" }
        [pscustomobject]@{ Name = $_.Name; Output = $output; ExitCode = $LASTEXITCODE; Seconds = $watch.Elapsed.TotalSeconds }
    } | ForEach-Object {
        '', "== $($_.Name): $([Math]::Round($_.Seconds)) s", $_.Output
        # xunit: "Failed: 0, Passed: 12, Skipped: 1, Total: 13"; pester/Invoke-Tests.ps1: "Pester: 12 passed, 0 failed, 1 skipped".
        $counts = [regex]::Match($_.Output -join "`n", 'Failed: +(?<Failed>\d+), Passed: +(?<Passed>\d+), Skipped: +(?<Skipped>\d+), Total|Pester: (?<Passed>\d+) passed, (?<Failed>\d+) failed, (?<Skipped>\d+) skipped')
        foreach ($kind in @($sum.Keys)) { if ($counts.Success) { $sum[$kind] += [int]$counts.Groups[$kind].Value } }
        if (-not $counts.Success -or ($_.ExitCode -ne 0 -and $counts.Groups['Failed'].Value -eq '0')) { $broken++ }
        if (-not $counts.Success -or $_.ExitCode -ne 0) {
            # xunit: "  Failed Name [1 s]"; Pester: "[-] Name 1s (1s|0ms)".
            $told = $_.Output | Select-String -Pattern '^ +Failed .+ \[', '\[-\] ' -Context 0, 12 | ForEach-Object { $_.Line; $_.Context.PostContext; '' }
            $failures += '', "== Failed in $($_.Name), exit code $($_.ExitCode)", ($told ? $told : ($_.Output | Select-Object -Last 20))
        }
    }
    # Once more at the end: who reads a long log reads that.
    $failures
    $sum.Failed += $broken
    "$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed -gt 0 -or $sum.Passed -eq 0) { exit 1 }
}

$variables = @{
    # Processes that live for seconds pay for profiles of their code and never use them: a fifth of the processor's time.
    DOTNET_TieredPGO       = if ($Task -ne 'bench') { '0' }
    PASSTHROUGHTOOLS_PROVE = if ($Task -eq 'prove') { '1' }
}
$before = @{}
foreach ($name in $variables.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
try {
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
    switch ($Task) {
        'build' { Invoke-Build }
        'demo' {
            Invoke-Build src/PassthroughTools
            $program, [string[]] $first = $engine
            & $program @first -NoProfile -NonInteractive -File examples/demo.ps1
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        }
        { $_ -in 'test', 'prove' } {
            Invoke-Build
            if (Test-Govmomi) { ./tests/VSphereSimulator/Build.ps1 }
            Invoke-Suite (Get-TestSuite)
        }
        'bench' {
            Invoke-Build
            if (Test-Govmomi) {
                ./tests/VSphereSimulator/Build.ps1
                try {
                    if (-not (Test-Path out/VSphereSimulator/govc)) { ./tests/VSphereSimulator/BuildGovc.ps1 }
                } catch {
                    Write-Warning "$_" # the rows of vSphere say that they are skipped
                }
            }
            dotnet run --project tests/PassthroughTools.Benchmarks -c Release --no-build -- engine @engine
            if ($LASTEXITCODE -ne 0) { Stop-Build 'A benchmark is slower than its bar: see above.' }
        }
        'clean' {
            $built = @(Get-ChildItem -LiteralPath src, tests -Directory -Recurse | Where-Object Name -In bin, obj) + @(Get-Item -LiteralPath out -ErrorAction Ignore)
            $built | Where-Object { Test-Path -LiteralPath $_.FullName } | Remove-Item -Recurse -Force
        }
    }
} finally {
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Pop-Location
}
