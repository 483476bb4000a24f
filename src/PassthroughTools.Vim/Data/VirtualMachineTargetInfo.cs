namespace VMware.Vim;

/// <summary>Something that a host or cluster offers.</summary>
public class VirtualMachineTargetInfo : DynamicData
{
    public string? Name { get; set; }

    public string[]? ConfigurationTag { get; set; }
}
