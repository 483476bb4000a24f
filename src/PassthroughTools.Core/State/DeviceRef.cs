using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A PCI device of the inventory: its host's id and its address there.</summary>
/// <param name="HostId">The host's id.</param>
/// <param name="Address">The PCI address on that host.</param>
public readonly record struct DeviceRef(string HostId, PciAddress Address)
{
    internal static readonly IComparer<DeviceRef> Order = Comparer<DeviceRef>.Create((left, right) =>
    {
        int byHost = IdComparer.Instance.Compare(left.HostId, right.HostId);
        return byHost != 0 ? byHost : left.Address.CompareTo(right.Address);
    });
}
