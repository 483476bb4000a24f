using System.Diagnostics;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using static PassthroughTools.ControlPlane.Tests.Storage.Backups.BackupLab;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>The program's commands, killed at any moment: a whole backup or none, the old inventory or the new one.</summary>
public sealed class KilledBackupTests(PostgresServer server) : PostgresTest(server)
{
    private BackupLab? made;

    private BackupLab Files => made ??= Keep(new BackupLab());

    private readonly Random random = new(20261128);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task A_backup_that_was_killed_leaves_no_file_that_looks_whole()
    {
        await LargeAsync("lab");
        var time = await RunAsync(null, "backup", Files.PathOf("whole.backup"), "--store", Files.PathOf("lab.json"));
        for (int i = 0; i < LongRun.Times(3, 200); i++)
        {
            await RunAsync(time * random.NextDouble() * 1.1, "backup", Files.PathOf($"{i}.backup"), "--store",
                Files.PathOf("lab.json"));
            if (File.Exists(Files.PathOf($"{i}.backup"))) BackupFile.Read(Files.PathOf($"{i}.backup"),
                "The backup").Summary.Events.ShouldBe(40);
        }
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task A_restore_that_was_killed_has_restored_all_or_nothing()
    {
        var backup = await Files.BackupAsync(await LargeAsync("from"));
        await Files.FilledAsync("probe", changes: 9);
        var time = await RunAsync(null, "restore", backup, "--force", "--store", Files.PathOf("probe.json"));
        for (int i = 0; i < LongRun.Times(4, 300); i++)
        {
            var before = await Files.FilledAsync($"{i}", changes: 9);
            var state = await StateAsync(before);
            await RunAsync(time * (0.3 + (random.NextDouble() * 0.75)), "restore", backup, "--force", "--store",
                Files.PathOf($"{i}.json"));
            var after = Files.Local($"{i}");
            var now = await StateAsync(after);
            if (now.Revision == state.Revision)
            {
                now.ShouldBeState(state);
                (await EventsAsync(after)).Count.ShouldBe(9);
            }
            else
            {
                (now.Revision, now.VMs.Count, (await EventsAsync(after)).Count).ShouldBe((42, 3000, 41));
            }

            (await AskAsync(before, Lab.Note(0, "on"))).Event!.Sequence.ShouldBe(now.Revision + 1);
        }
    }

    [SkippableFact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task A_restore_into_a_database_that_was_killed_has_restored_all_or_nothing()
    {
        var backup = await Files.BackupAsync(await LargeAsync("from"));
        await SeedAsync(2, 3);
        var running = await OpenAsync();
        await running.AskAsync(Lab.Note(0, "before"));
        var time = await RunAsync(null, "restore", backup, "--force", "--store", "postgres");
        for (int i = 0; i < LongRun.Times(3, 100); i++)
        {
            var before = (await running.AskAsync(Lab.Note(0, $"before {i}"))).State;
            await RunAsync(time * (0.3 + (random.NextDouble() * 0.75)), "restore", backup, "--force", "--store", "postgres");

            // What it has sent may be carried out when it is gone.
            var now = await running.ReadAsync();
            if (now.Revision == before.Revision) now.ShouldBeState(before);
            else (now.Revision, now.VMs.Count).ShouldBe((before.Revision + 2, 3000));

            // Closed again: a hundred together are more than a database takes.
            await using var fresh = await Replica.OpenAsync(ConnectionString);
            (await fresh.ReadAsync()).Revision.ShouldBeGreaterThanOrEqualTo(now.Revision);
        }
    }

    /// <summary>A store that takes some time to write.</summary>
    private async Task<ServerStorage> LargeAsync(string name)
    {
        var storage = Files.Local(name, Lab.Of(2, 3000));
        for (int i = 0; i < 40; i++) await AskAsync(storage, Lab.Note(i, $"{name} {i}"));
        return storage;
    }

    /// <summary>Runs the program, and kills it after a time; how long it ran.</summary>
    private async Task<TimeSpan> RunAsync(TimeSpan? until, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerOptions).Assembly.Location, .. arguments]) {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PASSTHROUGHTOOLS_POSTGRES"] = ConnectionString;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var ended = process.WaitForExitAsync();
        if (until is { } limit) await Task.WhenAny(ended, Task.Delay(limit));
        else await ended;
        if (!process.HasExited) process.Kill();
        await ended;
        if (until is null) process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync());
        return clock.Elapsed;
    }
}
