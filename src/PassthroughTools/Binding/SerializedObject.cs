using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>
/// An object that came through a job, remoting or CliXml: texts of what it was. Its Uid tells the server and the object, so that
/// it means this one and no other of its name.
/// </summary>
internal sealed class SerializedObject
{
    private const string Prefix = "Deserialized.";

    private readonly PSObject given;

    private SerializedObject(PSObject given, string type) => (this.given, Type) = (given, type);

    /// <summary>The name of the type that it was of, without the namespace.</summary>
    public string Type { get; }

    public PSObject Value => given;

    public string Uid => this["Uid"] ?? "";

    public string Id => this["Id"] ?? "";

    public string Name => this["Name"] ?? Id;

    /// <summary>A property as text; null where it has none of the name, or the property was null.</summary>
    public string? this[string property] =>
        given.Properties[property]?.Value is { } value ? LanguagePrimitives.ConvertTo<string>(value) : null;

    /// <summary>A property as a time; null where it is none.</summary>
    public DateTime? Time(string property) =>
        LanguagePrimitives.TryConvertTo<DateTime>(given.Properties[property]?.Value, out var time) ? time : null;

    /// <summary>
    /// What a value was, where it was one of some types, or of a type that derives from one of them; else null.
    /// </summary>
    public static SerializedObject? Of(PSObject given, IEnumerable<Type> types) =>
        types.Any(type => given.TypeNames.Contains(Prefix + type.FullName))
            ? new SerializedObject(given, TypeOf(given))
            : null;

    /// <summary>What a value was, where it was an object of this module; else null.</summary>
    public static SerializedObject? Any(object value) =>
        value is PSObject given && given.TypeNames.Any(
            static name => name.StartsWith(Prefix + nameof(PassthroughTools) + ".", StringComparison.Ordinal))
            ? new SerializedObject(given, TypeOf(given))
            : null;

    /// <summary>
    /// The type's name without its namespace, and without what tells its view (<see cref="Commands.ShortTables"/>).
    /// </summary>
    private static string TypeOf(PSObject given) =>
        given.TypeNames[0].Substring(given.TypeNames[0].LastIndexOf('.') + 1).Split('#')[0];
}
