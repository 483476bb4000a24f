namespace PassthroughTools.Vim.Data;

/// <summary>A setting.</summary>
public sealed class OptionValue : DynamicData
{
    public string? Key { get; set; }

    public object? Value { get; set; }
}
