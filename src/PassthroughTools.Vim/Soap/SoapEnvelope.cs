using System.Text;
using System.Xml;
using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Vim.Soap;

/// <summary>What is sent to a server and what comes back, as SOAP 1.1 has it.</summary>
internal static class SoapEnvelope
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XmlWriterSettings Settings =
        new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>A call of a managed object's method.</summary>
    /// <exception cref="VimRequestException">The arguments cannot be said in XML.</exception>
    public static byte[] Request(ManagedObjectReference self, string method, IEnumerable<SoapArgument> arguments)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartElement("soapenv", "Envelope", Soap);
            writer.WriteAttributeString("xmlns", "xsd", null, VimNamespaces.Schema);
            writer.WriteAttributeString("xmlns", "xsi", null, VimNamespaces.Instance);
            writer.WriteStartElement("Body", Soap);
            writer.WriteStartElement("", method, VimNamespaces.Vim);
            VimXmlWriter.Write(writer, "_this", self, typeof(ManagedObjectReference));
            try
            {
                foreach (var argument in arguments) VimXmlWriter.Write(writer, argument.Name, argument.Value, argument.Type);
            }
            catch (ArgumentException e)
            {
                throw new VimRequestException($"It has a character that XML cannot have: {e.Message}", e);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    /// <summary>Reads an answer: the values that it returns, none for a method that returns nothing.</summary>
    /// <param name="reader">The whole answer.</param>
    /// <param name="method">What was called.</param>
    /// <param name="returned">The type of a value.</param>
    /// <exception cref="VimFaultException">The server answered a fault.</exception>
    /// <exception cref="VimAnswerException">It is no answer to that call.</exception>
    /// <exception cref="XmlException">It is no XML, or nests too deep.</exception>
    public static List<object> Answer(XmlReader reader, string method, Type returned)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || !Is(reader, "Envelope", Soap)) throw Strange(reader);
        reader.ReadStartElement();
        while (reader.MoveToContent() == XmlNodeType.Element && !Is(reader, "Body", Soap)) reader.Skip();
        if (!Is(reader, "Body", Soap) || reader.IsEmptyElement) throw Strange(reader);
        reader.ReadStartElement();
        reader.MoveToContent();
        if (Is(reader, "Fault", Soap)) throw Fault(reader);
        if (!Is(reader, method + "Response", VimNamespaces.Vim)) throw Strange(reader);
        var values = new List<object>();
        ForEachChild(reader, () =>
        {
            if (!Is(reader, "returnval", VimNamespaces.Vim)) reader.Skip();
            else if (VimXmlReader.Read(reader, returned) is { } value) values.Add(value);
        });

        // An answer that breaks off is none, be what it should return all there.
        while (reader.Read())
        {
        }

        return values;
    }

    private static VimFaultException Fault(XmlReader reader)
    {
        string message = "", code = "";
        var fault = new MethodFault();
        ForEachChild(reader, () =>
        {
            switch (reader.LocalName)
            {
                case "faultcode":
                    code = Text(reader);
                    break;
                case "faultstring":
                    message = Text(reader);
                    break;
                case "detail":
                    ForEachChild(reader, () => fault = Detail(reader));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        if (fault.Kind.Length == 0) fault.Kind = code.Substring(code.IndexOf(':') + 1);
        return new VimFaultException(fault, message);
    }

    /// <summary>A fault that does not name its type is of its element's name, which ends in Fault.</summary>
    private static MethodFault Detail(XmlReader reader)
    {
        string element = reader.LocalName;
        var fault = VimXmlReader.Read(reader, typeof(MethodFault)) as MethodFault ?? new MethodFault();
        if (fault.Kind.Length == 0) fault.Kind = element;
        return fault;
    }

    /// <summary>The text of an element, and nothing of elements in it.</summary>
    private static string Text(XmlReader reader) => VimXmlReader.Read(reader, typeof(string)) as string ?? "";

    private static void ForEachChild(XmlReader reader, Action read)
    {
        bool isEmpty = reader.IsEmptyElement;
        reader.ReadStartElement();
        if (isEmpty) return;
        while (reader.MoveToContent() == XmlNodeType.Element) read();
        reader.ReadEndElement();
    }

    private static bool Is(XmlReader reader, string name, string space) =>
        reader.NodeType == XmlNodeType.Element && reader.LocalName == name && reader.NamespaceURI == space;

    private static VimAnswerException Strange(XmlReader reader) =>
        new($"It answered a document of <{reader.Name}>, which no vSphere does.");
}
