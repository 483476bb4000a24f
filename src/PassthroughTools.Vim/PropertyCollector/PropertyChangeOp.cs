namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What has become of a property.</summary>
internal enum PropertyChangeOp
{
    add,
    remove,
    assign,
    indirectRemove,
}
