namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>Leads from objects of a type by a property to those that it names.</summary>
internal sealed class TraversalSpec : SelectionSpec
{
    public string? Type { get; set; }

    public string? Path { get; set; }

    public bool? Skip { get; set; }

    public SelectionSpec[]? SelectSet { get; set; }
}
