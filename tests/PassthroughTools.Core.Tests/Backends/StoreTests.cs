using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class StoreTests
{
    [Fact]
    public void A_created_store_is_empty_and_creating_it_again_leaves_it_alone()
    {
        using var folder = new StoreFolder();
        JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn);
        var written = folder.Data();

        JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn);

        folder.Data().ShouldBe(written);
        written.Keys.ShouldBe(["lab.json"]);
        folder.State().Revision.ShouldBe(0);
        folder.State().VMs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_commit_is_there_when_the_store_is_opened_again()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2));
        InventoryState committed;
        using (var store = folder.Open())
        {
            store.Commit(Do.Attach(0, 1));
            committed = store.Commit(Do.PowerOn(0)).State;
        }

        var reopened = folder.State();

        reopened.ShouldBeState(committed);
        reopened.Revision.ShouldBe(2);
        reopened.OwnerOf(new DeviceRef(SampleInventory.HostId, SampleInventory.Address(1)))!.Id.ShouldBe(SampleInventory.VMId(0));
        reopened.VMs.Find(SampleInventory.VMId(0))!.PowerState.ShouldBe(VMPowerState.PoweredOn);
    }

    [Fact]
    public void A_commit_returns_its_state_its_decision_and_its_event()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();

        var commit = store.Commit(Do.Attach(0, 0), "admin@desk");

        commit.State.ShouldBeState(store.Read());
        commit.Decision.DeviceKey.ShouldBe(AttachmentRecord.FirstKey);
        commit.Event!.Sequence.ShouldBe(1);
        commit.Event.Actor.ShouldBe("admin@desk");
        commit.Event.Operation.ShouldBe(nameof(AttachFixedDevice));
        commit.Event.Target.ShouldBe(SampleInventory.VMName(0));
        commit.Event.Time.Kind.ShouldBe(System.DateTimeKind.Utc);
    }

    [Fact]
    public void What_changes_nothing_writes_nothing()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "same"));
        var before = folder.Data();
        using var store = folder.Open();

        store.Commit(Do.Note(0, "same")).Event.ShouldBeNull();

        folder.Data().ShouldBe(before);
    }

    [Fact]
    public void What_is_refused_writes_nothing()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 2)).Committing(Do.Attach(0, 0));
        var before = folder.Data();
        using var store = folder.Open();

        Refused.With(ErrorId.DeviceInUse, () => store.Commit(Do.Attach(1, 0)), SampleInventory.VMName(0));

        folder.Data().ShouldBe(before);
        store.Read().Revision.ShouldBe(1);
    }

    [Fact]
    public void Two_sessions_see_each_others_commits_and_decide_on_them()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(4, 2));
        using var one = folder.Open();
        using var other = folder.Open();

        one.Commit(Do.Attach(0, 0));
        other.Read().Revision.ShouldBe(1);
        Refused.With(ErrorId.DeviceInUse, () => other.Commit(Do.Attach(1, 0)));
        other.Commit(Do.Attach(1, 1)).Event!.Sequence.ShouldBe(2);
        one.Commit(Do.Detach(0)).Event!.Sequence.ShouldBe(3);
        other.Commit(Do.Attach(1, 0)).Event!.Sequence.ShouldBe(4);

        one.Read().ShouldBeState(other.Read());
        one.Read().VMs.Find(SampleInventory.VMId(1))!.Devices.Select(static device => device.Key).ShouldBe([13000, 13001]);
    }

    [Fact]
    public void A_mode_that_waits_for_a_restart_still_waits_when_the_store_is_opened_again()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        var toHost = new SetDeviceMode { VMHostId = SampleInventory.HostId, Address = SampleInventory.Address(0),
            Mode = DeviceMode.Host };
        folder.Committing(toHost, new RestartHost { VMHostId = SampleInventory.HostId, Force = true },
            toHost with { Mode = DeviceMode.DirectPath });

        var device = folder.State().FindDevice(new DeviceRef(SampleInventory.HostId, SampleInventory.Address(0)))!;

        device.Mode.ShouldBe(DeviceMode.DirectPath);
        device.ActiveMode.ShouldBe(DeviceMode.Host);
        device.RebootPending.ShouldBe(true);
    }

    [Fact]
    public void The_head_of_the_journal_is_written_with_the_first_commit_only()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using (var store = folder.Open()) store.Read();
        File.Exists(folder.Journal).ShouldBeFalse();

        folder.Committing(Do.Note(0, "a"), Do.Note(0, "b"));

        folder.JournalLines().Count.ShouldBe(3);
        folder.JournalLines()[0].ShouldStartWith("{\"journal\":1,\"after\":0,");
    }
}
