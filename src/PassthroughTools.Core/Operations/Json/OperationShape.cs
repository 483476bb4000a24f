using System.Reflection;

namespace PassthroughTools.Operations.Json;

/// <summary>
/// What an operation is made of: each operation's own properties, so that a new operation has its JSON by being there.
/// </summary>
internal sealed class OperationShape
{
    private OperationShape(Type type)
    {
        Type = type;
        Properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(static property => property.SetMethod is not null)
            .Select(static property => new OperationProperty(property))
            .ToDictionary(static property => property.Name, StringComparer.Ordinal);
    }

    /// <summary>All operations by name.</summary>
    public static IReadOnlyDictionary<string, OperationShape> All { get; } = typeof(Operation).Assembly.GetTypes()
        .Where(static type => type.IsSealed && typeof(Operation).IsAssignableFrom(type))
        .OrderBy(static type => type.Name, StringComparer.Ordinal)
        .ToDictionary(static type => type.Name, static type => new OperationShape(type), StringComparer.Ordinal);

    /// <summary>The operation's type.</summary>
    public Type Type { get; }

    /// <summary>Its properties by their names in JSON.</summary>
    public IReadOnlyDictionary<string, OperationProperty> Properties { get; }

    /// <summary>The shape of an operation.</summary>
    public static OperationShape Of(Operation operation) => All[operation.Name];
}
