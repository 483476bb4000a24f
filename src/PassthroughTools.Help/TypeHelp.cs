namespace PassthroughTools.Help;

/// <summary>A type that a cmdlet takes from the pipeline or returns.</summary>
internal sealed record TypeHelp(string Name, string Description);
