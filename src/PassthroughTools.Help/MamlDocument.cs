using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PassthroughTools.Help;

/// <summary>Help in MAML, the XML that Get-Help reads.</summary>
internal sealed class MamlDocument
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XDocument document;

    private MamlDocument(XDocument document) => this.document = document;

    public static MamlDocument Of(IEnumerable<CmdletHelp> cmdlets) => new(new XDocument(new XElement(
        Msh + "helpItems",
        new XAttribute("schema", "maml"),
        cmdlets.Select(Cmdlet))));

    /// <summary>Writes the file; the same help is the same bytes on every system.</summary>
    public void Save(string path)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true,
            NewLineChars = "\n" };
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using var writer = XmlWriter.Create(file, settings);
        document.Save(writer);
    }

    private static XElement Cmdlet(CmdletHelp cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([cmdlet.Synopsis])),
        Description(cmdlet.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(Parameter)),
        new XElement(Command + "inputTypes",
            cmdlet.Inputs.Select(
                static type => new XElement(Command + "inputType", Type(type.Name), Description([type.Description])))),
        new XElement(Command + "returnValues",
            cmdlet.Outputs.Select(
                static type => new XElement(Command + "returnValue", Type(type.Name), Description([type.Description])))),
        new XElement(Command + "examples", cmdlet.Examples.Select(Example)),
        new XElement(Command + "relatedLinks",
            new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", "about_PassthroughTools"),
                new XElement(Maml + "uri"))));

    private static XElement Syntax(CmdletHelp cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters.Select(parameter => parameter.UseIn(set) is { } use
            ? new XElement(Command + "parameter", Attributes(parameter, [use]), new XElement(Maml + "name", parameter.Name),
                Value(parameter))
            : null));

    private static XElement Parameter(ParameterHelp parameter) => new(
        Command + "parameter",
        Attributes(parameter, parameter.Uses),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Description),
        parameter.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"),
            new XAttribute("variableLength", Text(parameter.Type.IsArray)), parameter.TypeName),
        Type(parameter.TypeName),
        new XElement(Dev + "defaultValue", parameter.DefaultValue ?? "None"));

    private static IEnumerable<XAttribute> Attributes(ParameterHelp parameter, IReadOnlyList<ParameterUse> uses)
    {
        var positions = uses.Select(static use => use.Position).Distinct()
            .Select(static position => position?.ToString(CultureInfo.InvariantCulture) ?? "named");
        string[] pipeline = [.. uses.Any(static use => use.FromPipeline) ? (string[])["ByValue"] : [],
            .. uses.Any(static use => use.FromPipelineByName) ? (string[])["ByPropertyName"] : []];
        yield return new XAttribute("required", Text(uses.All(static use => use.IsMandatory)));
        yield return new XAttribute("variableLength", Text(parameter.Type.IsArray));
        yield return new XAttribute("globbing", Text(parameter.AcceptsWildcards));
        yield return new XAttribute("pipelineInput", pipeline.Length > 0 ? $"True ({string.Join(", ", pipeline)})" : "False");
        yield return new XAttribute("position", string.Join(", ", positions));
        yield return new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none");
    }

    private static XElement? Value(ParameterHelp parameter)
    {
        if (parameter.IsSwitch) return null;
        if (parameter.AcceptedValues.Count is 0 or > ParameterReader.MaxValuesInSyntax)
            return new XElement(Command + "parameterValue", new XAttribute("required", "true"),
                new XAttribute("variableLength", Text(parameter.Type.IsArray)), parameter.TypeName);
        return new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(static value =>
            new XElement(Command + "parameterValue", new XAttribute("required", "false"),
                new XAttribute("variableLength", "false"), value)));
    }

    /// <summary>
    /// Get-Help puts an introduction and the code behind it in one line, unless the introduction ends its line.
    /// </summary>
    private static XElement Example(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Maml + "title",
            $"-------------------------- "
            + $"Example {(index + 1).ToString(CultureInfo.InvariantCulture)} --------------------------"),
        new XElement(Maml + "introduction", new XElement(Maml + "para", example.Introduction + "\n\n")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", new XElement(Maml + "para")));

    private static XElement Type(string name) => new(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri"));

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(Maml + "description", paragraphs.Select(static paragraph => new XElement(Maml + "para", paragraph)));

    private static string Text(bool value) => value ? "true" : "false";
}
