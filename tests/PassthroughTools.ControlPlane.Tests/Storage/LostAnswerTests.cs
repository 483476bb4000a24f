using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>When the connection is lost while a change is committed, it is committed once, and the answer says so.</summary>
public sealed class LostAnswerTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableTheory]
    [InlineData(nameof(LossKind.AnswerIsLost), 0)]
    [InlineData(nameof(LossKind.NeverArrives), 0)]
    [InlineData(nameof(LossKind.ArrivesLate), 0)]
    [InlineData(nameof(LossKind.ArrivesLate), 300)]
    public async Task A_change_without_a_key_is_committed_once_and_acknowledged(string kind, int delay)
    {
        await SeedAsync(devices: 1, vms: 3);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(through: proxy.ConnectionString);
        var other = await OpenAsync();
        for (int i = 0; i < 6; i++)
        {
            if (i % 2 == 0) await other.AskAsync(Lab.Note(1, $"other {i}"));
            proxy.Lose($"marker {i}", Enum.Parse<LossKind>(kind), TimeSpan.FromMilliseconds(delay));
            var together = new[] { replica.AskAsync(Lab.Create($"machine-{i}")), replica.AskAsync(Lab.Note(0, $"marker {i}")),
                replica.AskAsync(Lab.Create($"other-{i}")) };
            var commits = await Task.WhenAll(together);
            commits.ShouldAllBe(static commit => !commit.IsRepeated);
        }

        proxy.Losses.ShouldBe(6);
        await Task.Delay(delay);
        var events = await ShouldAgreeAsync(replica, other);
        events.Count.ShouldBe(21, "each once");
        (await other.ReadAsync()).VMs.Count.ShouldBe(3 + 12);
    }

    [SkippableFact]
    public async Task What_arrives_late_does_not_displace_what_another_replica_committed_meanwhile()
    {
        await SeedAsync(devices: 1, vms: 3);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(through: proxy.ConnectionString);
        var other = await OpenAsync();
        proxy.Lose("marker", LossKind.ArrivesLate, TimeSpan.FromMilliseconds(200));
        var asked = replica.AskAsync(Lab.Note(0, "marker"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => other.AskAsync(Lab.Note(1, $"{i}"))));
        await asked;
        await Task.Delay(300);

        (await ShouldAgreeAsync(replica, other)).Count.ShouldBe(51);
    }

    [SkippableFact]
    public async Task One_whose_answer_was_lost_waits_for_the_database_while_others_are_refused()
    {
        await SeedAsync(devices: 1, vms: 2);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(through: proxy.ConnectionString);
        proxy.Lose("marker", LossKind.AnswerIsLost);
        proxy.FreezeAfterLoss();
        var asked = replica.AskAsync(Lab.Note(0, "marker"));
        await EventuallyAsync(() => Task.FromResult(!replica.Database.IsAvailable), "known to be away");
        await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Note(1, "x"), null, "Nothing changed");

        proxy.Thaw();
        (await asked).Event!.Sequence.ShouldBe(1);
        (await ShouldAgreeAsync(replica)).Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Where_the_database_stays_away_nobody_is_told_that_nothing_changed()
    {
        await SeedAsync(devices: 1, vms: 2);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(patience: TimeSpan.FromSeconds(0.5), through: proxy.ConnectionString);
        var other = await OpenAsync();

        // It is committed, and then there is nobody to ask whether it was.
        proxy.Lose("marker", LossKind.AnswerIsLost);
        proxy.FreezeAfterLoss();
        await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Note(0, "marker"), "k1", "does not answer", "ChangeVM",
            "is not known", "same Idempotency-Key");
        await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Note(1, "x"), "k2", "does not answer", "Nothing changed");
        (await other.ReadAsync()).Revision.ShouldBe(1);

        proxy.Thaw();
        await EventuallyAsync(() => Task.FromResult(replica.Database.IsAvailable), "it comes back by itself");
        var again = await replica.AskAsync(Lab.Note(0, "marker"), "k1");
        (again.IsRepeated, again.Event!.Sequence).ShouldBe((true, 1));
        (await ShouldAgreeAsync(replica, other)).Count.ShouldBe(1);
    }
}
