using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// The places for event streams: so many for all, and a quarter of them for one token, so that no client takes them all.
/// </summary>
internal sealed class StreamPlaces(ServerMetrics metrics)
{
    /// <summary>How many streams there are at most.</summary>
    public const int Most = 1000;

    /// <summary>How many streams one token has at most.</summary>
    public const int MostOfToken = Most / 4;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>Takes a place; the problem where there is none.</summary>
    /// <param name="token">The token's id.</param>
    public Problem? Take(string token)
    {
        lock (gate)
        {
            int own = taken.GetValueOrDefault(token);
            if (own >= MostOfToken)
            {
                var detail = FormattableString.Invariant($"This token has {own} event streams already. End one of them.");
                return new Problem(ErrorId.TooManyStreams, detail) { RetryAfter = Wait };
            }

            if (metrics.Watchers >= Most)
                return new Problem(ErrorId.ServerBusy, "Too many event streams. Ask again later.") { RetryAfter = Wait };
            taken[token] = own + 1;
            metrics.WatcherCame();
            return null;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(string token)
    {
        lock (gate)
        {
            metrics.WatcherWent();
            if (--taken[token] == 0) taken.Remove(token);
        }
    }
}
