using System.Collections;
using System.Reflection;
using System.Text;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Errors;
using PassthroughTools.Projection;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>An inventory as it is read of VIM objects that travelled as XML.</summary>
internal static class VimReadBack
{
    /// <summary>What a server tells of an inventory: properties, and the names of what machines are filed in.</summary>
    public static List<(ManagedObjectReference MoRef, string Path, object? Value)> Told(InventoryState state)
    {
        var told = new List<(ManagedObjectReference, string, object?)>();
        foreach (var cluster in state.Clusters.Values)
        {
            foreach (var property in ProjectionProperties.OfCluster)
                told.Add((MoRefs.Of(cluster.Id)!, property, Sent(ClusterProjection.Property(state, cluster, property))));
        }

        foreach (var host in state.Hosts.Values)
        {
            foreach (var property in ProjectionProperties.OfHost)
                told.Add((MoRefs.Of(host), property, Sent(HostProjection.Property(state, host, property))));
        }

        foreach (var vm in state.VMs.Values)
        {
            foreach (var property in ProjectionProperties.OfMachine)
                told.Add((MoRefs.Of(vm), property, Sent(MachineProjection.Property(state, vm, property))));
            Add(vm.Details?.FolderId, vm.Details?.Folder);
            Add(vm.Details?.ResourcePoolId, vm.Details?.ResourcePool);
            if (vm.Details?.DatastoreIds is [var datastore]) Add(datastore, vm.Datastore);
        }

        return told;

        void Add(string? id, string? name)
        {
            if (MoRefs.Of(id) is { } moRef && name is not null) told.Add((moRef, "name", VimNames.Escape(name)));
        }
    }

    /// <summary>The inventory after some random operations, which attach devices and start machines.</summary>
    public static InventoryState Used(InventoryState state, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 30; i++)
        {
            try
            {
                state = state.Apply(i + 1, RandomOperation.On(state, random).Decide(state).Changes);
            }
            catch (PassthroughException)
            {
                // What the rules refuse is left.
            }
        }

        return state;
    }

    public static InventoryState Of(InventoryState state)
    {
        var inventory = new VimInventory(Catalog.BuiltIn, "");
        foreach (var (moRef, path, value) in Told(state)) inventory.Put(moRef, path, value);
        return inventory.Read();
    }

    /// <summary>What differs: the property, such as Host.IommuEnabled, and what was read in its place.</summary>
    public static List<(string Property, object? Read)> Differences(InventoryState told, InventoryState read)
    {
        var found = new List<(string, object?)>();
        read.Clusters.Values.Select(static one => one.Id).ShouldBe(told.Clusters.Values.Select(static one => one.Id));
        read.Hosts.Values.Select(static one => one.Id).ShouldBe(told.Hosts.Values.Select(static one => one.Id));
        read.VMs.Values.Select(static one => one.Id).ShouldBe(told.VMs.Values.Select(static one => one.Id));
        foreach (var one in told.Clusters.Values) Compare(one, read.Clusters.Find(one.Id)!, found);
        foreach (var one in told.Hosts.Values) Compare(one, read.Hosts.Find(one.Id)!, found);
        foreach (var one in told.VMs.Values) Compare(one, read.VMs.Find(one.Id)!, found);
        return found;
    }

    /// <summary>An inventory as a document, without its revision and the next id.</summary>
    public static string Document(InventoryState state)
    {
        using var text = new StringWriter();
        InventoryJson.Write(text, state);
        var document = text.ToString();
        return document[document.IndexOf("\"clusters\"", StringComparison.Ordinal)..];
    }

    /// <summary>Sees to it that an inventory can be stored, and is what was stored.</summary>
    public static void ShouldBeStored(InventoryState state, string why)
    {
        using var text = new StringWriter();
        InventoryJson.Write(text, state);
        using var reader = new StringReader(text.ToString());
        Document(InventoryJson.Read(reader, Catalog.BuiltIn, "", out _)).ShouldBe(Document(state), why);
    }

    private static object? Sent(object? value)
    {
        if (value is null) return null;
        var xml = ProjectionProperties.Written(value);
        using var reader = VimXmlReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml)), 10_000_000);
        reader.MoveToContent();
        return VimXmlReader.Read(reader, typeof(object));
    }

    /// <summary>Records in the order in which an inventory has them, which a variant may have broken.</summary>
    private static object[] Ordered(IEnumerable items) =>
    [
        .. items.Cast<object>().OrderBy(static one => one is SnapshotRecord snapshot ? snapshot.Created : default)
            .ThenBy(static one => (one as SnapshotRecord)?.Id ?? "", IdComparer.Instance)
            .ThenBy(static one => (one as AttachmentRecord)?.Key).ThenBy(static one => (one as PciDeviceRecord)?.Address),
    ];

    /// <summary>Whether an inventory can be stored.</summary>
    public static bool IsStorable(InventoryState state)
    {
        try
        {
            ShouldBeStored(state, "");
            return true;
        }
        catch (Exception e) when (e is FormatException or ShouldAssertException)
        {
            return false;
        }
    }

    /// <summary>
    /// Of a record that is not there nothing is known, as of one in which nothing is; a text with nothing in it is none.
    /// </summary>
    private static void Compare(object told, object read, List<(string Property, object? Read)> found)
    {
        var type = told.GetType();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite) continue;
            var name = $"{type.Name.Replace("Record", "", StringComparison.Ordinal)}.{property.Name}";
            var (left, right) = (property.GetValue(told), property.GetValue(read));
            if (property.PropertyType.GetMethod("<Clone>$") is not null)
            {
                var record = property.PropertyType;
                if (left is not null || right is not null)
                    Compare(left ?? Activator.CreateInstance(record)!, right ?? Activator.CreateInstance(record)!, found);
            }
            else if (left is IEnumerable one and not string && right is IEnumerable other)
            {
                object[] before = Ordered(one), after = Ordered(other);
                bool areRecords = before.Length > 0 && before[0].GetType().GetMethod("<Clone>$") is not null;
                if (!areRecords || before.Length != after.Length)
                {
                    if (!before.SequenceEqual(after)) found.Add((name, right));
                    continue;
                }

                foreach (var (first, second) in before.Zip(after)) Compare(first, second, found);
            }
            else if (!Equals(left is "" ? null : left, right))
            {
                found.Add((name, right));
            }
        }
    }
}
