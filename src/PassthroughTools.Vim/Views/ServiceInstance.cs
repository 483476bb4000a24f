using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A server.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class ServiceInstance(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>The managed object that every server has by this name.</summary>
    internal static ManagedObjectReference Reference => new() { Type = nameof(ServiceInstance), Value = nameof(ServiceInstance) };

    /// <summary>What the server is, and what leads to all other managed objects.</summary>
    [JsonIgnore]
    public ServiceContent? Content => Read<ServiceContent>();
}
