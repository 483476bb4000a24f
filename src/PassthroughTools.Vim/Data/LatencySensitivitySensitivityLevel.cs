namespace VMware.Vim;

/// <summary>How sensitive to latency a machine is.</summary>
public enum LatencySensitivitySensitivityLevel : long
{
    low,
    normal,
    medium,
    high,
    custom,
}
