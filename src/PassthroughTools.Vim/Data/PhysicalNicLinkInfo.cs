namespace VMware.Vim;

/// <summary>The speed of a link.</summary>
public sealed class PhysicalNicLinkInfo : DynamicData
{
    /// <summary>In Mbit/s.</summary>
    public int SpeedMb { get; set; }

    public bool Duplex { get; set; }
}
