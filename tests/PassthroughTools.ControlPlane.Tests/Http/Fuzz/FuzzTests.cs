using System.Globalization;
using System.Text;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.State.Json;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>
/// Thousands of malformed requests against a real server. The seed of the long run is another one each time, and is told where
/// the test fails: set PASSTHROUGHTOOLS_FUZZ_SEED to it to send the same requests again.
/// </summary>
[Collection(FuzzCollection.Name)]
public sealed class FuzzTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Workers = 4, WarmUp = 1_000, SampleSeed = 20261127;
    private const long MaxGrowth = 256L * 1024 * 1024;

    private HttpLab lab = null!;

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Malformed_requests_neither_break_the_server_nor_its_inventory()
    {
        await using (lab = await HttpLab.StartAsync()) await RunAsync(LongRun.Times(sample: 2_000, whole: 20_000));
    }

    [SkippableFact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task They_break_no_server_on_a_database_either()
    {
        await using (lab = await HttpLab.StartAsync(connectionString: await server.EmptyDatabaseAsync())) await RunAsync(
            LongRun.Times(sample: 500, whole: 20_000));
    }

    private async Task RunAsync(int requests)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("PASSTHROUGHTOOLS_FUZZ_SEED"), NumberStyles.Integer,
            CultureInfo.InvariantCulture, out int given) ? given
            : LongRun.IsWhole ? Random.Shared.Next() : SampleSeed;
        try
        {
            await RunAsync(seed, Math.Min(WarmUp, requests));
            var (heap, working) = Memory();
            var statuses = await RunAsync(seed + Workers, requests);
            var (heapAfter, workingAfter) = Memory();
            output.WriteLine(
                $"seed {seed}: {statuses}; heap {heap >> 20} to {heapAfter >> 20} MB, working set {working >> 20} to "
                + $"{workingAfter >> 20} MB");
            (heapAfter - heap).ShouldBeLessThan(MaxGrowth);
            (workingAfter - working).ShouldBeLessThan(4 * MaxGrowth);
            lab.Log.ShouldBeEmpty();
            await ShouldBeConsistentAsync();
        }
        catch (Exception e)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"PASSTHROUGHTOOLS_FUZZ_SEED={seed}: {e.Message}\n{string.Join('\n', lab.Log.TakeLast(5))}"), e);
        }
    }

    private static (long Heap, long WorkingSet) Memory() =>
        (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

    private async Task<string> RunAsync(int seed, int requests)
    {
        var document = await lab.DocumentAsync();
        var backup = await (await lab.BackupAsync()).ReadAsByteArrayAsync();
        var workers = Enumerable.Range(0, Workers)
            .Select(number => new FuzzWorker(lab, new ApiDocument(document.Root.GetRawText()), backup, seed + number)).ToList();
        try
        {
            await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(requests / Workers))));
            var routes = workers.SelectMany(static worker => worker.Routes).ToHashSet();
            output.WriteLine(string.Join(", ", routes.Select(static one =>
                FormattableString.Invariant($"{one.Route} {one.Status}")).Order(StringComparer.Ordinal)));
            routes.Count.ShouldBeGreaterThan(40, "answers are held against the document");
            return string.Join(", ",
                Enumerable.Range(0, 600).Select(status => (Status: status, Count: workers.Sum(worker => worker.Statuses[status])))
                    .Where(static one => one.Count > 0)
                    .Select(static one => FormattableString.Invariant($"{one.Count} x {one.Status}")));
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
        }
    }

    private async Task ShouldBeConsistentAsync()
    {
        while ((await lab.GetAsync("/api/v1/tasks")).Body.Contains("\"running\"", StringComparison.Ordinal)) await Task.Delay(20);
        string[] others =
            ["/api/v1/vms/{id}", "/api/v1/operations", ServedRoutes.Restore, "/api/v1/operations/{key}", "/api/v1/tasks/{id}"];
        foreach (var route in ServedRoutes.All.Where(route => !others.Contains(route.Route, StringComparer.Ordinal)))
            (await lab.HeadOfAsync("GET", route.Path, lab.Tokens.Admin.Bearer, null)).Status.ShouldBeOneOf(200, 204);
        var document = (await lab.GetAsync("/api/v1/state")).Body;

        // Reading checks that references point somewhere and that nobody holds what another one has.
        var state = InventoryJson.Read(new StringReader(document), Catalog.BuiltIn, "", out _);
        var reopened = await lab.ReopenAsync();
        await using var ending = reopened;
        Encoding.UTF8.GetString(StateRoutes.Document(await reopened.Backend.ReadAsync(default))).ShouldBe(document);
        var changes = await reopened.Backend.ReadEventsAsync(0, default);
        changes.Select(static change => change.Sequence)
            .ShouldBe(Enumerable.Range(1, (int)state.Revision).Select(static number => (long)number));
        await lab.PostAsync($$"""{"operation":"SetHostState","vmHostId":"{{ServedRoutes.Host}}","state":"connected"}""");
        var made = await lab.PostAsync(
            $$"""{"operation":"CreateVM","newName":"after the storm","vmHostId":"{{ServedRoutes.Host}}"}""");
        made.Status.ShouldBe(200, made.ToString());
        (await lab.GetAsync("/api/v1/vms/" + made.Json.GetProperty("targetId").GetString())).Status.ShouldBe(200);
    }
}
