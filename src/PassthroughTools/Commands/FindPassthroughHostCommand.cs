using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Planning;

namespace PassthroughTools.Commands;

/// <summary>Finds the hosts that can take virtual machines with their Dynamic and Enhanced devices now, the best first.</summary>
/// <remarks>
///   <para>One result for each machine and host. A host fits where it is in service, runs the machine's hardware version, has
///   what passthrough needs, and has a free device for each request in its mode, with its label or device class. These are the
///   rules of Start-VM and Move-VM: Devices are those that the machine would be given. For a host that does not fit, Reason says
///   what is missing.</para>
///   <para>Ranked first are hosts with all devices on one NUMA node, then those that would have the fewest fitting devices left
///   (LeftFree), so that larger groups stay whole elsewhere, then those with the fewest machines. The machine's own host counts
///   too: with what is free there beside what the machine holds, or, where that is not enough and it runs, with what it
///   holds.</para>
///   <para>A Fixed device keeps its machine on its host. Whether a running machine can be moved while it runs is not asked here;
///   see Test-EnhancedDirectPathFeature.</para>
/// </remarks>
/// <example>
///   <para>Shows where a machine can be started, and why not elsewhere.</para>
///   <code>Find-PassthroughHost gpu-02 | Format-List VMHost, Rank, Devices, Reason</code>
/// </example>
/// <example>
///   <para>Moves a machine that is powered off to the best host, and starts it there.</para>
///   <code>
///   $best = Find-PassthroughHost gpu-02 | Where-Object Rank -eq 1
///   Move-VM gpu-02 -Destination $best.VMHost -Confirm:$false | Start-VM
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Find, "PassthroughHost")]
[OutputType(typeof(HostPlacement))]
public sealed class FindPassthroughHostCommand : ServerCmdlet
{
    /// <summary>The virtual machines, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] VM { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.Changed(VM, ObjectKinds.VM))
        {
            Attempt(() =>
            {
                foreach (var placement in HostFinder.Find(vm.ReadFrom, vm.Record))
                {
                    StopToken.ThrowIfCancellationRequested();
                    var why = placement.Reason;
                    WriteObject(why is null ? placement : placement with { Reason = Finder.ServerMeant(vm)?.Advise(why) ?? why });
                }
            }, vm);
        }
    }
}
