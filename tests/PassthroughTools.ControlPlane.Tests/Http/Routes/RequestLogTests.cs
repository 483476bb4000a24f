using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>The server's log has one line a request, and not one for each of a flood of refused ones.</summary>
public sealed class RequestLogTests : IAsyncLifetime
{
    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_request_is_one_line_that_says_who_from_where_what_and_how_it_ended()
    {
        var answer = await lab.GetAsync("/api/v1/hosts/none%0Asecond", ("X-Client-Machine", "desk"));
        var line = await LineAsync(1);
        foreach (var part in (string[])["GET /api/v1/hosts/none second: 404 in ", " ms, from 127.0.0.1, by ",
            "@desk, request " + answer["X-Request-Id"]]) line.ShouldContain(part);
        line.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Of_refused_attempts_one_a_minute_is_logged_with_the_number_of_the_others()
    {
        await lab.GetAsync("/api/v1/hosts");
        for (int i = 0; i < 25; i++) await lab.SendAsync("GET", "/api/v1/hosts", "Bearer nonsense", null);
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        await lab.SendAsync("GET", "/api/v1/hosts", "Bearer nonsense", null);
        (await LineAsync(3)).ShouldContain("24 more from there were refused");
        (await LineAsync(3)).ShouldContain(" from 127.0.0.1, by nobody known, request ");
        lab.Requests.Count(static line => line.Contains(": 401 in ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task That_the_tokens_cannot_be_read_is_one_line_until_they_can()
    {
        for (int round = 1; round <= 2; round++)
        {
            lab.Tokens.Source.Failure = new PassthroughException(ErrorId.StoreCorrupt, "The token file is damaged.");
            for (int i = 0; i < 5; i++) (await lab.GetAsync("/api/v1/hosts")).Status.ShouldBe(503);
            lab.Log.Count(static line => line.Contains("Nobody is let in", StringComparison.Ordinal)).ShouldBe(round);
            lab.Tokens.Source.Failure = null;
            (await lab.GetAsync("/api/v1/hosts")).Status.ShouldBe(200);
        }
    }

    // A line is written when the answer was sent.
    private async Task<string> LineAsync(int count)
    {
        for (int tries = 0; lab.Requests.Count() < count && tries < 600; tries++) await Task.Delay(20);
        return lab.Requests.ElementAt(count - 1);
    }
}
