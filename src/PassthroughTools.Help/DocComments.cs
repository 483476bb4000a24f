using System.Reflection;
using System.Xml.Linq;

namespace PassthroughTools.Help;

/// <summary>The doc comments of assemblies, from the .xml files beside them.</summary>
internal sealed class DocComments
{
    private readonly Dictionary<string, Dictionary<string, XElement>> byAssembly = new(StringComparer.Ordinal);

    public DocComment Of(Type type) => Of(type, $"T:{Name(type)}");

    public DocComment Of(PropertyInfo property) =>
        Of(property.DeclaringType!, $"P:{Name(property.DeclaringType!)}.{property.Name}");

    public DocComment OfField(Type type, string field) => Of(type, $"F:{Name(type)}.{field}");

    /// <summary>Whether an assembly has doc comments, and so has to have one on each public type.</summary>
    public bool Cover(Type type) => Members(type.Assembly).Count > 0;

    private DocComment Of(Type type, string id) => new(Members(type.Assembly).GetValueOrDefault(id));

    private Dictionary<string, XElement> Members(Assembly assembly)
    {
        if (byAssembly.TryGetValue(assembly.Location, out var known)) return known;
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return byAssembly[assembly.Location] = File.Exists(file)
            ? XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member")
                .ToDictionary(static member => (string)member.Attribute("name")!, StringComparer.Ordinal)
            : [];
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');
}
