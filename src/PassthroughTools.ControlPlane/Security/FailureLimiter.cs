namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Limits failed attempts of a client to 10 a minute: each is forgotten 6 s after the one before. It knows a bounded number of
/// clients; where there are more, those whose last failure is the longest ago are forgotten.
/// </summary>
internal sealed class FailureLimiter(TimeProvider clock)
{
    /// <summary>How many clients are known.</summary>
    public const int Capacity = 10_000;

    private const int Allowed = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1), Forgetting = Window / Allowed;
    private readonly Lock gate = new();
    private readonly Dictionary<AttemptKey, LinkedListNode<Failures>> failures = [];
    private readonly LinkedList<Failures> byLastFailure = new();

    /// <summary>How many clients are known now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return failures.Count;
        }
    }

    /// <summary>How long a client must wait before its next attempt; null where it may try.</summary>
    public TimeSpan? RetryAfter(AttemptKey client)
    {
        lock (gate)
        {
            if (!failures.TryGetValue(client, out var known)) return null;
            var wait = known.Value.ForgottenAt - Now() - (Window - Forgetting);
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <summary>Counts a failed attempt.</summary>
    public void Fail(AttemptKey client)
    {
        lock (gate)
        {
            var now = Now();
            var forgottenAt = now + Forgetting;
            if (failures.Remove(client, out var known))
            {
                byLastFailure.Remove(known);
                if (known.Value.ForgottenAt > now) forgottenAt = known.Value.ForgottenAt + Forgetting;
            }

            MakeRoom(now);

            // No more than a full window, however many attempts were under way at once.
            if (forgottenAt > now + Window) forgottenAt = now + Window;
            failures.Add(client, byLastFailure.AddLast(new Failures(client, forgottenAt)));
        }
    }

    private void MakeRoom(TimeSpan now)
    {
        while (byLastFailure.First is { } oldest && (failures.Count >= Capacity || oldest.Value.ForgottenAt <= now))
        {
            failures.Remove(oldest.Value.Client);
            byLastFailure.RemoveFirst();
        }
    }

    private TimeSpan Now() => clock.GetElapsedTime(0);

    private readonly record struct Failures(AttemptKey Client, TimeSpan ForgottenAt);
}
