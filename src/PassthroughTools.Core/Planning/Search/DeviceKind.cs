using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>Devices that are alike to every request: what accepts one of them accepts all.</summary>
internal sealed class DeviceKind
{
    private readonly PciDeviceRecord sample;

    public DeviceKind(DirectPathTechnology technology, PciDeviceRecord sample, MmioDemand demand)
    {
        Technology = technology;
        Demand = demand;
        this.sample = sample;
    }

    /// <summary>How the devices are passed through in their mode.</summary>
    public DirectPathTechnology Technology { get; }

    /// <summary>How much MMIO each of them needs.</summary>
    public MmioDemand Demand { get; }

    public bool IsAcceptedBy(AttachmentRecord request) => request.Technology == Technology && request.Accepts(sample);
}
