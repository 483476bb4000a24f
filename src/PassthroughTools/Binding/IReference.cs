namespace PassthroughTools.Binding;

/// <summary>What a parameter takes: an object, or what names one.</summary>
internal interface IReference
{
    /// <summary>The object; of a name, the one that the session knows by it. Null where there is none.</summary>
    object? Object { get; }

    /// <summary>The object's name, as far as the reference tells it.</summary>
    string? Name { get; }

    /// <summary>The object's id, as far as the reference tells it.</summary>
    string? Id { get; }
}
