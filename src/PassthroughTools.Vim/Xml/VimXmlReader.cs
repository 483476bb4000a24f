using System.Text;
using System.Xml;
using VMware.Vim;

namespace PassthroughTools.Vim.Xml;

/// <summary>
/// Reads data objects from the API's XML. Elements and types that are not known here are passed over, as newer servers have them.
/// </summary>
internal static class VimXmlReader
{
    /// <summary>How deep elements may nest; a chain of snapshots is the deepest that is real.</summary>
    public const int MaximumDepth = 256;

    /// <summary>Opens XML: without DTDs and anything from outside, and no longer than allowed.</summary>
    /// <param name="stream">What is read.</param>
    /// <param name="maximumCharacters">How long it may be.</param>
    public static XmlReader Open(Stream stream, long maximumCharacters) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = maximumCharacters,
        CheckCharacters = false, // see Legal
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    });

    /// <summary>Reads the element that the reader is at, and goes past it.</summary>
    /// <param name="reader">At an element's start.</param>
    /// <param name="declared">The type that is expected; object where the element names it.</param>
    /// <returns>The value; null where the element has none that is known here.</returns>
    /// <exception cref="XmlException">It is no XML, or nests too deep.</exception>
    public static object? Read(XmlReader reader, Type declared)
    {
        if (reader.Depth > MaximumDepth) throw new XmlException($"The XML nests deeper than {MaximumDepth} elements.");
        var type = Actual(reader, declared);
        if (type is null || reader.GetAttribute("nil", VimNamespaces.Instance) is "true" or "1")
        {
            reader.Skip();
            return null;
        }

        if (type == typeof(ManagedObjectReference))
        {
            return new ManagedObjectReference { Type = reader.GetAttribute("type"), Value = Text(reader) };
        }

        if (type.IsArray) return List(reader, type.GetElementType()!);
        if (type == typeof(MethodFault)) return Fault(reader);
        return typeof(DynamicData).IsAssignableFrom(type) ? Object(reader, type) : VimText.Parse(type, Text(reader));
    }

    private static object? Object(XmlReader reader, Type type)
    {
        if (type.IsAbstract)
        {
            reader.Skip();
            return null;
        }

        var made = Activator.CreateInstance(type)!;
        if (made is INamedByType named) named.TypeName = TypeName(reader);
        var elements = VimTypes.ElementsOf(type);
        Dictionary<VimElement, List<object>>? lists = null;
        int next = 0;
        ForEachChild(reader, () =>
        {
            var element = Find(elements, reader.LocalName, ref next);
            if (element is null)
            {
                reader.Skip();
                return;
            }

            var value = Read(reader, element.Type);
            if (value is null) return;
            if (!element.IsList)
            {
                element.Set(made, value);
                return;
            }

            lists ??= [];
            if (!lists.TryGetValue(element, out var list)) lists.Add(element, list = []);
            list.Add(value);
        });

        foreach (var pair in lists ?? []) pair.Key.Set(made, Array(pair.Key.Type, pair.Value));
        return made;
    }

    /// <summary>A fault: its types are not known one by one, so that what it says is kept by name.</summary>
    private static MethodFault Fault(XmlReader reader)
    {
        var fault = new MethodFault { Kind = TypeName(reader) };
        ForEachChild(reader, () =>
        {
            string element = reader.LocalName;
            if (fault.Details.ContainsKey(element)) reader.Skip();
            else fault.Details.Add(element, Text(reader));
        });
        return fault;
    }

    /// <summary>The type that an element names, without its namespace; empty where it names none.</summary>
    private static string TypeName(XmlReader reader)
    {
        string name = reader.GetAttribute("type", VimNamespaces.Instance) ?? "";
        return name.Substring(name.IndexOf(':') + 1);
    }

    private static Array List(XmlReader reader, Type itemType)
    {
        var items = new List<object>();
        ForEachChild(reader, () =>
        {
            if (Read(reader, itemType) is { } item) items.Add(item);
        });
        return Array(itemType, items);
    }

    private static Array Array(Type itemType, List<object> items)
    {
        var array = System.Array.CreateInstance(itemType, items.Count);
        for (int i = 0; i < items.Count; i++) array.SetValue(items[i], i);
        return array;
    }

    /// <summary>Calls what reads a child, which goes past it, for each; then goes past the element.</summary>
    private static void ForEachChild(XmlReader reader, Action read)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return;
        }

        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element) read();
            else if (!reader.Read()) return;
        }

        reader.Read();
    }

    /// <summary>An element's text, without that of elements in it.</summary>
    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }

        var text = new StringBuilder();

        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                text.Append(reader.Value);
            if (reader.NodeType == XmlNodeType.Element) reader.Skip();
            else if (!reader.Read()) return Legal(text.ToString());
        }

        reader.Read();
        return Legal(text.ToString());
    }

    /// <summary>
    /// A number may stand for a character that XML has no place for, such as an escape in a machine's notes. It is read as the
    /// replacement character: else that one machine would keep the whole inventory from being read.
    /// </summary>
    private static string Legal(string text)
    {
        char[]? legal = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) i++;
            else (legal ??= text.ToCharArray())[i] = '\uFFFD';
        }

        return legal is null ? text : new string(legal);
    }

    /// <summary>Servers send elements in their order: the next one is looked for from the last.</summary>
    private static VimElement? Find(VimElement[] elements, string name, ref int next)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            var element = elements[(next + i) % elements.Length];
            if (!string.Equals(element.Name, name, StringComparison.Ordinal)) continue;
            next = (next + i) % elements.Length;
            return element;
        }

        return null;
    }

    /// <summary>
    /// The type that an element is of: what it names where that is known and fits what is expected, else what is expected. Null
    /// where anything may stand there and what is named is not known.
    /// </summary>
    private static Type? Actual(XmlReader reader, Type declared)
    {
        if (reader.GetAttribute("type", VimNamespaces.Instance) is not { } given) return declared == typeof(object)
            ? typeof(string)
            : declared;
        int colon = given.IndexOf(':');
        string name = given.Substring(colon + 1);
        string? space = reader.LookupNamespace(colon < 0 ? "" : given.Substring(0, colon));
        var named = space == VimNamespaces.Schema ? VimTypes.Primitive(name)
            : space == VimNamespaces.Vim ? VimTypes.Named(name)
            : null;
        if (named is null) return declared == typeof(object) ? null : declared;
        return declared.IsAssignableFrom(named) ? named : declared;
    }
}
