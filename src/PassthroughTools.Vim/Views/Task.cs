using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A task.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class Task(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>What is known of it.</summary>
    [JsonIgnore]
    public TaskInfo? Info => Read<TaskInfo>();

    /// <summary>Cancels it.</summary>
    public void CancelTask() => Call(nameof(CancelTask));
}
