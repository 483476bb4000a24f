using System.Globalization;

namespace PassthroughTools.Reporting;

/// <summary>
/// Writes the elements that a report is made of. What is given as text is escaped; names of elements, classes and ids are not.
/// </summary>
/// <param name="writer">What is written to.</param>
internal sealed class HtmlWriter(TextWriter writer)
{
    /// <summary>The most rows of a table. A browser still shows that many; of more the table says how many there are.</summary>
    public const int MaxRows = 20_000;

    public static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Writes HTML as it is.</summary>
    public void Html(string html) => writer.Write(html);

    public void Text(string text) => HtmlText.Write(writer, text);

    public void Section(string id, string title, Action content)
    {
        Html($"<section id=\"{id}\">\n<h2>{title}</h2>\n");
        content();
        Html("</section>\n");
    }

    /// <summary>Writes a table that scrolls by itself where it is wider than the window.</summary>
    /// <param name="label">What it is called for those who do not see it.</param>
    /// <param name="style">A class, or nothing.</param>
    /// <param name="headers">The headers of its columns; none for a table without.</param>
    /// <param name="rows">What has a row each.</param>
    /// <param name="row">Writes the cells of one.</param>
    public void Table<T>(string label, string style, IReadOnlyList<string> headers, IReadOnlyList<T> rows, Action<T> row)
    {
        if (rows.Count == 0)
        {
            Note("None.");
            return;
        }

        // Focusable, so that it can be scrolled without a mouse.
        Html($"<div class=\"scroll {style}\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n<table>\n");
        if (headers.Count > 0)
        {
            Html("<thead><tr>");
            foreach (var header in headers) Html($"<th scope=\"col\"><span>{header}</span></th>");
            Html("</tr></thead>\n");
        }

        Html("<tbody>\n");
        foreach (var one in rows.Take(MaxRows))
        {
            Html("<tr>");
            row(one);
            Html("</tr>\n");
        }

        Html("</tbody>\n</table>\n</div>\n");
        if (rows.Count > MaxRows)
            Note(
                $"These are the first {Number(MaxRows)} of {Number(rows.Count)}. Export-PassthroughReport -Location makes a "
                + "report of fewer hosts.");
    }

    /// <summary>Writes a number with what it counts.</summary>
    public void Card(int count, string one, string many, string more, bool isBad = false)
    {
        Html($"<li{(isBad ? " class=\"bad\"" : "")}><strong>{Number(count)}</strong> ");
        Text(count == 1 ? one : many);
        if (more.Length > 0) Element("span", more);
        Html("</li>\n");
    }

    public void Fact(string name, string value)
    {
        Html("<div>");
        Element("dt", name);
        Element("dd", value);
        Html("</div>\n");
    }

    public void Note(string text)
    {
        Element("p", text, "note");
        Html("\n");
    }

    /// <summary>Writes the cell that names its row.</summary>
    public void Head(string text, string? style = null) => Element("th", text, style, " scope=\"row\"");

    public void Cell(string text, string? style = null) => Element("td", text, style);

    public void Cell(int number) => Cell(Number(number), "number");

    /// <summary>Writes Yes, No or Unknown, or a short form, in its colour.</summary>
    public void Word(string word, string? shown = null) => Cell(shown ?? word, word.ToLowerInvariant());

    private void Element(string tag, string text, string? style = null, string attributes = "")
    {
        Html("<");
        Html(tag);
        Html(attributes);
        if (style is not null) Html($" class=\"{style}\"");
        Html(">");
        Text(text);
        Html("</");
        Html(tag);
        Html(">");
    }
}
