using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Sessions;

/// <summary>Makes VIM views and the names of their types known when the module is imported.</summary>
public sealed class ModuleStart : IModuleAssemblyInitializer
{
    private const string Loaded =
        "The types of VMware's own PowerCLI are loaded in this process: [VMware.Vim.X] and New-Object VMware.Vim.X mean those, "
        + "and the methods of this module's views do not take them. Import this module in a process of its own.";

    /// <inheritdoc/>
    public void OnImport()
    {
        ViewClients.Maker = static state => new SessionViews(state);
        if (!VimTypeNames.Add()) ScriptBlock.Create("param($text) Write-Warning $text").Invoke(Loaded);
    }
}
