using System.Globalization;

namespace PassthroughTools.Capabilities;

/// <summary>What the largest BAR (base address register) of a device model maps, and who says so.</summary>
public sealed record DeviceBar
{
    /// <summary>The largest size of a BAR that is accepted, in GB.</summary>
    internal const int MaxGB = 65536;

    /// <summary>What the largest BAR of one PCI function maps, in GB of 2^30 bytes: a power of two, such as 64 or 0.25.</summary>
    public required decimal SizeGB { get; init; }

    /// <summary>How the size is known.</summary>
    public required BarBasis Basis { get; init; }

    /// <summary>
    /// What it maps in the device's other mode (display or compute, Resizable BAR on or off), in GB; null where none is known.
    /// </summary>
    public decimal? OtherGB { get; init; }

    /// <summary>The 64-bit MMIO region that is published for one such device, in GB; null where none is.</summary>
    public int? PublishedRegionGB { get; init; }

    /// <summary>The one that is published for two, in GB, where the rule gives another; null elsewhere.</summary>
    public int? PublishedRegionForTwoGB { get; init; }

    /// <summary>In which mode it maps the size, and what else is to be known; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The publications or outputs, in full.</summary>
    public required string Source { get; init; }

    /// <summary>The size and how it is known, as in "64 GB (Published)".</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0:0.##############} GB ({1})", SizeGB, Basis);
}
