namespace PassthroughTools.Benchmarks;

/// <summary>
/// Row 1: Import-Module in a fresh engine, against a binary module of the same packaging (manifest, assembly, types file, format
/// file) with one cmdlet, one type and one view.
/// </summary>
internal static class ImportBenchmark
{
    public static IEnumerable<Row> Run(Engine engine)
    {
        var empty = Path.Combine(
            Engine.Repository, "tests", "PassthroughTools.EmptyModule", "bin", "Release", "netstandard2.0",
            "PassthroughTools.EmptyModule.psd1");
        var medians = engine.Medians(41, ("import.ps1", ["empty", empty]), ("import.ps1", ["module", Engine.Module]));
        yield return new Row(
            "Import-Module against an empty binary module", medians["module"] / medians["empty"], 1.3, false,
            FormattableString.Invariant($"{medians["module"]:0.0} ms against {medians["empty"]:0.0} ms"));
    }
}
