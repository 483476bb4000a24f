using PassthroughTools.Vim.Data;

namespace PassthroughTools.Sessions;

/// <summary>A server's tasks of this session: those that run, and the last ones that have ended.</summary>
internal sealed class TaskList
{
    private const int Kept = 1000;

    private readonly List<PassthroughTask> tasks = [];

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
            if (tasks.Count >= Kept && tasks.FindIndex(static old => old.FinishTime is not null) is >= 0 and var oldest) tasks.RemoveAt(oldest);
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
                if (tasks.Find(task => task.Id == id) is { } known) known.Resume(info);
                else Add(PassthroughTask.Of(server, info, id));
            }

            return tasks.ToArray();
        }
    }

    public void LeaveAll()
    {
        foreach (var task in All) task.Leave();
    }
}
