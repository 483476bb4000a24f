using System.Text;
using System.Xml;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads <c>esxcli --formatter=xml</c>: a list of structures whose fields have a name and a typed value. The namespace is not
/// looked at, since esxcli writes it with and without a slash at the end.
/// </summary>
internal static class EsxcliXml
{
    private const int MaxDepth = 16;

    /// <exception cref="UnrecognisedException">It is no XML of esxcli's.</exception>
    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(InputSection section)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = InputFile.MaxBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        bool isOurs = false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(section.Text), settings);
            if (reader.MoveToContent() == XmlNodeType.Element && reader.LocalName != "output")
                throw new UnrecognisedException(section.LineInFile(LineOf(reader)), Other(reader.LocalName));
            isOurs = true;
            return Records(section, reader);
        }
        catch (XmlException e)
        {
            int line = Math.Max(e.LineNumber, 1);
            var what = e.Message.Contains("DTD")
                ? "this XML has a document type, which esxcli's has not"
                : FormattableString.Invariant($"this is not valid XML from column {Math.Max(e.LinePosition, 1)} on; the file ")
                    + "may have been cut off or changed"
                    + section.Broken(
                        section.Text.Split('\n').Skip(line - 2).Take(2).OrderByDescending(static near => near.Length).First());
            throw isOurs ? section.Fault(line, what, e) : new UnrecognisedException(section.LineInFile(line), what, cause: e);
        }
    }

    private static List<EsxcliRecord> Records(InputSection section, XmlReader reader)
    {
        var records = new List<EsxcliRecord>();
        EsxcliRecord? structure = null;
        int structureDepth = 0;
        string? field = null;
        var value = new StringBuilder();
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                throw section.Fault(LineOf(reader), "the elements are nested too deeply for esxcli's output");
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == "structure" && structure is null:
                    structureDepth = reader.Depth;
                    structure = new EsxcliRecord(section.Path, InFile(reader));
                    records.Add(structure);
                    if (reader.IsEmptyElement) structure = null;
                    break;
                case XmlNodeType.Element when reader.LocalName == "field" && structure is not null
                    && reader.Depth == structureDepth + 1:
                    field = reader.GetAttribute("name")
                        ?? throw section.Fault(LineOf(reader), "a field needs the attribute 'name'");
                    value.Clear();
                    if (reader.IsEmptyElement) AddField(reader);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when field is not null:
                    value.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement when field is not null && reader.Depth == structureDepth + 1:
                    AddField(reader);
                    break;
                case XmlNodeType.EndElement when structure is not null && reader.Depth == structureDepth:
                    structure = null;
                    break;
            }
        }

        return records;

        void AddField(XmlReader at)
        {
            structure!.AddWhole(field!, value.ToString(), InFile(at));
            field = null;
        }

        int InFile(XmlReader at) => section.LineInFile(LineOf(at));
    }

    private static string Other(string root) => root switch
    {
        "Objs" => "this is Export-Clixml's; write the objects with Export-Csv or ConvertTo-Json",
        _ when string.Equals(root, "html", StringComparison.OrdinalIgnoreCase) =>
            "this is a web page; give esxcli's output as it was printed",
        _ => $"this XML begins with {Malformed.Quote(root)}; esxcli's begins with 'output'",
    };

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;
}
