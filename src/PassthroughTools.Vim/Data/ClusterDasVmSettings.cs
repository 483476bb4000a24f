namespace VMware.Vim;

/// <summary>What HA does with a machine.</summary>
public sealed class ClusterDasVmSettings : DynamicData
{
    public string? RestartPriority { get; set; }

    /// <summary>In seconds.</summary>
    public int? RestartPriorityTimeout { get; set; }

    public string? IsolationResponse { get; set; }
}
