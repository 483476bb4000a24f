using System.Text;
using PassthroughTools.Backends;

namespace PassthroughTools.StoreWorker;

/// <summary>
/// Says on standard output what the store has acknowledged, each commit in one write, so that a kill tears no line.
/// </summary>
internal static class Acknowledgements
{
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static void Write(InventoryEvent committed)
    {
        var line = Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{committed.Sequence}\t{committed.Operation}\t{committed.Summary}\n"));
        Output.Write(line, 0, line.Length);
        Output.Flush();
    }
}
