namespace PassthroughTools.Benchmarks;

/// <summary>
/// Row 2: Connect-VIServer and Get-PassthroughDevice on a cold store of 1,000 hosts and 10,000 machines, against Newtonsoft.Json
/// deserialising the same file into plain objects, and against ConvertFrom-Json with Where-Object; each in a fresh engine. And
/// Get-VM of that store, once it was read, against the same without what answers for ExtensionData, in turns in one engine.
/// </summary>
internal static class ReadBenchmark
{
    public static IEnumerable<Row> Run(Engine engine, string folder)
    {
        var store = Path.Combine(folder, "large.json");
        InventoryGenerator.Write(store, 1000, 10_000, seed: 1);
        var baseline = typeof(ReadBenchmark).Assembly.Location;
        var m = engine.Medians(
            5,
            ("read-module.ps1", [Engine.Module, store]),
            ("read-newtonsoft.ps1", [baseline, store]),
            ("read-convertfromjson.ps1", [store]));
        var size = new FileInfo(store).Length / 1e6;
        yield return new Row(
            "Get-PassthroughDevice, cold, against Newtonsoft.Json", m["module"] / m["newtonsoft"], 1, false,
            FormattableString.Invariant(
                $"{m["module"]:0} ms against {m["newtonsoft"]:0} ms, file of {size:0.0} MB, {m["devices"]:0} devices"));
        yield return new Row(
            "ConvertFrom-Json and Where-Object against the same", m["convertfromjson"] / m["module"], 5, true,
            FormattableString.Invariant($"{m["convertfromjson"]:0} ms against {m["module"]:0} ms"));
        yield return new Row(
            "memory held, against the deserialised objects", m["module-memory"] / m["newtonsoft-memory"], 1, false,
            FormattableString.Invariant($"{m["module-memory"] / 1e6:0.0} MB against {m["newtonsoft-memory"] / 1e6:0.0} MB"));
        var views = engine.Medians(3, ("views.ps1", [Engine.Module, store]));
        yield return new Row(
            "Get-VM against the same without ExtensionData", views["with"] / views["without"], 1.1, false,
            FormattableString.Invariant($"{views["with"]:0.0} ms against {views["without"]:0.0} ms, ")
            + FormattableString.Invariant($"{views["machines"]:0} machines"));
    }
}
