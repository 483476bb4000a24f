using System.Diagnostics;

namespace PassthroughTools.Benchmarks;

/// <summary>The yardstick for a committed change: a line appended to a file and flushed to the disk.</summary>
public sealed class AppendedLine(string path, int length) : IDisposable
{
    private readonly FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
    private readonly byte[] line = [.. Enumerable.Repeat((byte)'x', length - 1), (byte)'\n'];

    /// <summary>Appends the line and flushes it; returns the time that it took, in milliseconds.</summary>
    public double Append()
    {
        var start = Stopwatch.GetTimestamp();
        stream.Write(line);
        stream.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
