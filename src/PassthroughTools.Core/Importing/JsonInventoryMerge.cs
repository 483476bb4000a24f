using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Json;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// Merges a store-shaped document into a draft: hosts by name, devices by address, virtual machines by UUID, or else by name on
/// their host. Only the properties that stand there overwrite. The cluster and the host may be given by name (cluster, host) or
/// by the id that they have in the document (clusterId, hostId).
/// </summary>
internal sealed class JsonInventoryMerge
{
    // line 1, position 512 (devices[9].mode): one of ...
    private static readonly Regex PlacePattern = new(
        @"\Aline \d+, position \d+(?: \((?<path>.*?)\))?: (?<what>.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(1));

    private readonly ImportDraft draft;
    private readonly JsonInventory input;
    private readonly HostRecord? defaultHost;
    private readonly Dictionary<string, string> clusterIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> hostIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> mergedHosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> mergedVMs = new(StringComparer.Ordinal);

    private JsonInventoryMerge(ImportDraft draft, JsonInventory input, HostRecord? defaultHost)
    {
        this.draft = draft;
        this.input = input;
        this.defaultHost = defaultHost;
    }

    /// <param name="draft">What to merge into.</param>
    /// <param name="input">The document.</param>
    /// <param name="defaultHost">The host of virtual machines that name none, or null.</param>
    /// <exception cref="PassthroughException">InputMalformed, AmbiguousName.</exception>
    public static void Apply(ImportDraft draft, JsonInventory input, HostRecord? defaultHost)
    {
        var merge = new JsonInventoryMerge(draft, input, defaultHost);
        foreach (var cluster in input.Clusters) merge.Guarded(cluster, "cluster", merge.Cluster);
        foreach (var host in input.Hosts) merge.Guarded(host, "host", merge.Host);
        foreach (var vm in input.VMs) merge.Guarded(vm, "VM", merge.VM);
    }

    private void Cluster(JObject given)
    {
        foreach (var property in given.Properties())
        {
            if (property.Name is not ("id" or "name" or "services"))
                throw Fault(property, $"a cluster has no property {Malformed.Quote(property.Name)}; it has name, services, id");
        }

        var id = Text(given, "id");
        var cluster = draft.EnsureCluster(Name(given), id);
        if (id is not null) clusterIds[id] = cluster.Id;
        if (!given.ContainsKey("services")) return;
        var json = RecordJson.Of(cluster);
        Overwrite(json, given, "id", "name");
        draft.Put(RecordJson.Cluster(json));
    }

    private void Host(JObject given)
    {
        var id = Text(given, "id");
        var host = draft.EnsureHost(Name(given), id);
        if (id is not null) hostIds[id] = host.Id;
        if (!mergedHosts.Add(host.Id)) throw Fault(given, "the host stands twice in the document");
        var json = RecordJson.Of(host);
        Overwrite(json, given, "id", "name", "cluster", "clusterId", "devices");
        if (given.ContainsKey("cluster"))
            json["clusterId"] = Text(given, "cluster") is { } name ? draft.EnsureCluster(name).Id : null;
        else if (given.ContainsKey("clusterId"))
            json["clusterId"] = Text(given, "clusterId") is { } clusterId ? LocalClusterId(given, clusterId) : null;
        if (given.TryGetValue("devices", out var devices))
            json["devices"] = Devices(host, (JArray)json["devices"]!, Array(devices));
        try
        {
            draft.Put(RecordJson.Host(json));
        }
        catch (FormatException)
        {
            CheckDevices(given, json);
            throw;
        }
    }

    /// <summary>
    /// Refuses what is wrong with a device by its place in the document: in the host's list all that were known before stand too.
    /// </summary>
    private void CheckDevices(JObject host, JObject merged)
    {
        if (host["devices"] is not JArray devices) return;
        for (int i = 0; i < devices.Count; i++)
        {
            var device = (JObject)devices[i];
            var whole = ((JArray)merged["devices"]!).Cast<JObject>().First(one => Address(one) == Address(device));
            try
            {
                RecordJson.Device(whole);
            }
            catch (FormatException e)
            {
                var place = FormattableString.Invariant($"devices[{i}]");
                var (path, what) = PlaceIn(e.Message);
                throw Fault(
                    At(device, path),
                    $"host {Malformed.Quote(Text(host, "name") ?? "")} ({(path is null ? place : $"{place}.{path}")}): "
                    + $"{what.TrimEnd('.')}", e);
            }
        }
    }

    private JArray Devices(HostRecord host, JArray before, JArray given)
    {
        var devices = new SortedDictionary<PciAddress, JObject>();
        foreach (var device in before.Cast<JObject>()) devices.Add(Address(device), device);
        var named = new HashSet<PciAddress>();
        foreach (var token in given)
        {
            var device = Object(token);
            var address = Address(device);
            if (!named.Add(address)) throw Fault(device, $"device {address} stands twice on its host");
            draft.ListedDevices.Add(new DeviceRef(host.Id, address));
            if (devices.TryGetValue(address, out var known)) Overwrite(known, device, "address");
            else devices.Add(address, device);
        }

        return [.. devices.Values];
    }

    private void VM(JObject given)
    {
        var name = Name(given);
        var hostId = HostId(given) ?? defaultHost?.Id;
        var vm = draft.FindVM(name, hostId, Uuid(given, "uuid"), Uuid(given, "instanceUuid"))
            ?? draft.NewVM(name,
                hostId
                    ?? throw Fault(given,
                        "the VM is not in the inventory and its host is not given; give 'host' a name, or pass -VMHost"),
                        Text(given, "id"));
        if (!mergedVMs.Add(vm.Id)) throw Fault(given, "the VM stands twice on its host");
        var json = RecordJson.Of(hostId is null || vm.HostId == hostId ? vm : vm.Released() with { HostId = hostId });
        Overwrite(json, given, "id", "name", "host", "hostId", "devices");
        if (!string.Equals(vm.Name, name, StringComparison.OrdinalIgnoreCase)) json["name"] = name;
        if (given.TryGetValue("devices", out var devices)) json["devices"] = Attachments(hostId ?? vm.HostId, Array(devices));
        var changed = RecordJson.VM(json);
        if (changed.Devices.Any(static device => device.Technology == DirectPathTechnology.Fixed && device.Device is null))
            throw Fault(given, "a Fixed device needs its address");
        var inOrder = changed.Devices.OrderBy(static device => device.Key).ToArray();
        for (int i = 1; i < inOrder.Length; i++)
        {
            if (inOrder[i].Key == inOrder[i - 1].Key)
                throw Fault(given, FormattableString.Invariant($"the device key {inOrder[i].Key} stands twice"));
        }

        draft.Put(changed with { Devices = inOrder });
    }

    private JArray Attachments(string vmHostId, JArray given)
    {
        var attachments = new JArray();
        foreach (var token in given)
        {
            var attachment = (JObject)Object(token).DeepClone();
            if (attachment["address"] is { Type: not JTokenType.Null }) attachment["hostId"] = HostId(Object(token)) ?? vmHostId;
            attachment.Remove("host");
            attachments.Add(attachment);
        }

        return attachments;
    }

    /// <summary>The id here of the host that an object names, or null where it names none.</summary>
    private string? HostId(JObject given)
    {
        if (Text(given, "host") is { } name)
            return draft.FindHost(name)?.Id
                ?? throw Fault(given, $"host {Malformed.Quote(name)} is neither in the document nor in the inventory");
        if (Text(given, "hostId") is not { } id) return null;
        return hostIds.TryGetValue(id, out var local) ? local
            : draft.Before.Hosts.Find(id)?.Id
                ?? throw Fault(given,
                    $"hostId {Malformed.Quote(id)} is of no host in the document; name the host: \"host\": \"...\"");
    }

    private string LocalClusterId(JObject given, string id) => clusterIds.TryGetValue(id, out var local) ? local
        : draft.Before.Clusters.Find(id)?.Id
            ?? throw Fault(given,
                $"clusterId {Malformed.Quote(id)} is of no cluster in the document; name the cluster: \"cluster\": \"...\"");

    private static void Overwrite(JObject json, JObject given, params string[] except)
    {
        foreach (var property in given.Properties())
        {
            if (except.Contains(property.Name, StringComparer.Ordinal)) continue;
            if (property.Value is not JObject map || json[property.Name] is not JObject known)
            {
                json[property.Name] = property.Value;
                continue;
            }

            foreach (var entry in map.Properties())
            {
                known.Property(entry.Name, StringComparison.OrdinalIgnoreCase)?.Remove();
                known[entry.Name] = entry.Value;
            }
        }
    }

    private void Guarded(JObject given, string kind, Action<JObject> merge)
    {
        try
        {
            merge(given);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException or OverflowException)
        {
            var (path, what) = PlaceIn(e.Message);
            var place = path is null ? "" : $" ({path})";
            throw Fault(At(given, path), $"{kind} {Malformed.Quote(Text(given, "name") ?? "")}{place}: {what.TrimEnd('.')}", e);
        }
    }

    /// <summary>
    /// The place that a record reader's message names, and what is wrong there. The line and position before are those of the
    /// merged object, which nobody sees.
    /// </summary>
    private static (string? Path, string What) PlaceIn(string message) =>
        PlacePattern.Match(message) is not { Success: true } match ? (null, message)
        : (match.Groups["path"] is { Success: true } path ? path.Value : null, match.Groups["what"].Value);

    /// <summary>The value at a place in an object of the document; the object where it has none there.</summary>
    private static JToken At(JObject given, string? path)
    {
        try
        {
            return path is null ? given : given.SelectToken(path) ?? given;
        }
        catch (JsonException)
        {
            return given;
        }
    }

    private string Name(JObject given) =>
        Text(given, "name") is { Length: > 0 } name ? name : throw Fault(given, "the property 'name' is missing");

    private string? Text(JObject given, string property) => given[property] switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Type: JTokenType.String } value => (string)value.Value!,
        { } other => throw Fault(other, $"{property} must be text"),
    };

    private Guid? Uuid(JObject given, string property) => Text(given, property) is not { } text ? null
        : Guid.TryParseExact(text, "D", out var uuid) ? uuid
        : throw Fault(given, $"{property} must be a UUID such as 564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6");

    private PciAddress Address(JObject device) => PciAddress.TryParse(Text(device, "address"), out var address)
        ? address
        : throw Fault(device, "a device needs its address, such as 0000:03:00.0");

    private JArray Array(JToken token) => token as JArray ?? throw Fault(token, "devices must be an array");

    private JObject Object(JToken token) => token as JObject ?? throw Fault(token, "a device must be an object");

    private PassthroughException Fault(JToken token, string what, Exception? cause = null) =>
        Malformed.At(input.Path, JsonText.LineOf(token), what, cause);
}
