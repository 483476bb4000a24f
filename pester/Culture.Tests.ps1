BeforeDiscovery {
    # tr-TR has other pairs of i and I, de-DE and sv-SE write numbers otherwise, th-TH and ar-SA count other years.
    $script:cultures = 'tr-TR', 'de-DE', 'sv-SE', 'th-TH', 'ar-SA'
    $script:hasCultures = 'I'.ToLower([cultureinfo]'tr-TR') -cne 'i'
    if (-not $hasCultures) { Write-Warning 'SKIPPED: Culture.Tests.ps1, since this PowerShell runs in globalization-invariant mode and has no cultures.' }
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/PassthroughTools.TestHelpers.psm1"

    function Invoke-UnderCulture {
        # Runs a script on a server of its own under a culture, in a runspace of its own, and gives its output; $target is the server.
        param([string] $Script, [string] $Culture, [string] $Inventory = 'Rack', [hashtable] $Variable = @{})
        $server = Connect-TestServer -Inventory $Inventory -User tester
        $folder = (New-Item -Path "TestDrive:/$(New-Guid)" -ItemType Directory).FullName
        $all = $Variable + @{ target = $server.Name; short = Get-ShortName $server; folder = $folder }
        Disconnect-TestServer -Keep
        $result = Invoke-InRunspace -Script "`$null = Connect-VIServer `$target -User tester; $Script" -Variable $all -Culture $Culture
        Disconnect-TestServer
        if ($result.Thrown) { throw $result.Thrown }
        $result.Errors | Should -BeNullOrEmpty
        [pscustomobject]@{ Output = @($result.Output.ForEach({ "$_" })); Server = $server.Name; Export = "$folder/export.json" }
    }

    # What cmdlets refuse and say, as texts.
    $script:says = '
        $null = Set-VM legacy-01 -MemoryMB 5632
        $null = Get-VMResourceConfiguration legacy-01 | Set-VMResourceConfiguration -MemReservationGB 1.5
        & {
            Add-PassthroughDevice legacy-01 0000:03:00.0
            New-VM x -VMHost esxi01* -MemoryGB 1.3333
            New-VM x -VMHost esxi01* -MemoryMB -1234567
            New-VM x -VMHost esxi01* -NumCpu -1
            Get-VMResourceConfiguration legacy-01 | Set-VMResourceConfiguration -MemReservationGB 99999.5
            Set-MmioSizing gpu-01 -SizeGB -1
            Set-MmioSizing train-01 -SizeGB 128
            Set-MmioSizing train-01 -SizeGB 1000000
            Set-VM gpu-01 -HardwareVersion vmx-9
            Get-VM IMAGINARY
            New-Snapshot train-01 x
            Set-PassthroughSimulation MoveVM -0.5
            Set-PassthroughSimulation MOVEVM 1.5
            Move-VM train-01 esxi01*
            Get-PassthroughDevice -VMHost esxi01* -Id 0000:ff:00.0
        } 2>&1 | ForEach-Object { "$($_.FullyQualifiedErrorId): $($_.Exception.Message)" }
        (Get-PassthroughEvent).Summary
        (Get-VM train-01).Capabilities.Values.Reason
        (Get-MmioSizing train-01).Devices.Source'

    # An import of a whole rack and a day's work on it, then an export.
    $script:works = '
        $rack = "$root/examples/rack"
        foreach ($name in Get-ChildItem -LiteralPath $rack -Directory -Name) { $null = Import-PassthroughInventory "$rack/$name/*" -VMHost $name }
        $null = Import-PassthroughInventory "$rack/rack.json"
        $null = Set-VM web-01 -MemoryGB 1.5 -Notes "I i $([char]0x131) $([char]0x130) 1,5"
        $null = New-VM "I$([char]0x11E)DIR" -VMHost ESXI01* -MemoryGB 0.5 -Firmware EFI
        $null = Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationGB 0.5
        $null = New-AdvancedSetting web-01 number 1.5
        $null = Add-PassthroughDevice HIGHPERFVM 0000:03:00.0
        $null = Set-MmioSizing HighPerfVM -SizeGB 128
        $null = Get-PassthroughDevice -VMHost esxi02* -Id 0000:2A:00.0 | Set-PassthroughDevice -Mode ENHANCEDDIRECTPATH -HardwareLabel "I$([char]0x131)"
        $null = Restart-VMHost esxi02* -Force -Confirm:$false
        $null = Set-PassthroughSimulation SUSPENDVM 0.25
        $null = Move-VM WEB-01 ESXI02* -Datastore "I$([char]0x131)"
        $null = Set-VMHost ESXI03* MAINTENANCE
        $null = Start-VM gpu-02
        $null = Export-PassthroughInventory "$folder/export.json"'

    function Get-StoreText {
        # What a store's files hold, without the times and the checksums over them; nothing of what is no store.
        param([string] $Server)
        if ($Server -notlike '*.json') { return }
        foreach ($file in $Server, ($Server -replace '\.json$', '.journal.jsonl')) {
            [IO.File]::ReadAllText($file) -replace '"time":"[^"]+"' -replace '(?m),"checksum":"[^"]+"}$'
        }
    }
}

