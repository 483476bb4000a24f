using System.Collections;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using PassthroughTools.Text;
using PassthroughTools.Vim.Views;
using VMware.Vim;

namespace PassthroughTools.Commands;

/// <summary>Gets objects as VIM, the vSphere Web Services API, has them.</summary>
/// <remarks>
///   <para>
///     A view has the properties of the managed object as far as the inventory knows them, and null for what it does not know.
///     Its methods, such as ReconfigVM_Task, are carried out by the same rules as the cmdlets; what is not modelled is refused by
///     name.
///   </para>
///   <para>There are views of machines, hosts, clusters, snapshots, tasks, of what a host's ConfigManager names, and of servers:
///   Get-View ServiceInstance.</para>
/// </remarks>
/// <example>
///   <para>Lists the devices of a machine with their keys.</para>
///   <code>
///   (Get-VM HighPerfVM | Get-View).Config.Hardware.Device |
///   Select-Object Key, @{ Name = 'Label'; Expression = { $_.DeviceInfo.Label } }
///   </code>
/// </example>
/// <example>
///   <para>Gets the hosts whose names match a regular expression, with their devices' passthrough.</para>
///   <code>Get-View -ViewType HostSystem -Filter @{ Name = '^esxi0' } | ForEach-Object { $_.Config.PciPassthruInfo }</code>
/// </example>
/// <example>
///   <para>Reserves all memory of a machine, by its specification.</para>
///   <code>
///   $spec = New-Object VMware.Vim.VirtualMachineConfigSpec -Property @{ MemoryReservationLockedToMax = $true }
///   $view = Get-View -ViewType VirtualMachine -Filter @{ Name = 'HighPerfVM' }
///   $view.ReconfigVM($spec)
///   $view.UpdateViewData()
///   $view.Config.MemoryReservationLockedToMax
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "View", DefaultParameterSetName = "GetViewByVIObject")]
[OutputType(
    typeof(Vim.Views.VirtualMachine), typeof(HostSystem), typeof(ClusterComputeResource), typeof(HostPciPassthruSystem),
    typeof(HostGraphicsManager),
    typeof(EnvironmentBrowser), typeof(Vim.Views.Task), typeof(VirtualMachineSnapshot), typeof(ServiceInstance))]
public sealed class GetViewCommand : ServerCmdlet
{
    private const string ByObject = "GetViewByVIObject", ById = "GetView", ByType = "GetEntity";

    /// <summary>
    /// Objects of this module, references to managed objects, or their ids. ServiceInstance means every server.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(ViewReference))]
    public ViewReference[] VIObject { get; set; } = [];

    /// <summary>References to managed objects, or their ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(ViewReference))]
    public ViewReference[] Id { get; set; } = [];

    /// <summary>The type: VirtualMachine, HostSystem or ClusterComputeResource.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByType)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ViewTypeCompleter))]
    [Takes(typeof(ViewTypeReference), IsOne = true)]
    public ViewTypeReference? ViewType { get; set; }

    /// <summary>Regular expressions, by the paths of the properties that they are to match, such as @{ Name = '^gpu' }.</summary>
    [Parameter(ParameterSetName = ByType)]
    [ValidateNotNull]
    public Hashtable? Filter { get; set; }

    /// <summary>A cluster or host: what is in it is meant.</summary>
    [Parameter(ParameterSetName = ByType)]
    [ValidateNotNull]
    [Takes(typeof(ViewReference), IsOne = true)]
    public ViewReference? SearchRoot { get; set; }

