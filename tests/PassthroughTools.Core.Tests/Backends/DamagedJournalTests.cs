using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Damage of a journal that is no torn last line: told with its file and line, and nothing is rewritten.</summary>
public sealed class DamagedJournalTests
{
    [Theory]
    [InlineData(1, "line 1")] // the head
    [InlineData(2, "line 2")]
    [InlineData(3, "line 3")]
    public void A_removed_line(int number, string place) => Damaged(lines => lines.RemoveAt(number - 1), place);

    [Theory]
    [InlineData(1, "line 2")]
    [InlineData(2, "line 3")]
    [InlineData(5, "line 6")] // the last
    public void A_duplicated_line(int number, string place) => Damaged(lines => lines.Insert(number, lines[number - 1]), place);

    [Fact]
    public void Exchanged_lines() => Damaged(static lines => (lines[2], lines[3]) = (lines[3], lines[2]), "line 3", "3", "2");

    [Fact]
    public void A_line_of_something_else() => Damaged(static lines => lines.Insert(2, "\n"), "line 3");

    [Fact]
    public void A_line_that_ends_as_on_Windows() =>
    Damaged(static lines => lines[1] = lines[1].Replace("\n", "\r\n", System.StringComparison.Ordinal), "line 2");

    [Fact]
    public void A_wrong_checksum() => Damaged(
        static lines => lines[2] = lines[2].Unsealed() + ",\"checksum\":\"0123456789abcdef\"}\n", "line 3", "checksum");

    [Fact]
    public void A_sequence_number_ahead() => Damaged(
        static lines =>
            lines[5] = lines[5].Unsealed().Replace("\"sequence\":5", "\"sequence\":6", System.StringComparison.Ordinal).Sealed(),
            "line 6", "6", "5");

    [Fact]
    public void An_unknown_change() => Newer(
        static lines => lines.Add("{\"sequence\":6,\"changes\":[{\"removedCluster\":\"HostSystem-host-2\"}]".Sealed()), "line 7",
        "removedCluster");

    [Fact]
    public void An_unknown_property() => Newer(
        static lines => lines.Add("{\"sequence\":6,\"changes\":[],\"signature\":\"x\"".Sealed()), "line 7", "signature");

    [Fact]
    public void An_unknown_property_of_a_request() => Newer(
        static lines => lines.Add("{\"sequence\":6,\"request\":{\"tenant\":\"x\"},\"changes\":[]".Sealed()), "line 7", "tenant");

    [Fact]
    public void An_unknown_name() => Newer(
        static lines => lines.Add(
            Line("""{"vm":{"id":"VirtualMachine-vm-99","name":"new","hostId":"HostSystem-host-2","powerState":"asleep"}}""")),
        "line 7",
        "powerState");

    [Fact]
    public void A_change_without_a_record() =>
    Damaged(static lines => lines.Add("{\"sequence\":6,\"changes\":[{}]".Sealed()), "line 7");

    [Fact]
    public void A_machine_on_a_host_that_is_not_there() => Damaged(
        static lines => lines.Add(Line("""{"vm":{"id":"VirtualMachine-vm-99","name":"lost","hostId":"HostSystem-host-9"}}""")),
        "line 7", "lost", "HostSystem-host-9");

    [Fact]
    public void A_machine_with_a_device_of_a_host_that_is_not_there() => Damaged(
        static lines =>
            lines.Add(
                Line(
                    """{"vm":{"id":"VirtualMachine-vm-99","name":"lost","hostId":"HostSystem-host-2","devices":[{"key":13000,"technology":"fixed","hostId":"HostSystem-host-9","address":"0000:10:00.0"}]}}""")),
        "line 7",
        "lost",
        "HostSystem-host-9");

    [Fact]
    public void A_host_in_a_cluster_that_is_not_there() => Damaged(
        static lines =>
            lines.Add(
                Line("""{"host":{"id":"HostSystem-host-9","name":"esxi09","clusterId":"ClusterComputeResource-domain-c9"}}""")),
                "line 7", "esxi09", "domain-c9");

    [Fact]
    public void A_device_on_a_host_that_is_not_there() => Damaged(
        static lines => lines.Add(Line("""{"hostId":"HostSystem-host-9","device":{"address":"0000:10:00.0"}}""")), "line 7",
        "0000:10:00.0", "HostSystem-host-9");

