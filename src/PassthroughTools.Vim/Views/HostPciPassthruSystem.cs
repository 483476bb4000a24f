using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>The passthrough of a host's PCI devices.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class HostPciPassthruSystem(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>What the host says of each device.</summary>
    [JsonIgnore]
    public HostPciPassthruInfo[]? PciPassthruInfo => Read<HostPciPassthruInfo[]>();

    /// <summary>Changes the passthrough of devices.</summary>
    public void UpdatePassthruConfig(HostPciPassthruConfig[]? config) => Call(nameof(UpdatePassthruConfig), [config]);

    /// <summary>Reads the devices again.</summary>
    public void Refresh() => Call(nameof(Refresh));
}
