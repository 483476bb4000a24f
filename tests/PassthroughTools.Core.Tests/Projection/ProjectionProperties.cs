using System.Text;
using System.Xml;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Projection;
using PassthroughTools.State;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>On random inventories: what VIM objects say travels as XML and comes back the same.</summary>
public sealed class ProjectionProperties
{
    private const int Inventories = 300;

    internal static readonly string[] OfMachine =
        ["name", "parent", "overallStatus", "config", "resourceConfig", "runtime", "guest", "summary", "snapshot",
            "environmentBrowser", "resourcePool", "datastore"];

    internal static readonly string[] OfHost = ["name", "parent", "hardware", "config", "capability", "runtime", "summary",
        "configManager", "vm"];
    internal static readonly string[] OfCluster = ["name", "configurationEx", "summary", "host", "environmentBrowser"];

    [Fact]
    public void EveryPropertyComesBackFromXml()
    {
        int compared = 0;
        for (int seed = 0; seed < Inventories; seed++)
        {
            foreach (var (what, value) in Values(RandomInventory.Of(seed)).Where(static pair => pair.Value is not null))
            {
                var xml = Written(value);
                var read = Read(xml);
                read.ShouldNotBeNull($"seed {seed}: {what}").GetType().ShouldBe(value.GetType());
                Written(read).ShouldBe(xml, $"seed {seed}: {what}");
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(Inventories * 20);
    }

    /// <summary>
    /// What somebody sends that is no such XML is refused as no XML, or read as far as it is understood; nothing else happens.
    /// </summary>
    [Fact]
    public void MutatedXmlIsReadOrRefused()
    {
        var random = new Random(17);
        var texts = Values(RandomInventory.Of(1)).Where(static pair => pair.Value is not null)
            .Select(static pair => Written(pair.Value)).Where(static text => text.Length > 200).ToList();
        int refused = 0, read = 0;
        for (int i = 0; i < 10_000; i++)
        {
            try
            {
                Read(Mutated(texts[random.Next(texts.Count)], random));
                read++;
            }
            catch (XmlException)
            {
                refused++;
            }
        }

        (refused > 1000, read > 1000).ShouldBe((true, true), $"{refused} refused, {read} read");
    }

    /// <summary>All that VIM objects say of an inventory.</summary>
    internal static IEnumerable<(string What, object Value)> Values(InventoryState state)
    {
        foreach (var vm in state.VMs.Values) foreach (var property in OfMachine)
            yield return ($"{vm.Name}.{property}", MachineProjection.Property(state, vm, property)!);
        foreach (var host in state.Hosts.Values) foreach (var property in OfHost)
            yield return ($"{host.Name}.{property}", HostProjection.Property(state, host, property)!);
        foreach (var cluster in state.Clusters.Values) foreach (var property in OfCluster)
            yield return ($"{cluster.Name}.{property}", ClusterProjection.Property(state, cluster, property)!);
        foreach (var one in state.VMs.Values.SelectMany(static vm => vm.Snapshots))
            yield return ($"{one.Name}.vm", InventoryProjection.Property(state, new ManagedObjectReference(one.Id), "vm")!);
        yield return ("target", TargetProjection.Of([.. state.Hosts.Values]));
    }

    private static string Mutated(string text, Random random)
    {
        var result = new StringBuilder(text);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(result.Length);
            int length = random.Next(Math.Min(20, result.Length - at));
            switch (random.Next(4))
            {
                case 0: result.Remove(at, length); break;
                case 1: result.Insert(at, result.ToString(at, length)); break;
                case 2: result[at] = (char)random.Next(32, 127); break;
                default:
                    int digit = result.ToString().IndexOfAny([.. "0123456789"], at);
                    if (digit >= 0) result[digit] = random.Next(2) == 0 ? '-' : '9';
                    break;
            }
        }

        return result.ToString();
    }

    internal static string Written(object value)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true })) VimXmlWriter.Write(
            writer, "val", value, typeof(object));
        return text.ToString();
    }

    private static object? Read(string xml)
    {
        using var reader = VimXmlReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml)), 10_000_000);
        reader.MoveToContent();
        return VimXmlReader.Read(reader, typeof(object));
    }
}
