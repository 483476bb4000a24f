using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Authorization;

/// <summary>What one client can take of a server, and who says which client it is.</summary>
public sealed class ClientLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Idle_connections_of_one_address_leave_room_and_its_surplus_is_answered_and_closed()
    {
        await using var lab = await HttpLab.StartAsync(sample: false, proxies: "");
        var connections = new List<RawConnection>();
        try
        {
            while (connections.Count < ClientConnections.MostOfAddress)
                connections.Add(await RawConnection.OpenAsync(lab.Address));
            (await AskAsync(lab, connections[0])).Status.ShouldBe(200);
            await EventuallyRefusedAsync(lab);
            using var idle = await RawConnection.OpenAsync(lab.Address);
            (await AskAsync(lab, connections[^1])).Status.ShouldBe(200, "what was there before goes on");
            (await idle.ReadAsync(Patience)).ShouldBeNull("a surplus connection is closed, idle or not");
            connections[1].Dispose();
            connections[2].Dispose();
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }

        for (int tries = 0; tries < 100; tries++)
        {
            using var connection = await RawConnection.OpenAsync(lab.Address);
            if ((await AskAsync(lab, connection)).Status == 200) return;
            await Task.Delay(100);
        }

        throw new TimeoutException("The address has no room again.");
    }

    [Fact]
    public async Task Connections_of_a_proxy_are_its_clients_and_so_as_delivered_are_those_of_this_machine()
    {
        await using var lab = await HttpLab.StartAsync(sample: false);
        var connections = new List<RawConnection>();
        try
        {
            while (connections.Count < ClientConnections.MostOfAddress + ClientConnections.MostSurplus + 10)
                connections.Add(await RawConnection.OpenAsync(lab.Address));
            (await AskAsync(lab, connections[^1])).Status.ShouldBe(200);
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    [Theory]
    [InlineData("", "10.9.9.9", "127.0.0.1")]
    [InlineData("10.0.0.1", "10.9.9.9", "127.0.0.1")]
    [InlineData("127.0.0.1;::1", "10.9.9.9", "10.9.9.9")]
    [InlineData("127.0.0.0/8", "6.6.6.6, 10.9.9.9", "10.9.9.9")]
    [InlineData("127.0.0.1;10.0.0.0/24", "6.6.6.6, 10.9.9.9, 10.0.0.7", "10.9.9.9")]
    public async Task A_forwarded_address_is_believed_of_configured_proxies_only(string proxies, string forwarded, string address)
    {
        await using var lab = await HttpLab.StartAsync(proxies: proxies);
        var answer = await lab.PostAsync(
            $$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"x"}""", ("X-Forwarded-For", forwarded));
        answer.Json.GetProperty("event").GetProperty("request").GetProperty("source").GetString().ShouldBe(address);
        answer.Json.GetProperty("event").GetProperty("actor").GetString().ShouldBe("admin@" + address);
    }

    [Fact]
    public async Task Attempts_through_a_proxy_are_their_clients_own()
    {
        await using var lab = await HttpLab.StartAsync(sample: false);
        for (int i = 0; i < 10; i++) (await AttemptAsync("10.9.9.9")).ShouldBe(401);
        (await AttemptAsync("10.9.9.9")).ShouldBe(429);
        (await AttemptAsync("10.9.9.10")).ShouldBe(401);

        async Task<int> AttemptAsync(string from) =>
            (await lab.SendAsync("GET", "/api/v1/session", "Bearer nonsense", null, ("X-Forwarded-For", from))).Status;
    }

    [Theory]
    [InlineData("proxy.domain.com")]
    [InlineData("10.0.0.0/33")]
    [InlineData("127.0.0.1,::1")]
    public async Task A_proxy_that_is_no_address_stops_the_start(string proxies)
    {
        var refusal = await Should.ThrowAsync<PassthroughException>(() => HttpLab.StartAsync(proxies: proxies));
        refusal.Id.ShouldBe(ErrorId.ValueInvalid);
        refusal.Message.ShouldContain(proxies);
    }

    private static async Task EventuallyRefusedAsync(HttpLab lab)
    {
        // The server may take in a connection a moment after its client has it.
        for (int tries = 0; tries < 100; tries++)
        {
            using var surplus = await RawConnection.OpenAsync(lab.Address);
            var answer = await AskAsync(lab, surplus);
            if (answer.Status == 200)
            {
                await Task.Delay(50);
                continue;
            }

            (answer.Status, answer.ProblemId, answer["Connection"], answer["Retry-After"]).ShouldBe(
                (429, nameof(ErrorId.TooManyRequests), "close", "10"));
            return;
        }

        throw new TimeoutException("No connection is one too many.");
    }

    private static async Task<Answer> AskAsync(HttpLab lab, RawConnection connection)
    {
        await connection.SendAsync(
            $"GET /api/v1/session HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Reader.Bearer}\r\n\r\n");
        return (await connection.ReadAsync(Patience))!;
    }
}
