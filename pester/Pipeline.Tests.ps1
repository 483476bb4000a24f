BeforeDiscovery {
    # Every cmdlet that takes pipeline input, with what else it must be given.
    $script:others = @{
        'Add-PassthroughDevice' = @{ VM = 'HighPerfVM'; PassthroughDevice = '0000:03:00.0' }
        'New-AdvancedSetting' = @{ Name = 'a'; Value = 'b' }
        'Export-PassthroughReport' = @{ Path = 'TestDrive:/report.html'; Force = $true }
        'Move-VM' = @{ VM = 'web-01'; Destination = 'esxi02.domain.com' }
        'New-Snapshot' = @{ Name = 'x' }
        'New-VM' = @{ Name = 'new' }
        'Set-PassthroughSimulation' = @{ Seconds = 1 }
        'Set-VMHost' = @{ State = 'Connected' }
        'Set-AdvancedSetting' = @{ Value = 'b' }
        'Set-PassthroughDevice' = @{ HardwareLabel = 'x' }
        'Set-VM' = @{ Notes = 'x' }
        'Set-VMResourceConfiguration' = @{ CpuReservationMhz = 1 }
        'Set-MmioSizing' = @{ SizeGB = 64 }
    }
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:inputs = foreach ($command in Get-Command -Module PassthroughTools) {
        foreach ($parameter in $command.Parameters.Values) {
            $takes = $parameter.Attributes | Where-Object { $_ -is [Parameter] -and $_.ValueFromPipeline }
            if (-not $takes -or $command.Name -eq 'Connect-VIServer') { continue }
            $more = @{}
            if ($others.ContainsKey($command.Name)) {
                foreach ($other in $others[$command.Name].GetEnumerator()) { if ($other.Key -ne $parameter.Name) { $more[$other.Key] = $other.Value } }
            }
            if ($command.Parameters.ContainsKey('Confirm')) { $more.Confirm = $false }
            @{ Command = $command.Name; Parameter = $parameter.Name; More = $more; IsText = $parameter.ParameterType -eq [string[]] }
        }
    }
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:server = Connect-TestServer -Inventory Rack
}

AfterAll { Disconnect-TestServer }

Describe 'The suite' {
    It 'knows cmdlets that take pipeline input' {
        @(Get-Command -Module PassthroughTools | Where-Object {
                @($_.Parameters.Values.Attributes | Where-Object { $_ -is [Parameter] -and $_.ValueFromPipeline }).Count -gt 0
            }).Count | Should -BeGreaterThan 25
    }
}

Describe '<command> -<parameter>' -ForEach $inputs {
    It 'takes a pipeline of nothing for nothing' {
        $changes = Get-TestChange { $script:result = Invoke-Recorded { @() | & $Command @More } }
        $result.Errors | Should -BeNullOrEmpty
        $result.Thrown | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
        $changes | Should -BeNullOrEmpty
        @(Get-VM).Count | Should -Be 10
        @(Get-DefaultServer).Count | Should -Be 1
    }

    It 'refuses null in the pipeline, and goes on' {
        $result = Invoke-Recorded { $null, $null | & $Command @More }
        $result.Errors.Count | Should -Be 2
        $result.Errors[0].FullyQualifiedErrorId | Should -Match "^(ParameterArgumentValidationError\w*|InputObjectNotBound),PassthroughTools\.Commands\."
        $result.Thrown | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
    }

    It 'refuses null, nothing and null among others as argument' {
        foreach ($nothing in $null, @(), @($null), @('gpu-01', $null)) {
            $with = @{} + $More
            $with[$Parameter] = $nothing
            $result = Invoke-Recorded { & $Command @with }
            "$($result.Thrown.FullyQualifiedErrorId)$($result.Errors | ForEach-Object FullyQualifiedErrorId)" |
                Should -Match '^(ParameterArgument\w+|CannotConvertArgument(NoMessage)?),PassthroughTools\.Commands\.'
            $result.Output | Should -BeNullOrEmpty
        }
    }

    It 'refuses an object that is nothing of the kind' {
        $id = if ($Command -eq 'Set-PassthroughSimulation') { 'ValueInvalid' } elseif ($IsText) { 'FileNotFound' } else { 'InputObjectNotBound' }
        foreach ($odd in [datetime]::Now, [pscustomobject]@{ Size = 3 }, @{ Name = 'gpu-01' }) {
            $result = Invoke-Recorded { , $odd | & $Command @More }
            $result.Errors.Count | Should -Be 1
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$id,PassthroughTools.Commands.*"
            $result.Output | Should -BeNullOrEmpty
        }
    }
}

Describe 'What an invocation has read' {
    BeforeAll {
        # Another session: what it changes, this one has not read.
        $script:other = Connect-VIServer $server.Name -Credential (Add-TestUser $server.Name carl) -NotDefault
    }
    AfterAll { Disconnect-VIServer $other -Force }

    It 'is read again before a name is missing: <what>' -ForEach @(
        @{ What = 'made in this session'; Made = { New-VM $args[0] -VMHost esxi01.domain.com } }
        @{ What = 'made in another session'; Made = { New-VM $args[0] -VMHost esxi01.domain.com -Server $other } }
    ) {
        $result = Invoke-Recorded {
            'gpu-01', 'later-02' | ForEach-Object {
                if ($_ -eq 'later-02') { $null = & $Made $_ }
                $_
            } | Set-VM -Notes seen
        }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Name | Should -BeExactly gpu-01, later-02
        Remove-VM later-02 -Confirm:$false
    }

    It 'does not make up what another session has done since' {
        $vms = Get-VM gpu-01, gpu-02
        $null = New-VM doomed-01 -VMHost esxi01.domain.com
        $all = @($vms) + @(Get-VM doomed-01)
        Remove-VM doomed-01 -Server $other -Confirm:$false
        $result = Invoke-Recorded { $all | Set-VM -Notes x }
        $result.Output.Count | Should -Be 2
        $result.Errors.Count | Should -Be 1
        Assert-Refusal $result.Errors[0] VMNotFound -Says 'doomed-01'
    }

    It 'takes an object that is newer' {
        $null = Set-VM gpu-01 -Notes before
        $result = Invoke-Recorded { 'gpu-01', 'gpu-02' | Set-VM -Notes newer | Get-VMResourceConfiguration }
        $result.Output.Count | Should -Be 2
        $result.Output.VM.Notes | Should -BeExactly newer, newer
    }
}
