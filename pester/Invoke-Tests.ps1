#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Runs the Pester suite on the built module. The last line is "Pester: N passed, N failed, N skipped"; any failure makes the exit code 1.
.DESCRIPTION
    The module is the one that PASSTHROUGHTOOLS_MODULE names, else that in out/PassthroughTools. Tests that are about one backend are left
    out on the other. ControlPlane needs tests/PassthroughTools.TestHost built in Release.
.EXAMPLE
    ./pester/Invoke-Tests.ps1
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -Backend ControlPlane
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -Path ./pester/Power.Tests.ps1 -Output Detailed
.EXAMPLE
    ./pester/Invoke-Tests.ps1 -ResultPath ./TestResults/pester.xml
#>
[CmdletBinding()]
param(
    # The test files or folders; all of this folder where none is given.
    [string[]] $Path = $PSScriptRoot,

    # What the tests run on; without it PASSTHROUGHTOOLS_TEST_BACKEND says it, else it is JsonStore.
    [ValidateSet('JsonStore', 'ControlPlane')]
    [string] $Backend = $(if ($env:PASSTHROUGHTOOLS_TEST_BACKEND) { $env:PASSTHROUGHTOOLS_TEST_BACKEND } else { 'JsonStore' }),

    # Writes the results as JUnit XML; the environment variable PASSTHROUGHTOOLS_TEST_RESULTS may name the file too.
    [string] $ResultPath = $env:PASSTHROUGHTOOLS_TEST_RESULTS,

    # How much is printed.
    [ValidateSet('None', 'Normal', 'Detailed')]
    [string] $Output = 'Normal',

    # Gives the result as an object, and leaves the exit code alone.
    [switch] $PassThru
)

Import-Module -Name Pester -MinimumVersion 5.5 -ErrorAction Stop

# Tests see these: a user's own settings must not decide what they find.
$ErrorActionPreference = 'Continue'
$WarningPreference = 'Continue'
$ConfirmPreference = 'High'
$WhatIfPreference = $false

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
$configuration.Filter.ExcludeTag = @('JsonStore', 'ControlPlane') -ne $Backend
if ($ResultPath) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath)
    $null = New-Item -Path (Split-Path -Path $full -Parent) -ItemType Directory -Force
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $full
}

$before = $env:PASSTHROUGHTOOLS_TEST_BACKEND
try {
    $env:PASSTHROUGHTOOLS_TEST_BACKEND = $Backend
    $result = Invoke-Pester -Configuration $configuration
} finally {
    $env:PASSTHROUGHTOOLS_TEST_BACKEND = $before
    Get-Module -Name PassthroughTools.TestHelpers | Remove-Module
}

# A file or a block that could not run has tests that count nowhere else, and a run without tests has tested nothing.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
if ($result.PassedCount -eq 0) { $failed = [Math]::Max($failed, 1) }
if ($PassThru) { $result }
"Pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
if (-not $PassThru) { exit [int]($failed -gt 0) }
