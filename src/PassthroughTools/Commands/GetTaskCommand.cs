using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Lists the tasks that this session has started with -RunAsync: those that run, and the last ones that have ended.</summary>
/// <example>
///   <para>Shows how far what runs is.</para>
///   <code>Get-Task -Status Running</code>
/// </example>
/// <example>
///   <para>Says why tasks have failed.</para>
///   <code>Get-Task -Status Error | Format-List Name, Target, Error</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Task")]
[OutputType(typeof(PassthroughTask))]
public sealed class GetTaskCommand : ServerCmdlet
{
    /// <summary>How far they are.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [Takes(typeof(TaskState))]
    public TaskState? Status { get; set; }

    /// <summary>The ids. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var tasks = Servers.SelectMany(static server => server.Tasks.All).OrderBy(static task => task.StartTime);
        foreach (var task in tasks.Where(task => Id is null || Id.Contains(task.Id, StringComparer.OrdinalIgnoreCase)))
        {
            if (Status is null || task.State == Status) WriteObject(task);
        }
    }
}
