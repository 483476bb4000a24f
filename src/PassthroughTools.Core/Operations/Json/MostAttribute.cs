namespace PassthroughTools.Operations.Json;

/// <summary>How many characters or items a property of an operation has at most, as its rules have it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MostAttribute(int most) : Attribute
{
    /// <summary>The limit.</summary>
    public int Most => most;
}
