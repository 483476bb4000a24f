namespace PassthroughTools.Vim.Data;

/// <summary>VIM ManagedEntityStatus.</summary>
public enum ManagedEntityStatus : long
{
    gray,
    green,
    yellow,
    red,
}
