namespace VMware.Vim;

/// <summary>A compute resource in short.</summary>
public class ComputeResourceSummary : DynamicData
{
    /// <summary>In MHz.</summary>
    public int? TotalCpu { get; set; }

    /// <summary>In bytes.</summary>
    public long? TotalMemory { get; set; }

    public short? NumCpuCores { get; set; }

    public short? NumCpuThreads { get; set; }

    /// <summary>In MHz.</summary>
    public int? EffectiveCpu { get; set; }

    /// <summary>In MB.</summary>
    public long? EffectiveMemory { get; set; }

    public int? NumHosts { get; set; }

    public int? NumEffectiveHosts { get; set; }

    public ManagedEntityStatus? OverallStatus { get; set; }
}
