using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A host.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class HostSystem(IVimClient client, ManagedObjectReference moRef) : ManagedEntity(client, moRef)
{
    /// <summary>Its hardware.</summary>
    [JsonIgnore]
    public HostHardwareInfo? Hardware => Read<HostHardwareInfo>();

    /// <summary>Its configuration.</summary>
    [JsonIgnore]
    public HostConfigInfo? Config => Read<HostConfigInfo>();

    /// <summary>What it can do.</summary>
    [JsonIgnore]
    public HostCapability? Capability => Read<HostCapability>();

    /// <summary>How it runs.</summary>
    [JsonIgnore]
    public HostRuntimeInfo? Runtime => Read<HostRuntimeInfo>();

    /// <summary>It in short.</summary>
    [JsonIgnore]
    public HostListSummary? Summary => Read<HostListSummary>();

    /// <summary>What manages its configuration.</summary>
    [JsonIgnore]
    public HostConfigManager? ConfigManager => Read<HostConfigManager>();

    /// <summary>Its machines.</summary>
    [JsonIgnore]
    public ManagedObjectReference[]? Vm => Read<ManagedObjectReference[]>();

    /// <summary>Puts it into maintenance mode. Waits until it is done.</summary>
    public void EnterMaintenanceMode(int timeout, bool? evacuatePoweredOffVms, object? maintenanceSpec) =>
        Call(nameof(EnterMaintenanceMode), timeout, evacuatePoweredOffVms, maintenanceSpec);

    /// <summary>Puts it into maintenance mode. Returns the task.</summary>
    public ManagedObjectReference EnterMaintenanceMode_Task(int timeout, bool? evacuatePoweredOffVms, object? maintenanceSpec) =>
        Begin(nameof(EnterMaintenanceMode_Task), timeout, evacuatePoweredOffVms, maintenanceSpec);

    /// <summary>Takes it out of maintenance mode. Waits until it is done.</summary>
    public void ExitMaintenanceMode(int timeout) => Call(nameof(ExitMaintenanceMode), timeout);

    /// <summary>Takes it out of maintenance mode. Returns the task.</summary>
    public ManagedObjectReference ExitMaintenanceMode_Task(int timeout) => Begin(nameof(ExitMaintenanceMode_Task), timeout);

    /// <summary>Restarts it. Waits until it is done.</summary>
    public void RebootHost(bool force) => Call(nameof(RebootHost), force);

    /// <summary>Restarts it. Returns the task.</summary>
    public ManagedObjectReference RebootHost_Task(bool force) => Begin(nameof(RebootHost_Task), force);
}
