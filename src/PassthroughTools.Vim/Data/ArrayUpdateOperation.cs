namespace PassthroughTools.Vim.Data;

/// <summary>What becomes of an item of a list.</summary>
public enum ArrayUpdateOperation : long
{
    add,
    remove,
    edit,
}
