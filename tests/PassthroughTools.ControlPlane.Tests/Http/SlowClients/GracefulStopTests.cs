using System.Globalization;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.SlowClients;

/// <summary>What was accepted before the server stops is finished.</summary>
public sealed class GracefulStopTests : IAsyncLifetime
{
    private const string Note = """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"the last"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25), Moment = TimeSpan.FromMilliseconds(300);

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_request_that_is_being_carried_out_is_answered_and_in_the_journal()
    {
        lab.Storage.TestBackend.Hold();
        var posting = lab.PostAsync(Note);
        await lab.Storage.TestBackend.HeldAsync();
        var stopping = lab.StopAsync();
        await Task.Delay(Moment);
        stopping.IsCompleted.ShouldBeFalse();
        posting.IsCompleted.ShouldBeFalse();
        lab.Storage.TestBackend.LetGo();
        var answer = await posting.WaitAsync(Patience);
        answer.Status.ShouldBe(200);
        await stopping.WaitAsync(Patience);
        (await LastAsync()).Request!.Id.ShouldBe(answer["X-Request-Id"]);
    }

    [Fact]
    public async Task A_request_whose_body_is_still_coming_is_answered_and_in_the_journal()
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Operator.Bearer}\r\nContent-Type: "
            + $"application/json\r\nContent-Length: {Note.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{Note[..20]}");
        await Task.Delay(Moment);
        var stopping = lab.StopAsync();
        await Task.Delay(Moment);
        stopping.IsCompleted.ShouldBeFalse();
        await connection.SendAsync(Note[20..]);
        var answer = (await connection.ReadAsync(Patience))!;
        answer.Status.ShouldBe(200);
        await stopping.WaitAsync(Patience);
        (await LastAsync()).Request!.Id.ShouldBe(answer["X-Request-Id"]);
    }

    [Fact]
    public async Task Accepted_tasks_are_finished()
    {
        const int tasks = 20;
        lab.Storage.TestBackend.Hold();
        for (int i = 0; i < tasks; i++)
        {
            var body = FormattableString.Invariant(
                $$"""{"operation":"CreateVM","newName":"task-{{i}}","vmHostId":"{{ServedRoutes.Host}}"}""");
            (await lab.PostAsync(body, ("Prefer", "respond-async"))).Status.ShouldBe(202);
        }

        var stopping = lab.StopAsync();
        await Task.Delay(Moment);
        stopping.IsCompleted.ShouldBeFalse();
        lab.Storage.TestBackend.LetGo();
        await stopping.WaitAsync(Patience);
        using var reopened = JsonStoreBackend.Open(lab.StorePath, Catalog.BuiltIn, "");
        (await reopened.ReadAsync(default)).VMs.Values.Count(static vm => vm.Name.StartsWith("task-", StringComparison.Ordinal))
            .ShouldBe(tasks);
    }

    [Fact]
    public async Task Streams_end_at_once_and_idle_connections_keep_nobody_waiting()
    {
        using var stream = await EventReader.OpenAsync(lab);
        using var idle = await RawConnection.OpenAsync(lab.Address);
        await lab.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
        (await stream.NextAsync()).ShouldBeNull();
        (await idle.ReadAsync(Patience)).ShouldBeNull();
    }

    /// <summary>They go on sending just fast enough not to be given up for it.</summary>
    [Theory]
    [InlineData("POST /api/v1/operations HTTP/1.1\r\n{0}\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n{{",
        503)]
    [InlineData("GET /api/v1/hosts HTTP/1.1\r\nHost: a\r\nX-Slow: ", null)]
    public async Task A_request_that_never_ends_does_not_hold_the_server_up(string beginning, int? status)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            string.Format(CultureInfo.InvariantCulture, beginning, "Host: a\r\nAuthorization: " + lab.Tokens.Admin.Bearer));
        using var ended = new CancellationTokenSource();
        var sending = TrickleAsync(connection, status is null ? 1 : 2000, ended.Token);
        await Task.Delay(Moment);
        await lab.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await ended.CancelAsync();
        await sending;
        var answer = await connection.ReadAsync(Patience);
        answer?.Status.ShouldBe(status!.Value);
        if (status is not null) answer!.ProblemId.ShouldBe(nameof(ErrorId.ServerBusy));
        lab.Log.ShouldBeEmpty("it is no fault of the server's");
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_answer_does_not_hold_the_server_up()
    {
        using var connection = await RawConnection.OpenAsync(lab.Address, receiveBuffer: 4096);
        for (int i = 0; i < 2000; i++)
            await connection.SendAsync($"GET /openapi/v1.json HTTP/1.1\r\nHost: a\r\n\r\n");
        await Task.Delay(Moment);
        await lab.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task TrickleAsync(RawConnection connection, int bytes, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                await connection.SendAsync(new string('1', bytes));
                await Task.Delay(200, CancellationToken.None);
            }
        }
        catch (IOException)
        {
            // The server has closed it.
        }
    }

    private async Task<InventoryEvent> LastAsync()
    {
        using var reopened = JsonStoreBackend.Open(lab.StorePath, Catalog.BuiltIn, "");
        return (await reopened.ReadEventsAsync(0, default))[^1];
    }
}
