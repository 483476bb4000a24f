namespace PassthroughTools.Benchmarks;

/// <summary>
/// Row 3: one Add-PassthroughDevice or Remove-PassthroughDevice, against appending a line of the same length to a file and
/// flushing it to the disk; on 10,000 machines and on 10.
/// </summary>
internal static class WriteBenchmark
{
    public static IEnumerable<Row> Run(Engine engine, string folder)
    {
        var large = Path.Combine(folder, "write-large.json");
        var small = Path.Combine(folder, "write-small.json");
        InventoryGenerator.Write(large, 1000, 10_000, seed: 1);
        InventoryGenerator.Write(small, 1, 10, seed: 1);
        var baseline = typeof(WriteBenchmark).Assembly.Location;
        var m = engine.Medians(
            5,
            ("write.ps1", [Engine.Module, baseline, large, "large"]),
            ("write.ps1", [Engine.Module, baseline, small, "small"]));
        yield return new Row(
            "one Add or Remove at 10,000 VMs against append and flush", m["large"] / m["large-flush"], 2.4, false,
            FormattableString.Invariant($"{m["large"] * 1000:0} us against {m["large-flush"] * 1000:0} us"));
        yield return new Row(
            "one Add or Remove at 10,000 VMs against 10 VMs", m["large"] / m["small"], 1.2, false,
            FormattableString.Invariant($"{m["large"] * 1000:0} us against {m["small"] * 1000:0} us"));
    }
}
