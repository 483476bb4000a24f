using System.Diagnostics;
using System.Globalization;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.SlowClients;

/// <summary>Event streams: each change once, in order, whatever happens to the connection.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Theory]
    [InlineData("?after=0", null, 1)]
    [InlineData("?after=5", null, 6)]
    [InlineData("", "3", 4)]
    [InlineData("?after=0", "6", 7)]
    [InlineData("?after=6", "0", 1)]
    public async Task A_stream_goes_on_after_what_was_seen_and_Last_Event_ID_counts_before_the_parameter(string query,
        string? lastSeen, long first)
    {
        using var stream = await EventReader.OpenAsync(lab, query, lastSeen);
        await ChangeAsync(2);
        (await stream.ChangesAsync(10 - (int)first)).ShouldBe(From(first, 9));
    }

    [Fact]
    public async Task A_stream_without_a_revision_has_what_comes_from_now_on()
    {
        using var stream = await EventReader.OpenAsync(lab);
        using var atNewest = await EventReader.OpenAsync(lab, "?after=7");
        await ChangeAsync(3);
        (await stream.ChangesAsync(3)).ShouldBe([8, 9, 10]);
        (await atNewest.ChangesAsync(3)).ShouldBe([8, 9, 10]);
    }

    [Theory]
    [InlineData("?after=8", null)]
    [InlineData("?after=4611686018427387903", null)]
    [InlineData("", "8")]
    [InlineData("?after=0", "9223372036854775807")]
    public async Task Who_is_ahead_is_reset_and_the_stream_ends(string query, string? lastSeen)
    {
        using var stream = await EventReader.OpenAsync(lab, query, lastSeen);
        var frame = (await stream.NextAsync())!;
        (frame.Kind, frame.Id, frame.Data).ShouldBe(("reset", null, "{}"));
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("", "-1")]
    [InlineData("", "1.5")]
    [InlineData("", "99999999999999999999")]
    [InlineData("?after=x", null)]
    [InlineData("?after=-1", null)]
    [InlineData("?after=9223372036854775807", null)]
    public async Task What_is_no_number_is_refused_before_a_stream_begins(string query, string? lastSeen)
    {
        (string, string)[] headers = lastSeen is null ? [] : [("Last-Event-ID", lastSeen)];
        (await lab.GetAsync("/api/v1/events" + query, headers)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_client_that_loses_its_connection_again_and_again_misses_nothing_and_gets_nothing_twice()
    {
        const int changes = 300;
        var writing = ChangeAsync(changes);
        var seen = new List<long>();
        var random = new Random(5);
        while (seen.Count < changes)
        {
            var last = seen.Count == 0 ? "7" : seen[^1].ToString(CultureInfo.InvariantCulture);
            bool byHeader = random.Next(2) == 0;
            using var stream = await EventReader.OpenAsync(lab, byHeader ? "" : "?after=" + last, byHeader ? last : null);
            seen.AddRange(await stream.ChangesAsync(Math.Min(random.Next(0, 40), changes - seen.Count)));
        }

        await writing;
        seen.ShouldBe(From(8, 7 + changes));
    }

    [Fact]
    public async Task Two_hundred_streams_get_each_change_once()
    {
        const int streams = 200, changes = 40;
        var readers = await Task.WhenAll(
            Enumerable.Range(0, streams).Select(number => EventReader.OpenAsync(lab, number % 2 == 0 ? "?after=7" : "")));
        try
        {
            var reading = readers.Select(static reader => reader.ChangesAsync(changes)).ToList();
            await ChangeAsync(changes);
            foreach (var seen in await Task.WhenAll(reading)) seen.ShouldBe(From(8, 7 + changes));
            await ChangeAsync(1);
            foreach (var reader in readers) (await reader.ChangesAsync(1)).ShouldBe([8 + changes]);
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    [Fact]
    public async Task A_stream_without_changes_is_kept_alive_by_comments()
    {
        using var stream = await EventReader.OpenAsync(lab);
        long began = Stopwatch.GetTimestamp();
        (await stream.NextAsync())!.Comment.ShouldBe("still here");
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(10));
        await ChangeAsync(1);
        (await stream.ChangesAsync(1)).ShouldBe([8]);
    }

    private static IEnumerable<long> From(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(static number => (long)number);

    private async Task ChangeAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var answer = await lab.PostAsync(
                $$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"{{Guid.NewGuid():N}}"}""");
            answer.Status.ShouldBe(200, answer.ToString());
        }
    }
}
