using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;
using static PassthroughTools.ControlPlane.Tests.Storage.Backups.BackupLab;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>Backups of databases, and from one storage to the other and back.</summary>
public sealed class PostgresBackupTests(PostgresServer server) : PostgresTest(server)
{
    private BackupLab? made;

    private BackupLab Files => made ??= Keep(new BackupLab());

    [SkippableFact]
    public async Task From_a_local_store_into_a_database_and_back_nothing_is_lost()
    {
        var local = await Files.FilledAsync();
        var (state, events) = (await StateAsync(local), await EventsAsync(local));
        var database = await Files.PostgresAsync(ConnectionString);
        var restored = await RestoreAsync(database, await Files.BackupAsync(local));
        restored.Sequence.ShouldBe(7);
        await ShouldHaveAsync(database, state, events, restored);
        (await AskAsync(database, Lab.Note(1, "lab 1"), "lab-key-1")).IsRepeated.ShouldBeTrue();
        (await AskAsync(database, Lab.Attach(0, 0), "attach")).Event!.Sequence.ShouldBe(8);

        // As a server that is started later has it.
        var again = await Files.PostgresAsync(ConnectionString);
        (await StateAsync(again)).ShouldBeState(await StateAsync(database));
        TextsOf(await EventsAsync(again)).ShouldBe(TextsOf(await EventsAsync(database)));
        (await again.Tokens.ReadAsync(CancellationToken.None)).Select(static token => token.Name)
            .ShouldBe(["anna", "left"], ignoreOrder: true);

        var (back, all) = (Files.Local("back"), await EventsAsync(database));
        await ShouldHaveAsync(back, await StateAsync(database), all,
            await RestoreAsync(back, await Files.BackupAsync(database, "two.backup")));
        (await AskAsync(back, Lab.Attach(0, 0), "attach")).IsRepeated.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Servers_that_run_on_the_database_go_on_with_what_was_restored()
    {
        var local = await Files.FilledAsync(changes: 3);
        var backup = await Files.BackupAsync(local);
        var state = await StateAsync(local);
        var (one, other) = (await OpenAsync(devices: 2, vms: 5), await OpenAsync());
        for (int i = 0; i < 7; i++) await one.AskAsync(Lab.Note(4, $"{i}"));
        await other.ReadAsync();

        var storage = await Files.PostgresAsync(ConnectionString);
        (await Should.ThrowAsync<PassthroughException>(RestoreAsync(storage, backup))).Id.ShouldBe(ErrorId.NameInUse);
        (await StateAsync(storage)).Revision.ShouldBe(7);
        var restored = await RestoreAsync(storage, backup, force: true);
        restored.Sequence.ShouldBe(9);
        restored.Summary.ShouldEndWith(
            "in the place of revision 7, whose events are kept in passthroughtools.journal_replaced_9");
        (await QueryAsync("select sequence from passthroughtools.journal_replaced_9 order by sequence"))
            .ShouldBe([1L, 2L, 3L, 4L, 5L, 6L, 7L]);
        await storage.PruneAsync(new(null, null), new(TimeSpan.FromDays(1), null), default);
        (await QueryAsync("select count(*) from passthroughtools.journal_replaced_9")).ShouldBe([7L]);
        await storage.PruneAsync(new(null, null), new(null, 0), default);
        (await QueryAsync("select to_regclass('passthroughtools.journal_replaced_9') is null")).ShouldBe([true]);
        foreach (var replica in (Replica[])[one, other])
        {
            (await replica.ReadAsync()).ShouldBeState(state.InPlaceOf(state, 9));
            (await replica.EventsAsync(after: 7)).ShouldHaveSingleItem().Sequence.ShouldBe(9);
            (await replica.EventsAsync()).Select(static committed => committed.Sequence).ShouldBe([1, 2, 3, 9]);
        }

        (await one.AskAsync(Lab.Note(0, "on"))).Event!.Sequence.ShouldBe(10);
        (await other.AskAsync(Lab.Note(0, "and on"))).Event!.Sequence.ShouldBe(11);
        (await OpenAsync()).Backend.ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task A_server_on_an_empty_database_takes_up_a_history_without_its_beginning()
    {
        var running = await OpenAsync();
        (await running.ReadAsync()).Revision.ShouldBe(0);
        var old = Files.Local("old", Lab.Of(1, 1).InPlaceOf(Lab.Of(0, 0), 40));
        await AskAsync(old, Lab.Note(0, "41"));
        var restored = await RestoreAsync(await Files.PostgresAsync(ConnectionString), await Files.BackupAsync(old));
        restored.Sequence.ShouldBe(43);
        (await running.ReadAsync()).Revision.ShouldBe(43);
        (await running.EventsAsync()).Select(static committed => committed.Sequence).ShouldBe([41, 43]);

        // What is damage is still told from it.
        await running.AskAsync(Lab.Note(0, "44"));
        await running.AskAsync(Lab.Note(0, "45"));
        await QueryAsync("delete from passthroughtools.journal where sequence = 44");
        (await Should.ThrowAsync<PassthroughException>(() => OpenAsync())).Message.ShouldContain("event 44 is missing");
    }

    [SkippableFact]
    public async Task Changes_that_race_with_a_restore_are_before_it_or_after_it()
    {
        var backup = await Files.BackupAsync(await Files.FilledAsync(changes: 300));
        await SeedAsync(2, 3);
        var writers = await Task.WhenAll(OpenAsync(), OpenAsync(), OpenAsync());
        var storage = await Files.PostgresAsync(ConnectionString);
        using var stopping = new CancellationTokenSource();
        var writing = writers.Select((writer, number) => Task.Run(async () =>
        {
            var committed = new List<long>();
            for (int i = 0; !stopping.IsCancellationRequested; i++) committed.Add(
                (await writer.InsistAsync(Lab.Note(number, $"{number}/{i}"), $"{number}/{i}")).Event!.Sequence);
            return committed;
        })).ToList();
        var restores = new List<long>();
        for (int i = 0; i < 5; i++)
        {
            await Task.Delay(50);
            restores.Add((await RestoreAsync(storage, backup, force: true)).Sequence);
        }

        await stopping.CancelAsync();
        var all = (await Task.WhenAll(writing)).SelectMany(static committed => committed).Order().ToList();
        all.Distinct().Count().ShouldBe(all.Count, "no revision is given twice");
        all.Intersect(restores).ShouldBeEmpty();
        var fresh = await OpenAsync();
        var events = await fresh.EventsAsync(restores[^1] - 1);
        events.Select(static committed => committed.Sequence)
            .ShouldBe(Enumerable.Range(0, events.Count).Select(i => restores[^1] + i), "there is no gap after the last restore");
        events.Skip(1).Select(static committed => committed.Sequence)
            .ShouldBe(all.Where(sequence => sequence > restores[^1]), "what was acknowledged after it is there");
        foreach (var writer in writers) (await writer.ReadAsync()).ShouldBeState(await fresh.ReadAsync());
    }
}
