#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Runs the Pester suite on the built module, with the Pester that the build laid out in out/Pester. The last line is "Pester: N passed, N failed, N skipped"; any failure makes the exit code 1.
.DESCRIPTION
    The module is the one that PASSTHROUGHTOOLS_MODULE names, else that in out/PassthroughTools. Tests that are about one backend are left
    out on the other. On a vSphere, those that VSphere.Skipped.psd1 names are skipped. Needs tests/PassthroughTools.TestHost built in Release.
.EXAMPLE
    ./pester/Invoke-Tests.ps1
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -Backend ControlPlane -PesterVersion 6.2.0
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -Path ./pester/Power.Tests.ps1 -Output Detailed
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -ResultPath ./TestResults/pester.xml
#>
[CmdletBinding()]
param(
    # The test files or folders; all of this folder where none is given.
    [string[]] $Path = $PSScriptRoot,

    # What the tests run on: a local store, a control plane with one or with PostgreSQL, or govmomi's simulator of a vSphere.
    [ValidateSet('JsonStore', 'ControlPlane', 'Postgres', 'VSphere')]
    [string] $Backend = 'JsonStore',

    # A version in out/Pester; the first of Directory.Packages.props where none is given.
    [string] $PesterVersion = ([xml](Get-Content -LiteralPath "$PSScriptRoot/../Directory.Packages.props" -Raw)).Project.PropertyGroup.PesterVersion,

    # Writes the results as JUnit XML; the environment variable PASSTHROUGHTOOLS_TEST_RESULTS may name the file too.
    [string] $ResultPath = $env:PASSTHROUGHTOOLS_TEST_RESULTS,

    # How much is printed.
    [ValidateSet('None', 'Normal', 'Detailed')]
    [string] $Output = 'Normal',

    # Gives the result as an object, and leaves the exit code alone.
    [switch] $PassThru
)

$pester = "$PSScriptRoot/../out/Pester/$PesterVersion/Pester.psd1"
if (-not (Test-Path -LiteralPath $pester)) {
    $built = @(Get-ChildItem -LiteralPath "$PSScriptRoot/../out/Pester" -ErrorAction Ignore).Name -join ', '
    throw "out/Pester has no Pester $PesterVersion$(if ($built) { ", but $built" }). Build first: ./build.sh build"
}
Import-Module -Name ([WildcardPattern]::Escape($pester)) -ErrorAction Stop

# Tests see these: a user's own settings must not decide what they find.
$ErrorActionPreference = 'Continue'
$WarningPreference = 'Continue'
$ConfirmPreference = 'High'
$WhatIfPreference = $false

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
$configuration.Filter.ExcludeTag = @('JsonStore', 'ControlPlane') -ne ($Backend -replace 'Postgres', 'ControlPlane')
if ($ResultPath) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath)
    $null = New-Item -Path (Split-Path -Path $full -Parent) -ItemType Directory -Force
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $full
}

if ($Backend -eq 'VSphere') {
    $reasons = @{}
    foreach ($reason in (Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/VSphere.Skipped.psd1").GetEnumerator()) {
        foreach ($pattern in $reason.Value) { $reasons[$pattern] = $reason.Key }
    }
    $met = @{}

    # Pester's own, with the cases that are listed skipped. The tests find it before Pester's. Where its block is of cases too, the block's follows.
    function It {
        param(
            [Parameter(Position = 0)] [string] $Name,
            [Parameter(Position = 1)] [scriptblock] $Test,
            [Alias('ForEach')] [object[]] $Case,
            [string[]] $Tag = @(),
            [switch] $Skip
        )
        $file = (Split-Path -Path $MyInvocation.ScriptName -Leaf) -replace '\.Tests\.ps1$'
        $hasCases = $PSBoundParameters.ContainsKey('Case')
        $some = if ($hasCases) { $Case } else { @{} }
        $some = @($some)
        $isListed = @(foreach ($one in $some) {
            $full = "${file}: $Name"
            if ($one -is [Collections.IDictionary]) { foreach ($key in $one.Keys) { $full = $full.Replace("<$key>", "$($one[$key])", 'OrdinalIgnoreCase') } }
            else { $full = $full.Replace('<_>', "$one") }
            if ($_ -is [Collections.IDictionary]) { $full += ": $($_.Values)" }
            $patterns = @($script:reasons.Keys | Where-Object { $full -like $_ })
            foreach ($pattern in $patterns) { $script:met[$pattern]++ }
            $patterns.Count -gt 0
        })
        foreach ($listed in $false, $true) {
            $cases = @(for ($i = 0; $i -lt $some.Count; $i++) { if ($isListed[$i] -eq $listed) { , $some[$i] } })
            if ($cases.Count -eq 0) { continue }
            $data = if ($hasCases) { @{ ForEach = $cases } } else { @{} }
            Pester\It -Name $Name -Test $Test -Tag $Tag -Skip:($Skip -or $listed) @data
        }
    }
}

# The temporary folder of this run and of all that it starts. A run that was killed leaves its folder, which the next one removes.
$folders = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ptt-
Get-Item -Path "$folders*" | Where-Object { $_.Name -match '^ptt-(\d+)$' -and -not (Get-Process -Id $Matches[1] -ErrorAction Ignore) } | Remove-Item -Recurse -Force -ErrorAction Ignore
$variables = @{
    PASSTHROUGHTOOLS_TEST_BACKEND = $Backend -replace 'Postgres', 'ControlPlane'
    PASSTHROUGHTOOLS_TEST_STORAGE = if ($Backend -eq 'Postgres') { 'postgres' }
}
foreach ($variable in 'TMPDIR', 'TEMP', 'TMP') { $variables[$variable] = (New-Item -Path "$folders$PID" -ItemType Directory -Force).FullName }
$before = @{}
foreach ($variable in $variables.Keys) { $before[$variable] = [Environment]::GetEnvironmentVariable($variable) }
try {
    foreach ($variable in $variables.Keys) { [Environment]::SetEnvironmentVariable($variable, $variables[$variable]) }
    $result = Invoke-Pester -Configuration $configuration
} finally {
    Get-Module -Name PassthroughTools.TestHelpers | Remove-Module
    foreach ($variable in $variables.Keys) { [Environment]::SetEnvironmentVariable($variable, $before[$variable]) }
    Remove-Item -Path "$folders$PID" -Recurse -Force -ErrorAction Ignore
}

if (-not $result) { throw "Pester ran nothing. Check the path: $Path" }

# A file or a block that could not run has tests that count nowhere else, and a run without tests has tested nothing.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
if ($result.PassedCount -eq 0) { $failed = [Math]::Max($failed, 1) }
if ($Backend -eq 'VSphere') {
    $files = $result.Containers.Item.Name -replace '\.Tests\.ps1$'
    foreach ($pattern in $reasons.Keys | Where-Object { ($_ -split ':')[0] -in $files -and -not $met[$_] }) {
        $failed++
        "VSphere.Skipped.psd1: no test is '$pattern'. Remove the entry, or mend it."
    }
    $reasons.GetEnumerator() | Where-Object { $met[$_.Key] } | Group-Object -Property Value | Sort-Object -Property Name |
        ForEach-Object { "Skipped $(($_.Group | ForEach-Object { $met[$_.Key] } | Measure-Object -Sum).Sum): $($_.Name)" }
}
if ($PassThru) { $result }
"Pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
if (-not $PassThru) { exit [int]($failed -gt 0) }
