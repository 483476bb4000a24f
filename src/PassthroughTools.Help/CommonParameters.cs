using System.Management.Automation;

namespace PassthroughTools.Help;

/// <summary>The parameters that PowerShell adds to a cmdlet that supports ShouldProcess.</summary>
internal static class CommonParameters
{
    public static IReadOnlyList<ParameterHelp> OfShouldProcess { get; } =
    [
        Switch("WhatIf", "wi", "Shows what would happen. Nothing is changed."),
        Switch("Confirm", "cf", "Asks before each change. -Confirm:$false never asks. Without it, $ConfirmPreference decides."),
    ];

    private static ParameterHelp Switch(string name, string alias, string description) => new()
    {
        Name = name,
        Type = typeof(SwitchParameter),
        Description = [description],
        Aliases = [alias],
        AcceptedValues = [],
        DefaultValue = null,
        AcceptsWildcards = false,
        Uses =
        [
            new ParameterUse { ParameterSet = ParameterUse.AllSets, IsMandatory = false, Position = null, FromPipeline = false,
                FromPipelineByName = false },
        ],
    };
}
