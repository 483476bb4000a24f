using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>
/// Every id that a client can meet is met, with the status that the table of errors has, and Retry-After where a retry helps.
/// </summary>
public sealed class ErrorIdTests
{
    private const string Operations = "/api/v1/operations";

    /// <summary>Ids that no answer has, and why.</summary>
    private static readonly Dictionary<ErrorId, string> NotAnswered = new()
    {
        [ErrorId.NotConnected] = "the client's own: there is no server to ask",
        [ErrorId.CertificateUntrusted] = "the client's own: it asks no such server",
        [ErrorId.RefusedByServer] = "the client's own: what it makes of an id that it does not know",
        [ErrorId.ClusterNotFound] = "clients find clusters in the state; no route or operation asks for one",
        [ErrorId.CatalogEntryNotFound] = "clients read the whole catalog",
        [ErrorId.FileNotFound] = "input files are the client's",
        [ErrorId.PlanNotFound] = "plans are the client's",
        [ErrorId.PlanNotFeasible] = "plans are the client's",
        [ErrorId.PlanEnded] = "plans are the client's",
        [ErrorId.TaskStopped] = "a server's task is not stopped",
        [ErrorId.TaskEnded] = "a server's task is not stopped",
        [ErrorId.RequestTooSlow] = "takes ten seconds: StatusTests has it",
    };

    private readonly Dictionary<ErrorId, (int Status, bool Retry)> met = [];

    [Fact]
    public async Task Every_id_has_its_status()
    {
        await OperationsAsync();
        await using (var lab = await HttpLab.StartAsync())
        {
            await RequestsAsync(lab);
            await StorageAsync(lab);
            await TokensAsync(lab);
        }

        foreach (var (id, answer) in met)
        {
            var row = ErrorAttribute.Of(id);
            answer.ShouldBe((row.Status, row.RetryHelps), id.ToString());
        }

        met.Keys.Concat(NotAnswered.Keys).ShouldBe(Enum.GetValues<ErrorId>(), ignoreOrder: true);
    }

    /// <summary>
    /// One refusal of each id that the tests of Core's operations have, and what takes more than one operation.
    /// </summary>
    private async Task OperationsAsync()
    {
        var refusals = typeof(RefusalTable).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
            .Where(static field => field.FieldType == typeof(RefusalTable))
            .SelectMany(static field => ((RefusalTable)field.GetValue(null)!).Values)
            .DistinctBy(static refusal => refusal.Id);
        foreach (var refusal in refusals)
            await AskAsync(refusal.Id, refusal.State, OperationJson.Write(refusal.Ask(refusal.State)));

        var host = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("web");
        await AskAsync(ErrorId.AmbiguousName, host.AddVM("web"),
            Import("""{"schemaVersion":1,"vms":[{"name":"web","notes":"n"}]}"""));
        await AskAsync(ErrorId.InputMalformed, host, Import("{}"));
        await AskAsync(ErrorId.InputVersionUnsupported, host, Import("""{"schemaVersion":9}"""));
        var attach = OperationJson.Write(Asks.AttachFixed("web", "03:00.0")(host));
        var start = OperationJson.Write(Asks.PowerOn("web")(host));
        await AskAsync(
            ErrorId.DeviceMismatch, host, attach,
            Import(
                """{"schemaVersion":1,"hosts":[{"name":"esx1","devices":[{"address":"0000:03:00.0","deviceId":"0xffff"}]}]}"""),
                start);
        var nested = new SetAdvancedSetting { VMId = host.VMNamed("web").Id, Setting = "vhv.enable", Value = "TRUE" };
        await AskAsync(ErrorId.NestedVirtualizationEnabled, host, attach, OperationJson.Write(nested), start);
    }

