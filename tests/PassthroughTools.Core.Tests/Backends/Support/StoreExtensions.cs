using System.Globalization;
using System.Text;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;

namespace PassthroughTools.Core.Tests.Backends.Support;

internal static class StoreExtensions
{
    public static InventoryState Read(this JournalBackend store) =>
        store.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();

    public static Commit Commit(this JournalBackend store, Operation operation, string actor = "tester@lab") =>
        store.ExecuteAsync(new OperationRequest(operation, actor), CancellationToken.None).GetAwaiter().GetResult();

    public static IReadOnlyList<InventoryEvent> Events(this JournalBackend store, long after = 0) =>
        store.ReadEventsAsync(after, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>All that is stored of a state, to compare states by.</summary>
    public static string Text(this InventoryState state)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        InventoryJson.Write(text, state, static () => "");
        return text.ToString();
    }

    /// <summary>Compares all that is stored of two states, and says the first line that differs.</summary>
    public static void ShouldBeState(this InventoryState state, InventoryState expected, string? because = null)
    {
        string actual = state.Text(), wanted = expected.Text();
        if (string.Equals(actual, wanted, System.StringComparison.Ordinal)) return;
        var differing = actual.Split('\n').Zip(wanted.Split('\n'))
            .First(static lines => !string.Equals(lines.First, lines.Second, System.StringComparison.Ordinal));
        differing.First.ShouldBe(differing.Second, because);
    }

    /// <summary>The state after events that follow it.</summary>
    public static InventoryState Replaying(this InventoryState state, IEnumerable<InventoryEvent> events)
    {
        foreach (var committed in events)
        {
            committed.Sequence.ShouldBe(state.Revision + 1);
            state = state.Apply(committed.Sequence, committed.Changes);
        }

        return state;
    }

    /// <summary>A journal line of a JSON object's text without its closing brace, with a right checksum.</summary>
    public static string Sealed(this string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return $"{body},\"checksum\":\"{Checksum.Of(bytes, 0, bytes.Length)}\"}}\n";
    }

    /// <summary>The body of a sealed journal line.</summary>
    public static string Unsealed(this string line) =>
        line[..line.LastIndexOf(",\"checksum\":", System.StringComparison.Ordinal)];

    public static IEnumerable<string> SplitLines(this string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            int newline = text.IndexOf('\n', start);
            end = newline < 0 ? text.Length : newline + 1;
            yield return text[start..end];
        }
    }
}
