namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Where first checks of tokens wait for one of the few slow hashes at a time. Requests with the same token from the same address
/// wait for one hash together. Checks run on threads of their own, for a pool that is as small as the processors are few would have
/// none left for requests.
/// </summary>
internal sealed class HashQueue
{
    /// <summary>How many different checks may wait; a hash takes about 0.1 s.</summary>
    public const int Capacity = 128;

    // Half of the processors stay for requests whose tokens are known.
    private static readonly int MaxThreads = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly Lock gate = new();
    private readonly Dictionary<(TokenKey, AddressKey), Task<SecretCheck>> checks = [];
    private readonly Queue<Task<SecretCheck>> waiting = new();
    private int threads;

    /// <summary>The result of a check, or of the same one that is under way already; a refusal where too many wait.</summary>
    /// <param name="key">The token.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="check">The check, which runs when it is its turn.</param>
    public Task<SecretCheck> JoinAsync(TokenKey key, AddressKey address, Func<SecretCheck> check)
    {
        lock (gate)
        {
            if (checks.TryGetValue((key, address), out var same)) return same;
            if (checks.Count >= Capacity) return Task.FromResult(new SecretCheck(null, TokenVerdict.Busy));
            var task = new Task<SecretCheck>(() => Run((key, address), check), TaskCreationOptions.RunContinuationsAsynchronously);
            checks.Add((key, address), task);
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

    private SecretCheck Run((TokenKey, AddressKey) place, Func<SecretCheck> check)
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
