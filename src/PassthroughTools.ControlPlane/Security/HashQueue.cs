namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Where first checks of tokens with a slow hash, as older versions made them, wait for one of few at a time. Requests with the
/// same token from the same address wait for one hash together. Checks run on threads of their own, for a pool that is as small
/// as the processors are few would have none left for requests.
/// </summary>
internal sealed class HashQueue
{
    /// <summary>How many different checks may wait; a hash takes about 0.1 s.</summary>
    public const int Capacity = 128;

    /// <summary>How many different checks of one token may wait, so that attempts for one do not keep the others out.</summary>
    public const int MaxOfToken = 8;

    // Half of the processors stay for requests whose tokens are known.
    private static readonly int MaxThreads = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly Lock gate = new();
    private readonly Dictionary<(TokenKey, AttemptKey), Task<SecretCheck>> checks = [];
    private readonly Queue<Task<SecretCheck>> waiting = new();
    private int threads;

    /// <summary>The result of a check, or of the same one that is under way already; a refusal where too many wait.</summary>
    /// <param name="key">The token.</param>
    /// <param name="attempt">Where it comes from, and the token's id.</param>
    /// <param name="check">The check, which runs when it is its turn.</param>
    public Task<SecretCheck> JoinAsync(TokenKey key, AttemptKey attempt, Func<SecretCheck> check)
    {
        lock (gate)
        {
            if (checks.TryGetValue((key, attempt), out var same)) return same;
            if (checks.Count >= Capacity || checks.Keys.Count(other => other.Item2.TokenId == attempt.TokenId) >= MaxOfToken)
                return Task.FromResult(new SecretCheck(null, TokenVerdict.Busy));
            var task = new Task<SecretCheck>(
                () => Run((key, attempt), check), TaskCreationOptions.RunContinuationsAsynchronously);
            checks.Add((key, attempt), task);
            waiting.Enqueue(task);
            if (threads < MaxThreads)
            {
                threads++;
                new Thread(RunWaiting) { IsBackground = true, Name = "Token checks" }.UnsafeStart();
            }

            return task;
        }
    }

    private void RunWaiting()
    {
        while (Next() is { } next) next.RunSynchronously(TaskScheduler.Default);
    }

    /// <summary>The next check; null where none waits and the thread ends.</summary>
    private Task<SecretCheck>? Next()
    {
        lock (gate)
        {
            if (!waiting.TryDequeue(out var next)) threads--;
            return next;
        }
    }

    private SecretCheck Run((TokenKey, AttemptKey) place, Func<SecretCheck> check)
    {
        try
        {
            return check();
        }
        finally
        {
            lock (gate) checks.Remove(place);
        }
    }
}
