using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>
/// What a parameter that takes objects was given: an object, a name, or an object that came from another session.
/// </summary>
/// <param name="Item">The object.</param>
/// <param name="Name">The name.</param>
/// <param name="Serialized">What came through a job, remoting or CliXml.</param>
internal sealed record Given(object? Item, string? Name, SerializedObject? Serialized)
{
    /// <summary>Reads a value as PowerShell wraps it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="takesNames">Whether a name is enough.</param>
    /// <param name="types">The types of the objects.</param>
    /// <exception cref="PSInvalidCastException">It is none of them, so that PowerShell tries another parameter.</exception>
    public static Given Of(PSObject value, bool takesNames, params Type[] types) => value.BaseObject switch
    {
        var item when types.Any(type => type.IsInstanceOfType(item)) => new(item, null, null),
        IConvertible name when takesNames => new(null, LanguagePrimitives.ConvertTo<string>(name), null),
        PSCustomObject when takesNames && types.Length == 1 && RowName.Of(value, types[0]) is { } named => new(null, named, null),
        _ when SerializedObject.Of(value, types) is { } serialized => new(null, null, serialized),
        var other => throw new PSInvalidCastException($"'{other}' is of another kind."),
    };
}
