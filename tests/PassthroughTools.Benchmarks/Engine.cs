using System.Diagnostics;
using System.Globalization;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// Runs a script of Scripts/ in a fresh PowerShell and reads the figures that it prints, one name=value a line.
/// </summary>
/// <param name="command">The program, and the arguments that go before all others.</param>
internal sealed class Engine(string[] command)
{
    public static string Repository { get; } = FindRepository();

    public static string Module { get; } = Path.Combine(Repository, "out", "PassthroughTools", "PassthroughTools.psd1");

    public Dictionary<string, double> Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment["PASSTHROUGHTOOLS_REHEARSAL"] = "";
        foreach (var argument in (string[])[.. command[1..], "-NoProfile", "-NonInteractive", "-File",
            Path.Combine(AppContext.BaseDirectory, "Scripts", script), .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} failed: {output}{errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line => line.Split('='))
            .ToDictionary(static pair => pair[0], static pair => double.Parse(pair[1], CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
    }

    /// <summary>The medians of several interleaved runs of several scripts, so that noise meets all of them alike.</summary>
    public Dictionary<string, double> Medians(int times, params (string Script, string[] Arguments)[] scripts)
    {
        var figures = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (int i = 0; i < times; i++)
        {
            foreach (var (script, arguments) in scripts)
            {
                foreach (var (name, value) in Run(script, arguments))
                {
                    if (!figures.TryGetValue(name, out var list)) figures[name] = list = [];
                    list.Add(value);
                }
            }
        }

        return figures.ToDictionary(static pair => pair.Key, static pair => Median(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>The value in the middle; the list keeps its order.</summary>
    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks run from a checkout.");
    }
}
