namespace PassthroughTools.Help;

/// <summary>What the help of a parameter says.</summary>
internal sealed record ParameterHelp
{
    public required string Name { get; init; }

    /// <summary>The type: of a value that may be left out, the value's; of several values, with [].</summary>
    public required Type Type { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The values that are accepted, where they can be listed.</summary>
    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required string? DefaultValue { get; init; }

    public required bool AcceptsWildcards { get; init; }

    /// <summary>How the parameter sets use it.</summary>
    public required IReadOnlyList<ParameterUse> Uses { get; init; }

    /// <summary>The type's name as Get-Help shows it.</summary>
    public string TypeName => Reference.One(Type).Name + (Type.IsArray ? "[]" : "");

    public bool IsSwitch => Type.Name == "SwitchParameter";

    public bool FromPipeline => Uses.Any(static use => use.FromPipeline);

    public bool FromPipelineByName => Uses.Any(static use => use.FromPipelineByName);

    /// <summary>How a parameter set uses it, or null where it has no place there.</summary>
    public ParameterUse? UseIn(string parameterSet) => Uses.FirstOrDefault(use => use.IsIn(parameterSet));
}
