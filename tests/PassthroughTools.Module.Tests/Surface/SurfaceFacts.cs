using System.Text.Json;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>
/// What is known of PowerCLI's cmdlets: powercli-surface.json has the in-scope part of the project's facts file of the same name,
/// and names the source as that file does.
/// </summary>
internal static class SurfaceFacts
{
    /// <summary>The checked-in table.</summary>
    public static IReadOnlyList<SurfaceCmdlet> CheckedIn()
    {
        using var stream = typeof(SurfaceFacts).Assembly.GetManifestResourceStream("powercli-surface.json")!;
        return Read(stream);
    }

    /// <summary>Reads the facts; what a file says to be out of scope is left out.</summary>
    public static IReadOnlyList<SurfaceCmdlet> Read(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("cmdlets").EnumerateObject().Select(static cmdlet => new SurfaceCmdlet(
            cmdlet.Name,
            cmdlet.Value.GetProperty("shouldProcess").GetBoolean(),
            [.. cmdlet.Value.GetProperty("parameters").EnumerateArray()
                .Where(static parameter => !parameter.TryGetProperty("inScope", out var inScope) || inScope.GetBoolean())
                .Select(static parameter => new SurfaceParameter(
                    parameter.GetProperty("name").GetString()!, parameter.GetProperty("mandatory").GetBoolean(),
                    parameter.GetProperty("pipeline").GetBoolean()))]))];
    }

    /// <summary>What a file says where its facts come from.</summary>
    public static string Source(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("source").GetString()!;
    }
}
