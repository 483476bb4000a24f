using System.Text;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Core.Tests.Backends.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Earlier versions kept the simulated seconds in the store: such a store opens, without them.</summary>
public sealed class RetiredSimulationTests
{
    private const string Seal = ",\"checksum\":\"";
    private const string Seconds = "\"simulatedSeconds\":{\"MoveVM\":60}";

    [Fact]
    public void A_snapshot_that_has_them_opens()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot,
            $$"""{ "schemaVersion": 1, {{Seconds}}, "hosts": [ { "id": "HostSystem-host-2", "name": "esxi01", "devices": [] } ] }""");

        folder.State().Hosts.Count.ShouldBe(1);
        folder.Committing(Do.Create("new")).State().VMsNamed("new").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_journal_that_has_them_opens()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "kept"));
        var lines = File.ReadAllLines(folder.Journal);
        var body = lines[^1][..lines[^1].LastIndexOf(Seal, StringComparison.Ordinal)];
        body = body.Replace("\"changes\":[", $"\"changes\":[{{{Seconds}}},", StringComparison.Ordinal);
        body.ShouldContain(Seconds);
        var bytes = Encoding.UTF8.GetBytes(body);
        lines[^1] = body + Seal + Checksum.Of(bytes, 0, bytes.Length) + "\"}";
        File.WriteAllText(folder.Journal, string.Join('\n', lines) + "\n");

        folder.State().VMs.Find(SampleInventory.VMId(0))!.Notes.ShouldBe("kept");
        folder.Events().Count.ShouldBe(1);
    }
}
