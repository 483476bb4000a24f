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
        if (Test-Path -LiteralPath "$root/lab.json") { throw "'$root/lab.json' is in the way: move it, these steps make one of their own." }
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
        Get-ChildItem -Path "$root/lab.*" | Where-Object Name -Match '^lab\.(json|lock|journal|tokens|refusals)' | Remove-Item
    }

    It 'start a server that says where it listens and prints an administrator''s token' {
        $printed -join "`n" | Should -Match 'Listening on http://127.0.0.1:8480'
        $printed[-1] | Should -BeLike 'ptt_*'
        (Invoke-RestMethod -Uri http://127.0.0.1:8480/api/v1/session -Headers @{ Authorization = "Bearer $($printed[-1])" }).role | Should -BeExactly admin
    }

    It 'create tokens by its command' {
        $tokens.Keys | Sort-Object | Should -BeExactly anna, bert, wall
        $list -join "`n" | Should -Match 'anna +operator(?s:.*)bert +operator(?s:.*)wall +reader'
    }

    It 'let two race for a device, and a third one watch' {
        $wall = Open-Block $blocks[2].Text $tokens.wall
        Wait-TestCondition { $wall.Output.Count -eq 1 } | Should -BeTrue -Because 'the reader is connected'
        Start-Sleep -Milliseconds 500
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