    private async Task RequestsAsync(HttpLab lab)
    {
        Meet(ErrorId.RequestMalformed, await lab.PostAsync("[]"));
        Meet(ErrorId.RouteNotFound, await lab.GetAsync("/api/v1/none"));
        Meet(ErrorId.MethodNotAllowed, await lab.GetAsync(Operations));
        Meet(ErrorId.MediaTypeNotSupported, await lab.PostAsync("{}", ("Content-Type", "text/plain")));
        Meet(ErrorId.TaskNotFound, await lab.GetAsync("/api/v1/tasks/none"));
        Meet(ErrorId.VMNotFound, await lab.GetAsync("/api/v1/vms/none"));
        Meet(ErrorId.ConcurrentChange, await lab.PostAsync("""{"operation":"PowerOnVM","vmId":"a"}""", ("If-Match", "\"1\"")));
        using (var connection = await RawConnection.OpenAsync(lab.Address))
        {
            await connection.SendAsync(
                $"POST {Operations} HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Type: "
                + "application/json\r\nContent-Length: 67108865\r\n\r\n");
            Meet(ErrorId.RequestTooLarge, (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!);
        }

        var metrics = lab.Services.GetRequiredService<ServerMetrics>();
        for (int i = 0; i < 1000; i++) metrics.WatcherCame();
        Meet(ErrorId.ServerBusy, await lab.GetAsync("/api/v1/events"));
        for (int i = 0; i < 1000; i++) metrics.WatcherWent();
        var places = lab.Services.GetRequiredService<StreamPlaces>();
        while (places.Take(lab.Tokens.Admin.Stored.Id) is null)
        {
            // All of this token's.
        }

        Meet(ErrorId.TooManyStreams, await lab.GetAsync("/api/v1/events"));
    }

    private async Task StorageAsync(HttpLab lab)
    {
        ErrorId[] faults =
        [
            ErrorId.ServerUnreachable, ErrorId.StoreNotFound, ErrorId.StoreAccessDenied, ErrorId.StoreCorrupt,
            ErrorId.StoreVersionUnsupported, ErrorId.StoreLocked, ErrorId.StoreWriteFailed,
        ];
        foreach (var id in faults)
        {
            lab.Storage.Fault.Set(() => new PassthroughException(id, "The storage fails."));
            Meet(id, await lab.GetAsync("/api/v1/session"));
        }

        lab.Storage.Fault.Set(static () => new OperationCanceledException());
        Meet(ErrorId.OperationTimeout, await lab.GetAsync("/api/v1/session"));
        lab.Storage.Fault.Set(StorageFault.Bug);
        Meet(ErrorId.ServerFailed, await lab.GetAsync("/api/v1/session"));
        lab.Storage.Fault.Set(null);
    }

    private async Task TokensAsync(HttpLab lab)
    {
        Meet(ErrorId.AuthenticationFailed, await lab.SendAsync("GET", "/metrics", null, null));
        Meet(ErrorId.AccessDenied, await lab.SendAsync("GET", "/api/v1/refusals", lab.Tokens.Reader.Bearer, null));
        lab.Tokens.Source.Failure = new PassthroughException(ErrorId.StoreAccessDenied, "The token file is somebody else's.");
        Meet(ErrorId.TokensUnavailable, await lab.GetAsync("/metrics"));
        lab.Tokens.Source.Failure = null;
        for (int i = 0; i < 10; i++) await lab.SendAsync("GET", "/metrics", "Bearer nonsense", null);
        Meet(ErrorId.TooManyRequests, await lab.SendAsync("GET", "/metrics", "Bearer nonsense", null));
    }

    /// <summary>Asks for operations on a server of its own, of which the last is refused.</summary>
    private async Task AskAsync(ErrorId id, InventoryState state, params string[] operations)
    {
        await using var lab = await HttpLab.StartAsync(sample: false, state: state);
        foreach (var operation in operations[..^1]) (await lab.PostAsync(operation)).Status.ShouldBe(200);
        Meet(id, await lab.PostAsync(operations[^1]));
    }

    private void Meet(ErrorId id, Answer answer)
    {
        answer.ProblemId.ShouldBe(id.ToString(), answer.ToString());
        answer.Json.GetProperty("status").GetInt32().ShouldBe(answer.Status);
        met.Add(id, (answer.Status, answer["Retry-After"] is { } wait && int.Parse(wait, CultureInfo.InvariantCulture) > 0));
    }

    private static string Import(string document) =>
        $$"""{"operation":"ImportOperation","files":[{"path":"lab.json","text":{{JsonSerializer.Serialize(document)}}}]}""";
}
