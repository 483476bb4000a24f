using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace PassthroughTools.Help;

/// <summary>Makes the help of a parameter from its property.</summary>
internal sealed class ParameterReader(DocComments comments, ProblemList problems)
{
    /// <summary>Up to this many values are shown in the syntax; more would hide it.</summary>
    public const int MaxValuesInSyntax = 8;

    /// <param name="property">The property.</param>
    /// <param name="cmdlet">The cmdlet's name.</param>
    /// <param name="instance">An instance of the cmdlet, on which nothing was set.</param>
    public ParameterHelp Read(PropertyInfo property, string cmdlet, object instance)
    {
        var summary = comments.Of(property).Summary;
        if (summary.Length == 0)
            problems.Add($"{cmdlet} -{property.Name}",
                $"property {property.DeclaringType!.Name}.{property.Name} has no <summary>, which is the parameter's "
                + "description.");
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var values = AcceptedValues(property, type);
        string[] paragraphs = [summary, string.Join(' ', Details(property, type)), Explained(values, Reference.One(type))];
        return new ParameterHelp
        {
            Name = property.Name,
            Type = type,
            Description = [.. paragraphs.Where(static paragraph => paragraph.Length > 0)],
            Aliases = [.. property.AllSaid<AliasAttribute>().SelectMany(static alias => alias.Given()).Cast<string>()],
            AcceptedValues = values,
            DefaultValue = DefaultValue(property.GetValue(instance), type, isOptional: type != property.PropertyType),
            AcceptsWildcards = property.Said<SupportsWildcardsAttribute>() is not null || Reference.HasNames(Reference.One(type)),
            Uses = [.. property.AllSaid<ParameterAttribute>().Select(Use)],
        };
    }

    private static ParameterUse Use(CustomAttributeData parameter) => new()
    {
        ParameterSet = parameter.Named<string>(nameof(ParameterAttribute.ParameterSetName)) ?? ParameterUse.AllSets,
        IsMandatory = parameter.Named<bool>(nameof(ParameterAttribute.Mandatory)),
        Position = parameter.Named<int?>(nameof(ParameterAttribute.Position)),
        FromPipeline = parameter.Named<bool>(nameof(ParameterAttribute.ValueFromPipeline)),
        FromPipelineByName = parameter.Named<bool>(nameof(ParameterAttribute.ValueFromPipelineByPropertyName)),
    };

    /// <summary>Sentences that follow from the property's type and attributes.</summary>
    private IEnumerable<string> Details(PropertyInfo property, Type type)
    {
        var one = Reference.One(type);
        if (!one.IsEnum && comments.Cover(one)) yield return comments.Of(one).Summary;
        if (property.Said<ValidateRangeAttribute>() is { } range && range.Given().ToList() is [var least, var most])
        {
            bool isOpen = most is long.MaxValue or int.MaxValue;
            yield return FormattableString.Invariant(
                isOpen ? (FormattableString)$"At least {least}." : $"From {least} to {most}.");
        }

        const string Beginning = "Completes ";
        if (property.Said<ArgumentCompleterAttribute>()?.Given().FirstOrDefault() is Type completer
            && comments.Of(completer).Summary is var does && does.StartsWith(Beginning, StringComparison.Ordinal))
        {
            yield return $"Tab completes {does[Beginning.Length..]}";
        }
    }

    /// <summary>The values in a list, each with what its doc comment says.</summary>
    private string Explained(List<string> values, Type type) =>
        values.Count == 0 ? "" : "Accepted values:" + string.Concat(values.Select(value =>
        comments.OfField(type, value).Summary is { Length: > 0 } meaning ? $"\n- {value}: {meaning}" : $"\n- {value}"));

    private static List<string> AcceptedValues(PropertyInfo property, Type type) =>
        property.Said<ValidateSetAttribute>() is { } set ? [.. set.Given().Cast<string>()]
        : Reference.One(type) is { IsEnum: true } values ? [.. Enum.GetNames(values)]
        : [];

    /// <summary>
    /// The value where the parameter is not given. One that its type begins with, such as 0, is none: it cannot be told from a
    /// parameter that was not given, and the cmdlet may mean that.
    /// </summary>
    private static string? DefaultValue(object? value, Type type, bool isOptional)
    {
        if (type == typeof(SwitchParameter)) return "False";
        if (value is null || isOptional || !(type.IsValueType || type == typeof(string))) return null;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) || (type.IsValueType && value.Equals(Activator.CreateInstance(type))) ? null : text;
    }
}
