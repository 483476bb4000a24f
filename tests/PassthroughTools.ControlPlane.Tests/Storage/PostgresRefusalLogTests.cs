using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Refusals of all replicas in one table.</summary>
public sealed class PostgresRefusalLogTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Refusals_are_read_as_they_were_added_in_pages()
    {
        var log = await LogAsync();
        (await log.ReadAsync(0, 10, default)).ShouldBeEmpty();
        var refusals = Enumerable.Range(1, 5).Select(Refusal).ToList();
        foreach (var refusal in refusals) await log.AddAsync(refusal, default);

        (await log.ReadAsync(0, 100, default)).ShouldBe(refusals.Select(static (refusal, i) => refusal with { Number = i + 1 }));
        (await log.ReadAsync(1, 2, default)).Select(static refusal => refusal.Number).ShouldBe([2, 3]);
        (await log.ReadAsync(5, 2, default)).ShouldBeEmpty();
        (await (await LogAsync()).ReadAsync(4, 100, default)).ShouldHaveSingleItem().RequestId.ShouldBe("r-5");
    }

    [SkippableFact]
    public async Task The_oldest_go_by_age_and_by_size_and_numbers_go_on()
    {
        var log = await LogAsync();
        for (int i = 1; i <= 10; i++)
            await log.AddAsync(Refusal(i) with { Time = DateTime.UtcNow - TimeSpan.FromDays(20 - i) }, default);
        await log.PruneAsync(new RetentionLimits(null, null), default);
        (await log.ReadAsync(0, 20, default)).Count.ShouldBe(10);
        await log.PruneAsync(new RetentionLimits(TimeSpan.FromDays(15.5), null), default);
        (await log.ReadAsync(0, 20, default)).Select(static refusal => refusal.Number).ShouldBe([5, 6, 7, 8, 9, 10]);
        long bytes = (long)(await QueryAsync("select sum(pg_column_size(r)) from passthroughtools.refusal r"))[0];
        await log.PruneAsync(new RetentionLimits(null, (bytes / 2) + 10), default);
        (await log.ReadAsync(0, 20, default)).Select(static refusal => refusal.Number).ShouldBe([8, 9, 10]);
        await log.PruneAsync(new RetentionLimits(null, 1), default);
        await log.AddAsync(Refusal(11), default);
        (await log.ReadAsync(0, 20, default)).ShouldHaveSingleItem().Number.ShouldBe(11);
    }

    [SkippableFact]
    public async Task What_is_missing_or_cannot_be_in_a_database_does_no_harm()
    {
        var log = await LogAsync();
        await log.AddAsync(
            Refusal(1) with { Actor = null, Source = null, Key = null, Message = "zero \0 half \ud83d J\u00e4ger" }, default);
        var read = (await log.ReadAsync(0, 10, default)).ShouldHaveSingleItem();
        (read.Actor, read.Source, read.Key).ShouldBe((null, null, null));
        read.Message.ShouldBe("zero \ufffd half \ufffd J\u00e4ger");
    }

    [SkippableFact]
    public async Task Who_reads_on_after_the_last_number_misses_none_of_many_at_once()
    {
        var logs = new[] { await LogAsync(), await LogAsync() };
        var reader = await LogAsync();
        var adding = Task.WhenAll(
            Enumerable.Range(0, 400).Select(i => Task.Run(() => logs[i % 2].AddAsync(Refusal(i), CancellationToken.None))));
        var seen = new System.Collections.Generic.List<Refusal>();
        while (seen.Count < 400)
        {
            var page = await reader.ReadAsync(seen.Count == 0 ? 0 : seen[^1].Number, 50, default);
            if (page.Count == 0 && adding.IsCompleted && (await reader.ReadAsync(seen[^1].Number, 50, default)).Count == 0) break;
            seen.AddRange(page);
        }

        await adding;
        seen.Select(static refusal => refusal.RequestId).Distinct(StringComparer.Ordinal).Count().ShouldBe(400);
    }

    [SkippableFact]
    public async Task Without_a_database_the_request_goes_on_and_the_servers_log_has_the_refusal()
    {
        var replica = await OpenAsync();
        using var provider = new RecordingLogFactory();
        var log = new PostgresRefusalLog(replica.Database, provider.CreateLogger());
        await Server.StopAsync();
        try
        {
            await log.AddAsync(Refusal(7), default);
        }
        finally
        {
            await Server.StartAsync();
        }

        provider.Log.Lines.ShouldHaveSingleItem().ShouldContain("r-7");
    }

    private static Refusal Refusal(int number) => new()
    {
        Time = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc).AddSeconds(number),
        Actor = "anna",
        Source = "10.0.0.5",
        RequestId = $"r-{number}",
        Key = "k",
        Operation = "PowerOnVM",
        Id = "DeviceInUse",
        Message = "Because.",
    };

    private async Task<PostgresRefusalLog> LogAsync() =>
        new((await OpenAsync()).Database, NullLogger<PostgresRefusalLog>.Instance);
}
