using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Sessions;

/// <summary>A task as VIM has it.</summary>
internal static class TaskProjection
{
    public static TaskInfo Info(PassthroughTask task) => new()
    {
        Key = task.Id.Substring(task.Id.IndexOf('-') + 1),
        Task = new ManagedObjectReference(task.Id),
        Name = task.Name,
        DescriptionId = task.DescriptionId,
        Entity = MoRefs.Of(task.ObjectId),
        EntityName = task.Target,
        State = task.State switch
        {
            TaskState.Running or TaskState.Unknown => TaskInfoState.running,
            TaskState.Success => TaskInfoState.success,
            TaskState.Error => TaskInfoState.error,
            _ => TaskInfoState.queued,
        },
        Cancelled = task.Error is PassthroughException { Id: ErrorId.TaskStopped },
        Cancelable = task.FinishTime is null,
        Error = task.Error is { } error
            ? new LocalizedMethodFault { Fault = new MethodFault(), LocalizedMessage = error.Message }
            : null,
        Result = MoRefs.Of((task.Result as Snapshot)?.Id),
        Progress = task.State == TaskState.Running ? (int)task.PercentComplete : null,
        QueueTime = task.StartTime,
        StartTime = task.StartTime,
        CompleteTime = task.FinishTime,
    };
}
