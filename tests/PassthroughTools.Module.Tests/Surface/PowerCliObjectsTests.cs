using System.Text.RegularExpressions;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>
/// docs/powercli-objects.md: every property of the objects that PowerCLI has too stands there, and none that is not.
/// </summary>
public sealed partial class PowerCliObjectsTests
{
    public static TheoryData<string> Types => [.. Sections().Keys];

    [Fact]
    public void EveryTypeThatPowerCliHasTooHasItsSection() => Sections().Keys.ShouldBe(
        typeof(InventoryObject).Assembly.GetExportedTypes()
            .Where(static type => type is { IsSealed: true } && type.IsSubclassOf(typeof(InventoryObject)))
            .Append(typeof(VIServer)).Append(typeof(PassthroughTask)).Select(static type => type.FullName!),
        ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryPropertyStandsInItOnce(string type)
    {
        var section = Sections()[type];
        var here = Listed(section, "As in PowerCLI").Concat(Listed(section, "Only here")).Concat(Rows(section, isThere: true))
            .ToList();

        here.ShouldBe(PropertiesOf(type), ignoreOrder: true);
        Rows(section, isThere: false).Intersect(here, StringComparer.Ordinal).ShouldBeEmpty("it is said not to be there");
    }

    [Fact]
    public void EveryRowSaysWhy() => Sections().Values.SelectMany(static section => RowPattern().Matches(section))
        .ShouldAllBe(static row => row.Groups["why"].Value.Trim().Length > 0);

    private static IEnumerable<string> PropertiesOf(string type) =>
        (typeof(InventoryObject).Assembly.GetType(type) ?? typeof(VIServer).Assembly.GetType(type, throwOnError: true)!)
        .GetProperties().Select(static property => property.Name).Distinct(StringComparer.Ordinal);

    private static Dictionary<string, string> Sections() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "powercli-objects.md"))
        .ReplaceLineEndings("\n").Split("\n## ").Skip(1)
        .ToDictionary(static section => NamePattern().Match(section).Groups["name"].Value, StringComparer.Ordinal);

    private static IEnumerable<string> Listed(string section, string head)
    {
        int start = section.IndexOf($"{head}: ", StringComparison.Ordinal);
        return start < 0 ? [] : Names(section[start..section.IndexOf(".\n", start, StringComparison.Ordinal)]);
    }

    private static IEnumerable<string> Rows(string section, bool isThere) => RowPattern().Matches(section)
        .Where(row => row.Groups["here"].Value != "-" == isThere).SelectMany(static row => Names(row.Groups["names"].Value));

    private static IEnumerable<string> Names(string text) =>
        NamePattern().Matches(text).Select(static match => match.Groups["name"].Value);

    [GeneratedRegex(@"`(?<name>[\w.]+)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\| (?<names>`[^|]+) \| (?<powercli>[^|]+) \| (?<here>[^|]+) \| (?<why>[^|]*)\|$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex RowPattern();
}
