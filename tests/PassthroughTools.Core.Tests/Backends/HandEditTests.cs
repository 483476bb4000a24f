using System.Text.RegularExpressions;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>The snapshot is readable, and may be edited by whoever removes its line "checksum".</summary>
public sealed partial class HandEditTests
{
    [Fact]
    public void A_snapshot_without_a_checksum_is_taken()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        Edit(folder,
            text => ChecksumLine().Replace(text, "").Replace("\"vm-00\"", "\"renamed\"", System.StringComparison.Ordinal));

        folder.State().VMsNamed("renamed").ShouldHaveSingleItem().Id.ShouldBe(SampleInventory.VMId(0));
        folder.Committing(Do.Attach(0, 0)).State().Revision.ShouldBe(1);
    }

    [Fact]
    public void A_snapshot_with_a_checksum_that_does_not_match_is_refused()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        Edit(folder, static text => text.Replace("\"vm-00\"", "\"renamed\"", System.StringComparison.Ordinal));
        var before = folder.Contents();

        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Snapshot, "checksum", "remove its line \"checksum\"",
            "Nothing was changed.");

        folder.Contents().ShouldBe(before);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("<html></html>")]
    public void What_is_no_JSON_is_refused_in_words(string content)
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        Edit(folder, _ => content);

        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Snapshot, "is not JSON, or damaged", "Name another file");
    }

    [Fact]
    public void An_edit_is_seen_by_sessions_that_are_open()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var session = folder.Open();
        Edit(folder, static text =>
            ChecksumLine().Replace(text, "").Replace("\"vm-00\"", "\"renamed-by-hand\"", System.StringComparison.Ordinal));

        session.Read().VMsNamed("renamed-by-hand").ShouldHaveSingleItem();
        session.Commit(Do.Attach(0, 0)).Event!.Target.ShouldBe("renamed-by-hand");
    }

    [Fact]
    public void An_edit_keeps_the_changes_of_the_journal()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 2)).Committing(Do.Note(0, "from the journal"));
        Edit(folder, static text =>
            ChecksumLine().Replace(text, "").Replace("\"vm-01\"", "\"renamed\"", System.StringComparison.Ordinal));

        folder.State().VMsNamed("renamed").ShouldHaveSingleItem();
        folder.State().VMs.Find(SampleInventory.VMId(0))!.Notes.ShouldBe("from the journal");
    }

    [Fact]
    public void An_id_that_was_written_by_hand_is_not_given_again()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot, """
            {
             "schemaVersion": 1,
             "hosts": [ { "id": "HostSystem-host-2", "name": "esxi01", "devices": [] } ],
             "vms": [ { "id": "VirtualMachine-vm-1", "name": "mine", "hostId": "HostSystem-host-2" }, { "id": "VirtualMachine-vm-3", "name": "mine too", "hostId": "HostSystem-host-2" } ]
            }
            """);

        folder.Committing(Do.Create("a"), Do.Create("b"), Do.Create("c"));

        folder.State().VMs.Count.ShouldBe(5);
        folder.State().VMsNamed("mine").ShouldHaveSingleItem();
        folder.State().VMsNamed("mine too").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue / 2)]
    [InlineData((long.MaxValue / 2) - 1)]
    public void A_huge_number_in_an_id_leaves_a_store_that_can_be_opened_again(long number)
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot, $$"""
            { "schemaVersion": 1, "hosts": [ { "id": "HostSystem-host-2", "name": "esxi01" } ], "vms": [ { "id": "VirtualMachine-vm-{{number}}", "name": "huge", "hostId": "HostSystem-host-2" } ] }
            """);
        using (var store = folder.OpenFolding())
        {
            for (int i = 0; i < 5; i++) store.Commit(new CreateVM { NewName = $"vm {i}", VMHostId = SampleInventory.HostId });
        }

        folder.Archives().ShouldNotBeEmpty();
        folder.State().VMs.Count.ShouldBe(6);
    }

    [Fact]
    public void Comments_and_a_byte_order_mark_are_taken()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        Edit(folder, static text => "\ufeff// my lab\n" + ChecksumLine().Replace(text, " /* no checksum */"));

        folder.State().VMs.Count.ShouldBe(1);
    }

    private static void Edit(StoreFolder folder, System.Func<string, string> edit) =>
        File.WriteAllText(folder.Snapshot, edit(File.ReadAllText(folder.Snapshot)));

    [GeneratedRegex(@",\n ""checksum"": ""[0-9a-f]{16}""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChecksumLine();
}
