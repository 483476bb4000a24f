using VMware.Vim;

namespace PassthroughTools.State;

/// <summary>
/// What names the managed objects that an inventory stands for. Those of a host or machine that have no id of their own are
/// named by its.
/// </summary>
internal static class MoRefs
{
    public const string PciPassthruSystem = "HostPciPassthruSystem";
    public const string GraphicsManager = "HostGraphicsManager";
    public const string EnvironmentBrowser = "EnvironmentBrowser";

    private static readonly (string Type, string Prefix)[] Parts =
    [
        (PciPassthruSystem, "pciPassthruSystem-"), (GraphicsManager, "graphicsManager-"), (EnvironmentBrowser, "envbrowser-"),
    ];

    public static ManagedObjectReference? Of(string? id) =>
        id is not null && id.IndexOf('-') is > 0 and var at && at < id.Length - 1
        ? new ManagedObjectReference(id)
        : null;

    public static ManagedObjectReference[] Of(IEnumerable<string> ids) => [.. ids.Select(Of).OfType<ManagedObjectReference>()];

    /// <summary>The one of an object of a type, whatever its id looks like.</summary>
    public static ManagedObjectReference Of(string id, string type) =>
        Of(id) ?? new ManagedObjectReference { Type = type, Value = id };

    public static ManagedObjectReference Of(VMRecord vm) => Of(vm.Id, "VirtualMachine");

    public static ManagedObjectReference Of(HostRecord host) => Of(host.Id, "HostSystem");

    /// <summary>A part of an object, named by that object's id.</summary>
    public static ManagedObjectReference Part(string type, string ownerId) =>
        new() { Type = type, Value = Array.Find(Parts, part => part.Type == type).Prefix + ownerId };

    /// <summary>The id of the object that something is a part of; null where it is a part of none.</summary>
    public static string? OwnerOf(ManagedObjectReference part) =>
        Array.Find(Parts, one => one.Type == part.Type) is { Prefix: { } prefix }
            && part.Value?.StartsWith(prefix, StringComparison.Ordinal) == true
            ? part.Value.Substring(prefix.Length)
            : null;
}
