using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Planning;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class ReadOnlyDiskTests
{
    [SkippableFact]
    public void Reading_works_and_writing_is_denied_until_it_is_writable_again()
    {
        using var disk = Tmpfs.Mount(kilobytes: 256);
        using var folder = new StoreFolder(parent: disk.Folder).With(SampleInventory.Of(2, 2));
        using (var writer = folder.OpenFolding())
        {
            for (int i = 0; i < 20; i++) writer.Commit(Do.Note(0, $"{i}"));
        }

        var before = folder.Contents();
        disk.MakeReadOnly(true);
        using var store = folder.Open();

        store.Read().Revision.ShouldBe(20);
        store.Events().Select(static e => e.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(static i => (long)i));
        Refused.With(ErrorId.StoreAccessDenied, () => store.Commit(Do.Attach(0, 0)), folder.Snapshot, "does not allow writing",
            "-Rehearsal");
        var other = System.IO.Path.Combine(folder.Folder, "other.json");
        Refused.With(ErrorId.StoreAccessDenied, () => JsonStoreBackend.CreateIfMissing(other, Catalog.BuiltIn), other);
        folder.Contents().ShouldBe(before);

        disk.MakeReadOnly(false);
        store.Commit(Do.Attach(0, 0)).Event!.Sequence.ShouldBe(21);
    }

    [SkippableFact]
    public void A_disk_that_becomes_read_only_under_a_session_denies_the_commit()
    {
        using var disk = Tmpfs.Mount(kilobytes: 256);
        using var folder = new StoreFolder(parent: disk.Folder).With(SampleInventory.Of(2, 2));
        using var store = folder.Open();
        store.Commit(Do.Attach(0, 0));
        disk.MakeReadOnly(true);

        Refused.With(ErrorId.StoreAccessDenied, () => store.Commit(Do.Attach(1, 1)), folder.Snapshot);

        store.Read().Revision.ShouldBe(1);
        disk.MakeReadOnly(false);
        store.Commit(Do.Attach(1, 1)).Event!.Sequence.ShouldBe(2);
    }

    [SkippableFact]
    public void A_plan_there_is_denied()
    {
        using var disk = Tmpfs.Mount(kilobytes: 256);
        var path = System.IO.Path.Combine(disk.Folder, "plan.json");
        var plan = new MaintenancePlan { Id = "p", Target = "lab.json", Created = DateTime.UnixEpoch, Revision = 1,
            ThrottleLimit = 1, Hosts = [], Steps = [] };
        disk.MakeReadOnly(true);
        Refused.With(ErrorId.AccessDenied, () => MaintenancePlanFile.Write(path, plan), path, "folder of your own");
    }
}
