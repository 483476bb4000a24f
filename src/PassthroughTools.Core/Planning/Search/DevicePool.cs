using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>The free devices of one kind on one host.</summary>
internal sealed class DevicePool(int index, DeviceKind kind, IReadOnlyList<PciDeviceRecord> devices)
{
    /// <summary>The number among all pools of the plan.</summary>
    public int Index { get; } = index;

    public DeviceKind Kind { get; } = kind;

    /// <summary>The devices, in the order of their addresses.</summary>
    public IReadOnlyList<PciDeviceRecord> Devices { get; } = devices;
}
