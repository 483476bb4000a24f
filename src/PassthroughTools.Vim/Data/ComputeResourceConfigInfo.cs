namespace VMware.Vim;

/// <summary>A compute resource's configuration.</summary>
public class ComputeResourceConfigInfo : DynamicData
{
    public string? VmSwapPlacement { get; set; }

    public bool? SpbmEnabled { get; set; }

    public string? DefaultHardwareVersionKey { get; set; }

    public string? MaximumHardwareVersionKey { get; set; }
}
