using System.Text.RegularExpressions;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Layering;

/// <summary>What .editorconfig asks for as max_line_length, which the compiler does not check.</summary>
public sealed partial class LineLengthTests
{
    private const int Most = 130;

    [Fact]
    public void NoLineOfTheSourcesIsLongerButForATextThatCannotBeBroken()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !Array.Exists(path.Split(Path.DirectorySeparatorChar), static part => part is "bin" or "obj"))
            .ToList();
        files.Count.ShouldBeGreaterThan(500);
        files.SelectMany(static path => File.ReadLines(path).Select((line, index) => (Path: path, Line: line, Number: index + 1)))
            .Where(static one => Literal().Replace(one.Line, "\"\"").Length > Most)
            .Select(static one => FormattableString.Invariant($"{one.Path}({one.Number})"))
            .ShouldBeEmpty();
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();
}
