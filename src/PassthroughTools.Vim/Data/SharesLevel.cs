namespace PassthroughTools.Vim.Data;

/// <summary>VIM SharesLevel.</summary>
public enum SharesLevel : long
{
    low,
    normal,
    high,
    custom,
}
