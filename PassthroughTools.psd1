@{
    RootModule           = 'PassthroughTools.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5c2f5f0e-6f0b-4b57-9c7e-1f0f6d1f8a31'
    Author               = 'The PassthroughTools developers'
    CompanyName          = 'The PassthroughTools developers'
    Copyright            = '(c) The PassthroughTools developers. MIT licence.'
    Description          = 'The passthrough cmdlets of VMware PowerCLI and what a runbook needs around them, on a local JSON store or a control plane: attach and detach Fixed, Dynamic and Enhanced DirectPath devices, size MMIO, see what works with each device, plan and carry out maintenance windows, and rehearse it all without a vCenter.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess       = @('PassthroughTools.types.ps1xml')
    FormatsToProcess     = @('PassthroughTools.format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-PassthroughDevice'
        'Connect-VIServer'
        'Disconnect-VIServer'
        'Export-PassthroughInventory'
        'Export-PassthroughReport'
        'Find-PassthroughHost'
        'Get-AdvancedSetting'
        'Get-Cluster'
        'Get-EsxCli'
        'Get-MmioSizing'
        'Get-PassthroughCapability'
        'Get-PassthroughDevice'
        'Get-PassthroughEvent'
        'Get-PassthroughMaintenancePlan'
        'Get-PassthroughRecommendation'
        'Get-PassthroughReport'
        'Get-PowerCLIConfiguration'
        'Get-Snapshot'
        'Get-Task'
        'Get-Template'
        'Get-VIObjectByVIView'
        'Get-VM'
        'Get-VMHost'
        'Get-VMHostPciDevice'
        'Get-VMResourceConfiguration'
        'Get-View'
        'Import-PassthroughInventory'
        'Invoke-PassthroughMaintenancePlan'
        'Move-VM'
        'New-AdvancedSetting'
        'New-PassthroughMaintenancePlan'
        'New-Snapshot'
        'New-VM'
        'Remove-AdvancedSetting'
        'Remove-PassthroughDevice'
        'Remove-Snapshot'
        'Remove-VM'
        'Remove-VMHost'
        'Restart-VM'
        'Restart-VMHost'
        'Set-AdvancedSetting'
        'Set-MmioSizing'
        'Set-PassthroughDevice'
        'Set-PassthroughSimulation'
        'Set-PowerCLIConfiguration'
        'Set-VM'
        'Set-VMHost'
        'Set-VMResourceConfiguration'
        'Start-VM'
        'Stop-Task'
        'Stop-VM'
        'Suspend-VM'
        'Test-EnhancedDirectPathFeature'
        'Test-PassthroughPrerequisite'
        'Wait-Task'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('VMware', 'vSphere', 'PowerCLI', 'Passthrough', 'DirectPath', 'GPU', 'SR-IOV', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            # No LicenseUri: an address that is parsed costs each import 5 ms. LICENSE is in the module's folder.
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
