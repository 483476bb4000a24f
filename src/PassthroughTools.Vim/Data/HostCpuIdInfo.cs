namespace VMware.Vim;

/// <summary>The features that a processor tells at one CPUID level.</summary>
public sealed class HostCpuIdInfo : DynamicData
{
    public int Level { get; set; }

    public string? Vendor { get; set; }

    public string? Eax { get; set; }

    public string? Ebx { get; set; }

    public string? Ecx { get; set; }

    public string? Edx { get; set; }
}
