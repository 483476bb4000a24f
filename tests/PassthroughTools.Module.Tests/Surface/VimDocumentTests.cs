using System.Reflection;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Vim.Views;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>docs/vim-objects.md: every view with its properties and methods.</summary>
public sealed class VimDocumentTests
{
    private const string Task = "_Task";

    [Fact]
    public void EveryViewIsTold()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "vim-objects.md")).ReplaceLineEndings("\n");
        var section = document.Split("\n## ").Single(static part => part.StartsWith("Views\n", StringComparison.Ordinal));
        var types = typeof(ViewBase).Assembly.GetTypes();
        section.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .ShouldBe(VimViews.Names.Select(name => Row(Array.Find(types, type => type.Name == name)!)));
    }

    /// <summary>A name that ends in _Task is the same method, which does not wait.</summary>
    private static string Row(Type view)
    {
        var properties = view.GetProperties().Select(static one => one.Name).Where(static name => name != nameof(ViewBase.MoRef));
        var methods = view.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static method => !method.IsSpecialName).Select(static method => method.Name)
            .Where(static name => !name.EndsWith(Task, StringComparison.Ordinal));
        return $"| `{view.Name}` | {Listed(properties)} | {Listed(methods)} |";
    }

    private static string Listed(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Order(StringComparer.Ordinal).Select(static name => $"`{name}`"));
        return text.Length > 0 ? text : "-";
    }
}