Describe 'Under the culture <_>' -ForEach $cultures -Skip:(-not $hasCultures) {
    BeforeAll {
        $script:culture = $_
        if (-not (Get-Variable -Name elsewhere -Scope Script -ErrorAction Ignore)) {
            $worked = Invoke-UnderCulture $works '' -Inventory Empty -Variable @{ root = Get-RepositoryRoot }
            $script:elsewhere = @{
                Says = (Invoke-UnderCulture $says '').Output
                Export = [IO.File]::ReadAllText($worked.Export)
                Store = Get-StoreText $worked.Server
            }
        }
    }

    It 'is what a runspace of this file runs in' {
        $seen = (Invoke-UnderCulture '[cultureinfo]::CurrentCulture.Name; [cultureinfo]::CurrentUICulture.Name; 1.5.ToString(); "I".ToLower()' $culture).Output
        $seen | Should -BeExactly @($culture, $culture, (1.5).ToString([cultureinfo]$culture), 'I'.ToLower([cultureinfo]$culture))
    }

    It 'names of values are taken in any case' {
        $results = Invoke-UnderCulture $culture -Script '
            "1 $((Set-VM legacy-01 -Firmware EFI).Firmware) $((Set-VM legacy-01 -Firmware bIoS).Firmware)"
            "2 $((Get-PassthroughDevice -VMHost esxi02* -Id 0000:2A:00.0 | Set-PassthroughDevice -Mode ENHANCEDDIRECTPATH).Mode)"
            "3 $((Set-PassthroughDevice 0000:03:00.0 -VMHost ESXI01.DOMAIN.COM -Mode directpath).Mode)"
            "4 $((Add-PassthroughDevice HighPerfVM 0000:03:00.0 -Technology FIXED).Technology)"
            "5 $((Add-PassthroughDevice flex-01 -DeviceClass COM.INTEL.FLEXGPU).DeviceClass)"
            "6 $((Test-EnhancedDirectPathFeature gpu-01 -Feature MEMORYSNAPSHOTS, diskreconfigure).Feature)"
            "7 $(@(Get-VMHost -State CONNECTED, maintenance, DISCONNECTED).Count)"
            "8 $((Get-VMHostPciDevice esxi01* -DeviceClass DISPLAYCONTROLLER, bridge).DeviceClass | Sort-Object -Unique)"
            "9 $((Get-PassthroughDevice -VM gpu-01 -Type PCI).Type)"
            "10 $((Get-PassthroughCapability FIXEDDIRECTPATH).Key) $((Get-PassthroughCapability -Model INTELQAT).Key)"
            "11 $((Get-AdvancedSetting gpu-01 PCIPASSTHRU.64BITMMIOSIZEGB).Name) $((Get-AdvancedSetting gpu-01 PCI*MMIO).Name)"
            "12 $((Get-VM -Location ACCEL-CLUSTER).Name)"
            "13 $((Get-VM gpu-01 -Server $short.ToUpperInvariant()).Name)"
            "14 $((Set-VM web-01 -HardwareVersion VMX-21).HardwareVersion)"'
        $results.Output | Should -BeExactly @(
            '1 Efi Bios'
            '2 EnhancedDirectPath'
            '3 DirectPath'
            '4 Fixed'
            '5 com.intel.flexgpu'
            '6 MemorySnapshots DiskReconfigure'
            '7 6'
            '8 DisplayController Bridge'
            '9 Pci'
            '10 Fixed IntelQat'
            '11 pciPassthru.64bitMMIOSizeGB pciPassthru.use64bitMMIO'
            '12 crypto-01 train-01'
            '13 gpu-01'
            '14 vmx-21'
        )
    }

    It 'names of machines are found by ordinal rules' {
        $names = 'istanbul', 'ISTANBUL', 'Istanbul', "$([char]0x130)zmir", "$([char]0x130)ZM$([char]0x130)R", 'izmir', 'IZMIR',
            "$([char]0x131)$([char]0x15F)$([char]0x131)k", "I$([char]0x15E)IK", "I$([char]0x15E)*", 'IST*', "$([char]0x130)Z*", 'iz*', "M$([char]0xDC)LLER-$([char]0xDC)BUNG"
        $result = Invoke-UnderCulture '$names | ForEach-Object { "$_ -> $((Get-VM $_ -ErrorAction Ignore).Name)" }' $culture -Inventory Oddities -Variable @{ names = $names }
        $result.Output | Should -BeExactly @(
            'istanbul -> istanbul'
            'ISTANBUL -> istanbul'
            'Istanbul -> istanbul'
            "$([char]0x130)zmir -> $([char]0x130)zmir"
            "$([char]0x130)ZM$([char]0x130)R -> "
            'izmir -> '
            'IZMIR -> '
            "$([char]0x131)$([char]0x15F)$([char]0x131)k -> $([char]0x131)$([char]0x15F)$([char]0x131)k"
            "I$([char]0x15E)IK -> "
            "I$([char]0x15E)* -> "
            'IST* -> istanbul'
            "$([char]0x130)Z* -> $([char]0x130)zmir"
            'iz* -> '
            "M$([char]0xDC)LLER-$([char]0xDC)BUNG -> M$([char]0xFC)ller-$([char]0xDC)bung"
        )
    }

    It 'a name that differs in i and its dot only is another name' {
        $result = Invoke-UnderCulture $culture -Script '
            (New-VM "I01" -VMHost esxi01*).Name
            (New-VM "$([char]0x131)01" -VMHost esxi01*).Name
            try { New-VM "i01" -VMHost esxi01* -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }'
        $result.Output | Should -BeExactly 'I01', "$([char]0x131)01", 'NameInUse,PassthroughTools.Commands.NewVMCommand'
    }

    It 'numbers are read as PowerShell writes them' {
        $result = Invoke-UnderCulture $culture -Script '
            (Set-VM web-01 -MemoryGB 1.5).MemoryMB
            (Set-VM web-01 -MemoryGB "2.5").MemoryMB
            (New-VM new-01 -VMHost esxi01* -MemoryGB 0.5).MemoryMB
            (Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationGB 1.5).MemReservationMB
            (New-AdvancedSetting web-01 number 1.5).Value
            (New-AdvancedSetting web-01 negative -1234567).Value
            (New-AdvancedSetting web-01 date ([datetime]::new(2026, 2, 3))).Value'
        $result.Output | Should -BeExactly '1536', '2560', '512', '1536', '1.5', '-1234567', '02/03/2026 00:00:00'
    }

    It 'what cmdlets say is the same as elsewhere, with numbers as 1.5' {
        $here = (Invoke-UnderCulture $says $culture).Output
        @($here -match ',PassthroughTools\.Commands\.').Count | Should -Be 14
        foreach ($part in 'has 1.5 of its 5.5 GB memory reserved', '1.3333: it is 1365.299 MB', '-1234567', 'a VM has at most 24 TB', 'cannot take -0.5 seconds') {
            @($here -like "*$part*").Count | Should -Be 1 -Because "one message must say $part"
        }
        $here | Should -BeExactly $elsewhere.Says
    }

    It 'exports have the same bytes as elsewhere' {
        $export = (Invoke-UnderCulture $works $culture -Inventory Empty -Variable @{ root = Get-RepositoryRoot }).Export
        [IO.File]::ReadAllText($export) | Should -BeExactly $elsewhere.Export
    }

    It 'stores and journals have the same bytes as elsewhere, but for times' -Tag JsonStore {
        $store = (Invoke-UnderCulture $works $culture -Inventory Empty -Variable @{ root = Get-RepositoryRoot }).Server
        $events = @(Get-Content -LiteralPath ($store -replace '\.json$', '.journal.jsonl') -Encoding utf8 | Select-Object -Skip 1)
        $events.Count | Should -BeGreaterThan 25
        $year = [datetime]::UtcNow.ToString('yyyy', [cultureinfo]::InvariantCulture)
        @($events -match "^{`"sequence`":[0-9]+,`"time`":`"$year-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]+Z`"").Count | Should -Be $events.Count
        $files = Get-StoreText $store
        foreach ($i in 0, 1) { $files[$i] | Should -BeExactly $elsewhere.Store[$i] }
    }
}
