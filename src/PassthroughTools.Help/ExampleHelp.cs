namespace PassthroughTools.Help;

/// <summary>An example: what it shows, and the code as it is typed.</summary>
internal sealed record ExampleHelp(string Introduction, string Code);
