using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using Shouldly;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>An administrator's catalog file for the time of a test.</summary>
internal sealed class CatalogFile : IDisposable
{
    public CatalogFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"catalog-{Guid.NewGuid():n}.json");

    /// <summary>A file with these technologies and models, as JSON without the brackets.</summary>
    public static CatalogFile Of(string models = "", string technologies = "",
        string sources = "\"bcg\": \"Broadcom Compatibility Guide, 2026-10\"") =>
        new(
            $"{{ \"schemaVersion\": 1, \"sources\": {{ {sources} }}, \"technologies\": [{technologies}], \"models\": "
            + $"[{models}] }}");

    public Catalog Load() => Catalog.BuiltIn.WithFile(Path);

    public PassthroughException Refused(ErrorId id)
    {
        var refusal = Should.Throw<PassthroughException>(Load);
        (refusal.Id, refusal.Target).ShouldBe((id, Path));
        refusal.Message.ShouldContain($"'{Path}'");
        return refusal;
    }

    public void Dispose() => File.Delete(Path);
}
