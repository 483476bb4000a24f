<#
examples/team.md, step by step as it is written: a server, tokens by its command, a reader who watches, a race of two operators.
#>
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot PassthroughTools.TestHelpers.psm1) -Force
    $script:root = Get-RepositoryRoot
    $script:blocks = @([regex]::Matches((Get-Content -LiteralPath "$root/examples/team.md" -Raw), '(?s)```(sh|powershell)\n(.*?)```') |
            ForEach-Object { [pscustomobject]@{ Language = $_.Groups[1].Value; Text = $_.Groups[2].Value.Trim() } })

    # dotnet run takes what the build has made, as it is in a checkout that was just built.
    $script:configuration = $env:Configuration
    $env:Configuration = 'Release'

    function Open-Block([string] $Text, [string] $Token) {
        Open-TestRunspace -Variable @{ root = $script:root; text = $Text; token = $Token } -Script '
            Set-Location -LiteralPath $root
            function Read-Host { param([switch] $AsSecureString, [string] $Prompt) ConvertTo-SecureString $token -AsPlainText -Force }
            . ([scriptblock]::Create($text))'
    }
}

AfterAll { $env:Configuration = $script:configuration }

Describe 'The steps for a team' -Tag JsonStore -Skip:$IsWindows {
    BeforeAll {
        if (Test-Path -Path "$root/sample.*") { throw "'$root/sample.*' is in the way: move it, these steps make one of their own." }
        $script:server = [Diagnostics.Process]::new()
        $server.StartInfo.FileName = 'sh'
        '-c', "exec $($blocks[0].Text)" | ForEach-Object { $server.StartInfo.ArgumentList.Add($_) }
        $server.StartInfo.WorkingDirectory = $root
        $server.StartInfo.RedirectStandardOutput = $true
        $null = $server.Start()
        $script:printed = [Collections.Generic.List[string]]::new()
        while (($line = $server.StandardOutput.ReadLine()) -and $line -notlike 'ptt_*') { $printed.Add($line) }
        $printed.Add($line)
        $script:tokens = @{}
        $location = Get-Location
        Set-Location -LiteralPath $root
        foreach ($command in $blocks[1].Text -split "`n") {
            $answer = @(sh -c $command)
            if ($command -match '--name (\w+)') { $tokens[$Matches[1]] = $answer[0] } else { $script:list = $answer }
        }
        Set-Location $location
    }

    AfterAll {
        if (-not $script:server) { return }
        @(Get-Process | Where-Object { $_.Parent.Id -eq $server.Id }) + $server | Stop-Process
        $server.WaitForExit()
        $server.Dispose()
        Remove-Item -Path "$root/sample.*"
    }

    It 'start a server that says where it listens and prints an administrator''s token' {
        $printed -join "`n" | Should -Match 'Listening on http://127.0.0.1:8480'
        $printed[-1] | Should -BeLike 'ptt_*'
        (Invoke-RestMethod -Uri http://127.0.0.1:8480/api/v1/session -Headers @{ Authorization = "Bearer $($printed[-1])" }).role | Should -BeExactly admin
    }

    It 'put the store where the user stands' {
        Get-ChildItem -Path "$root/sample.*" | ForEach-Object Name | Should -Contain sample.json
        Get-ChildItem -Path "$root/src/PassthroughTools.ControlPlane" -File | ForEach-Object Name |
            Sort-Object | Should -Be appsettings.json, PassthroughTools.ControlPlane.csproj, Program.cs
    }

    It 'create tokens by its command' {
        $tokens.Keys | Sort-Object | Should -BeExactly anna, bert, wall
        $list -join "`n" | Should -Match 'anna +operator(?s:.*)bert +operator(?s:.*)wall +reader'
    }

    It 'back all of it up while the server runs, and restore it' {
        $location = Get-Location
        Set-Location -LiteralPath $root
        $said = @($blocks[-1].Text -split "`n" | ForEach-Object { sh -c $_ })
        Set-Location $location
        $said[0] | Should -Match 'sample\.backup: revision \d+: 6 hosts, 10 virtual machines, \d+ events, \d tokens$'
        $said[1] | Should -Match '^Restored the inventory from the backup of .*, revision \d+: '
        $said[1] | Should -Match 'The inventory is at revision \d+ now\.$'
        Test-Path -Path "$root/sample.restored.tokens.json" | Should -BeTrue
    }

    It 'let two race for a device, and a third one watch' {
        $wall = Open-Block $blocks[2].Text $tokens.wall
        Wait-TestCondition { $wall.Output.Count -eq 1 } | Should -BeTrue -Because 'the reader is connected'
        $reader = @{ Uri = 'http://127.0.0.1:8480/metrics'; Headers = @{ Authorization = "Bearer $($tokens.wall)" } }
        Wait-TestCondition { (Invoke-RestMethod @reader) -match '(?m)^passthroughtools_event_streams [1-9]' } | Should -BeTrue -Because 'it follows'
        $anna, $bert = (Open-Block $blocks[3].Text $tokens.anna), (Open-Block $blocks[4].Text $tokens.bert)
        $results = @(Close-TestRunspace $anna), @(Close-TestRunspace $bert)
        $winner = @($results | Where-Object { -not $_.Errors })
        $loser = @($results | Where-Object { $_.Errors })
        $winner.Count | Should -Be 1
        $winner.Output[1].Id | Should -BeExactly '0000:03:00.0'
        $loser.Errors.FullyQualifiedErrorId | Should -BeExactly 'DeviceInUse,PassthroughTools.Commands.AddPassthroughDeviceCommand'
        $after = Close-TestRunspace (Open-Block "$($blocks[3].Text -split "`n" | Select-Object -First 2 | Join-String -Separator "`n")`n$($blocks[5].Text)" $tokens.anna)
        $after.Errors | Should -BeNullOrEmpty
        Wait-TestCondition { $wall.Output.Count -eq 3 } | Should -BeTrue -Because 'the reader sees the attach and the detach'
        $wall.Shell.Stop()
        $seen = (Close-TestRunspace $wall).Output[1, 2]
        $seen.Operation | Should -BeExactly AttachFixedDevice, DetachDevice
        $seen[0].Actor | Should -Match '^(anna|bert)@'
        $seen[1].Actor | Should -BeLike 'anna@*'
    }
}

Describe 'dotnet publish' -Tag JsonStore -Skip:$IsWindows {
    It 'takes the program and nothing that lies beside it' {
        $project = "$root/src/PassthroughTools.ControlPlane"
        $strays = 'stray.json', 'stray.tokens.json', 'stray.journal.jsonl'
        try {
            foreach ($stray in $strays) { Set-Content -LiteralPath "$project/$stray" '{ "secret": 1 }' }
            $said = dotnet publish $project -c Release --no-restore -o "$TestDrive/published" 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$said"
        } finally {
            foreach ($stray in $strays) { Remove-Item -LiteralPath "$project/$stray" }
        }

        $published = Get-ChildItem -LiteralPath "$TestDrive/published" -Recurse -File | ForEach-Object Name
        $published | Should -Contain PassthroughTools.ControlPlane.dll
        $published | Should -Contain appsettings.json
        $published -like 'stray*' | Should -BeNullOrEmpty
        $published | Where-Object { $_ -notmatch '\.(dll|pdb|xml)$' } | Should -BeIn @(
            'PassthroughTools.ControlPlane', 'appsettings.json', 'web.config', 'PassthroughTools.ControlPlane.deps.json',
            'PassthroughTools.ControlPlane.runtimeconfig.json', 'PassthroughTools.ControlPlane.staticwebassets.endpoints.json')
    }
}
