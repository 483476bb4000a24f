using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>The graphics devices of a host.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class HostGraphicsManager(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>The devices.</summary>
    [JsonIgnore]
    public HostGraphicsInfo[]? GraphicsInfo => Read<HostGraphicsInfo[]>();

    /// <summary>Their configuration.</summary>
    [JsonIgnore]
    public HostGraphicsConfig? GraphicsConfig => Read<HostGraphicsConfig>();

    /// <summary>The vGPU profiles that the host offers.</summary>
    [JsonIgnore]
    public string[]? SharedPassthruGpuTypes => Read<string[]>();

    /// <summary>Changes the configuration.</summary>
    public void UpdateGraphicsConfig(HostGraphicsConfig config) => Call(nameof(UpdateGraphicsConfig), config);
}
