@{
    RootModule        = 'PassthroughTools.EmptyModule.dll'
    ModuleVersion     = '0.1.0'
    GUID              = '0b0e4a52-8f0a-4c7e-9d0a-3a0f7f3b8b11'
    TypesToProcess    = @('PassthroughTools.EmptyModule.types.ps1xml')
    FormatsToProcess  = @('PassthroughTools.EmptyModule.format.ps1xml')
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
