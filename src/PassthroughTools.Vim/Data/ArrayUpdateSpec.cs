namespace VMware.Vim;

/// <summary>How a list is to change.</summary>
public class ArrayUpdateSpec : DynamicData
{
    public ArrayUpdateOperation Operation { get; set; }

    public object? RemoveKey { get; set; }
}
