using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using PassthroughTools.Vim.Views;
using VMware.Vim;
using VirtualMachine = PassthroughTools.Inventory.VirtualMachine;

namespace PassthroughTools.Binding;

/// <summary>
/// An object that has a view: one of this module, a server, a reference to a managed object, its id, or another view of it.
/// </summary>
public sealed class ViewReference : Reference
{
    private static readonly Type[] Viewed =
        [typeof(VirtualMachine), typeof(Template), typeof(VMHost), typeof(Cluster), typeof(Snapshot), typeof(PassthroughTask)];

    /// <summary>Takes what has a view, or names one.</summary>
    public ViewReference(object value)
    {
        var wrapped = PSObject.AsPSObject(value);
        Item = wrapped.BaseObject;
        MoRef = Item switch
        {
            VirtualMachineBase or VMHost or Cluster
                or Snapshot when Item is InventoryObject { IsRead: true, Id: { } id } => Id(id),
            PassthroughTask task => Id(task.Id),
            VIServer => ServiceInstance.Reference,
            ManagedObjectReference moRef => moRef,
            ViewBase view => view.MoRef,
            string id when string.Equals(id, nameof(ServiceInstance), StringComparison.OrdinalIgnoreCase) =>
                ServiceInstance.Reference,
            string id => Id(id),
            _ when SerializedObject.Of(wrapped, Viewed) is { Id: { } id } => Id(id),
            _ => throw new PSInvalidCastException($"'{Item}' has no view."),
        };
    }

    /// <summary>What was given.</summary>
    internal object Item { get; }

    /// <summary>What names the managed object.</summary>
    internal ManagedObjectReference MoRef { get; }

    /// <summary>The server that it was read from; null where it does not tell.</summary>
    /// <exception cref="PassthroughException">NotConnected.</exception>
    internal VIServer? Server => Item switch
    {
        ManagedObjectReference { Client: SessionViews views } => views.Server,
        ViewBase { Client: SessionViews views } => views.Server,
        PassthroughTask task => task.Server,
        InventoryObject item => Commands.Finder.ServerOf(item),
        _ => null,
    };

    /// <summary>That there is no such managed object.</summary>
    internal PassthroughException Gone()
    {
        var (id, command) = (MoRefs.Of(MoRefs.OwnerOf(MoRef)) ?? MoRef).Type switch
        {
            nameof(Vim.Views.VirtualMachine) => (ErrorId.VMNotFound, "Get-VM"),
            nameof(HostSystem) or MoRefs.PciPassthruSystem or MoRefs.GraphicsManager => (ErrorId.VMHostNotFound, "Get-VMHost"),
            nameof(ClusterComputeResource) => (ErrorId.ClusterNotFound, "Get-Cluster"),
            nameof(VirtualMachineSnapshot) => (ErrorId.SnapshotNotFound, "Get-Snapshot -VM *"),
            nameof(Vim.Views.Task) => (ErrorId.TaskNotFound, "Get-Task"),
            _ => (ErrorId.NotSupportedByBackend, "Get-VM"),
        };
        return new PassthroughException(id, $"There is no '{MoRef}', or not any more. See what there is: {command}", MoRef);
    }

    private protected override object? Meant => Item is string ? null : Item;

    private protected override string? MeantName => null;

    private protected override string? MeantId => MoRef.ToString();

    /// <summary>The id.</summary>
    public override string ToString() => MoRef.ToString();

    private static ManagedObjectReference Id(string id) => (id.Length > 0 && char.IsUpper(id[0]) ? MoRefs.Of(id) : null)
        ?? throw new PSInvalidCastException($"'{id}' is not the id of a managed object, such as VirtualMachine-vm-12.");
}
