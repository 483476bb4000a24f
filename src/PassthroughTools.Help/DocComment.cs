using System.Xml.Linq;

namespace PassthroughTools.Help;

/// <summary>The doc comment of one type or member, as the compiler writes it.</summary>
internal sealed class DocComment
{
    private readonly XElement? member;

    public DocComment(XElement? member) => this.member = member;

    /// <summary>The summary in one line; empty where there is none.</summary>
    public string Summary => Text(member?.Element("summary"));

    /// <summary>The paragraphs of the remarks.</summary>
    public IReadOnlyList<string> Remarks => member?.Element("remarks") is { } remarks ? Paragraphs(remarks) : [];

    public IReadOnlyList<ExampleHelp> Examples =>
        [.. (member?.Elements("example") ?? []).Select(
            static example => new ExampleHelp(Text(example.Element("para")), Code(example.Element("code"))))];

    private static List<string> Paragraphs(XElement element)
    {
        var paragraphs = element.Elements("para").Select(Text).Where(static text => text.Length > 0).ToList();
        return paragraphs.Count > 0 ? paragraphs : Text(element) is { Length: > 0 } text ? [text] : [];
    }

    private static string Text(XElement? element) =>
        element is null ? "" : string.Join(' ',
            string.Concat(element.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A reference is said by the last part of its name: T:PassthroughTools.Inventory.VMHost is VMHost.</summary>
    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } reference =>
            reference.Value[(reference.Value.LastIndexOfAny(['.', ':']) + 1)..],
        XElement element when element.Attribute("langword") is { } word => word.Value,
        XElement element when element.Attribute("name") is { } name => name.Value,
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    /// <summary>The lines as they stand, without the indentation that the comment gives all of them.</summary>
    private static string Code(XElement? element)
    {
        var lines = (element?.Value ?? "").Replace("\r", "", StringComparison.Ordinal).Split('\n')
            .Select(static line => line.TrimEnd()).ToList();
        while (lines.Count > 0 && lines[0].Length == 0) lines.RemoveAt(0);
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);

        // A first line that stands right behind <code> has no indentation of its own.
        bool isBehindTag = element?.Value.Length > 0 && !char.IsWhiteSpace(element.Value[0]);
        var indented = lines.Skip(isBehindTag ? 1 : 0).Where(static line => line.Length > 0).ToList();
        int indentation = indented.Count == 0 ? 0 : indented.Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n',
            lines.Select((line, i) => (isBehindTag && i == 0) || line.Length == 0 ? line : line[indentation..]));
    }
}
