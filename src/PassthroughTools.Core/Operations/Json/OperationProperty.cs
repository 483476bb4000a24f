using System.Reflection;
using System.Runtime.CompilerServices;
using PassthroughTools.State.Json;

namespace PassthroughTools.Operations.Json;

/// <summary>A property of an operation as it stands in JSON.</summary>
internal sealed class OperationProperty
{
    private readonly PropertyInfo property;

    public OperationProperty(PropertyInfo property)
    {
        this.property = property;
        Name = JsonCase.Of(property.Name);
        Form = ValueForm.For(property.PropertyType);
        AllowsNull = MayBeNull(property);
        Most = property.GetCustomAttribute<MostAttribute>()?.Most;
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);
    }

    /// <summary>The name in JSON: VMHostId is vmHostId there.</summary>
    public string Name { get; }

    /// <summary>Whether an operation needs it.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether null is one of its values.</summary>
    public bool AllowsNull { get; }

    /// <summary>How many characters or items it has at most; null where no rule says.</summary>
    public int? Most { get; }

    /// <summary>How its values stand in JSON.</summary>
    public ValueForm Form { get; }

    /// <summary>The value in an operation.</summary>
    public object? Of(Operation operation) => property.GetValue(operation);

    /// <summary>Sets the value in an operation that nobody else has seen yet.</summary>
    public void Set(Operation operation, object? value) => property.SetValue(operation, value);

    // The compiler's own mark of a type with a question mark: 2, on the property or as the default of its class.
    private static bool MayBeNull(PropertyInfo property)
    {
        if (property.PropertyType.IsValueType) return Nullable.GetUnderlyingType(property.PropertyType) is not null;
        var mark = Mark(property, "NullableAttribute") ?? Mark(property.DeclaringType!, "NullableContextAttribute");
        return mark == 2;
    }

    private static byte? Mark(MemberInfo member, string attribute)
    {
        var argument = member.CustomAttributes.FirstOrDefault(
            data => data.AttributeType.Name == attribute)?.ConstructorArguments[0].Value;
        return argument is IReadOnlyList<CustomAttributeTypedArgument> bytes ? (byte?)bytes[0].Value : (byte?)argument;
    }
}
