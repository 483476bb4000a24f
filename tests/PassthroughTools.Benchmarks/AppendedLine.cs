using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PassthroughTools.Benchmarks;

/// <summary>The yardstick for a committed change: a line appended to a file and flushed to the disk.</summary>
public static class AppendedLine
{
    /// <summary>The median time of appending a line of a length to a file, in milliseconds.</summary>
    public static double MedianMilliseconds(string path, int length, int times)
    {
        var line = Enumerable.Repeat((byte)'x', length - 1).Append((byte)'\n').ToArray();
        var elapsed = new double[times];
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        for (int i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            stream.Write(line);
            stream.Flush(flushToDisk: true);
            elapsed[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        System.Array.Sort(elapsed);
        return elapsed[times / 2];
    }
}
