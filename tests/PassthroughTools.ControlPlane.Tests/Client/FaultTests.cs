using Microsoft.AspNetCore.Http;
using PassthroughTools.Backends;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Client;

/// <summary>What the module's client does where the way to the server, or the server, fails.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private TestServer server = null!;
    private FaultyPath path = null!;

    public static TheoryData<string> Faults => ["lost", "answer lost", "503", "502", "429", "two of them"];

    public async Task InitializeAsync()
    {
        server = await TestServer.StartAsync();
        path = await FaultyPath.StartAsync(server.Address);
    }

    public async Task DisposeAsync()
    {
        await path.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_is_repeated_with_its_key_and_carried_out_once(string fault)
    {
        using var client = await ConnectAsync();
        long before = (await client.ReadAsync(CancellationToken.None)).Revision;
        path.Meets = static request => request.Method == "POST";
        switch (fault)
        {
            case "lost": path.Lose(); break;
            case "answer lost": path.LoseAnswer(); break;
            case "503": path.Answer(503, retryAfter: "0"); break;
            case "502": path.Answer(502, "<html>Bad Gateway</html>"); break;
            case "429": path.Answer(429, retryAfter: "1"); break;
            default:
                path.LoseAnswer();
                path.LoseAnswer();
                break;
        }

        var outcome = await client.ExecuteAsync(new CreateVM { NewName = "new", VMHostId = Host() }, "", CancellationToken.None);

        outcome.Event.ShouldBe(before + 1);
        var after = await client.ReadAsync(CancellationToken.None);
        after.Revision.ShouldBe(before + 1);
        after.VMsNamed("new").ShouldHaveSingleItem();
        path.Keys.Count.ShouldBeGreaterThan(1);
        path.Keys.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(500, ErrorId.ServerUnreachable)]
    [InlineData(403, ErrorId.AccessDenied)]
    [InlineData(401, ErrorId.AuthenticationFailed)]
    [InlineData(302, ErrorId.ServerUnreachable)]
    [InlineData(404, ErrorId.ServerUnreachable)]
    public async Task What_will_not_get_better_is_not_repeated(int status, ErrorId expected)
    {
        using var client = await ConnectAsync();
        path.Meets = static request => request.Method == "POST";
        path.Answer(status, "<html>some proxy\u001b[31m says no</html>");

        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => client.ExecuteAsync(new CreateVM { NewName = "new", VMHostId = Host() }, "", CancellationToken.None));

        refusal.Id.ShouldBe(expected);
        refusal.Message.ShouldContain("some proxy");
        refusal.Message.ShouldNotContain("\u001b");
        path.Keys.ShouldHaveSingleItem();
    }

    /// <summary>Whatever the status, which an older server may have had otherwise.</summary>
    [Fact]
    public async Task The_table_says_whether_a_refusal_is_repeated()
    {
        using var client = await ConnectAsync();
        path.Meets = static request => request.Method == "POST";
        foreach (var id in Enum.GetValues<ErrorId>())
        {
            path.Answer(ErrorAttribute.Of(id).RetryHelps ? 409 : 503, $$"""{"id":"{{id}}","detail":"Not now."}""");
            path.Keys.Clear();
            var asked = client.ExecuteAsync(new CreateVM { NewName = id.ToString(), VMHostId = Host() }, "",
                CancellationToken.None);
            if (ErrorAttribute.Of(id).RetryHelps)
            {
                (await asked).Event.ShouldNotBeNull(id.ToString());
                path.Keys.Count.ShouldBe(2, id.ToString());
                continue;
            }

            var refusal = await Should.ThrowAsync<PassthroughException>(() => asked);
            (refusal.Id, refusal.Message).ShouldBe((id, "Not now."));
            path.Keys.ShouldHaveSingleItem(id.ToString());
        }
    }

    /// <summary>
    /// A newer server may refuse with an id that this client does not know: its words are shown, and the status says the rest.
    /// </summary>
    [Fact]
    public async Task An_id_of_a_later_version_keeps_its_words()
    {
        using var client = await ConnectAsync();
        (string Id, int Status, ErrorId Expected)[] answers =
        [
            ("Later", 409, ErrorId.RefusedByServer), ("7", 409, ErrorId.RefusedByServer),
            ("VMNotFound, DeviceInUse", 404, ErrorId.RefusedByServer),
            ("Later", 500, ErrorId.RefusedByServer), ("Later", 401, ErrorId.AuthenticationFailed),
            ("Later", 403, ErrorId.AccessDenied),
        ];
        foreach (var (id, status, expected) in answers)
        {
            path.Answer(status, $$"""{"id":"{{id}}","detail":"Do this."}""");
            var refusal = await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None));
            (refusal.Id, refusal.Message, refusal.Target).ShouldBe(
                (expected, "Do this.", (object)path.Address.ToString().TrimEnd('/')));
        }

        foreach (int status in (int[])[429, 502, 503, 504])
        {
            path.Answer(status, """{"id":"Later","detail":"Not now."}""");
            (await client.ReadAsync(CancellationToken.None)).Hosts.Count.ShouldBe(6);
        }

        path.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Patience_has_an_end()
    {
        using var client = await ConnectAsync(patience: TimeSpan.FromMilliseconds(300));
        for (int i = 0; i < 20; i++) path.Answer(503);
        (await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None))).Id.ShouldBe(
            ErrorId.ServerUnreachable);
        path.Faults.Clear();
        for (int i = 0; i < 20; i++) path.Lose();
        (await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None))).Message.ShouldContain(
            "cannot be reached");
        path.Faults.Clear();
        (await client.ReadAsync(CancellationToken.None)).Hosts.Count.ShouldBe(6, "the session goes on when the server is back");
    }

    /// <summary>Without a connection nothing was sent; where one was lost, nobody knows.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_what_may_have_arrived_is_in_doubt(bool wasConnected)
    {
        using var client = await ConnectAsync(patience: TimeSpan.FromMilliseconds(400));
        var host = Host();
        for (int i = 0; wasConnected && i < 20; i++) path.Lose();
        if (!wasConnected) await path.StopAsync();
        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => client.ExecuteAsync(new CreateVM { NewName = "new", VMHostId = host }, "", CancellationToken.None));
        refusal.Id.ShouldBe(ErrorId.ServerUnreachable);
        refusal.Message.Contains("may have been made", StringComparison.Ordinal).ShouldBe(wasConnected);
        ServerAway.Is(refusal).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_about_a_known_object_costs_no_read()
    {
        using var client = await ConnectAsync();
        await client.ExecuteAsync(new CreateVM { NewName = "new", VMHostId = Host() }, "", CancellationToken.None);
        var vm = (await client.ReadAsync(CancellationToken.None)).VMsNamed("new").ShouldHaveSingleItem();
        int reads = 0;
        path.Meets = request => request.Method == "GET" && ++reads < 0;

        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => client.ExecuteAsync(new PowerOffVM { VMId = vm.Id }, "", CancellationToken.None));

        refusal.Target.ShouldBeAssignableTo<VirtualMachineBase>()!.Id.ShouldBe(vm.Id);
        ServerAway.Is(refusal).ShouldBeFalse();
        reads.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_timeout_and_can_be_cancelled()
    {
        using var client = await ConnectAsync(timeout: TimeSpan.FromSeconds(2), patience: TimeSpan.FromMilliseconds(100));
        path.Hang();
        (await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None))).Id.ShouldBe(
            ErrorId.OperationTimeout);

        using var patient = await ConnectAsync();
        path.Hang();
        using var cancel = new CancellationTokenSource(100);
        await Should.ThrowAsync<OperationCanceledException>(
            () => patient.ReadAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(15)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"revision\":\"x\"}")]
    [InlineData("{\"revision\":1e300,\"events\":[]}")]
    [InlineData("{\"revision\":99,\"events\":[{\"sequence\":1,\"changes\":[{\"vm\":7}]}]}")]
    [InlineData("{\"revision\":99")]
    public async Task An_answer_that_makes_no_sense_is_told(string body)
    {
        using var client = await ConnectAsync();
        path.Answer(200, body, "application/json");
        var refusal = await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None));
        refusal.Id.ShouldBe(ErrorId.InputMalformed);
        refusal.Message.ShouldContain("cannot be understood");
        (await client.ReadAsync(CancellationToken.None)).Hosts.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Deep_nesting_in_an_answer_is_refused()
    {
        using var client = await ConnectAsync();
        path.Answer(200, "{\"revision\":1,\"x\":" + new string('[', 1_000_000), "application/json");
        (await Should.ThrowAsync<PassthroughException>(() => client.ReadAsync(CancellationToken.None))).Id.ShouldBe(
            ErrorId.InputMalformed);
    }

    [Fact]
    public async Task Followers_go_on_after_a_lost_connection_without_a_gap()
    {
        using var client = await ConnectAsync();
        long start = (await client.ReadAsync(CancellationToken.None)).Revision;
        path.Meets = static request => request.Path.Value!.EndsWith("/events", StringComparison.Ordinal);
        path.Answer(503, retryAfter: "0");
        path.Faults.Enqueue(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": nothing yet\r\n\r\nid: 1\r\nevent: other\r\ndata: x\r\n\r\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        });
        path.Lose();
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.BlockingCollection<long>();
        var following = client.FollowAsync(start, committed => seen.Add(committed.Sequence, CancellationToken.None), stop.Token);
        for (int i = 0; i < 5; i++)
            await client.ExecuteAsync(new CreateVM { NewName = $"new-{i}", VMHostId = Host() }, "", CancellationToken.None);

        for (long expected = start + 1; expected <= start + 5; expected++)
        {
            seen.TryTake(out long sequence, TimeSpan.FromSeconds(20)).ShouldBeTrue();
            sequence.ShouldBe(expected);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private Task<ControlPlaneBackend> ConnectAsync(TimeSpan? timeout = null, TimeSpan? patience = null)
    {
        var options = new ControlPlaneOptions { Address = path.Address, Token = server.Tokens[TokenRole.Admin] };
        if (timeout is { } most) options = options with { Timeout = most };
        if (patience is { } longest) options = options with { Patience = longest };
        return ControlPlaneBackend.ConnectAsync(options, null, static _ => "", CancellationToken.None);
    }

    private string Host() =>
        server.Storage.Backend.ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Hosts.Values.First().Id;
}
