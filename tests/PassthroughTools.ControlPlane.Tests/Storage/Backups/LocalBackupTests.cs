using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;
using static PassthroughTools.ControlPlane.Tests.Storage.Backups.BackupLab;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>Backups of local stores, and what they are restored to.</summary>
public sealed class LocalBackupTests : IAsyncDisposable
{
    private readonly BackupLab lab = new();

    public ValueTask DisposeAsync() => lab.DisposeAsync();

    [Fact]
    public async Task All_that_a_store_has_comes_back_and_goes_on()
    {
        var storage = await lab.FilledAsync();
        var (state, events) = (await StateAsync(storage), await EventsAsync(storage));
        var copy = lab.Local("copy");
        var restored = await RestoreAsync(copy, await lab.BackupAsync(storage));

        restored.Sequence.ShouldBe(state.Revision + 2, "one is left out");
        await ShouldHaveAsync(copy, state, events, restored);
        (await copy.Tokens.ReadAsync(CancellationToken.None))
            .Select(static token => (token.Name, token.Role, token.Revoked is null))
            .ShouldBe([("anna", TokenRole.Admin, true), ("left", TokenRole.Reader, false)]);

        // Revisions, ids and keys go on.
        (await AskAsync(copy, Lab.Note(0, "lab 0"), "lab-key-0")).IsRepeated.ShouldBeTrue("it was carried out before the backup");
        (await AskAsync(copy, Lab.Note(0, "after"))).Event!.Sequence.ShouldBe(restored.Sequence + 1);
        (await AskAsync(copy, Lab.Create("new"))).Decision.TargetId.ShouldBe("VirtualMachine-vm-5000");
        (await EventsAsync(copy)).Select(static committed => committed.Sequence).ShouldBe([1, 2, 3, 4, 5, 7, 8, 9]);

        // And as others open it.
        var again = lab.Local("copy");
        (await StateAsync(again)).ShouldBeState(await StateAsync(copy));
        TextsOf(await EventsAsync(again)).ShouldBe(TextsOf(await EventsAsync(copy)));
    }

    [Fact]
    public async Task What_is_there_is_replaced_only_when_that_is_said_and_then_nobody_takes_the_one_for_the_other()
    {
        var storage = await lab.FilledAsync();
        var backup = await lab.BackupAsync(storage);
        var (state, events) = (await StateAsync(storage), await EventsAsync(storage));
        var other = await lab.FilledAsync("other", changes: 9);
        var before = await StateAsync(other);

        var refusal = await Should.ThrowAsync<PassthroughException>(RestoreAsync(other, backup));
        refusal.Id.ShouldBe(ErrorId.NameInUse);
        refusal.Message.ShouldContain("revision 9 with 1 hosts and 3 virtual machines");
        (await StateAsync(other)).ShouldBeState(before);

        var restored = await RestoreAsync(other, backup, force: true);
        restored.Sequence.ShouldBe(11, "no revision of either is given again, and one is left out");
        restored.Summary.ShouldEndWith("in the place of revision 9, whose events are kept in other.journal.*.replaced-11.jsonl");
        var kept = Directory.GetFiles(lab.Folder, "other.journal.*.replaced-11.jsonl").ShouldHaveSingleItem();
        Path.GetFileName(kept).ShouldBe("other.journal.000000000001-000000000009.replaced-11.jsonl");
        var scan = new JournalScan(kept, await File.ReadAllBytesAsync(kept));
        scan.Events(scan.Head().After, 0).Select(static one => one.Sequence).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        await ShouldHaveAsync(other, state, events, restored);
        (await AskAsync(other, Lab.Note(2, "lab 2"), "lab-key-2")).IsRepeated.ShouldBeTrue("its keys came with it");
        (await AskAsync(other, Lab.Note(2, "other 2"), "other-key-2")).IsRepeated.ShouldBeFalse("those that were there are gone");

        // Whoever knows something of before gets no event that would fit it.
        for (long after = 1; after <= before.Revision; after++) (await EventsAsync(other, after))[0].Sequence.ShouldBe(11);

        // Rolled back a second time, to where a history with a gap ends.
        var second = await RestoreAsync(other, await lab.BackupAsync(other, "two.backup"), force: true);
        second.Sequence.ShouldBe(14);
        (await EventsAsync(other)).Select(static committed => committed.Sequence).ShouldBe([1, 2, 3, 4, 5, 11, 12, 14]);
        (await EventsAsync(lab.Local("other"))).Select(static committed => committed.Sequence)
            .ShouldBe([1, 2, 3, 4, 5, 11, 12, 14]);
    }

