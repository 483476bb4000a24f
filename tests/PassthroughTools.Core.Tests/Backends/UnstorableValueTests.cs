using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>
/// A change that could not be read back is refused before it is written: else the store could never be opened again.
/// </summary>
public sealed class UnstorableValueTests
{
    public static TheoryData<string> Operations =>
        new() { "lone surrogate in the name", "lone surrogate in the notes", "lone surrogate in a setting",
            "huge CPU reservation", "huge hardware version" };

    [Theory]
    [MemberData(nameof(Operations))]
    public void It_is_refused_and_nothing_changes(string what)
    {
        Operation operation = what switch
        {
            "lone surrogate in the name" => new ChangeVM { VMId = SampleInventory.VMId(0), NewName = "half \ud83d" },
            "lone surrogate in the notes" => new ChangeVM { VMId = SampleInventory.VMId(0), Notes = "half \ude00" },
            "lone surrogate in a setting" =>
                new SetAdvancedSetting { VMId = SampleInventory.VMId(0), Setting = "half \ud83d", Value = "v" },
            "huge CPU reservation" => new SetResources { VMId = SampleInventory.VMId(0), CpuReservationMhz = 2_000_000_000 },
            _ => new ChangeVM { VMId = SampleInventory.VMId(0), HardwareVersion = 5000 },
        };
        var state = SampleInventory.Of(1, 1);
        state = InventoryState.Create(Catalog.BuiltIn, "", 0, 100, [.. state.Clusters.Values],
            [.. state.Hosts.Values.Select(static host => host with { Version = null })], [.. state.VMs.Values]);
        using var folder = new StoreFolder().With(state).Committing(Do.Note(0, "before"));
        var before = folder.Data();
        using var store = folder.Open();

        Refused.With(ErrorId.ValueInvalid, () => store.Commit(operation));

        folder.Data().ShouldBe(before);
        folder.State().ShouldBeState(store.Read());
        store.Commit(Do.Note(0, "after")).Event!.Sequence.ShouldBe(2);
    }

    [Fact]
    public void Half_a_surrogate_pair_that_was_escaped_by_hand_stops_no_folding()
    {
        using var folder = new StoreFolder();
        System.IO.File.WriteAllText(folder.Snapshot, """
            {
             "schemaVersion": 1,
             "hosts": [ { "id": "HostSystem-host-2", "name": "esxi01" } ],
             "vms": [ { "id": "VirtualMachine-vm-10", "name": "half \ud83d", "hostId": "HostSystem-host-2" } ]
            }
            """);
        using (var store = folder.OpenFolding())
        {
            for (int i = 0; i < 5; i++) store.Commit(Do.Note(0, $"{i}"));
        }

        folder.Archives().ShouldNotBeEmpty();
        folder.State().VMs.Find(SampleInventory.VMId(0))!.Name.ShouldBe("half \ufffd", "the JSON reader replaces it");
    }
}
