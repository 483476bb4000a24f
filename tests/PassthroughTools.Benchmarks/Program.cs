using PassthroughTools.Benchmarks;
using PassthroughTools.Benchmarks.Servers;

// The speed bars, as ratios of medians in this one run. Exit code 1 where a bar is missed.
if (args is ["server", var kind, var path]) return await ServerHost.RunAsync(kind, path);
if (args is not ["engine", .. var engine] || engine is [])
{
    Console.WriteLine("Give what starts PowerShell, as ./build.sh bench does: engine <program> [its first arguments]");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("passthroughtools-bench-").FullName;
try
{
    var powerShell = new Engine(engine);
    List<Row> rows =
    [
        .. ImportBenchmark.Run(powerShell),
        .. ReadBenchmark.Run(powerShell, folder),
        .. WriteBenchmark.Run(powerShell, folder),
        .. PlanBenchmark.Run(folder),
        .. ControlPlaneBenchmark.Run(powerShell, folder),
        .. VSphereBenchmark.Run(powerShell, folder),
    ];
    return Row.Print(rows) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
