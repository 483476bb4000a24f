using System.Diagnostics;
using System.Text.Json;
using PassthroughTools.Benchmarks.Servers;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// Row 4: the control plane over HTTP on loopback with an inventory of 1,000 hosts and 10,000 machines, in a process of its own:
/// reads against bare endpoints that answer the same bytes, writes against appending a line and flushing it, and what readers see
/// of writers.
/// </summary>
internal static class ControlPlaneBenchmark
{
    private const int Readers = 16, Writers = 64, SteadyClients = 4, LineLength = 600;
    private const double ReadRate = 800, WriteRate = 200;
    private const string PagePath = "/api/v1/vms?limit=100";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.2), WarmUp = TimeSpan.FromSeconds(
        4), Steady = TimeSpan.FromSeconds(1.5);

    // Machines from all over the inventory, so that no single one's record stays in the processor's cache.
    private static readonly string[] VMIds =
        [.. Enumerable.Range(0, 250).Select(static i => FormattableString.Invariant($"VirtualMachine-vm-{1001 + (40 * i)}"))];

    public static IEnumerable<Row> Run(Engine engine, string folder)
    {
        var store = Path.Combine(folder, "served.json");
        InventoryGenerator.Write(store, 1000, 10_000, seed: 1);
        var token = Token(store);
        var requests = new ServerRequests(token);
        var graph = GraphOf(store);
        using var server = new ServerProcess("serve", store);
        var fresh = server.Memory();
        using var bare = new ServerProcess("bare", Answers(server, requests, Path.Combine(folder, "answers.json")));
        var vms = VMIds.Select(id => requests.Get(VMPath(id))).ToArray();
        var page = requests.Get(PagePath);
        yield return Reads("GET of a VM", 0.65, server, bare, n => vms[n % vms.Length]);
        yield return Reads("GET of 100 VMs", 0.6, server, bare, _ => page);
        foreach (var row in Writes(server, requests, folder)) yield return row;
        yield return Piped(engine, server, token);
        yield return Tail(server, bare, requests, n => vms[n % vms.Length]);
        var loaded = server.Memory();
        yield return new Row(
            "control plane's objects after the load against the deserialised file", loaded.Heap / graph, 3, false,
            FormattableString.Invariant(
                $"{loaded.Heap / 1e6:0.0} MB, {fresh.Heap / 1e6:0.0} MB before it, against {graph / 1e6:0.0} MB; working set ")
            + FormattableString.Invariant($"{loaded.WorkingSet / 1e6:0} MB, {fresh.WorkingSet / 1e6:0} MB before it"));
    }

    /// <summary>Answers per second of both servers, in turns.</summary>
    private static Row Reads(string what, double bar, ServerProcess server, ServerProcess bare, Func<int, byte[]> request)
    {
        using var asking = new HttpLoad(server.Address, Readers, request);
        using var yardstick = new HttpLoad(bare.Address, Readers, request);
        yardstick.PerSecond(WarmUp);
        asking.PerSecond(WarmUp);
        var (rates, bareRates, times, bareTimes) = (new List<double>(), new List<double>(), new List<double>(),
            new List<double>());
        for (int i = 0; i < 30; i++)
        {
            Measure(yardstick, bare, bareRates, bareTimes);
            Measure(asking, server, rates, times);
        }

        return new Row(
            $"{what} against a bare endpoint", InTurns(rates, bareRates), bar, true,
            FormattableString.Invariant(
                $"{Engine.Median(rates):0} a second against {Engine.Median(bareRates):0}; {Engine.Median(times):0} us of a ")
            + FormattableString.Invariant($"processor against {Engine.Median(bareTimes):0} us"));

        static void Measure(HttpLoad load, ServerProcess server, List<double> rates, List<double> times)
        {
            var before = server.ProcessorTime;
            long began = Stopwatch.GetTimestamp();
            double rate = load.PerSecond(Turn);
            times.Add((server.ProcessorTime - before).TotalMicroseconds / (rate * Stopwatch.GetElapsedTime(began).TotalSeconds));
            rates.Add(rate);
        }
    }

    /// <summary>
    /// Writes per second of many clients in turns with flushes per second, and of one client in turn with each flush.
    /// </summary>
    private static IEnumerable<Row> Writes(ServerProcess server, ServerRequests requests, string folder)
    {
        byte[] Request(int n) => requests.Write(VMIds[n % VMIds.Length]);
        using var many = new HttpLoad(server.Address, Writers, Request);
        using var line = new AppendedLine(Path.Combine(folder, "flushed"), LineLength);
        many.PerSecond(WarmUp);
        var (rates, flushRates) = (new List<double>(), new List<double>());
        for (int i = 0; i < 30; i++)
        {
            flushRates.Add(FlushesPerSecond(line));
            rates.Add(many.PerSecond(Turn));
        }

        yield return new Row(
            "writes of 64 clients against flushes", InTurns(rates, flushRates), 0.5, true,
            FormattableString.Invariant($"{Engine.Median(rates):0} a second against {Engine.Median(flushRates):0}"));

        using var one = new HttpConnection(server.Address);
        var (writes, flushes) = (new List<double>(), new List<double>());
        for (int i = 0; i < 2000; i++)
        {
            flushes.Add(line.Append());
            var request = Request(i);
            long began = Stopwatch.GetTimestamp();
            one.Ask(request);
            writes.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        // A write is a flush and more: less would say that writes are answered unflushed, or that the row above means nothing.
        yield return new Row(
            "one write of one client against a flush", Engine.Median(writes) / Engine.Median(flushes), 1, true,
            FormattableString.Invariant($"{Engine.Median(writes) * 1000:0} us against {Engine.Median(flushes) * 1000:0} us"));
    }

    /// <summary>
    /// A hundred machines in a pipeline, which the module reads once and writes one by one, against the same writes sent bare.
    /// </summary>
    private static Row Piped(Engine engine, ServerProcess server, string token)
    {
        var m = engine.Medians(3,
            ("piped.ps1", [Engine.Module, typeof(BareWrites).Assembly.Location, server.Address.ToString(), token]));
        return new Row(
            "100 VMs piped into Set-VM against 100 bare POSTs", m["ratio"], 1.5, false,
            FormattableString.Invariant($"{m["piped"]:0.0} ms against {m["bare"]:0.0} ms"));
    }

    /// <summary>
    /// The slowest of a hundred reads against the one in the middle while others write; of the bare endpoint while it appends and
    /// flushes as many lines.
    /// </summary>
    private static Row Tail(ServerProcess server, ServerProcess bare, ServerRequests requests, Func<int, byte[]> request)
    {
        using var reading = new HttpLoad(server.Address, SteadyClients, request);
        using var writing = new HttpLoad(server.Address, SteadyClients, Write);
        using var yardstick = new HttpLoad(bare.Address, SteadyClients, request);
        using var appending = new HttpLoad(bare.Address, SteadyClients, Write);
        var (middle, slow, bareMiddle, bareSlow) = (new List<double>(), new List<double>(), new List<double>(),
            new List<double>());
        for (int i = 0; i < 9; i++)
        {
            Beside(appending, yardstick, bareMiddle, bareSlow);
            Beside(writing, reading, middle, slow);
        }

        var (tail, bareTail) = (InTurns(slow, middle), InTurns(bareSlow, bareMiddle));
        return new Row(
            "99th percentile of reads over their median, beside 200 writes a second, against a bare endpoint's beside 200 "
            + "appends", tail / bareTail, 1.2, false,
            FormattableString.Invariant(
                $"{tail:0.00} x, {Engine.Median(slow) * 1000:0} us over {Engine.Median(middle) * 1000:0} us, ")
            + FormattableString.Invariant($"against {bareTail:0.00} x, {Engine.Median(bareSlow) * 1000:0} us over ")
            + FormattableString.Invariant($"{Engine.Median(bareMiddle) * 1000:0} us"));

        byte[] Write(int n) => requests.Write(VMIds[n % VMIds.Length]);

        static void Beside(HttpLoad changes, HttpLoad reads, List<double> middle, List<double> slow)
        {
            var writes = Task.Run(() => changes.Latencies(WriteRate, Steady));
            Add(reads.Latencies(ReadRate, Steady), middle, slow);
            writes.Wait();
        }

        static void Add(List<double> sorted, List<double> middle, List<double> slow)
        {
            middle.Add(sorted[sorted.Count / 2]);
            slow.Add(sorted[(int)(sorted.Count * 0.99)]);
        }
    }

    /// <summary>
    /// The median of the ratios of neighbouring turns. What else runs on the machine makes a flush ten times slower for seconds
    /// at a time: the medians of all turns may then be of two different times, and their ratio of nothing.
    /// </summary>
    private static double InTurns(List<double> one, List<double> other) =>
        Engine.Median([.. one.Zip(other, static (a, b) => a / b)]);

    private static double FlushesPerSecond(AppendedLine line)
    {
        long began = Stopwatch.GetTimestamp();
        int count = 0;
        for (; Stopwatch.GetElapsedTime(began) < Turn; count++) line.Append();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Puts the control plane's answers into a file for the bare server.</summary>
    private static string Answers(ServerProcess server, ServerRequests requests, string path)
    {
        using var connection = new HttpConnection(server.Address);
        var bodies = VMIds.ToDictionary(static id => id, id => connection.Ask(requests.Get(VMPath(id))).ToArray(),
            StringComparer.Ordinal);
        bodies.Add("", connection.Ask(requests.Get(PagePath)).ToArray());
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(bodies));
        return path;
    }

    private static string VMPath(string id) => $"/api/v1/vms/{id}";

    private static string Token(string store)
    {
        var issued = IssuedToken.Issue("bench", TokenRole.Admin, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        FileTokenStore.Beside(store).AddAsync(issued.Token, CancellationToken.None).Wait();
        return issued.Text;
    }

    private static double GraphOf(string store)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var graph = PlainStore.Deserialize(store);
        long size = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(graph);
        return size;
    }
}
