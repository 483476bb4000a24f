using System.Management.Automation;

namespace PassthroughTools.Sessions;

/// <summary>Disconnects this runspace's servers when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SessionTable.Current.Clear();
}
