namespace VMware.Vim;

/// <summary>A fault and its message.</summary>
public sealed class LocalizedMethodFault : DynamicData
{
    public MethodFault? Fault { get; set; }

    public string? LocalizedMessage { get; set; }
}
