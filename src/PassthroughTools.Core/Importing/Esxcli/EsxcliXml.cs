using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads <c>esxcli --formatter=xml</c>: a list of structures whose fields have a name and a typed value. The namespace is not
/// looked at, since esxcli writes it with and without a slash at the end.
/// </summary>
internal static class EsxcliXml
{
    private const int MaxDepth = 16;

    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(string path, string text)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = InputFile.MaxBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings);
            return Records(path, reader);
        }
        catch (XmlException e)
        {
            throw Malformed.At(path, Math.Max(e.LineNumber, 1), $"this is no XML: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static List<EsxcliRecord> Records(string path, XmlReader reader)
    {
        var records = new List<EsxcliRecord>();
        EsxcliRecord? structure = null;
        int structureDepth = 0;
        string? field = null;
        var value = new StringBuilder();
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth) throw Malformed.At(path, LineOf(reader), "the elements are nested too deeply for esxcli's output");
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == "structure" && structure is null:
                    structureDepth = reader.Depth;
                    structure = new EsxcliRecord(path, LineOf(reader));
                    records.Add(structure);
                    if (reader.IsEmptyElement) structure = null;
                    break;
                case XmlNodeType.Element when reader.LocalName == "field" && structure is not null && reader.Depth == structureDepth + 1:
                    field = reader.GetAttribute("name") ?? throw Malformed.At(path, LineOf(reader), "a field needs the attribute 'name'");
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
            structure!.Add(field!, value.ToString(), LineOf(at));
            field = null;
        }
    }

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;
}
