using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>
/// Lists tasks: those that this session has started with -RunAsync, and of a vSphere those of others that it runs or remembers.
/// </summary>
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
    [Takes(typeof(TaskState), IsOne = true)]
    public TaskState? Status { get; set; }

    /// <summary>The ids. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var tasks = new List<PassthroughTask>();
        foreach (var server in Servers) Attempt(() => tasks.AddRange(TasksOf(server)));
        foreach (var task in tasks.OrderBy(static task => task.StartTime))
        {
            bool isAsked = Id is null || Id.Contains(task.Id, StringComparer.OrdinalIgnoreCase);
            if (isAsked && (Status is null || task.State == Status)) WriteObject(task);
        }
    }
}
