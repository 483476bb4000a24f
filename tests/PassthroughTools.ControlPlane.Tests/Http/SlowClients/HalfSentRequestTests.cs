using System.Globalization;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.SlowClients;

/// <summary>Clients that begin requests and do not end them.</summary>
public sealed class HalfSentRequestTests : IAsyncLifetime
{
    private const int Clients = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), Limit = TimeSpan.FromSeconds(60);

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Half_sent_requests_stall_nobody_and_are_given_up_in_time()
    {
        var post = $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Operator.Bearer}\r\nContent-Type: "
            + "application/json\r\n";
        string[] halves =
        [
            "GET /api/v1/ho",
            "GET /api/v1/hosts HTTP/1.1\r\nHost: a\r\nX-Slow:",
            post + "Content-Length: 500\r\n\r\n{\"operation\":",
            post + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"op",
        ];
        var connections = new List<RawConnection>();
        try
        {
            for (int i = 0; i < Clients; i++)
            {
                connections.Add(await RawConnection.OpenAsync(lab.Address));
                await connections[i].SendAsync(halves[i % halves.Length]);
            }

            await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
            {
                (await lab.GetAsync("/api/v1/hosts").WaitAsync(Patience)).Status.ShouldBe(200);
                var notes = number.ToString(CultureInfo.InvariantCulture);
                (await lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"{{notes}}"}""")
                    .WaitAsync(Patience)).Status.ShouldBe(200);
            }));

            var answers = await Task.WhenAll(
                connections.Skip(halves.Length).Take(halves.Length).Select(static connection => connection.ReadAsync(Limit)));
            foreach (var answer in answers.Take(2)) answer?.Status.ShouldBe(408);
            foreach (var answer in answers.Skip(2))
            {
                answer!.Status.ShouldBe(408);
                answer.ProblemId.ShouldBe(nameof(ErrorId.RequestTooSlow));
            }
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }

        (await lab.GetAsync("/api/v1/hosts").WaitAsync(Patience)).Status.ShouldBe(200);
        lab.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_a_body_has_changed_nothing()
    {
        var before = (await lab.GetAsync("/api/v1/state")).Body;
        const string body = """{"operation":"RemoveVM","vmId":"VirtualMachine-vm-5"}""";
        for (int i = 0; i < 20; i++)
        {
            using var connection = await RawConnection.OpenAsync(lab.Address);
            await connection.SendAsync(
                $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Operator.Bearer}\r\nContent-Type: "
                + $"application/json\r\nContent-Length: "
                + $"{(body.Length + 1).ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
        }

        await Task.Delay(500);
        (await lab.GetAsync("/api/v1/state")).Body.ShouldBe(before);
        (await lab.GetAsync("/api/v1/refusals")).Json.GetProperty("items").EnumerateArray()
            .ShouldAllBe(static refusal => refusal.GetProperty("id").GetString() == nameof(ErrorId.RequestMalformed));
        lab.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_comes_in_small_pieces_is_read()
    {
        const string body = """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"drop by drop"}""";
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Operator.Bearer}\r\nContent-Type: "
            + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var c in body)
        {
            await connection.SendAsync($"1\r\n{c}\r\n");
            await Task.Delay(5);
        }

        await connection.SendAsync("0\r\n\r\n");
        (await connection.ReadAsync(Patience))!.Status.ShouldBe(200);
    }
}
