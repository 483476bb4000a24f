using System.Text.Json;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>The checked-in table against the facts file that it was taken from.</summary>
public sealed class SurfaceFactsTests
{
    private static readonly string FactsFile = Path.GetFullPath(
        Path.Combine(Repository.Root, "..", "shared", "data", "powercli-surface.json"));

    [SkippableFact]
    public void TheTableIsTheInScopePartOfTheFacts()
    {
        Skip.IfNot(File.Exists(FactsFile),
            $"The facts file is not here ({FactsFile}), so that the checked-in table is not compared with it.");
        using var facts = File.OpenRead(FactsFile);
        JsonSerializer.Serialize(SurfaceFacts.CheckedIn()).ShouldBe(JsonSerializer.Serialize(SurfaceFacts.Read(facts)));
        facts.Position = 0;
        using var table = typeof(SurfaceFacts).Assembly.GetManifestResourceStream("powercli-surface.json")!;
        SurfaceFacts.Source(table).ShouldBe(SurfaceFacts.Source(facts));
    }

    [Fact]
    public void TheTableHasEveryInScopeCmdlet()
    {
        SurfaceFacts.CheckedIn().Count.ShouldBe(32);
        SurfaceFacts.CheckedIn().Sum(static cmdlet => cmdlet.Parameters.Count).ShouldBe(142);
    }
}
