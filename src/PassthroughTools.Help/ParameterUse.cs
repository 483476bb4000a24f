namespace PassthroughTools.Help;

/// <summary>How one parameter set, or all of them, use a parameter: what one [Parameter] says.</summary>
internal sealed record ParameterUse
{
    /// <summary>The name that [Parameter] has where it means all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    public required string ParameterSet { get; init; }

    public required bool IsMandatory { get; init; }

    /// <summary>From 0, or null where it goes by name only.</summary>
    public required int? Position { get; init; }

    public required bool FromPipeline { get; init; }

    public required bool FromPipelineByName { get; init; }

    public bool IsIn(string parameterSet) =>
        ParameterSet == AllSets || string.Equals(ParameterSet, parameterSet, StringComparison.OrdinalIgnoreCase);
}
