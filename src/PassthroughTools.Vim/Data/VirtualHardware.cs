namespace VMware.Vim;

/// <summary>A machine's virtual hardware.</summary>
public sealed class VirtualHardware : DynamicData
{
    public int NumCPU { get; set; }

    public int? NumCoresPerSocket { get; set; }

    public bool? AutoCoresPerSocket { get; set; }

    public int MemoryMB { get; set; }

    public bool? VirtualICH7MPresent { get; set; }

    public bool? VirtualSMCPresent { get; set; }

    public VirtualDevice[]? Device { get; set; }

    public string? MotherboardLayout { get; set; }

    public int? SimultaneousThreads { get; set; }
}
