using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>What a cluster's DRS, HA, EVC and vSAN are set to. What is not known is null.</summary>
public sealed record ClusterServicesRecord
{
    /// <summary>Whether DRS is on.</summary>
    public bool? DrsEnabled { get; init; }

    /// <summary>How far DRS acts by itself.</summary>
    public DrsAutomationLevel? DrsAutomationLevel { get; init; }

    /// <summary>The key of the EVC mode in force, such as intel-icelake.</summary>
    public string? EvcMode { get; init; }

    /// <summary>Whether HA is on.</summary>
    public bool? HaEnabled { get; init; }

    /// <summary>How many hosts' failure HA must bear.</summary>
    public int? HaFailoverLevel { get; init; }

    /// <summary>Whether HA refuses starts that would leave too little for a failover.</summary>
    public bool? HaAdmissionControlEnabled { get; init; }

    /// <summary>What HA does with the machines of a host that is isolated.</summary>
    public HAIsolationResponse? HaIsolationResponse { get; init; }

    /// <summary>In which order HA starts machines again.</summary>
    public HARestartPriority? HaRestartPriority { get; init; }

    /// <summary>Whether vSAN is on.</summary>
    public bool? VsanEnabled { get; init; }
}
