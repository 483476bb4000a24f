using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A cluster, or a host that stands in none.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public class ComputeResource(IVimClient client, ManagedObjectReference moRef) : ManagedEntity(client, moRef)
{
    /// <summary>Its configuration.</summary>
    [JsonIgnore]
    public ComputeResourceConfigInfo? ConfigurationEx => Read<ComputeResourceConfigInfo>();

    /// <summary>It in short.</summary>
    [JsonIgnore]
    public ComputeResourceSummary? Summary => Read<ComputeResourceSummary>();

    /// <summary>Its hosts.</summary>
    [JsonIgnore]
    public ManagedObjectReference[]? Host => Read<ManagedObjectReference[]>();

    /// <summary>The browser of what its hosts offer.</summary>
    [JsonIgnore]
    public ManagedObjectReference? EnvironmentBrowser => Read<ManagedObjectReference>();
}
