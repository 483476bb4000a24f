using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>The views that there are.</summary>
internal static class VimViews
{
    private static readonly Dictionary<string,
        Func<IVimClient, ManagedObjectReference, ViewBase>> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(VirtualMachine)] = static (client, moRef) => new VirtualMachine(client, moRef),
        [nameof(HostSystem)] = static (client, moRef) => new HostSystem(client, moRef),
        [nameof(ClusterComputeResource)] = static (client, moRef) => new ClusterComputeResource(client, moRef),
        [nameof(HostPciPassthruSystem)] = static (client, moRef) => new HostPciPassthruSystem(client, moRef),
        [nameof(HostGraphicsManager)] = static (client, moRef) => new HostGraphicsManager(client, moRef),
        [nameof(EnvironmentBrowser)] = static (client, moRef) => new EnvironmentBrowser(client, moRef),
        [nameof(ServiceInstance)] = static (client, moRef) => new ServiceInstance(client, moRef),
        [nameof(DirectPathProfileManager)] = static (client, moRef) => new DirectPathProfileManager(client, moRef),
        [nameof(Task)] = static (client, moRef) => new Task(client, moRef),
        [nameof(VirtualMachineSnapshot)] = static (client, moRef) => new VirtualMachineSnapshot(client, moRef),
    };

    /// <summary>The names of the types that have a view.</summary>
    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>The class of a type's views; null where it has none.</summary>
    public static Type? TypeOf(string? type) =>
        type is not null && Makers.ContainsKey(type)
            ? typeof(ViewBase).Assembly.GetType($"{typeof(ViewBase).Namespace}.{type}", throwOnError: false, ignoreCase: true)
            : null;

    /// <summary>The view of a managed object; null where its type has none.</summary>
    public static ViewBase? Of(IVimClient client, ManagedObjectReference moRef) =>
        moRef.Type is { } type && Makers.TryGetValue(type, out var make) ? make(client, moRef) : null;
}
