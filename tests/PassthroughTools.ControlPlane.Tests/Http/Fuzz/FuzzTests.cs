using System.Globalization;
using System.Text;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.State.Json;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>
/// Thousands of malformed requests against a real server. The seed of the long run is another one each time, and is told where the test
/// fails: set PASSTHROUGHTOOLS_FUZZ_SEED to it to send the same requests again.
/// </summary>
[Collection(FuzzCollection.Name)]
public sealed class FuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Workers = 4, WarmUp = 1_000, SampleSeed = 20261127;
    private const long MaxGrowth = 256L * 1024 * 1024;
    private static readonly int Requests = LongRun.Times(sample: 2_000, whole: 20_000);

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Malformed_requests_neither_break_the_server_nor_its_inventory()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("PASSTHROUGHTOOLS_FUZZ_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int given) ? given
            : LongRun.IsWhole ? Random.Shared.Next() : SampleSeed;
        try
        {
            await RunAsync(seed, WarmUp);
            var (heap, working) = Memory();
            var statuses = await RunAsync(seed + Workers, Requests);
            var (heapAfter, workingAfter) = Memory();
            output.WriteLine($"seed {seed}: {statuses}; heap {heap >> 20} to {heapAfter >> 20} MB, working set {working >> 20} to {workingAfter >> 20} MB");
            (heapAfter - heap).ShouldBeLessThan(MaxGrowth);
            (workingAfter - working).ShouldBeLessThan(4 * MaxGrowth);
            lab.Log.ShouldBeEmpty();
            await ShouldBeConsistentAsync();
        }
        catch (Exception e)
        {
            throw new InvalidDataException(FormattableString.Invariant($"PASSTHROUGHTOOLS_FUZZ_SEED={seed}: {e.Message}\n{string.Join('\n', lab.Log.TakeLast(5))}"), e);
        }
    }

    private static (long Heap, long WorkingSet) Memory() => (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

    private async Task<string> RunAsync(int seed, int requests)
    {
        var text = OpenApiDocument.Text;
        var workers = Enumerable.Range(0, Workers).Select(number => new FuzzWorker(lab, new ApiDocument(text), seed + number)).ToList();
        try
        {
            await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(requests / Workers))));
            return string.Join(", ", Enumerable.Range(0, 600).Select(status => (Status: status, Count: workers.Sum(worker => worker.Statuses[status]))).Where(static one => one.Count > 0).Select(static one => FormattableString.Invariant($"{one.Count} x {one.Status}")));
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
        }
    }

    private async Task ShouldBeConsistentAsync()
    {
        while ((await lab.GetAsync("/api/v1/tasks")).Body.Contains("\"running\"", StringComparison.Ordinal)) await Task.Delay(20);
        foreach (var route in ServedRoutes.All.Where(static route => route.Route is not ("/api/v1/vms/{id}" or "/api/v1/operations" or "/api/v1/operations/{key}" or "/api/v1/tasks/{id}")))
            (await lab.HeadOfAsync("GET", route.Path, lab.Tokens.Admin.Bearer, null)).Status.ShouldBeOneOf(200, 204);
        var document = (await lab.GetAsync("/api/v1/state")).Body;

        // Reading checks that references point somewhere and that nobody holds what another one has.
        var state = InventoryJson.Read(new StringReader(document), Catalog.BuiltIn, "", out _);
        using var reopened = JsonStoreBackend.Open(lab.StorePath, Catalog.BuiltIn, "");
        Encoding.UTF8.GetString(StateRoutes.Document(await reopened.ReadAsync(default))).ShouldBe(document);
        var changes = await reopened.ReadEventsAsync(0, default);
        changes.Select(static change => change.Sequence).ShouldBe(Enumerable.Range(1, (int)state.Revision).Select(static number => (long)number));
        await lab.PostAsync($$"""{"operation":"SetHostState","vmHostId":"{{ServedRoutes.Host}}","state":"connected"}""");
        var made = await lab.PostAsync($$"""{"operation":"CreateVM","newName":"after the storm","vmHostId":"{{ServedRoutes.Host}}"}""");
        made.Status.ShouldBe(200, made.ToString());
        (await lab.GetAsync("/api/v1/vms/" + made.Json.GetProperty("targetId").GetString())).Status.ShouldBe(200);
    }
}
