namespace PassthroughTools.Vim.Data;

/// <summary>What went wrong.</summary>
public sealed class MethodFault : DynamicData;
