namespace VMware.Vim;

/// <summary>How sensitive to latency a machine is.</summary>
public sealed class LatencySensitivity : DynamicData
{
    public LatencySensitivitySensitivityLevel Level { get; set; }

    public int? Sensitivity { get; set; }
}
