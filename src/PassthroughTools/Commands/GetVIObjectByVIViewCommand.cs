using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Sessions;
using PassthroughTools.Vim.Views;
using VMware.Vim;
using VirtualMachine = PassthroughTools.Inventory.VirtualMachine;

namespace PassthroughTools.Commands;

/// <summary>Gets the objects of this module that views are of.</summary>
/// <example>
///   <para>Goes from views to machines, and on with a cmdlet.</para>
///   <code>Get-View -ViewType VirtualMachine -Filter @{ Name = '^gpu' } | Get-VIObjectByVIView | Get-PassthroughDevice</code>
/// </example>
/// <example>
///   <para>Gets the host that a machine's view names.</para>
///   <code>Get-VIObjectByVIView (Get-VM HighPerfVM).ExtensionData.Runtime.Host</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VIObjectByVIView")]
[OutputType(
    typeof(VirtualMachine), typeof(Template), typeof(VMHost), typeof(Cluster), typeof(Snapshot), typeof(PassthroughTask))]
public sealed class GetVIObjectByVIViewCommand : ServerCmdlet
{
    private static readonly string[] Kinds =
        [nameof(Vim.Views.VirtualMachine), nameof(HostSystem), nameof(ClusterComputeResource), nameof(VirtualMachineSnapshot),
            nameof(Vim.Views.Task)];

    /// <summary>Views, references to managed objects, or their ids.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("MORef")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(ViewReference))]
    public ViewReference[] VIView { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in VIView)
        {
            Attempt(() =>
            {
                var moRef = reference.MoRef;
                if (!Kinds.Contains(moRef.Type, StringComparer.Ordinal))
                {
                    throw new PassthroughException(
                        ErrorId.NotSupportedByBackend,
                        $"'{moRef}' has no object here: there are objects of VMs, templates, hosts, clusters, snapshots and tasks. "
                        + "See what is known of it: Get-View",
                        moRef);
                }

                var own = reference.Server;
                if (own is not null) Finder.CheckRequested(own, $"{reference.Item}", reference.Item);
                var found = (own is null ? Servers : [own]).Select(server => Object(server, moRef)).OfType<object>().ToList();
                if (found.Count == 0) throw reference.Gone();
                foreach (var item in found) WriteObject(item);
            });
        }
    }

    private object? Object(VIServer server, ManagedObjectReference moRef) => moRef.Type == nameof(Vim.Views.Task)
        ? TasksOf(server).FirstOrDefault(task => task.Id == moRef.ToString())
        : Read(server).Find(moRef.ToString());
}
