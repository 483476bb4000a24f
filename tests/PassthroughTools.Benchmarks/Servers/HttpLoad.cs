using System.Diagnostics;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>Clients of a server, each with a connection and a thread of its own.</summary>
/// <param name="address">The server.</param>
/// <param name="clients">How many there are.</param>
/// <param name="request">The bytes of the n-th request.</param>
internal sealed class HttpLoad(Uri address, int clients, Func<int, byte[]> request) : IDisposable
{
    private readonly HttpConnection[] connections = [.. Enumerable.Range(0, clients).Select(_ => new HttpConnection(address))];
    private int asked;

    /// <summary>Each client asks again as soon as it is answered, for a time; gives the answers per second.</summary>
    public double PerSecond(TimeSpan time)
    {
        long begin = Stopwatch.GetTimestamp(), answered = 0;
        Together(connection =>
        {
            long mine = 0;
            for (; Stopwatch.GetElapsedTime(begin) < time; mine++) connection.Ask(Next());
            Interlocked.Add(ref answered, mine);
        });
        return answered / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>
    /// All clients together ask so many times a second, for a time; gives how long the answers took in milliseconds, in order.
    /// </summary>
    public List<double> Latencies(double rate, TimeSpan time)
    {
        var all = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        int turn = -1;
        Together(connection =>
        {
            var mine = new List<double>();
            var step = TimeSpan.FromSeconds(clients / rate);
            for (var due = step * Interlocked.Increment(ref turn) / clients; due < time; due += step)
            {
                // An answer that kept the next request waiting counts for that one too.
                var start = Stopwatch.GetElapsedTime(begin);
                if (start < due)
                {
                    Thread.Sleep(due - start);
                    start = Stopwatch.GetElapsedTime(begin);
                }
                else
                {
                    start = due;
                }

                connection.Ask(Next());
                mine.Add((Stopwatch.GetElapsedTime(begin) - start).TotalMilliseconds);
            }

            lock (all) all.AddRange(mine);
        });
        all.Sort();
        return all;
    }

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
    }

    private byte[] Next() => request(Interlocked.Increment(ref asked));

    private void Together(Action<HttpConnection> work)
    {
        Exception? fault = null;
        var threads = connections.Select(connection => new Thread(() =>
        {
            try
            {
                work(connection);
            }
#pragma warning disable CA1031 // it is thrown again below, on the thread that can tell of it
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = e;
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        if (fault is not null) throw new InvalidOperationException(fault.Message, fault);
    }
}
