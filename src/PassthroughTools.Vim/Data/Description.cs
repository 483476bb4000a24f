namespace VMware.Vim;

/// <summary>A label and what it is of.</summary>
public class Description : DynamicData
{
    public string? Label { get; set; }

    public string? Summary { get; set; }
}
