namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Work that serves all who ask before it begins: while it runs, those who ask gather for the next run.</summary>
/// <param name="work">The work. It begins on the thread of one who asks, and must not ask for itself.</param>
internal sealed class SharedRun(Func<Task> work)
{
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private Task? next;

    /// <summary>Ends with a run that begins after this was called.</summary>
    public Task JoinAsync()
    {
        lock (gate)
        {
            if (next is not null) return next;
            if (running.IsCompleted) return running = work();
            return next = FollowAsync(running);
        }
    }

    private async Task FollowAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (gate)
        {
            running = next!;
            next = null;
            mine = work();
        }

        await mine;
    }
}
