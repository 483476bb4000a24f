using System.IO.Compression;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A replica starts from a snapshot and the events after it.</summary>
public sealed class SnapshotTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Snapshots_are_written_beside_the_changes_and_the_last_two_are_kept()
    {
        var one = await OpenAsync(devices: 8, vms: 8, snapshotEvery: 20);
        var other = await OpenAsync(snapshotEvery: 20);
        for (int i = 0; i < 150; i++)
        {
            await (i % 2 == 0 ? one : other).AskAsync(i % 3 == 0 ? Lab.Create($"m-{i}") : Lab.Note(i % 8, $"{i}"));
            if (i % 10 == 0) await Task.Delay(20);
        }

        await EventuallyAsync(async () => (long)(await NewestAsync())[0] >= 120, "a snapshot");
        var revisions = await QueryAsync("select revision from passthroughtools.snapshot order by revision");
        revisions.Count.ShouldBe(2);

        // Both replicas may find that it is time at the same moment.
        ((long)revisions[1]).ShouldBeGreaterThan((long)revisions[0]);
        (await QueryAsync("select count(*) from passthroughtools.journal")).ShouldBe([150L], "the journal is kept whole");

        // From the newest snapshot, and from the events alone.
        await ShouldAgreeAsync(one, other);
        await QueryAsync("delete from passthroughtools.snapshot where revision = $1", revisions[1]);
        await ShouldAgreeAsync(one, other);
    }

    [SkippableFact]
    public async Task A_snapshot_taken_out_is_a_local_store()
    {
        var replica = await OpenAsync(devices: 2, vms: 2, snapshotEvery: 5);
        for (int i = 0; i < 5; i++) await replica.AskAsync(Lab.Note(0, $"{i}"));
        await EventuallyAsync(async () => (long)(await NewestAsync())[0] == 5, "a snapshot");

        var body = (byte[])(await QueryAsync("select body from passthroughtools.snapshot order by revision desc limit 1"))[0];
        var path = Path.Combine(Path.GetTempPath(), $"ptt-{Guid.NewGuid():N}.json");
        try
        {
            await using (var file = File.Create(path))
            await using (var unpacked = new GZipStream(new MemoryStream(body),
                CompressionMode.Decompress)) await unpacked.CopyToAsync(file);
            using var store = JsonStoreBackend.Open(path, Catalog.BuiltIn, "");
            (await store.ReadAsync(default)).ShouldBeState(await replica.ReadAsync());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Task<System.Collections.Generic.List<object>> NewestAsync() =>
        QueryAsync("select max(revision) from passthroughtools.snapshot");
}
