namespace PassthroughTools.Vim.Data;

/// <summary>VIM LatencySensitivitySensitivityLevel.</summary>
public enum LatencySensitivitySensitivityLevel : long
{
    low,
    normal,
    medium,
    high,
    custom,
}
