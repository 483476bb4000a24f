using System.Text.RegularExpressions;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Manifest;

/// <summary>What the documents say of files.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void EveryFileThatIsNamedIsThere()
    {
        var named =
            Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .SelectMany(
                static document =>
                    Regex.Matches(File.ReadAllText(document),
                        @"`(?<path>(?:src|tests|pester|examples)/[\w./-]+)`|\]\((?<path>[\w./-]+)\)",
                        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                .Select(match => (Path.GetFileName(document), Path: match.Groups["path"].Value))).ToList();

        named.Count.ShouldBeGreaterThan(30);
        named.Where(static one => !Path.Exists(Path.Combine(Repository.Root, one.Path))
            && !Path.Exists(Path.Combine(Repository.Root, "docs", one.Path))).ShouldBeEmpty();
    }
}
