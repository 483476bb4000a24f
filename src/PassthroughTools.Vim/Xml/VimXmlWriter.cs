using System.Xml;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Vim.Xml;

/// <summary>
/// Writes data objects as the API's XML: elements as declared, and the type where it is another than the declared one.
/// </summary>
internal static class VimXmlWriter
{
    /// <summary>Writes a value as an element, a list as one for each item, null as none.</summary>
    /// <param name="writer">Where it is written to.</param>
    /// <param name="name">The element's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="declared">The type that the reader expects.</param>
    /// <exception cref="VimRequestException">It is no value of the API.</exception>
    public static void Write(XmlWriter writer, string name, object? value, Type declared) =>
        Write(writer, name, value, declared, depth: 0);

    private static void Write(XmlWriter writer, string name, object? value, Type declared, int depth)
    {
        if (value is null) return;
        if (depth > VimXmlReader.MaximumDepth && value is DynamicData or Array)
        {
            throw new VimRequestException(
                $"{Upper(name)} nests deeper than {VimXmlReader.MaximumDepth} objects, as what has itself does.");
        }

        if (value is Array items && declared != typeof(object))
        {
            WriteItems(writer, name, items, name, declared, depth);
            return;
        }

        writer.WriteStartElement(name, VimNamespaces.Vim);
        var type = value.GetType();
        if (type != declared) WriteType(writer, type);
        switch (value)
        {
            case ManagedObjectReference reference:
                writer.WriteAttributeString("type", reference.Type);
                writer.WriteString(reference.Value);
                break;
            case DynamicData:
                foreach (var element in VimTypes.ElementsOf(type))
                    Write(writer, element.Name, element.Get(value), element.Type, depth + 1);
                break;
            case Array list:
                var itemType = type.GetElementType()!;
                WriteItems(writer, name, list, NameOf(itemType), itemType, depth);
                break;
            case IConvertible:
                writer.WriteString(VimText.Format(value));
                break;
            default:
                throw new VimRequestException(
                    $"The value of {Upper(name)} is of type {type.Name}. Give text, a number or a Boolean value.");
        }

        writer.WriteEndElement();
    }

    /// <summary>A list's items. An empty one would not be there, and the rest be carried out without it.</summary>
    private static void WriteItems(XmlWriter writer, string name, Array items, string itemName, Type itemType, int depth)
    {
        foreach (var item in items)
        {
            if (item is null) throw new VimRequestException($"{Upper(name)} has an empty entry.");
            Write(writer, itemName, item, itemType, depth + 1);
        }
    }

    private static void WriteType(XmlWriter writer, Type type)
    {
        bool isSimple = VimTypes.PrimitiveName(type) is not null;
        string space = isSimple ? VimNamespaces.Schema : VimNamespaces.Vim;
        string? prefix = writer.LookupPrefix(space);
        if (prefix is null)
        {
            prefix = isSimple ? "xsd" : "vim25";
            writer.WriteAttributeString("xmlns", prefix, null, space);
        }

        string name = type.IsArray ? "ArrayOf" + Upper(NameOf(type.GetElementType()!)) : NameOf(type);
        writer.WriteAttributeString("type", VimNamespaces.Instance, prefix.Length == 0 ? name : $"{prefix}:{name}");
    }

    private static string NameOf(Type type) => VimTypes.PrimitiveName(type) ?? type.Name;

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
