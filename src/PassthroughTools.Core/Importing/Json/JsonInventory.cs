using Newtonsoft.Json.Linq;

namespace PassthroughTools.Importing.Json;

/// <summary>The objects of a store-shaped document as they stand there, whole or with some of their properties only.</summary>
/// <param name="Path">The file.</param>
/// <param name="Clusters">The clusters.</param>
/// <param name="Hosts">The hosts with their devices.</param>
/// <param name="VMs">The virtual machines and templates.</param>
internal sealed record JsonInventory(string Path, IReadOnlyList<JObject> Clusters, IReadOnlyList<JObject> Hosts,
    IReadOnlyList<JObject> VMs);
