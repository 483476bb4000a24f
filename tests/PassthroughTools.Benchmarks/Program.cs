using System;
using System.Collections.Generic;
using System.IO;
using PassthroughTools.Benchmarks;

// Rows 1 to 3 of the speed bars, as ratios of medians in this one run. Exit code 1 where a bar is missed.
var engine = Environment.GetEnvironmentVariable("PASSTHROUGHTOOLS_ENGINE");
if (string.IsNullOrEmpty(engine))
{
    Console.WriteLine("SKIPPED: all rows, since they measure cmdlets and this machine has no PowerShell. Install pwsh and run ./build.sh bench again.");
    return 0;
}

var folder = Directory.CreateTempSubdirectory("passthroughtools-bench-").FullName;
try
{
    var pwsh = new Engine(engine);
    var rows = new List<Row>();
    rows.AddRange(ImportBenchmark.Run(pwsh));
    rows.AddRange(ReadBenchmark.Run(pwsh, folder));
    rows.AddRange(WriteBenchmark.Run(pwsh, folder));
    return Row.Print(rows) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
