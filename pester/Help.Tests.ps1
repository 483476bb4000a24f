# Get-Help of every cmdlet: complete, in agreement with the code, and with examples that run on the sample rack.

BeforeDiscovery {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"
    $script:cmdlets = foreach ($command in Get-Command -Module PassthroughTools -CommandType Cmdlet) {
        $help = Get-Help -Name $command.Name -Full
        $number = 0
        $examples = foreach ($example in $help.examples.example) { @{ Number = ++$number; Example = $example } }
        @{
            Name = $command.Name
            Command = $command
            Help = $help
            Parameters = @($command.Parameters.Values | Where-Object Name -NotIn ([Management.Automation.Cmdlet]::CommonParameters))
            Examples = @($examples)
        }
    }
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    # What an example takes for granted, by its first line.
    $someChange = { Set-VM -VM web-01 -Notes 'A change to look at' }
    $tooSmall = { Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0 }
    $restartDue = { Get-PassthroughDevice -VMHost esxi03.domain.com -Name '*QAT*' | Set-PassthroughDevice -Mode EnhancedDirectPath }
    $flexReady = {
        Get-PassthroughDevice -VMHost esxi02.domain.com -Name '*Flex 170*' | Set-PassthroughDevice -Mode EnhancedDirectPath
        Restart-VMHost -VMHost esxi02.domain.com -Force
        Get-VM flex* | Add-PassthroughDevice -DeviceClass com.intel.flexgpu
        Get-VM flex* | Set-MmioSizing
    }
    $template = {
        (Get-Content -LiteralPath ./rack/esxi06.domain.com/gpu-02.vmx -Raw) -replace 'displayName = "gpu-02"', 'displayName = "gpu-template"' |
            Set-Content -LiteralPath ./gpu-template.vmtx
        Import-PassthroughInventory -Path ./gpu-template.vmtx -VMHost esxi06.domain.com
    }
    $catalog = {
        '{ "schemaVersion": 1, "models": [ { "key": "our-fpga", "name": "Our FPGA card", "kind": "fpga", "pciIds": [ "1234:5678" ] } ] }' |
            Set-Content -LiteralPath ./our-catalog.json
    }
    $copy = {
        Export-PassthroughInventory -Path ./copy.json
        Start-VM -VM gpu-01
    }
    $flexRuns = [scriptblock]::Create("$flexReady; Start-VM flex-01, flex-02")
    $setups = @{
        'Get-Snapshot web-01' = { New-Snapshot web-01 -Name weekly }
        'Get-Snapshot | Where-Object Memory' = {
            Start-VM web-01
            New-Snapshot web-01 -Name weekly -Memory
        }
        'Get-Task -Status Running | Wait-Task' = {
            Set-PassthroughSimulation PowerOnVM -Seconds 0.5
            Start-VM web-01 -RunAsync
        }
        'Get-VM flex* | Where-Object PowerState -eq PoweredOn | Restart-VM -RunAsync -Confirm:$false | Wait-Task' = $flexRuns
        'Get-VM -Location esxi02.domain.com | Where-Object PowerState -eq PoweredOn | Suspend-VM -Confirm:$false' = $flexRuns
        'Get-VMHost | Where-Object InMaintenanceMode | Set-VMHost -State Connected' = { Set-VMHost esxi03.domain.com -State Maintenance }
        '$copy = Connect-VIServer ./copy.json -NotDefault' = $copy
        '$last = (Get-PassthroughEvent | Select-Object -Last 1).Sequence' = $someChange
        '$rehearsal = Connect-VIServer ./lab.json -Rehearsal -NotDefault' = {
            Set-PassthroughDevice -VMHost esxi01.domain.com -PassthroughDevice 0000:42:00.0 -HardwareLabel other
        }
        '$token = Read-Host -Prompt Token -AsSecureString' = {
            function global:Read-Host { [Net.NetworkCredential]::new('', $env:PASSTHROUGHTOOLS_TOKEN).SecurePassword }
        }
        'Connect-VIServer ./lab.json -CatalogPath ./our-catalog.json' = $catalog
        'Remove-VMHost esx01.domain.com -WhatIf' = { Import-PassthroughInventory ./rack/esxi02.domain.com/hardware-pci-list.csv -VMHost esx01.domain.com }
        'Get-PassthroughEvent -Follow' = $someChange
        'Get-PassthroughEvent | Select-Object -Last 5 | Format-Table Sequence, Time, Actor, Summary' = $someChange
        'Get-Template' = $template
        'Get-Template -Location GPU-Cluster | Select-Object Name, VMHost, PassthroughDevices' = $template
        'Get-VM -Location esxi01.domain.com | Where-Object PowerState -eq PoweredOn | Stop-VM -Confirm:$false' = { Start-VM -VM gpu-01 }
        'Get-VM flex* | Start-VM' = $flexReady
        'Get-VM | Get-MmioSizing | Where-Object { -not $_.IsSufficient }' = $tooSmall
        'Get-VM | Get-MmioSizing | Where-Object IsSufficient -eq $false | ForEach-Object { Set-MmioSizing $_.VM }' = $tooSmall
        'Get-VMHost esxi01.domain.com | Select-Object -ExpandProperty DeviceGroups' = {
            '{ "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com",
                "deviceGroups": [ { "name": "nvlink-pair", "members": [ "03:00.0", "42:00.0" ] } ] } ] }' |
                Set-Content -LiteralPath ./groups.json
            Import-PassthroughInventory ./groups.json
        }
        'Get-VMHost | Where-Object RebootRequired' = $restartDue
        'Get-VMHost | Where-Object RebootRequired | Restart-VMHost -Force -WhatIf' = $restartDue
        'Import-PassthroughInventory ./esx-esxi01.tgz -VMHost esxi01.domain.com | Where-Object Action -ne Skipped' = {
            $stream = [IO.Compression.GZipStream]::new([IO.File]::Create("$PWD/esx-esxi01.tgz"), [IO.Compression.CompressionMode]::Compress)
            [Formats.Tar.TarFile]::CreateFromDirectory("$PWD/rack/esxi01.domain.com", $stream, $true)
            $stream.Dispose()
        }
    }

    function Get-ExampleScript {
        <#
        .SYNOPSIS An example as a script: with files of its own, connected to the store lab.json where it names that, else to a test
        server, with a control plane in the place of the one that it connects, and with what it takes for granted.
        #>
        param([Parameter(Mandatory)] [string] $Code)
        $store = Copy-BaseInventory
        $folder = Split-Path -Path $store
        Copy-Item -LiteralPath (Join-Path -Path (Get-RepositoryRoot) -ChildPath 'examples/rack') -Destination $folder -Recurse
        $server = if ($Code -match '\blab\.json\b') { $store } else { (Connect-TestServer).Name }
        $shown = 'https://passthrough.domain.com:8443'
        if ($Code.Contains($shown)) { $Code = $Code.Replace($shown, (Open-ControlPlane).Address) }
        Disconnect-TestServer -Keep
        $prepared, $vcenter = '', 'vcenter.domain.com'
        if ($Code.Contains($vcenter)) {
            $Code = $Code.Replace($vcenter, (Start-VSphereSimulator))
            $prepared = 'function global:Get-Credential { [pscredential]::new("administrator@vsphere.local", (ConvertTo-SecureString -String pw -AsPlainText -Force)) }'
            $prepared += "`n`$null = Set-PowerCLIConfiguration -InvalidCertificateAction Ignore -Confirm:`$false"
        }
        @(
            "Set-Location -LiteralPath '$folder'"
            '$ConfirmPreference = "None"'
            "`$null = Connect-VIServer '$server'"
            "$prepared"
            "`$null = & { $($setups[@($Code -split '\r?\n')[0]]) }"
            $Code
        ) -join "`n"
    }

    function Invoke-Example {
        <# .SYNOPSIS Runs an example; one that follows what happens is stopped when it has shown something. #>
        param([Parameter(Mandatory)] [string] $Code)
        $started = Open-TestRunspace -Script (Get-ExampleScript -Code $Code)
        if ($Code -match ' -Follow\b') {
            $null = Wait-TestCondition { $started.Output.Count -gt 0 -or $started.Running.IsCompleted }
            $started.Running.IsCompleted | Should -BeFalse -Because 'it goes on until it is stopped'
            $started.Shell.Stop()
        }
        $run = Close-TestRunspace -Started $started
        if ($run.State -ne 'Stopped') { $run.Thrown | Should -BeNullOrEmpty }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output
    }
}

