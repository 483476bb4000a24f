namespace VMware.Vim;

/// <summary>A label with a key.</summary>
public sealed class ElementDescription : Description
{
    public string? Key { get; set; }
}
