using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace PassthroughTools.ControlPlane.Observing;

/// <summary>What /metrics tells, in the Prometheus text format.</summary>
internal sealed class ServerMetrics
{
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<(string Route, string Method, int Status), long> requests = [];
    private readonly ConcurrentDictionary<(string Operation, string Outcome), long> operations = [];
    private readonly long[] durations = new long[Buckets.Length + 1];
    private long durationTicks;
    private long watchers;

    /// <summary>How many clients follow the events.</summary>
    public long Watchers => Interlocked.Read(ref watchers);

    /// <summary>
    /// Counts a request that was answered. A path that is no route counts as one, lest names that others make up fill the memory.
    /// </summary>
    public void Count(HttpContext context, TimeSpan duration)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        var method = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method) ? context.Request.Method : "other";
        requests.AddOrUpdate((route, method, context.Response.StatusCode), 1, static (_, count) => count + 1);
        if (route.EndsWith("/events", StringComparison.Ordinal)) return;
        int bucket = Array.FindIndex(Buckets, bound => duration.TotalSeconds <= bound);
        Interlocked.Increment(ref durations[bucket < 0 ? Buckets.Length : bucket]);
        Interlocked.Add(ref durationTicks, duration.Ticks);
    }

    /// <summary>Counts an operation: committed, repeated, unchanged, or the id of its refusal.</summary>
    public void Count(string operation, string outcome) =>
        operations.AddOrUpdate((operation, outcome), 1, static (_, count) => count + 1);

    public void WatcherCame() => Interlocked.Increment(ref watchers);

    public void WatcherWent() => Interlocked.Decrement(ref watchers);

    /// <summary>The whole text.</summary>
    /// <param name="revision">The inventory's revision.</param>
    /// <param name="isStorageAvailable">Whether /readyz tells that requests can be served.</param>
    public string Text(long revision, bool isStorageAvailable)
    {
        var text = new StringBuilder(4096);
        Head("passthroughtools_http_requests_total", "counter", "Requests answered, by route, method and status.");
        foreach (var ((route, method, status), count) in requests)
            Line("passthroughtools_http_requests_total", count,
                $"route=\"{route}\",method=\"{method}\",status=\"{status.ToString(CultureInfo.InvariantCulture)}\"");
        Head("passthroughtools_http_request_duration_seconds", "histogram", "How long answers took, the event streams left out.");
        long total = 0;
        for (int i = 0; i < Buckets.Length; i++)
        {
            total += Interlocked.Read(ref durations[i]);
            Line("passthroughtools_http_request_duration_seconds_bucket", total,
                $"le=\"{Buckets[i].ToString(CultureInfo.InvariantCulture)}\"");
        }

        total += Interlocked.Read(ref durations[Buckets.Length]);
        Line("passthroughtools_http_request_duration_seconds_bucket", total, "le=\"+Inf\"");
        Line("passthroughtools_http_request_duration_seconds_sum",
            TimeSpan.FromTicks(Interlocked.Read(ref durationTicks)).TotalSeconds);
        Line("passthroughtools_http_request_duration_seconds_count", total);
        Head("passthroughtools_operations_total", "counter", "Operations asked for, by name and outcome.");
        foreach (var ((operation, outcome), count) in operations) Line("passthroughtools_operations_total", count,
            $"operation=\"{operation}\",outcome=\"{outcome}\"");
        Single("passthroughtools_revision", "The inventory's revision.", revision);
        Single("passthroughtools_storage_up",
            "Whether the storage and the tokens can be read and changes be written, as /readyz tells: 1 or 0.",
            isStorageAvailable ? 1 : 0);
        Single("passthroughtools_event_streams", "Clients that follow the events.", Watchers);
        Single("process_working_set_bytes", "Memory of the process.", Environment.WorkingSet);
        return text.ToString();

        void Head(string name, string type, string help) =>
            text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type)
                .Append('\n');

        void Line(string name, double value, string? labels = null)
        {
            text.Append(name);
            if (labels is not null) text.Append('{').Append(labels).Append('}');
            text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        void Single(string name, string help, double value)
        {
            Head(name, "gauge", help);
            Line(name, value);
        }
    }
}
