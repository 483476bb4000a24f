using System.Globalization;
using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>ETag and If-Match.</summary>
public sealed class PreconditionTests : IAsyncLifetime
{
    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task The_tag_of_every_read_is_the_revision_and_moves_with_it()
    {
        foreach (var expected in (string[])["\"7\"", "\"8\""])
        {
            foreach (var route in ServedRoutes.OfApi.Where(
                static route => route.Route is "/api/v1/clusters" or "/api/v1/hosts" or "/api/v1/hosts/{id}" or "/api/v1/vms"
                    or "/api/v1/vms/{id}" or "/api/v1/devices"
                or "/api/v1/devices/{hostId}/{address}" or "/api/v1/capabilities" or "/api/v1/state" or "/api/v1/changes"))
                (await lab.GetAsync(route.Path))["ETag"].ShouldBe(expected, route.Route);
            if (expected == "\"7\"") (await NoteAsync("a"))["ETag"].ShouldBe("\"8\"");
        }
    }

    [Fact]
    public async Task A_change_at_the_revision_that_was_read_is_made_and_at_another_one_refused()
    {
        (await NoteAsync("a", ("If-Match", "\"7\""))).Status.ShouldBe(200);
        var late = await NoteAsync("b", ("If-Match", "\"7\""));
        late.Status.ShouldBe(412);
        late.ProblemId.ShouldBe(nameof(ErrorId.ConcurrentChange));
        (await NoteAsync("b", ("If-Match", "\"9\""))).Status.ShouldBe(412);
        (await NoteAsync("b", ("If-Match", "*"))).Status.ShouldBe(200);
        (await NoteAsync("c", ("If-Match", "W/\"9\""))).Status.ShouldBe(200, "so a compressed answer has it");
        (await lab.GetAsync("/api/v1/session")).Json.GetProperty("revision").GetInt64().ShouldBe(10);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"x\"")]
    [InlineData("\"7\", \"8\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"7 \"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"7")]
    public async Task What_is_no_revision_is_refused_and_not_ignored(string tag)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        const string body = """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-3","notes":"x"}""";
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Type: "
            + $"application/json\r\nIf-Match: {tag}\r\nContent-Length: "
            + $"{body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
        var answer = (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!;
        answer.Status.ShouldBe(400);
        answer.ProblemId.ShouldBe(nameof(ErrorId.RequestMalformed));
        (await lab.GetAsync("/api/v1/session")).Json.GetProperty("revision").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task Of_many_changes_at_one_revision_one_is_made()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(number => NoteAsync(FormattableString.Invariant($"note {number}"), ("If-Match", "\"7\""))));
        answers.Count(static answer => answer.Status == 200).ShouldBe(1);
        answers.Count(static answer => answer.Status == 412).ShouldBe(19);
    }

    [Fact]
    public async Task A_key_that_met_another_revision_may_be_sent_again_with_the_newest()
    {
        (await NoteAsync("a", ("If-Match", "\"6\""), ("Idempotency-Key", "k"))).Status.ShouldBe(412);
        (await NoteAsync("a", ("If-Match", "\"7\""), ("Idempotency-Key", "k"))).Status.ShouldBe(200);
        var replayed = await NoteAsync("a", ("If-Match", "\"7\""), ("Idempotency-Key", "k"));
        replayed.Status.ShouldBe(200);
        replayed["Idempotency-Replayed"].ShouldBe("true");
    }

    private Task<Answer> NoteAsync(string notes, params (string, string)[] headers) =>
        lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-3","notes":{{JsonSerializer.Serialize(notes)}}}""",
            headers);
}
