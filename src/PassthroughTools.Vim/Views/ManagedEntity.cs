using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>An object of the inventory.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public class ManagedEntity(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>The name.</summary>
    [JsonIgnore]
    public string? Name => Read<string>();

    /// <summary>What it is filed in.</summary>
    [JsonIgnore]
    public ManagedObjectReference? Parent => Read<ManagedObjectReference>();

    /// <summary>Its status.</summary>
    [JsonIgnore]
    public ManagedEntityStatus? OverallStatus => Read<ManagedEntityStatus?>();
}