Describe 'Get-Help <Name>' -ForEach $cmdlets {
    AfterEach {
        Disconnect-TestServer
        $null = Set-PowerCLIConfiguration -DefaultVIServerMode Multiple -InvalidCertificateAction Unset -Confirm:$false
    }

    It 'has a synopsis that is not the syntax' {
        $Help.Synopsis | Should -Match '^\S.+\.$'
        $Help.Synopsis | Should -Not -Match $Name
    }

    It 'has a description' {
        $Help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has an example' {
        $Examples.Count | Should -BeGreaterThan 0
    }

    It 'has example <Number>, which says what it shows, and runs' -ForEach $Examples {
        $Example.introduction.Text | Should -Match '^\S.*\.\n\n$' -Because 'the code begins on a line of its own'
        if ($Example.code -like '*vcenter.domain.com*' -and -not (Test-VSphereSimulator)) {
            Set-ItResult -Skipped -Because 'SKIPPED: it needs Go and govmomi: apt-get install golang-go golang-github-vmware-govmomi-dev'
            return
        }
        $output = @(Invoke-Example -Code $Example.code)
        $returned = $Command.OutputType.Name | Where-Object { $_ -ne 'PassthroughTools.Sessions.PassthroughTask' }
        if ($returned -and $Example.code -notmatch ' -WhatIf\b') { $output.Count | Should -BeGreaterThan 0 -Because 'an example that shows nothing says nothing' }
    }

    It 'takes from the pipeline what the parameters say' {
        $takers = @($Command.Parameters.Values.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName })
        $Help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        @($Help.inputTypes.inputType.type.name) -contains 'None' | Should -Be ($takers.Count -eq 0)
    }

    It 'returns the types that the cmdlet declares' {
        $declared = if ($Command.OutputType) { $Command.OutputType.Name } else { 'None' }
        @($Help.returnValues.returnValue.type.name) | Should -Be @($declared)
    }

    It 'shows each parameter set with its parameters' {
        $shown = $Help.syntax.syntaxItem | ForEach-Object { ($_.parameter.name | Sort-Object) -join ' ' }
        $defined = $Command.ParameterSets | ForEach-Object {
            ($_.Parameters.Name | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters } | Sort-Object) -join ' '
        }
        @($shown | Sort-Object) | Should -Be @($defined | Sort-Object)
    }

    It 'describes no parameter that does not exist' {
        $Help.parameters.parameter.name | Where-Object { -not $Command.Parameters.ContainsKey($_) } | Should -BeNullOrEmpty
    }

    It 'describes each parameter as the code has it' {
        foreach ($parameter in $Parameters) {
            $text = $Help.parameters.parameter | Where-Object Name -EQ $parameter.Name
            $because = @{ Because = "-$($parameter.Name) is so" }
            $text.description[0].Text | Should -Match '^\S.+\.$' @because

            $uses = @($parameter.ParameterSets.Values)
            $positions = $uses.Position | Select-Object -Unique | ForEach-Object { if ($_ -lt 0) { 'named' } else { $_ } }
            $ways = @(
                if ($uses.ValueFromPipeline -contains $true) { 'ByValue' }
                if ($uses.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
            )
            $text.required | Should -Be "$($uses.IsMandatory -notcontains $false)" @because
            $text.position | Should -Be ($positions -join ', ') @because
            $text.pipelineInput | Should -Be $(if ($ways) { "True ($($ways -join ', '))" } else { 'False' }) @because
            $text.aliases | Should -Be $(if ($parameter.Aliases) { $parameter.Aliases -join ', ' } else { 'none' }) @because
            if ($parameter.Attributes.TypeId -contains [Management.Automation.SupportsWildcardsAttribute]) { $text.globbing | Should -Be 'true' @because }

            $type = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
            $value = [Nullable]::GetUnderlyingType($type) ?? $type
            $accepted = @(
                $set = $parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues
                if ($set) { $set } elseif ($value.IsEnum) { [enum]::GetNames($value) }
            )
            foreach ($name in $accepted) { $text.description.Text -join "`n" | Should -Match "(?m)^- $([regex]::Escape($name))(:|$)" @because }
        }
    }
}

