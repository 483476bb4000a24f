using Microsoft.Extensions.DependencyInjection;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>Every status that the document has of a route is provoked, and the answer is as the document says.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private const string Operations = "/api/v1/operations";
    private const int MaxStreams = 1000;

    private HttpLab lab = null!;
    private AnswerBook book = null!;

    public async Task InitializeAsync()
    {
        lab = await HttpLab.StartAsync();
        book = new AnswerBook(lab, await lab.DocumentAsync());
    }

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Every_answer_that_the_document_has_is_given_and_is_as_it_says()
    {
        var (tooSlow, restoredTooSlowly) =
            (SlowBodyAsync(Operations, "application/json"), SlowBodyAsync(ServedRoutes.Restore, "application/gzip"));
        await ReadsAsync();
        await OperationsAsync();
        await BadRequestsAsync();
        await RestoresAsync();
        await RolesAsync();
        await FaultsAsync();
        book.Check(408, "POST", Operations, await tooSlow).ProblemId.ShouldBe(nameof(ErrorId.RequestTooSlow));
        book.Check(408, "POST", ServedRoutes.Restore, await restoredTooSlowly).ProblemId.ShouldBe(nameof(ErrorId.RequestTooSlow));
        book.NotGiven.ShouldBeEmpty();
        lab.Log.ShouldAllBe(static line => line.Contains("A bug of the tests' own", StringComparison.Ordinal)
            || line.Contains("Nobody is let in", StringComparison.Ordinal)
            || line.Contains("The server is not ready: The database does not answer.", StringComparison.Ordinal));
    }

    private IEnumerable<ServedRoute> RoutesWith(int status) =>
        ServedRoutes.All.Where(route => book.Document.Response(route.Method, route.Route, status) is not null);

    private async Task ReadsAsync()
    {
        foreach (var route in ServedRoutes.All.Where(static route =>
            route is { Method: "GET", Route: not ("/api/v1/operations/{key}" or "/api/v1/tasks/{id}" or "/api/v1/catalog") }))
            await book.GetAsync(200, route.Route, route.Path);
        await book.GetAsync(204, "/api/v1/catalog", "/api/v1/catalog");
        await using (var other = await HttpLab.StartAsync(sample: false,
            catalog: """{"schemaVersion":1,"sources":{},"technologies":[],"models":[]}"""))
            book.Check(200, "GET", "/api/v1/catalog", await other.GetAsync("/api/v1/catalog"));
        foreach (var route in RoutesWith(304))
        {
            var first = await lab.GetAsync(route.Path);
            await book.GetAsync(304, route.Route, route.Path, ("If-None-Match", first["ETag"]!));
        }
    }

    private async Task OperationsAsync()
    {
        const string attach =
            $$"""{"operation":"AttachFixedDevice","vmId":"VirtualMachine-vm-2","vmHostId":"{{ServedRoutes.Host}}","address":"0000:42:00.0"}""";
        await book.PostAsync(412, attach, ("If-Match", "\"1\""));
        (await book.PostAsync(200, attach, ("Idempotency-Key", "one")))["Idempotency-Replayed"].ShouldBeNull();
        (await book.PostAsync(200, attach, ("Idempotency-Key", "one")))["Idempotency-Replayed"].ShouldBe("true");
        await book.PostAsync(422, """{"operation":"PowerOnVM","vmId":"VirtualMachine-vm-2"}""", ("Idempotency-Key", "one"));
        (await book.GetAsync(200, "/api/v1/operations/{key}", "/api/v1/operations/one"))["Idempotency-Replayed"].ShouldBe("true");
        (await book.PostAsync(409, attach)).ProblemId.ShouldBe(nameof(ErrorId.DeviceInUse));
        (await book.PostAsync(404, """{"operation":"PowerOnVM","vmId":"none"}""")).ProblemId.ShouldBe(nameof(ErrorId.VMNotFound));
        (await book.PostAsync(422,
            """{"operation":"CreateVM","vmHostId":"HostSystem-host-1","newName":" "}""")).ProblemId.ShouldBe(
                nameof(ErrorId.ValueInvalid));
        (await book.PostAsync(501,
            $$"""{"operation":"SetDeviceMode","vmHostId":"{{ServedRoutes.Host}}","address":"0000:17:00.0","mode":"directPath","applyNow":true}"""))
            .ProblemId.ShouldBe(nameof(ErrorId.NotSupportedByBackend));

        lab.Storage.TestBackend.Hold();
        var accepted = await book.PostAsync(202, """{"operation":"PowerOnVM","vmId":"none"}""", ("Prefer", "respond-async"));
        var good = await book.PostAsync(202, """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-2","notes":"by a task"}""",
            ("Prefer", "wait=5, respond-async"));
        await book.GetAsync(200, "/api/v1/tasks/{id}", accepted["Location"]!);
        await book.GetAsync(200, "/api/v1/tasks", "/api/v1/tasks");
        lab.Storage.TestBackend.LetGo();
        (await EndedAsync(accepted["Location"]!)).ShouldBe("error");
        (await EndedAsync(good["Location"]!)).ShouldBe("success");
        await book.GetAsync(200, "/api/v1/tasks", "/api/v1/tasks");
    }

    private async Task<string> EndedAsync(string location)
    {
        while (true)
        {
            var state = (await book.GetAsync(200, "/api/v1/tasks/{id}", location)).Json.GetProperty("state").GetString()!;
            if (state != "running") return state;
            await Task.Delay(20);
        }
    }

    private async Task BadRequestsAsync()
    {
        foreach (var route in RoutesWith(400))
        {
            var path = route.Path + (route.Path.Contains('?', StringComparison.Ordinal) ? "&nonsense=1" : "?nonsense=1");
            (await book.AskAsync(400, route.Method, route.Route, path, lab.Tokens.Admin.Bearer, route.Body)).ProblemId.ShouldBe(
                nameof(ErrorId.RequestMalformed));
        }

        await book.GetAsync(400, "/api/v1/events", "/api/v1/events", ("Last-Event-ID", "x"));
        await book.PostAsync(400, "{}");
        await book.PostAsync(400, """{"operation":"PowerOnVM","vmId":"a"}""", ("If-Match", "12"));
        await book.PostAsync(400, """{"operation":"PowerOnVM","vmId":"a"}""", ("Idempotency-Key", "a b"));
        await book.PostAsync(400,
            """{"operation":"ImportOperation","files":[{"path":"a.json","text":"{\"schemaVersion\":2}"}]}""");
        await book.PostAsync(415, "operation=PowerOnVM", ("Content-Type", "application/x-www-form-urlencoded"));
        await book.PostAsync(415, """{"operation":"PowerOnVM","vmId":"a"}""", ("Content-Encoding", "gzip"));
        using (var connection = await RawConnection.OpenAsync(lab.Address))
        {
            await connection.SendAsync(
                $"POST {Operations} HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Type: "
                + "application/json\r\nContent-Length: 67108865\r\n\r\n");
            book.Check(413, "POST", Operations, (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!);
        }

        foreach (var path in (string[])["/api/v1/hosts/none", "/api/v1/vms/none", "/api/v1/operations/none", "/api/v1/tasks/none",
            "/api/v1/devices/none/0000:00:00.0", $"/api/v1/devices/{ServedRoutes.Host}/none"])
        {
            var route = RoutesWith(404)
                .Single(route => route.Method == "GET" && path.StartsWith(route.Route.Split('{')[0], StringComparison.Ordinal));
            await book.GetAsync(404, route.Route, path);
        }
    }

    private async Task RestoresAsync()
    {
        (await AskAsync(409, ServedRoutes.Restore, HttpLab.BackupBody)).ProblemId.ShouldBe(nameof(ErrorId.NameInUse));
        (await AskAsync(415, ServedRoutes.Restore, "{}")).ProblemId.ShouldBe(nameof(ErrorId.MediaTypeNotSupported));
        (await AskAsync(400, ServedRoutes.Restore, "{}", ("Content-Type", "application/gzip"))).ProblemId.ShouldBe(
            nameof(ErrorId.InputMalformed));
        (await AskAsync(200, $"{ServedRoutes.Restore}?force=true", HttpLab.BackupBody)).Json.GetProperty("tokens").GetInt32()
            .ShouldBe(0);
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync($"POST {ServedRoutes.Restore} HTTP/1.1\r\nHost: a\r\nAuthorization: "
            + $"{lab.Tokens.Admin.Bearer}\r\nContent-Type: application/gzip\r\nContent-Length: 1073741825\r\n\r\n");
        book.Check(413, "POST", ServedRoutes.Restore, (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!);

        Task<Answer> AskAsync(int status, string path, string body, params (string Name, string Value)[] headers) =>
            book.AskAsync(status, "POST", ServedRoutes.Restore, path, lab.Tokens.Admin.Bearer, body, headers);
    }

    private async Task RolesAsync()
    {
        foreach (var route in RoutesWith(401))
            (await book.AskAsync(401, route.Method, route.Route, route.Path, null, route.Body)).ProblemId.ShouldBe(
                nameof(ErrorId.AuthenticationFailed));
        foreach (var route in RoutesWith(403))
            (await book.AskAsync(403, route.Method, route.Route, route.Path, lab.Tokens.Reader.Bearer,
                route.Body)).ProblemId.ShouldBe(nameof(ErrorId.AccessDenied));
        for (int i = 0; i < 10; i++) await book.AskAsync(401, "GET", "/metrics", "/metrics", "Bearer nonsense", null);
        foreach (var route in RoutesWith(429))
            (await book.AskAsync(429, route.Method, route.Route, route.Path, "Bearer nonsense", route.Body)).ProblemId.ShouldBe(
                nameof(ErrorId.TooManyRequests));
        lab.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private async Task FaultsAsync()
    {
        lab.Storage.Fault.Set(StorageFault.Bug);
        foreach (var route in RoutesWith(500))
            (await book.AskAsync(500, route.Method, route.Route, route.Path, lab.Tokens.Admin.Bearer,
                route.Body)).ProblemId.ShouldBe(nameof(ErrorId.ServerFailed));
        lab.Storage.Fault.Set(StorageFault.Away);
        foreach (var route in RoutesWith(500).Where(static route => route.Route != "/metrics")
            .Append(ServedRoutes.All.Single(static route => route.Route == "/readyz")))
            (await book.AskAsync(503, route.Method, route.Route, route.Path, lab.Tokens.Admin.Bearer,
                route.Body)).ProblemId.ShouldBe(nameof(ErrorId.ServerUnreachable));
        await book.GetAsync(200, "/healthz", "/healthz");
        await book.GetAsync(200, "/metrics", "/metrics");
        lab.Storage.Fault.Set(null);

        lab.Tokens.Source.Failure = new PassthroughException(ErrorId.StoreCorrupt, "The token file is damaged.");
        foreach (var route in RoutesWith(503).Where(static route => route.Role is not null))
            (await book.AskAsync(503, route.Method, route.Route, route.Path, lab.Tokens.Admin.Bearer,
                route.Body)).ProblemId.ShouldBe(nameof(ErrorId.TokensUnavailable));
        lab.Tokens.Source.Failure = null;

        var metrics = lab.Services.GetRequiredService<ServerMetrics>();
        for (int i = 0; i < MaxStreams; i++) metrics.WatcherCame();
        (await book.GetAsync(503, "/api/v1/events", "/api/v1/events")).ProblemId.ShouldBe(nameof(ErrorId.ServerBusy));
        for (int i = 0; i < MaxStreams; i++) metrics.WatcherWent();
        var places = lab.Services.GetRequiredService<StreamPlaces>();
        var id = lab.Tokens.Admin.Stored.Id;
        int taken = 0;
        while (places.Take(id) is null) taken++;
        (await book.GetAsync(429, "/api/v1/events", "/api/v1/events")).ProblemId.ShouldBe(nameof(ErrorId.TooManyStreams));
        for (int i = 0; i < taken; i++) places.Leave(id);
        await book.GetAsync(200, "/api/v1/events", "/api/v1/events");
    }

    private async Task<Answer> SlowBodyAsync(string route, string type)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync($"POST {route} HTTP/1.1\r\nHost: a\r\nAuthorization: "
            + $"{lab.Tokens.Admin.Bearer}\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n{{");
        return await connection.ReadAsync(TimeSpan.FromSeconds(60))
            ?? throw new TimeoutException("The server has closed the connection without an answer.");
    }
}
