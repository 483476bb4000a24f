using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>A cluster as VIM has it. What is not recorded is null.</summary>
internal static class ClusterProjection
{
    /// <summary>A property of the managed object; null where there is none, or none is known.</summary>
    public static object? Property(InventoryState state, ClusterRecord cluster, string property)
    {
        var hosts = state.Hosts.Values.Where(host => host.ClusterId == cluster.Id);
        return property switch
        {
            "name" => VimNames.Escape(cluster.Name),
            "overallStatus" => ManagedEntityStatus.gray,
            "configurationEx" => Configuration(cluster.Services ?? new ClusterServicesRecord()),
            "summary" => Summary(cluster, [.. hosts]),
            "host" => MoRefs.Of(hosts.Select(static host => host.Id)),
            "environmentBrowser" => MoRefs.Part(MoRefs.EnvironmentBrowser, cluster.Id),
            _ => null,
        };
    }

    private static ClusterConfigInfoEx Configuration(ClusterServicesRecord services) => new()
    {
        DasConfig = new ClusterDasConfigInfo
        {
            Enabled = services.HaEnabled,
            FailoverLevel = services.HaFailoverLevel,
            AdmissionControlEnabled = services.HaAdmissionControlEnabled,
            DefaultVmSettings = new ClusterDasVmSettings
            {
                RestartPriority = services.HaRestartPriority is { } priority ? VimTypes.Lower(priority.ToString()) : null,
                IsolationResponse = services.HaIsolationResponse switch
                {
                    HAIsolationResponse.DoNothing => "none",
                    HAIsolationResponse.AsSpecifiedByCluster => "clusterIsolationResponse",
                    { } response => VimTypes.Lower(response.ToString()),
                    null => null,
                },
            },
        },
        DrsConfig = new ClusterDrsConfigInfo
        {
            Enabled = services.DrsEnabled,
            DefaultVmBehavior = services.DrsAutomationLevel switch
            {
                DrsAutomationLevel.Manual => DrsBehavior.manual,
                DrsAutomationLevel.PartiallyAutomated => DrsBehavior.partiallyAutomated,
                DrsAutomationLevel.FullyAutomated => DrsBehavior.fullyAutomated,
                _ => null,
            },
        },
        VsanConfigInfo = new VsanClusterConfigInfo { Enabled = services.VsanEnabled },
    };

    private static ClusterComputeResourceSummary Summary(ClusterRecord cluster, IReadOnlyList<HostRecord> hosts) => new()
    {
        NumHosts = hosts.Count,
        NumEffectiveHosts = hosts.Count(static host => host.ConnectionState == VMHostState.Connected),
        OverallStatus = ManagedEntityStatus.gray,
        CurrentEVCModeKey = cluster.Services?.EvcMode,
    };
}
