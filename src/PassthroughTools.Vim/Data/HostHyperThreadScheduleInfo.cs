namespace VMware.Vim;

/// <summary>Whether hyperthreading is used.</summary>
public sealed class HostHyperThreadScheduleInfo : DynamicData
{
    public bool? Available { get; set; }

    public bool? Active { get; set; }

    public bool? Config { get; set; }
}
