using PassthroughTools.Errors;
using VMware.Vim;

namespace PassthroughTools.Sessions;

/// <summary>A server's tasks of this session: those that run, and the last ones that have ended.</summary>
internal sealed class TaskList
{
    private const int Kept = 1000;

    // How often a server is asked for all tasks of others together.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly List<PassthroughTask> tasks = [];
    private bool isFollowing;

    /// <summary>The tasks, oldest first.</summary>
    public IReadOnlyList<PassthroughTask> All
    {
        get
        {
            lock (tasks) return tasks.ToArray();
        }
    }

    public void Add(PassthroughTask task)
    {
        lock (tasks)
        {
            if (tasks.Count >= Kept && tasks.FindIndex(static old => old.FinishTime is not null) is >= 0 and var oldest)
                tasks.RemoveAt(oldest);
            tasks.Add(task);
        }
    }

    /// <summary>The tasks of this session, and those that the server tells of.</summary>
    public IReadOnlyList<PassthroughTask> With(VIServer server, IReadOnlyList<TaskInfo> told)
    {
        lock (tasks)
        {
            foreach (var info in told)
            {
                if (info.Task?.ToString() is not { } id) continue;
                if (tasks.Find(task => task.Id == id) is { } known) known.Take(info);
                else Add(PassthroughTask.Of(server, info, id));
            }

            if (!isFollowing && tasks.Exists(static task => task.IsFollowed))
            {
                isFollowing = true;
                _ = FollowAsync(server);
            }

            return tasks.ToArray();
        }
    }

    /// <summary>
    /// Asks a server for the tasks that only it tells of, until none of them runs or the server does not answer.
    /// </summary>
    private async Task FollowAsync(VIServer server)
    {
        while (true)
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            List<PassthroughTask> followed;
            lock (tasks)
            {
                followed = tasks.FindAll(static task => task.IsFollowed);
                isFollowing = followed.Count > 0;
            }

            if (followed.Count == 0) return;
            IReadOnlyList<TaskInfo> told = [];
            PassthroughException? fault = null;
            try
            {
                told = await server.Source!.ReadTasksAsync(CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // a connection that was closed meanwhile may fail in any way
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = e as PassthroughException;
            }

            foreach (var task in followed)
            {
                if (told.FirstOrDefault(info => info.Task?.ToString() == task.Id) is { } info) task.Take(info);
                else task.Lose(fault);
            }
        }
    }

    public void LeaveAll()
    {
        foreach (var task in All) task.Leave();
    }
}