    /// <summary>The properties that are read, such as Name, Config.Hardware. The others are null, as on a vCenter.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByType) Attempt(WriteOfType);
        else foreach (var reference in ParameterSetName == ById ? Id : VIObject) Attempt(() => Write(reference));
    }

    private void WriteOfType()
    {
        var filters = (Filter ?? []).Cast<DictionaryEntry>()
            .Select(static entry => (Path: $"{entry.Key}", Pattern: Expression(entry))).ToList();
        foreach (var (path, _) in filters) ViewPaths.Check(ViewType!.Name, path);
        if (SearchRoot is { MoRef.Type: not (nameof(HostSystem) or nameof(ClusterComputeResource)) } other)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"'{other.MoRef}' is no search root here: a host or a cluster is. Without -SearchRoot all are found.",
                other.MoRef);
        }

        bool isRootThere = SearchRoot is null;
        foreach (var server in Servers)
        {
            var state = Read(server);
            var client = new SessionViews(state);
            isRootThere |= SearchRoot?.MoRef.ToString() is { } root
                && (state.Hosts.Find(root) is not null || state.Clusters.Find(root) is not null);
            foreach (var moRef in All(state, ViewType!.Name))
            {
                var view = VimViews.Of(client, moRef)!;
                if (filters.TrueForAll(filter => IsMatch(filter.Pattern, Text(client, view, filter.Path)))) Write(view);
            }
        }

        if (!isRootThere) throw SearchRoot!.Gone();
    }

    private IEnumerable<ManagedObjectReference> All(InventoryState state, string type)
    {
        string? root = SearchRoot?.MoRef.ToString();
        bool Within(HostRecord host) => root is null || host.Id == root || host.ClusterId == root;
        return type switch
        {
            nameof(Vim.Views.VirtualMachine) => state.VMs.Values.Where(vm => Within(state.Host(vm.HostId))).Select(MoRefs.Of),
            nameof(HostSystem) => state.Hosts.Values.Where(Within).Select(MoRefs.Of),
            nameof(ClusterComputeResource) => state.Clusters.Values.Where(cluster => root is null || cluster.Id == root)
                .Select(static cluster => MoRefs.Of(cluster.Id, nameof(ClusterComputeResource))),
            _ => throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"Views of type {type} are not listed here. Listed "
                + $"are {Listing.Of(ViewTypeReference.Listed, static name => name)}.",
                type),
        };
    }

    private static Regex Expression(DictionaryEntry entry)
    {
        try
        {
            return new Regex($"{entry.Value}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"The filter for {entry.Key} is not a regular expression: {e.Message} Write it as in @{{ Name = '^gpu' }}.",
                entry.Value,
                e);
        }
    }

    private static bool IsMatch(Regex pattern, string? text)
    {
        try
        {
            return text is not null && pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"The filter '{pattern}' took more than a second for one value. Write a simpler expression.",
                $"{pattern}",
                e);
        }
    }

    /// <summary>
    /// The value at a path, such as Runtime.PowerState, as text; null where there is none, or where somebody removed the object
    /// meanwhile.
    /// </summary>
    private static string? Text(SessionViews client, ViewBase view, string path)
    {
        object? value = view;
        try
        {
            foreach (var name in path.Split('.'))
                value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        }
        catch (GetValueException e) when (e.InnerException?.InnerException is PassthroughException refusal)
        {
            if (!client.IsThere(view.MoRef)) return null;
            ExceptionDispatchInfo.Capture(refusal).Throw();
        }

        return value is null ? null : $"{value}";
    }

    private void Write(ViewReference reference)
    {
        if (reference.MoRef.Type != nameof(ServiceInstance)) Write(Of(reference));
        else if (reference.Item is VIServer server) Write(server.ExtensionData);
        else foreach (var one in Servers) Write(one.ExtensionData);
    }

    private ViewBase Of(ViewReference reference)
    {
        var moRef = reference.MoRef;
        var own = reference.Server;
        if (own is not null) Finder.CheckRequested(own, $"{reference.Item}", reference.Item);
        var client = reference.Item is InventoryObject or PassthroughTask
            ? new SessionViews(own!.Last)
            : new SessionViews(Read(own ?? OnlyServer($"'{moRef}' does not tell which is meant", moRef)));
        if (VimViews.Of(client, moRef) is not { } view)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"There are no views of type {moRef.Type} here. There are views of {string.Join(", ", VimViews.Names)}.",
                moRef);
        }

        return client.IsThere(moRef) ? view : throw reference.Gone();
    }

    private void Write(ViewBase view)
    {
        if (Property is not null)
        {
            foreach (var path in Property) ViewPaths.CheckRoot(view.GetType().Name, ViewBase.Root(path));
            view.Limit(Property);
        }

        WriteObject(view);
    }
}
