using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>
/// Sets how long operations take in a rehearsal, so that a rehearsed maintenance window has the shape of the real one.
/// </summary>
/// <remarks>
///   <para>It holds for this connection, until it ends: no other session is slowed, and nothing is stored. While the time
///   passes a progress bar shows the item, how much of it is done and how long it takes yet; the change is made at the end, and
///   Ctrl+C before leaves all as it was. Connect-VIServer's result shows what is set, in its property SimulatedSeconds. A live
///   vSphere takes the time that it takes.</para>
/// </remarks>
/// <example>
///   <para>Lets a vMotion take a fifth of a second and a host's restart one, instead of half a minute and ten minutes.</para>
///   <code>
///   Set-PassthroughSimulation MoveVM -Seconds 0.2
///   Set-PassthroughSimulation RestartHost -Seconds 1
///   Restart-VMHost esxi02.domain.com -Force -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Lets all operations take no time again.</para>
///   <code>Set-PassthroughSimulation * -Seconds 0</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "PassthroughSimulation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SimulatedDuration))]
public sealed class SetPassthroughSimulationCommand : ServerCmdlet
{
    private const int MaxSeconds = 24 * 60 * 60;

    /// <summary>
    /// The operations' names, with wildcards, as in the event feed: MoveVM, SuspendVM, PowerOnVM, RestartHost and so on.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>The duration in seconds, as 0.5; at most a day, 0 for none.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    public decimal Seconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var text in Operation) Attempt(() => Set(text));
    }

    private void Set(string text)
    {
        var pattern = new NamePattern(text);
        var names = pattern.Select(Operations.Operation.Names, static name => name);
        if (names.Count == 0 && !pattern.IsPattern)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{text}' is no operation that can take time. There are {string.Join(", ", Operations.Operation.Names)}.", text);
        }

        foreach (var name in names)
        {
            if (Seconds is < 0 or > MaxSeconds)
                throw new PassthroughException(ErrorId.ValueInvalid,
                    FormattableString.Invariant(
                        $"{name} cannot take {Seconds} seconds in a rehearsal. Give 0 (none) to {MaxSeconds} (a day)."), name);
            foreach (var server in Servers)
            {
                if (!ShouldProcess($"Operation {name} of server '{server}'",
                    FormattableString.Invariant($"Let it take {Seconds} s"))) continue;
                var set = server.Handle.Seconds;
                server.Handle.Seconds = Seconds == 0 ? set.Remove(name) : set.Set(name, Seconds);
                WriteObject(new SimulatedDuration(name, Seconds, server));
            }
        }
    }
}
