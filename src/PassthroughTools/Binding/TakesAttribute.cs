using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>
/// Says of an argument of the wrong kind what was given, what is wanted, and the command that gives one; PowerShell would name
/// two types.
/// </summary>
/// <param name="type">What the parameter takes one or several of.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TakesAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>What the parameter takes one or several of.</summary>
    public Type Type { get; } = type;

    /// <summary>Whether it takes one only.</summary>
    public bool IsOne { get; init; }

    /// <summary>Whether an empty list has a meaning.</summary>
    public bool AllowsNone { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // Where scripts may not convert to types of others, PowerShell's own binding still does, and says what it says.
        if (engineIntrinsics.SessionState.LanguageMode != PSLanguageMode.FullLanguage) return inputData;
        var given = inputData is PSObject { BaseObject: System.Collections.IDictionary }
            ? null
            : LanguagePrimitives.GetEnumerable(inputData);
        List<object?> all = given is null ? [inputData] : [.. given.Cast<object?>()];
        if (all.Count == 0 && !AllowsNone) throw Refusal(KindWords.Nothing("An empty list", Type));
        if (IsOne && all.Count > 1) throw Refusal(KindWords.Several(all.Count, Type));
        foreach (var one in all)
        {
            if (one is "" && !Type.IsEnum) throw Refusal(KindWords.Nothing("An empty name", Type));
            if (one is null or "" || LanguagePrimitives.TryConvertTo(one, Type, out _)) continue;

            throw Refusal(KindWords.Refusal(one, Type));
        }

        return inputData;
    }

    /// <summary>By the cause PowerShell knows that another parameter may take what the pipeline brings.</summary>
    private static ArgumentTransformationMetadataException Refusal(string why) => new(why, new PSInvalidCastException(why));
}
