using System.Text.Json;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>
/// An inventory with every kind of record and change: the document has all its properties, and none that nothing has.
/// </summary>
public sealed class RecordTests : IAsyncLifetime
{
    private HttpLab lab = null!;
    private AnswerBook book = null!;

    public async Task InitializeAsync()
    {
        lab = await HttpLab.StartAsync();
        book = new AnswerBook(lab, await lab.DocumentAsync());
    }

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Every_property_of_every_schema_is_in_some_answer_and_every_answer_is_as_its_schema_says()
    {
        await OperateAsync();
        await TasksAsync();
        foreach (var route in ServedRoutes.OfApi.Where(
            static route => route is { Method: "GET",
                Route: not ("/api/v1/events" or "/api/v1/catalog" or "/api/v1/operations/{key}" or "/api/v1/tasks/{id}") }))
        {
            await book.GetAsync(200, route.Route, route.Path);
            if (route.Route.EndsWith('s')
                && route.Route is not (
                "/metrics" or "/api/v1/changes" or "/api/v1/tasks" or "/api/v1/tokens")) await book.GetAsync(200, route.Route,
                route.Path + "?limit=1");
        }

        foreach (var list in (string[])["hosts", "vms", "devices", "capabilities"])
            await book.GetAsync(200, $"/api/v1/{list}", $"/api/v1/{list}?limit=1000");
        await book.GetAsync(200, "/api/v1/operations/{key}", "/api/v1/operations/attach");
        await book.AskAsync(200, "GET", "/api/v1/session", "/api/v1/session", lab.Tokens.Reader.Bearer, null);
        await LogInOnceAsync();
        await RefusalsAsync();
        await EventsAsync();
        await TargetsAsync();
        await book.AskAsync(200, "POST", ServedRoutes.Restore, $"{ServedRoutes.Restore}?force=true", lab.Tokens.Admin.Bearer,
            HttpLab.BackupBody);

        var all = book.Document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(static schema => PropertiesOf(schema.Value, $"#/components/schemas/{schema.Name}"));
        all.Where(property => !book.Document.Seen.Contains(property)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_state_that_is_read_is_what_the_changes_make()
    {
        await OperateAsync();
        var state = (await book.GetAsync(200, "/api/v1/state", "/api/v1/state")).Json;
        var changes = (await book.GetAsync(200, "/api/v1/changes", "/api/v1/changes?after=0")).Json;
        var replayed = Replay.Of(changes);
        replayed.ShouldBe((await lab.GetAsync("/api/v1/state")).Body);
        changes.GetProperty("revision").GetInt64().ShouldBe(state.GetProperty("revision").GetInt64());
        changes.GetProperty("events").EnumerateArray().SelectMany(static one => one.GetProperty("changes").EnumerateArray())
            .Select(static change => change.EnumerateObject().Last().Name)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["cluster", "host", "device", "vm", "removedVM", "removedHost"], ignoreOrder: true);
    }

    private async Task LogInOnceAsync()
    {
        var issued = IssuedToken.Issue(OneTimeAdmin.Name, TokenRole.Admin, lab.Clock.Now, lab.Clock.Now.AddHours(1));
        await lab.Storage.Tokens.AddAsync(issued.Token, default);
        lab.Tokens.Source.List = [.. lab.Tokens.Source.List, issued.Token];
        await book.AskAsync(200, "GET", "/api/v1/session", "/api/v1/session", "Bearer " + issued.Text, null);
    }

    private async Task OperateAsync()
    {
        await OperateAsync(JsonSerializer.Serialize(
            new { operation = "ImportOperation", files = new[] { new { path = "all.json", text = EveryRecord.Json } } }));
        await OperateAsync(
            """{"operation":"ImportOperation","vmHost":"esxi07.domain.com","cluster":"New","files":[{"path":"web-02.vmx","text":"virtualHW.version = \"21\"\ndisplayName = \"web-02\"\nmemSize = \"4096\"\n"}]}""");
        var made = await OperateAsync(
            $$"""{"operation":"CreateVM","newName":"new-01","vmHostId":"{{ServedRoutes.Host}}","numCpu":4,"coresPerSocket":2,"memoryMB":4096,"hardwareVersion":20,"firmware":"efi","guestId":"ubuntu-64","notes":"new"}""");
        var id = made.GetProperty("targetId").GetString();
        await OperateAsync(
            $$"""{"operation":"ChangeVM","vmId":"{{id}}","newName":"new-02","numCpu":8,"coresPerSocket":4,"memoryMB":8192,"hardwareVersion":21,"firmware":"efi","notes":"newer"}""");
        await LifecycleAsync(id!);
        await OperateAsync(
            $$"""{"operation":"SetResources","vmId":"{{id}}","memoryReservationMB":8192,"memoryReservationLockedToMax":true,"cpuReservationMhz":100}""");
        await OperateAsync(
            $$"""{"operation":"SetAdvancedSetting","vmId":"{{id}}","setting":"a.b","value":"c","mustBeNew":true}""");
        await OperateAsync($$"""{"operation":"SetAdvancedSetting","vmId":"{{id}}","setting":"a.b","value":null}""");
        var attached = await OperateAsync(
            $$"""{"operation":"AttachFixedDevice","vmId":"{{id}}","vmHostId":"{{ServedRoutes.Host}}","address":"0000:42:00.0"}""",
            ("Idempotency-Key", "attach"));
        await OperateAsync(
            $$"""{"operation":"ReconfigureVM","vmId":"{{id}}","parts":[{"operation":"ChangeVM","vmId":"{{id}}","notes":"in one"}]}""");
        await OperateAsync($$"""{"operation":"SetMmioSizing","vmId":"{{id}}","sizeGB":64}""");
        await OperateAsync($$"""{"operation":"PowerOnVM","vmId":"{{id}}"}""");
        const string TakenBack = """
            { "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com", "devices": [ { "address": "0000:42:00.0", "mode": "host", "activeMode": "host" } ] } ] }
            """;
        await OperateAsync(JsonSerializer.Serialize(
            new { operation = "ImportOperation", files = new[] { new { path = "taken.json", text = TakenBack } } }));
        await OperateAsync($$"""{"operation":"PowerOffVM","vmId":"{{id}}"}""");
        await OperateAsync(
            $$"""{"operation":"AttachDynamicDevice","vmId":"{{id}}","allowedDevices":["10de:1eb8"],"hardwareLabel":"inference"}""");
        await OperateAsync($$"""{"operation":"DetachDevice","vmId":"{{id}}","key":{{attached.GetProperty("deviceKey")}}}""");
        const string Groups = """
            { "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com",
              "deviceGroups": [ { "name": "pair", "members": [ "0000:03:00.0", "0000:42:00.0" ] } ] } ] }
            """;
        var files = new[] { new { path = "groups.json", text = Groups } };
        await OperateAsync(JsonSerializer.Serialize(new { operation = "ImportOperation", files }));
        await OperateAsync($$"""{"operation":"AttachDeviceGroup","vmId":"{{id}}","deviceGroup":"pair"}""");
        await OperateAsync(
            """{"operation":"AttachEnhancedDevice","vmId":"VirtualMachine-vm-7","deviceClass":"com.intel.flexgpu","configParameters":{"profile":"large"}}""");
        await OperateAsync(
            $$"""{"operation":"SetDeviceMode","vmHostId":"{{ServedRoutes.Host}}","address":"0000:17:00.0","mode":"directPath","hardwareLabel":"network","applyNow":false}""");
        await OperateAsync($$"""{"operation":"RestartHost","vmHostId":"{{ServedRoutes.Host}}","force":true,"evacuate":true}""");
        await OperateAsync($$"""{"operation":"RemoveVM","vmId":"{{id}}","deletePermanently":true}""");
        var lone = await OperateAsync(
            """{"operation":"ImportOperation","files":[{"path":"x.json","text":"{\"schemaVersion\":1,\"hosts\":[{\"name\":\"lone\"}]}"}]}""");
        var loneId = lone.GetProperty("event").GetProperty("changes")[0].GetProperty("host").GetProperty("id").GetString();
        await OperateAsync($$"""{"operation":"RemoveHost","vmHostId":"{{loneId}}"}""");
    }

    /// <summary>What a maintenance window does, with a machine that is powered off before and after.</summary>
    private async Task LifecycleAsync(string id)
    {
        await OperateAsync($$"""{"operation":"PowerOnVM","vmId":"{{id}}","devices":[]}""");
        await OperateAsync($$"""{"operation":"ChangeVM","vmId":"{{id}}","numCpu":12,"force":true}""");
        await OperateAsync(
            $$"""{"operation":"MoveVM","vmId":"{{id}}","vmHostId":"HostSystem-host-6","datastore":"ssd-02","devices":["0000:42:00.0"],"force":false}""");
        await OperateAsync($$"""{"operation":"MoveVM","vmId":"{{id}}","vmHostId":"{{ServedRoutes.Host}}"}""");
        await OperateAsync($$"""{"operation":"RestartVM","vmId":"{{id}}"}""");
        var taken = await OperateAsync(
            $$"""{"operation":"CreateSnapshot","vmId":"{{id}}","newName":"before","description":"of the patch","memory":true,"quiesce":true,"created":"2026-11-21T12:00:00.0000000Z","force":false}""");
        var snapshot = taken.GetProperty("event").GetProperty("changes")[0].GetProperty("vm")
            .GetProperty("snapshots")[0].GetProperty("id").GetString();
        await OperateAsync(
            $$"""{"operation":"RemoveSnapshot","vmId":"{{id}}","snapshotId":"{{snapshot}}","removeChildren":true}""");
        await OperateAsync($$"""{"operation":"SuspendVM","vmId":"{{id}}","force":false}""");
        await OperateAsync(
            """{"operation":"SetHostState","vmHostId":"HostSystem-host-6","state":"maintenance","evacuate":false}""");
        await OperateAsync("""{"operation":"SetHostState","vmHostId":"HostSystem-host-6","state":"connected"}""");
        await OperateAsync($$"""{"operation":"PowerOffVM","vmId":"{{id}}"}""");
    }

    private async Task<JsonElement> OperateAsync(string body, params (string, string)[] headers)
    {
        book.Document.Faults(Answer.Parse(body), "Operation").ShouldBeEmpty(body);
        return (await book.PostAsync(200, body, headers)).Json;
    }

    private async Task RefusalsAsync()
    {
        await book.PostAsync(404, """{"operation":"RemoveVM","vmId":"none"}""", ("Idempotency-Key", "refused"));
        await book.PostAsync(409,
            $$"""{"operation":"AttachFixedDevice","vmId":"VirtualMachine-vm-2","vmHostId":"{{ServedRoutes.Host}}","address":"{{ServedRoutes.Device}}"}""");
        await book.PostAsync(409, $$"""{"operation":"DetachDevice","vmId":"{{ServedRoutes.VM}}","key":5}""");
        await book.GetAsync(200, "/api/v1/refusals", "/api/v1/refusals?limit=1");
        await book.GetAsync(200, "/api/v1/refusals", "/api/v1/refusals");
    }

    private async Task TasksAsync()
    {
        lab.Storage.TestBackend.Hold();
        await book.PostAsync(202, """{"operation":"RemoveVM","vmId":"none"}""", ("Prefer", "respond-async"));
        await book.PostAsync(202, """{"operation":"PowerOffVM","vmId":"VirtualMachine-vm-7"}""", ("Prefer", "respond-async"));
        await book.PostAsync(202, """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-7","notes":"task"}""",
            ("Prefer", "respond-async"));
        lab.Storage.TestBackend.LetGo();
        while ((await book.GetAsync(200, "/api/v1/tasks", "/api/v1/tasks")).Body.Contains("running", StringComparison.Ordinal))
            await Task.Delay(20);
    }

    private async Task EventsAsync()
    {
        var schemas = book.Document.Response("GET", "/api/v1/events", 200)!.Value.GetProperty("content")
            .GetProperty("text/event-stream").GetProperty("x-events");
        long revision = (await lab.GetAsync("/api/v1/session")).Json.GetProperty("revision").GetInt64();
        using (var stream = await EventReader.OpenAsync(lab, "?after=0"))
        {
            for (long sequence = 1; sequence <= revision; sequence++)
            {
                var frame = (await stream.NextAsync())!;
                frame.Id.ShouldBe(sequence);
                frame.Json.GetProperty("sequence").GetInt64().ShouldBe(sequence);
                book.Document.Faults(frame.Json, schemas.GetProperty(frame.Kind!)).ShouldBeEmpty();
            }
        }

        using var ahead = await EventReader.OpenAsync(lab, "?after=1000000");
        var reset = (await ahead.NextAsync())!;
        reset.Kind.ShouldBe("reset");
        book.Document.Faults(reset.Json, schemas.GetProperty("reset")).ShouldBeEmpty();
    }

    /// <summary>What a refusal can be about, and no operation's refusal is now.</summary>
    private async Task TargetsAsync()
    {
        var state = await lab.Storage.Backend.ReadAsync(default);
        var vm = state.VMs.Find(ServedRoutes.VM)!;
        object[] targets = [state.View(state.Clusters.Values.First()), new PassthroughDevice(state, vm, vm.Devices[0]), 5,
            long.MaxValue, "text"];
        foreach (var target in targets)
            book.Document.Faults(Answer.Parse(JsonAnswer.ToText(ErrorTarget.Of(target)!.Write)), "ProblemTarget").ShouldBeEmpty();
    }

    private static IEnumerable<string> PropertiesOf(JsonElement schema, string place)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                yield return $"{place}/{property.Name}";
                foreach (var inner in PropertiesOf(property.Value, $"{place}/{property.Name}")) yield return inner;
            }
        }

        if (schema.TryGetProperty("items", out var items))
        {
            foreach (var inner in PropertiesOf(items, $"{place}/[]")) yield return inner;
        }

        if (!schema.TryGetProperty("oneOf", out var branches)) yield break;
        int number = 0;
        foreach (var branch in branches.EnumerateArray())
        {
            foreach (var inner in PropertiesOf(branch, FormattableString.Invariant($"{place}/{number}"))) yield return inner;
            number++;
        }
    }
}
