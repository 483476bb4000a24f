using System.Globalization;

namespace PassthroughTools.Commands;

/// <summary>What a command would change, in words with old and new values: <c>memory 16 -> 32 GB; CPUs 2 -> 4</c>.</summary>
internal sealed class ChangeList
{
    private const string None = "none";

    private readonly List<string> words = [];

    /// <summary>Adds a value where one is asked for that it does not have yet.</summary>
    /// <param name="name">What it is of.</param>
    /// <param name="before">The value now.</param>
    /// <param name="asked">The value that is asked for; null where none is.</param>
    /// <param name="unit">Its unit.</param>
    public ChangeList Add<T>(string name, T? before, T? asked, string unit = "") where T : struct
    {
        if (asked is { } after && !EqualityComparer<T?>.Default.Equals(before, asked))
            words.Add($"{name} {(before is { } was ? Words(was) : None)} -> {Words(after)}{unit}");
        return this;
    }

    /// <summary>Adds a text likewise; an empty one takes it away.</summary>
    public ChangeList Add(string name, string? before, string? asked)
    {
        if (asked is not null && !string.Equals(before ?? "", asked, StringComparison.Ordinal))
            words.Add($"{name} {Quoted(before)} -> {Quoted(asked)}");
        return this;
    }

    /// <summary>An action with the changes.</summary>
    public string After(string action) =>
        $"{action}: {(words.Count == 0 ? "nothing, it is as asked" : string.Join("; ", words))}";

    private static string Words<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Quoted(string? text) => string.IsNullOrEmpty(text) ? None : $"'{text}'";
}
