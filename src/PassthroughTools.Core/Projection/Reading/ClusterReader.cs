using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a cluster.</summary>
internal static class ClusterReader
{
    private const int MaxFailoverLevel = 1024;

    private static readonly ClusterServicesRecord Nothing = new();

    public static ClusterRecord Read(VimObject cluster)
    {
        var services = Services(cluster);
        return new ClusterRecord { Id = cluster.Id, Name = cluster.Name, Services = services == Nothing ? null : services };
    }

    private static ClusterServicesRecord Services(VimObject cluster)
    {
        var configuration = cluster.Get<ClusterConfigInfoEx>("configurationEx");
        var ha = configuration?.DasConfig;
        return new ClusterServicesRecord
        {
            DrsEnabled = configuration?.DrsConfig?.Enabled,
            DrsAutomationLevel = configuration?.DrsConfig?.DefaultVmBehavior switch
            {
                DrsBehavior.manual => DrsAutomationLevel.Manual,
                DrsBehavior.partiallyAutomated => DrsAutomationLevel.PartiallyAutomated,
                DrsBehavior.fullyAutomated => DrsAutomationLevel.FullyAutomated,
                _ => null,
            },
            EvcMode = cluster.Text("summary.currentEVCModeKey"),
            HaEnabled = ha?.Enabled,
            HaFailoverLevel = ha?.FailoverLevel is >= 0 and <= MaxFailoverLevel ? ha.FailoverLevel : null,
            HaAdmissionControlEnabled = ha?.AdmissionControlEnabled,
            HaIsolationResponse = ha?.DefaultVmSettings?.IsolationResponse switch
            {
                "none" => HAIsolationResponse.DoNothing,
                "powerOff" => HAIsolationResponse.PowerOff,
                "shutdown" => HAIsolationResponse.Shutdown,
                "clusterIsolationResponse" => HAIsolationResponse.AsSpecifiedByCluster,
                _ => null,
            },
            HaRestartPriority = ha?.DefaultVmSettings?.RestartPriority switch
            {
                "disabled" => HARestartPriority.Disabled,
                "lowest" => HARestartPriority.Lowest,
                "low" => HARestartPriority.Low,
                "medium" => HARestartPriority.Medium,
                "high" => HARestartPriority.High,
                "highest" => HARestartPriority.Highest,
                "clusterRestartPriority" => HARestartPriority.ClusterRestartPriority,
                _ => null,
            },
            VsanEnabled = configuration?.VsanConfigInfo?.Enabled,
        };
    }
}
