using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>A property that could not be read, and why.</summary>
internal sealed class MissingProperty : DynamicData
{
    public string? Path { get; set; }

    public LocalizedMethodFault? Fault { get; set; }
}
