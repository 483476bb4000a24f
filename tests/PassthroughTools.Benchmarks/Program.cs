using System;
using System.Collections.Generic;
using System.IO;
using PassthroughTools.Benchmarks;
using PassthroughTools.Benchmarks.Servers;

// Rows 1 to 5 of the speed bars, as ratios of medians in this one run. Exit code 1 where a bar is missed.
if (args is [var kind, var path]) return await ServerHost.RunAsync(kind, path);

var engine = Environment.GetEnvironmentVariable("PASSTHROUGHTOOLS_ENGINE");
var folder = Directory.CreateTempSubdirectory("passthroughtools-bench-").FullName;
try
{
    var rows = new List<Row>();
    if (string.IsNullOrEmpty(engine))
    {
        Console.WriteLine("SKIPPED: rows 1 to 3, since they measure cmdlets and this machine has no PowerShell. Install pwsh and run ./build.sh bench again.");
    }
    else
    {
        var pwsh = new Engine(engine);
        rows.AddRange(ImportBenchmark.Run(pwsh));
        rows.AddRange(ReadBenchmark.Run(pwsh, folder));
        rows.AddRange(WriteBenchmark.Run(pwsh, folder));
    }

    rows.AddRange(PlanBenchmark.Run(folder));
    rows.AddRange(ControlPlaneBenchmark.Run(folder));
    return Row.Print(rows) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
