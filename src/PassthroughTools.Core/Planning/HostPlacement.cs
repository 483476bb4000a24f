using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.Planning;

/// <summary>Whether a host can take a virtual machine now, and with which devices: the result of Find-PassthroughHost.</summary>
public sealed record HostPlacement
{
    /// <summary>The virtual machine.</summary>
    public required VirtualMachineBase VM { get; init; }

    /// <summary>The host.</summary>
    public required VMHost VMHost { get; init; }

    /// <summary>Whether it can take the machine now.</summary>
    public required bool Fits { get; init; }

    /// <summary>The place among the machine's hosts, from 1, the best; null where it does not fit.</summary>
    public int? Rank { get; init; }

    /// <summary>The devices that the machine would have there: one for each request, and its Fixed ones.</summary>
    public TextList<PciAddress> Devices { get; init; } = [];

    /// <summary>How many NUMA nodes these devices are on; null where that is not known, 0 without devices.</summary>
    public int? NumaNodes { get; init; }

    /// <summary>
    /// How many devices that its requests accept would stay free there. Few are better: larger groups stay whole on other hosts.
    /// </summary>
    public int LeftFree { get; init; }

    /// <summary>Why it does not fit; where it does, what is not known of the devices, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The host's name and whether it fits.</summary>
    public override string ToString() => $"{VMHost}: {(Fits ? "fits" : "does not fit")}";
}
