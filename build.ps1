#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests and shows PassthroughTools: the tasks of build.sh, in PowerShell.
.EXAMPLE
    ./build.ps1 demo
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'bench', 'clean')]
    [string] $Task
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot
$engine = (Get-Process -Id $PID).Path

function Invoke-Checked {
    param([string] $Command, [string[]] $Arguments)
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Command $Arguments ended with exit code $LASTEXITCODE." }
}

function Invoke-Build { Invoke-Checked dotnet @('build', 'PassthroughTools.sln', '-c', 'Release', '-v', 'quiet') }

function Invoke-AllTest {
    Invoke-Build
    $env:PASSTHROUGHTOOLS_ENGINE = $engine
    $log = [System.Collections.Generic.List[string]]::new()
    & dotnet test PassthroughTools.sln -c Release --no-build 2>&1 | ForEach-Object { $log.Add("$_"); "$_" }
    $failed = $LASTEXITCODE -ne 0
    if (Get-Module -ListAvailable Pester | Where-Object Version -GE 5.5) {
        $runs = @(@('JsonStore', ''), @('ControlPlane', ''))
        if ((Get-Command initdb -ErrorAction Ignore) -or (Test-Path '/usr/lib/postgresql/*/bin/initdb')) { $runs += , @('ControlPlane', 'postgres') }
        else { 'SKIPPED: the Pester suite on PostgreSQL, since this machine has none (initdb on the PATH or in /usr/lib/postgresql/*/bin).' }
        foreach ($run in $runs) {
            $backend, $env:PASSTHROUGHTOOLS_TEST_STORAGE = $run
            "The Pester suite on $run`:"
            & $engine -NoProfile -NonInteractive -File pester/Invoke-Tests.ps1 -Backend $backend 2>&1 | ForEach-Object { $log.Add("$_"); "$_" }
            $failed = $failed -or $LASTEXITCODE -ne 0
        }
    }
    else {
        'SKIPPED: the Pester suite, since this PowerShell has no Pester 5.5 or later. Install it: Install-Module Pester -Scope CurrentUser'
    }

    $passed, $failures, $skipped = 0, 0, 0
    foreach ($line in $log) {
        if ($line -match 'Failed: +(\d+), Passed: +(\d+), Skipped: +(\d+), Total') {
            $failures += $Matches[1]; $passed += $Matches[2]; $skipped += $Matches[3]
        }
        elseif ($line -match 'Pester: (\d+) passed, (\d+) failed, (\d+) skipped') {
            $passed += $Matches[1]; $failures += $Matches[2]; $skipped += $Matches[3]
        }
    }

    "$passed passed, $failures failed, $skipped skipped"
    if ($failed) { exit 1 }
}

switch ($Task) {
    'build' { Invoke-Build }
    'test' { Invoke-AllTest }
    'demo' {
        Invoke-Build
        Invoke-Checked $engine @('-NoProfile', '-NonInteractive', '-File', 'examples/demo.ps1')
    }
    'bench' {
        Invoke-Build
        $env:PASSTHROUGHTOOLS_ENGINE = $engine
        Invoke-Checked dotnet @('run', '--project', 'tests/PassthroughTools.Benchmarks', '-c', 'Release', '--no-build')
        '1,000 kills of a writing process:'
        $env:PASSTHROUGHTOOLS_KILLS = '1000'
        Invoke-Checked dotnet @('test', 'tests/PassthroughTools.Core.Tests', '-c', 'Release', '--no-build', '--filter', 'FullyQualifiedName~KillTests')
    }
    'clean' {
        Invoke-Checked dotnet @('clean', 'PassthroughTools.sln', '-c', 'Release', '-v', 'quiet')
        Remove-Item -LiteralPath out -Recurse -Force -ErrorAction Ignore
    }
}
