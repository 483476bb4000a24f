using System.Xml;
using PassthroughTools.Vim.Data;

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
    public static void Write(XmlWriter writer, string name, object? value, Type declared)
    {
        if (value is null) return;
        if (value is Array items && declared != typeof(object))
        {
            foreach (var item in items) Write(writer, name, item, declared);
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
                foreach (var element in VimTypes.ElementsOf(type)) Write(writer, element.Name, element.Get(value), element.Type);
                break;
            case Array list:
                var itemType = type.GetElementType()!;
                foreach (var item in list) Write(writer, NameOf(itemType), item, itemType);
                break;
            default:
                writer.WriteString(VimText.Format(value));
                break;
        }

        writer.WriteEndElement();
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
