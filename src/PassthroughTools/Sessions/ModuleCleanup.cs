using System.Management.Automation;
using PassthroughTools.Binding;

namespace PassthroughTools.Sessions;

/// <summary>Disconnects this runspace's servers when the module is removed from it, and takes its names of types back.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        SessionTable.Current.Clear();
        VimTypeNames.Remove();
    }
}
