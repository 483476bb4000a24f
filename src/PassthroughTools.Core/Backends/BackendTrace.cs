using System.Collections.Concurrent;
using PassthroughTools.Text;

namespace PassthroughTools.Backends;

/// <summary>
/// What is told of the work of backends to whoever asked for it. It goes with the flow of a call, over awaits and threads, and
/// is read by the thread that waits: that one alone may write it to a user.
/// </summary>
/// <param name="takesLines">Whether what is said is kept.</param>
/// <param name="takesPayloads">Whether what is sent and answered is kept too.</param>
internal sealed class BackendTrace(bool takesLines, bool takesPayloads)
{
    private const int MaxPayload = 4000;

    private static readonly AsyncLocal<BackendTrace?> Flowing = new();

    private readonly ConcurrentQueue<(bool IsPayload, string Text)> lines = new();
    private volatile Retrying? retrying;

    /// <summary>The one of this flow; null where nobody listens.</summary>
    public static BackendTrace? Current => Flowing.Value;

    /// <summary>A server that is asked again; null where none is.</summary>
    public Retrying? Again
    {
        get => retrying;
        set => retrying = value;
    }

    /// <summary>Begins something of which this is told.</summary>
    public Task<T> Follow<T>(Func<Task<T>> begin)
    {
        var before = Flowing.Value;
        Flowing.Value = this;
        try
        {
            return begin();
        }
        finally
        {
            Flowing.Value = before;
        }
    }

    /// <summary>Tells what was asked of a backend, and how long that took.</summary>
    public void Say(FormattableString text)
    {
        if (takesLines) lines.Enqueue((false, FormattableString.Invariant(text)));
    }

    /// <summary>Tells what was sent or answered: its beginning, without secrets.</summary>
    public void Show(string what, Func<string?> payload)
    {
        if (!takesPayloads || payload() is not { } text) return;
        var shown = Secrets.Masked(text.Length > MaxPayload ? text.Substring(0, MaxPayload) : text);
        var rest = text.Length > MaxPayload ? FormattableString.Invariant($"... ({text.Length} characters)") : "";
        lines.Enqueue((true, $"{what}: {shown}{rest}"));
    }

    /// <summary>Takes the next line out; false where there is none.</summary>
    public bool TryTake(out (bool IsPayload, string Text) line) => lines.TryDequeue(out line);

    /// <summary>A server that does not answer, and until when it is asked again.</summary>
    internal sealed record Retrying(string Server, DateTime Until);
}
