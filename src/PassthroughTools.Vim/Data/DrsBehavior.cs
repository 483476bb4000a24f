namespace PassthroughTools.Vim.Data;

/// <summary>VIM DrsBehavior.</summary>
public enum DrsBehavior : long
{
    manual,
    partiallyAutomated,
    fullyAutomated,
}
