#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Runs the Pester suite on the built module, with the Pester that the build laid out in out/Pester. The last line is "Pester: N passed, N failed, N skipped"; any failure makes the exit code 1.
.DESCRIPTION
    The module is the one that PASSTHROUGHTOOLS_MODULE names, else that in out/PassthroughTools. Tests that are about one backend are left
    out on the other. Needs tests/PassthroughTools.TestHost built in Release.
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

    # What the tests run on: a local store, a control plane with one, or a control plane with PostgreSQL.
    [ValidateSet('JsonStore', 'ControlPlane', 'Postgres')]
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
$configuration.Filter.ExcludeTag = if ($Backend -eq 'JsonStore') { 'ControlPlane' } else { 'JsonStore' }
if ($ResultPath) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath)
    $null = New-Item -Path (Split-Path -Path $full -Parent) -ItemType Directory -Force
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $full
}

# The temporary folder of this run and of all that it starts. A run that was killed leaves its folder, which the next one removes.
$folders = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ptt-
Get-Item -Path "$folders*" | Where-Object { $_.Name -match '^ptt-(\d+)$' -and -not (Get-Process -Id $Matches[1] -ErrorAction Ignore) } | Remove-Item -Recurse -Force -ErrorAction Ignore
$variables = @{
    PASSTHROUGHTOOLS_TEST_BACKEND = if ($Backend -eq 'JsonStore') { $Backend } else { 'ControlPlane' }
    PASSTHROUGHTOOLS_TEST_STORAGE = if ($Backend -eq 'Postgres') { 'postgres' }
}
foreach ($name in 'TMPDIR', 'TEMP', 'TMP') { $variables[$name] = (New-Item -Path "$folders$PID" -ItemType Directory -Force).FullName }
$before = @{}
foreach ($name in $variables.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
try {
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
    $result = Invoke-Pester -Configuration $configuration
} finally {
    Get-Module -Name PassthroughTools.TestHelpers | Remove-Module
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Remove-Item -Path "$folders$PID" -Recurse -Force -ErrorAction Ignore
}

if (-not $result) { throw "Pester ran nothing. Check the path: $Path" }

# A file or a block that could not run has tests that count nowhere else, and a run without tests has tested nothing.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
if ($result.PassedCount -eq 0) { $failed = [Math]::Max($failed, 1) }
if ($PassThru) { $result }
"Pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
if (-not $PassThru) { exit [int]($failed -gt 0) }
