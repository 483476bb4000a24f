namespace VMware.Vim;

/// <summary>A setting.</summary>
public sealed class OptionValue : DynamicData
{
    public string? Key { get; set; }

    public object? Value { get; set; }
}
