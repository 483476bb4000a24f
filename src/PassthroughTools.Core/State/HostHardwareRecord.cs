namespace PassthroughTools.State;

/// <summary>
/// A host's server hardware and how busy it was when it was recorded (VIM: summary.hardware, summary.quickStats). What is not
/// known is null.
/// </summary>
public sealed record HostHardwareRecord
{
    /// <summary>The maker of the server.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The model of the server.</summary>
    public string? Model { get; init; }

    /// <summary>The processors' model, as they call themselves.</summary>
    public string? ProcessorType { get; init; }

    /// <summary>How many physical cores it has.</summary>
    public int? NumCpu { get; init; }

    /// <summary>The cores times their clock, in MHz.</summary>
    public int? CpuTotalMhz { get; init; }

    /// <summary>The CPU in use when it was recorded, in MHz.</summary>
    public int? CpuUsageMhz { get; init; }

    /// <summary>The installed memory in MB.</summary>
    public long? MemoryTotalMB { get; init; }

    /// <summary>The memory in use when it was recorded, in MB.</summary>
    public long? MemoryUsageMB { get; init; }

    /// <summary>Whether hyperthreading is in use.</summary>
    public bool? HyperthreadingActive { get; init; }

    /// <summary>The key of the highest EVC mode that it can join, such as intel-icelake.</summary>
    public string? MaxEvcMode { get; init; }
}
