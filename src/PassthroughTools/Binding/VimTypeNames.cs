using System.Management.Automation;
using PassthroughTools.Vim.Views;

namespace PassthroughTools.Binding;

/// <summary>
/// The names by which scripts know the VIM types: data objects are in VMware.Vim, and views have theirs as type accelerators, so
/// that [VMware.Vim.VirtualMachine] means ours where VMware's own are not loaded. They hold in every runspace of the process,
/// until the last one that has imported the module removes it.
/// </summary>
internal static class VimTypeNames
{
    private const string Prefix = "VMware.Vim.";

    private static readonly object Gate = new();
    private static int imports;

    /// <summary>Adds the names.</summary>
    /// <returns>Whether they mean ours: not where an assembly VMware.Vim has them.</returns>
    public static bool Add()
    {
        // A loop and a delegate: an import waits for each lambda to be compiled.
        foreach (var one in AppDomain.CurrentDomain.GetAssemblies())
            if (one.FullName.StartsWith("VMware.Vim,", StringComparison.Ordinal)) return false;
        lock (Gate)
        {
            if (imports++ > 0) return true;
            var add = (Action<string, Type>)Accelerators.GetMethod("Add", [typeof(string), typeof(Type)])!.CreateDelegate(
                typeof(Action<string, Type>));
            foreach (var type in Views) add(Prefix + type.Name, type);
            return true;
        }
    }

    /// <summary>Takes them back.</summary>
    public static void Remove()
    {
        lock (Gate)
        {
            if (imports == 0 || --imports > 0) return;
            var remove = Accelerators.GetMethod("Remove", [typeof(string)])!;
            foreach (var type in Views) remove.Invoke(null, [Prefix + type.Name]);
        }
    }

    private static Type Accelerators =>
        typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    // Listed: an import that asked the assembly for its types would wait for all of them to be loaded.
    private static Type[] Views =>
    [
        typeof(ViewBase), typeof(ManagedEntity), typeof(ComputeResource), typeof(ClusterComputeResource), typeof(HostSystem),
        typeof(VirtualMachine), typeof(VirtualMachineSnapshot), typeof(Vim.Views.Task), typeof(EnvironmentBrowser),
        typeof(HostPciPassthruSystem), typeof(HostGraphicsManager), typeof(DirectPathProfileManager), typeof(ServiceInstance),
    ];
}
