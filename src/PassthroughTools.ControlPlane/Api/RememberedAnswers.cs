using PassthroughTools.Backends;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// The answers of this server that changed nothing, by the keys of their requests: for as long as the journal's keys are
/// remembered, and within a bounded memory.
/// </summary>
internal sealed class RememberedAnswers
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 10_000;

    /// <summary>How much memory they may take.</summary>
    public const long MaxBytes = 32 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Owner, string Key), RememberedAnswer> answers = [];
    private readonly Queue<((string Owner, string Key) Place, RememberedAnswer Answer)> order = [];
    private long bytes;

    /// <summary>How many are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return answers.Count;
        }
    }

    /// <summary>The answer to an earlier request with a key; null where none is remembered.</summary>
    public RememberedAnswer? Find(RequestKey asked)
    {
        lock (gate)
        {
            if (!answers.TryGetValue(PlaceOf(asked), out var known)) return null;
            return DateTime.UtcNow - known.Time < RecentKeys.Age ? known : null;
        }
    }

    /// <summary>Remembers an answer; where there is no room the oldest are forgotten.</summary>
    public void Add(RequestKey asked, RememberedAnswer answer)
    {
        var place = PlaceOf(asked);
        lock (gate)
        {
            answers[place] = answer;
            order.Enqueue((place, answer));
            bytes += answer.Bytes;
            while (order.Count > Capacity || bytes > MaxBytes)
            {
                var oldest = order.Dequeue();
                bytes -= oldest.Answer.Bytes;
                if (answers.TryGetValue(oldest.Place, out var known) && ReferenceEquals(known, oldest.Answer))
                    answers.Remove(oldest.Place);
            }
        }
    }

    private static (string Owner, string Key) PlaceOf(RequestKey asked) => (asked.Scope ?? asked.Actor ?? "", asked.Key);
}
