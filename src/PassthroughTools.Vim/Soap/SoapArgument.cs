namespace PassthroughTools.Vim.Soap;

/// <summary>An argument of a method, in the order in which the method declares it.</summary>
internal readonly struct SoapArgument
{
    private SoapArgument(string name, object? value, Type type)
    {
        Name = name;
        Value = value;
        Type = type;
    }

    /// <summary>Its element's name.</summary>
    public string Name { get; }

    /// <summary>The value, a list for an argument that may be there several times; null where it is left out.</summary>
    public object? Value { get; }

    /// <summary>The type that the method declares, of a list that of its items.</summary>
    public Type Type { get; }

    /// <summary>An argument of the type that the method declares.</summary>
    public static SoapArgument Of<T>(string name, T? value) => Of(name, value, typeof(T));

    /// <summary>An argument of the type that the method declares.</summary>
    public static SoapArgument Of(string name, object? value, Type declared)
    {
        var type = declared.IsArray ? declared.GetElementType()! : declared;
        return new SoapArgument(name, value, Nullable.GetUnderlyingType(type) ?? type);
    }
}
