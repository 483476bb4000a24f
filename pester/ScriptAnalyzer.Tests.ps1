BeforeDiscovery {
    $script:root = Split-Path -Path $PSScriptRoot -Parent
    $script:scripts = @(
        Get-ChildItem -LiteralPath $root -File -Filter *.ps1
        foreach ($folder in 'pester', 'examples', 'tests') { Get-ChildItem -LiteralPath "$root/$folder" -Recurse -File -Include *.ps1, *.psm1, *.psd1 }
    ) | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' | ForEach-Object {
        @{ Script = $_.FullName; Shown = $_.FullName.Substring($root.Length + 1).Replace('\', '/') }
    }
    $script:canAnalyze = [bool](Get-Module -ListAvailable -Name PSScriptAnalyzer)
    if (-not $canAnalyze) { Write-Warning 'SKIPPED: ScriptAnalyzer.Tests.ps1, since PSScriptAnalyzer is not installed. Install it: Install-Module PSScriptAnalyzer -Scope CurrentUser' }
}

Describe 'PSScriptAnalyzer, with all of its default rules,' -Tag JsonStore -Skip:(-not $canAnalyze) {
    BeforeAll {
        Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

        function Get-Finding {
            # What the analyzer says about a file, whatever its severity, as the compiler of another language would.
            param([string] $Path)
            $findings = Invoke-ScriptAnalyzer -Path $Path -Severity Error, Warning, Information, ParseError -ErrorAction Stop
            foreach ($one in $findings) { "line $($one.Line): $($one.Severity) $($one.RuleName): $($one.Message)" }
        }
    }

    It 'finds nothing in <shown>' -ForEach $scripts {
        (Get-Finding $Script) -join "`n" | Should -BeExactly ''
    }

    It 'finds nothing in the manifest of the module as it is laid out' {
        (Get-Finding (Get-TestedModulePath)) -join "`n" | Should -BeExactly ''
    }

    It 'has seen every script' -ForEach @(@{ Seen = $scripts.Shown }) {
        $repository = Get-RepositoryRoot
        foreach ($one in 'build.ps1', 'examples/demo.ps1', 'examples/New-SampleStore.ps1', 'pester/PassthroughTools.TestHelpers.psm1',
            'pester/ScriptAnalyzer.Tests.ps1', 'tests/PassthroughTools.EmptyModule/PassthroughTools.EmptyModule.psd1') {
            Test-Path -LiteralPath "$repository/$one" | Should -BeTrue
            $Seen | Should -Contain $one
        }
    }

    It 'would find something' {
        Set-Content -LiteralPath TestDrive:/poor.ps1 -Value 'function Do-Thing { $unused = 1; gci | % { Write-Host $_ } }'
        $found = Get-Finding (Get-Item -LiteralPath TestDrive:/poor.ps1).FullName
        foreach ($rule in 'PSUseDeclaredVarsMoreThanAssignments', 'PSUseApprovedVerbs', 'PSAvoidUsingWriteHost', 'PSAvoidUsingCmdletAliases') {
            @($found -like "*$rule*").Count | Should -BeGreaterOrEqual 1 -Because "$rule is a default rule"
        }
    }
}
