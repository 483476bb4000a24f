using System.Diagnostics;
using System.Globalization;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>A server in a process of its own, with the runtime's settings of the control plane's program.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    public ServerProcess(string kind, string path)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, "server", kind, path])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "1";

        // The rows are of reads and writes. A line of the request log costs about 27 us of a processor beside a GET's 46.
        start.Environment["Logging__LogLevel__PassthroughTools.ControlPlane.Observing.RequestLog"] = "Warning";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        process = Process.Start(start)!;
        Address = new Uri(Line("Listening on "));
    }

    public Uri Address { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The bytes of its objects after a full collection, and of its working set.</summary>
    public (long Heap, long WorkingSet) Memory()
    {
        process.StandardInput.WriteLine();
        var figures = Line("memory ").Split(' ');
        return (long.Parse(figures[0], CultureInfo.InvariantCulture), long.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Line(string head)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(head, StringComparison.Ordinal)) return line[head.Length..];
        }

        throw new InvalidOperationException("The server has ended.");
    }
}