    [Fact]
    public async Task What_a_restore_has_replaced_is_kept_as_long_as_archived_journals_are()
    {
        var storage = await lab.FilledAsync();
        var backup = await lab.BackupAsync(storage);
        for (int i = 0; i < 3; i++)
        {
            await AskAsync(storage, Lab.Note(0, $"later {i}"));
            await RestoreAsync(storage, backup, force: true);
        }

        string[] Replaced() => Directory.GetFiles(lab.Folder, "lab.journal.*.replaced-*.jsonl");
        Replaced().Length.ShouldBeGreaterThanOrEqualTo(3);
        await storage.PruneAsync(new(null, null), new(null, null), default);
        Replaced().Length.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var file in Replaced()) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        await storage.PruneAsync(new(null, null), new(TimeSpan.FromDays(9), null), default);
        Replaced().ShouldBeEmpty();
        (await EventsAsync(storage)).ShouldNotBeEmpty("what is the inventory's own is newer");
    }

    [Fact]
    public async Task Another_process_that_serves_the_store_goes_on_with_what_was_restored()
    {
        var storage = await lab.FilledAsync();
        var backup = await lab.BackupAsync(storage);
        var state = await StateAsync(storage);
        for (int i = 0; i < 20; i++) await AskAsync(storage, Lab.Note(1, $"later {i}"));

        var restored = await RestoreAsync(lab.Local("lab"), backup, force: true);
        (await StateAsync(storage)).ShouldBeState(state.InPlaceOf(state, restored.Sequence));
        (await EventsAsync(storage, 25)).ShouldHaveSingleItem().Sequence.ShouldBe(27);
        (await AskAsync(storage, Lab.Note(0, "on"))).Event!.Sequence.ShouldBe(28);
    }

    [Fact]
    public async Task Tokens_that_are_there_stay_as_they_are()
    {
        var storage = await lab.FilledAsync();
        var backup = await lab.BackupAsync(storage);
        await storage.Tokens.RevokeAsync("anna", DateTimeOffset.UnixEpoch, CancellationToken.None);
        await storage.Tokens.AddAsync(TestToken.Make(TokenRole.Admin, "new").Stored, CancellationToken.None);
        await RestoreAsync(storage, backup, force: true);
        (await storage.Tokens.ReadAsync(CancellationToken.None)).Select(static token => (token.Name, token.Revoked is null))
            .ShouldBe([("anna", false), ("left", false), ("new", true)]);
    }

    [Fact]
    public async Task A_backup_is_of_one_revision_while_others_write_and_fold_the_journal()
    {
        var path = lab.PathOf("busy.json");
        SnapshotFile.Write(path, Lab.Of(1, 3));
        var reader = lab.Local("busy");
        using var writer = JsonStoreBackend.Open(path, Catalog.BuiltIn, "", null, minJournalBytes: 4000);
        using var stopping = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (int i = 0; !stopping.IsCancellationRequested; i++)
                await writer.ExecuteAsync(new(Lab.Note(i % 3, $"{i} {new string('x', 500)}"), "tester@lab"),
                    CancellationToken.None);
        });
        for (int i = 0; !writing.IsCompleted && (i < 20 || Directory.GetFiles(lab.Folder, "busy.journal.0*").Length == 0); i++)
        {
            var backup = BackupFile.Read(await lab.BackupAsync(reader, $"{i}.backup"), "The backup");
            var events = backup.Events().ToList();
            events.Select(static committed => committed.Sequence)
                .ShouldBe(Enumerable.Range(1, (int)backup.State.Revision).Select(static number => (long)number));
            events.Aggregate(Lab.Of(1, 3), static (state, committed) => state.Apply(committed.Sequence, committed.Changes))
                .ShouldBeState(backup.State);
        }

        await stopping.CancelAsync();
        await writing;
        Directory.GetFiles(lab.Folder, "busy.journal.0*").ShouldNotBeEmpty("the journal was folded meanwhile");
    }

    [Fact]
    public async Task A_history_of_which_the_beginning_is_not_kept_is_restored_as_far_as_it_is()
    {
        var path = lab.PathOf("old.json");
        var old = lab.Local("old", Lab.Of(1, 1));
        using (var writer = JsonStoreBackend.Open(path, Catalog.BuiltIn, "", null, minJournalBytes: 1))
        {
            for (int i = 0; i < 6; i++) await writer.ExecuteAsync(new(Lab.Note(0, new string('x', 2000) + i), "tester@lab"),
                CancellationToken.None);
        }

        foreach (var archive in Directory.GetFiles(lab.Folder, "old.journal.0*").Order(StringComparer.Ordinal)
            .Take(2)) File.Delete(archive);
        var kept = await EventsAsync(old);
        kept.Count.ShouldBeInRange(1, 5);
        var copy = lab.Local("copy");
        await ShouldHaveAsync(copy, await StateAsync(old), kept, await RestoreAsync(copy, await lab.BackupAsync(old)));
    }

    [SkippableFact]
    public async Task Only_its_owner_may_read_it_and_it_has_no_secret()
    {
        Skip.If(OperatingSystem.IsWindows(), "SKIPPED: modes of files are Unix's.");
        if (OperatingSystem.IsWindows()) return;
        var token = TestToken.Make(TokenRole.Admin, "anna");
        var storage = lab.Local("lab", Lab.Of(1, 1));
        await storage.Tokens.AddAsync(token.Stored, CancellationToken.None);
        var path = await lab.BackupAsync(storage);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Unpacked(path).ShouldNotContain(token.Secret);
        await RestoreAsync(lab.Local("copy"), path);
        File.GetUnixFileMode(lab.PathOf("copy.tokens.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>What stands in the folder when a process is killed after the decision, whichever of its files it had
    /// moved.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_restore_that_was_killed_is_finished_by_the_next_one_who_comes(int moved)
    {
        var backup = BackupFile.Read(await lab.BackupAsync(await lab.FilledAsync("from", changes: 4)), "The backup");
        var running = await lab.FilledAsync("lab", changes: 9);
        await StateAsync(running);
        var paths = new StorePaths(lab.PathOf("lab.json"));
        var request = new RestoreRequest(backup, "admin@desk", Overwrite: true);
        var restored = request.Event(11, request.Backup.State, "");
        StoreRestore.Begin(paths, backup.State.InPlaceOf(backup.State, 10), backup.Events(), restored, static _ => { });
        if (moved > 0) Move("lab.json");
        if (moved > 1) File.Copy(paths.Journal, paths.Archive(1, 9), overwrite: true);
        if (moved > 2) Move("lab.journal.jsonl");
        if (moved > 2) File.Delete(paths.Archive(1, 9));
        if (moved > 3) Move(Path.GetFileName(paths.Archive(1, 4)));

        if (moved % 2 == 0) (await AskAsync(running, Lab.Note(0, "on"))).Event!.Sequence.ShouldBe(12,
            "a server that runs finishes it before it writes");
        var opened = lab.Local("lab");
        (await EventsAsync(opened)).Select(static committed => committed.Sequence).Take(5).ShouldBe([1, 2, 3, 4, 11]);
        (await StateAsync(opened)).VMs.Find(Lab.VMId(1))!.Notes.ShouldBe("from 1");
        Directory.Exists(paths.Restoring).ShouldBeFalse();
        Directory.GetFiles(lab.Folder, "lab.journal*").Length.ShouldBe(moved > 2 ? 2 : 3, "what was replaced is kept");

        void Move(string name) => File.Move(Path.Combine(paths.Restoring, name), lab.PathOf(name), overwrite: true);
    }

    [Fact]
    public async Task A_restore_that_was_killed_before_it_was_decided_has_changed_nothing()
    {
        var running = await lab.FilledAsync();
        var state = await StateAsync(running);
        Directory.CreateDirectory(new StorePaths(lab.PathOf("lab.json")).Restoring + ".tmp");
        await File.WriteAllTextAsync(Path.Combine(new StorePaths(lab.PathOf("lab.json")).Restoring + ".tmp", "lab.json"), "{");
        (await StateAsync(lab.Local("lab"))).ShouldBeState(state);
        var backup = await lab.BackupAsync(running);
        await ShouldHaveAsync(running, state, await EventsAsync(running), await RestoreAsync(running, backup, force: true));
        Directory.GetDirectories(lab.Folder).ShouldBeEmpty();
    }
}
