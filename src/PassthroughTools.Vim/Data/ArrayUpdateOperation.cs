namespace VMware.Vim;

/// <summary>What becomes of an item of a list.</summary>
public enum ArrayUpdateOperation : long
{
    add,
    remove,
    edit,
}