Describe 'The preparation of the examples' {
    It 'is for examples that there are' {
        $code = Get-Command -Module PassthroughTools -CommandType Cmdlet | ForEach-Object { (Get-Help -Name $_.Name -Full).examples.example.code }
        $setups.Keys | Where-Object { $_ -notin ($code -replace '(?s)\r?\n.*$') } | Should -BeNullOrEmpty
    }
}

Describe 'about_PassthroughTools' {
    AfterEach { Disconnect-TestServer }

    BeforeAll {
        $about = Join-Path -Path (Split-Path -Path (Get-TestedModulePath)) -ChildPath 'en-US/about_PassthroughTools.help.txt'
        $text = (Get-Content -LiteralPath $about -Raw) -replace '\r'

        function Get-AboutCode {
            <# .SYNOPSIS The code, indented by eight, that follows some words. #>
            param([Parameter(Mandatory)] [string] $After)
            $text -match "(?s)$([regex]::Escape($After)).*?\n\n((        [^\n]*\n|\n)+)" | Should -BeTrue
            $Matches[1]
        }
    }

    It 'is what Get-Help shows' {
        "$(Get-Help -Name about_PassthroughTools)".Trim() -replace '\r' | Should -Be $text.Trim()
    }

    It 'has no line of more than 80 columns' {
        $text -split '\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'names only cmdlets that exist' {
        $nouns = (Get-Command -Module PassthroughTools).Noun
        $named = [regex]::Matches($text, '\b[A-Z][a-z]+-([A-Z]\w+)') | Where-Object { $_.Groups[1].Value -in $nouns } | ForEach-Object Value
        $named | Where-Object { -not (Get-Command -Name $_ -ErrorAction Ignore) } | Should -BeNullOrEmpty
    }

    It 'names each error id, with the category that its errors have' {
        $record = (Get-Command -Name Get-VM).ImplementingType.Assembly.GetType('PassthroughTools.Commands.ErrorRecords').GetMethod('Of')
        $listed = @{}
        foreach ($line in ([regex]::Match($text, '(?s)\nERROR IDS\n.*?\n\n(.+?)\n\n').Groups[1].Value -split '\n')) {
            if ($line -match '^    (\w+)$') { $category = $Matches[1] }
            else { $line.Trim().TrimEnd(',') -split ', ' | ForEach-Object { $listed[$_] = $category } }
        }
        foreach ($id in [enum]::GetNames([PassthroughTools.Errors.ErrorId])) {
            $refusal = [PassthroughTools.Errors.PassthroughException]::new($id, 'x')
            $listed[$id] | Should -Be "$($record.Invoke($null, [object[]]@($refusal)).CategoryInfo.Category)" -Because "$id is what it is about"
            $listed.Remove($id)
        }
        $listed.Keys | Should -BeNullOrEmpty
    }

    It 'has a session that works' {
        $folder = New-Item -Path TestDrive:/session -ItemType Directory
        Copy-Item -LiteralPath (Join-Path -Path (Get-RepositoryRoot) -ChildPath 'examples/rack/esxi01.domain.com') -Destination "$folder/esxi01" -Recurse
        $run = Invoke-InRunspace -Script "Set-Location -LiteralPath '$folder'`n$(Get-AboutCode -After 'A short session')"
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $run.Output[-1].PowerState | Should -Be 'PoweredOn'
    }

    It 'has a connection to a control plane that works' {
        $run = Invoke-InRunspace -Script (Get-ExampleScript -Code (Get-AboutCode -After 'A control plane is connected by its address').Trim())
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $run.Output[-1].Backend | Should -Be ControlPlane
    }

    It 'has a rehearsal that works' {
        $script = (Get-ExampleScript -Code (Get-AboutCode -After 'lists what would have changed')) -replace '\$null = Connect-VIServer \S+lab.json\S+', 'Set-Content ./nightly.ps1 "Start-VM gpu-01"'
        $run = Invoke-InRunspace -Script $script
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $run.Output[-1].Summary | Should -Be "VM 'gpu-01' powered on"
    }

    It 'has an error handler that works' {
        $attach = 'Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0'
        $run = Invoke-InRunspace -Script (Get-ExampleScript -Code "$attach`n$(Get-AboutCode -After 'a refusal can be caught')")
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output[-1].PowerState | Should -Be 'PoweredOn'
    }

    It 'has a catalog file that is one' {
        Set-Content -LiteralPath TestDrive:/catalog.json -Value (Get-AboutCode -After 'The file is JSON')
        $entries = Get-PassthroughCapability -CatalogPath TestDrive:/catalog.json -Technology OurSriov -Model OurGpu -Feature VMotion
        $entries.Value | Should -Be 'no', 'yes'
        $entries.Source | Should -Be (@('Compatibility guide of the vendor, 2026-10, page 12') * 2)
    }
}