    [Fact]
    public void A_removed_machine_that_is_not_there() => Damaged(
        static lines => lines.Add(Line("""{"removedVM":"VirtualMachine-vm-99"}""")), "line 7", "VirtualMachine-vm-99");

    [Fact]
    public void A_device_twice_in_a_machine() => Damaged(
        static lines =>
            lines.Add(
                Line(
                    """{"vm":{"id":"VirtualMachine-vm-11","name":"vm-01","hostId":"HostSystem-host-2","devices":[{"key":13000,"technology":"fixed","hostId":"HostSystem-host-2","address":"0000:10:00.0"},{"key":13001,"technology":"fixed","hostId":"HostSystem-host-2","address":"0000:10:00.0"}]}}""")),
        "line 7",
        "0000:10:00.0",
        "'vm-01'");

    [Fact]
    public void A_journal_that_begins_after_the_snapshot()
    {
        using var folder = Store();
        var lines = folder.JournalLines();
        folder.WriteJournal(["{\"journal\":1,\"after\":4".Sealed(), lines[5]]);

        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Journal, "line 1", "after revision 4", "at revision 0");
    }

    [Fact]
    public void A_newer_version()
    {
        using var folder = Store();
        folder.WriteJournal(["{\"journal\":3,\"after\":0,\"new\":true".Sealed()]);
        Refused.With(ErrorId.StoreVersionUnsupported, () => folder.Open(), folder.Journal, "line 1", "new", "Update-Module");

        folder.WriteJournal(["{\"journal\":3,\"after\":0".Sealed()]);
        var before = folder.Contents();
        Refused.With(ErrorId.StoreVersionUnsupported, () => folder.Open(), folder.Journal, "version 3", "Update-Module");
        folder.Contents().ShouldBe(before);
    }

    [Fact]
    public void A_damaged_archive_is_told_when_its_events_are_read_and_does_not_matter_otherwise()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.OpenFolding();
        for (int i = 0; i < 30; i++) store.Commit(Do.Note(0, $"{i}"));
        var archive = folder.Archives()[1];
        System.IO.File.AppendAllText(archive, "x\n");

        store.Commit(Do.Note(0, "more"));
        folder.State().Revision.ShouldBe(31);
        store.Events(30).ShouldHaveSingleItem();
        store.Events().Count.ShouldBe(31, "this session has seen them all");
        using var other = folder.Open();
        Refused.With(ErrorId.StoreCorrupt, () => other.Events(), archive, "line");
    }

    /// <summary>A store at revision 5 whose journal has 6 lines; device 0 belongs to VM 0.</summary>
    private static StoreFolder Store() => new StoreFolder().With(SampleInventory.Of(2, 2))
        .Committing(Do.Attach(0, 0), Do.Note(0, "2"), Do.Note(1, "3"), Do.Note(0, "4"), Do.Note(1, "5"));

    private static string Line(string change) =>
        $"{{\"sequence\":6,\"time\":\"2024-01-01T00:00:00.0000000Z\",\"changes\":[{change}]".Sealed();

    private static void Damaged(System.Action<List<string>> damage, params string[] words) =>
        Changed(damage, ErrorId.StoreCorrupt, words);

    /// <summary>What a newer version wrote is named as such, and no advice would lose it.</summary>
    private static void Newer(System.Action<List<string>> addition, params string[] words)
    {
        var refusal = Changed(addition, ErrorId.StoreVersionUnsupported, ["A newer version wrote it", "Update-Module", .. words]);
        foreach (var advice in (string[])["damage", "move the journal", "Restore", "checksum"])
            refusal.Message.ShouldNotContain(advice, Case.Insensitive);
    }

    private static PassthroughException Changed(System.Action<List<string>> damage, ErrorId id, string[] words)
    {
        using var folder = Store();
        using var opened = folder.Open();
        var lines = folder.JournalLines();
        damage(lines);
        folder.WriteJournal(lines);
        var before = folder.Contents();

        var refusal = Refused.With(id, () => folder.Open(), [folder.Journal, "Nothing was changed.", .. words]);
        folder.Contents().ShouldBe(before);
        return refusal;
    }
}
