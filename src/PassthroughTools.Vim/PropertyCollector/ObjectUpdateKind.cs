namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What has become of an object.</summary>
internal enum ObjectUpdateKind
{
    modify,
    enter,
    leave,
}
