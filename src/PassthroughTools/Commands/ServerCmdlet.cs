using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.Prerequisites;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet with PowerCLI's -Server.</summary>
public abstract class ServerCmdlet : PassthroughCmdlet
{
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);

    /// <summary>
    /// The connected servers to work on, by object or name. Without it the default servers are used: those that Connect-VIServer
    /// connected without -NotDefault.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [Takes(typeof(ServerReference))]
    public ServerReference[]? Server { get; set; }

    private protected override ServerReference[]? RequestedServers => Server;

    /// <summary>The servers that names are looked up on.</summary>
    private protected IReadOnlyList<VIServer> Servers => Finder.Servers;

    /// <summary>The only server.</summary>
    /// <param name="what">What is done with one server alone.</param>
    /// <param name="target">What it is done for.</param>
    /// <exception cref="PassthroughException">AmbiguousName: there are several.</exception>
    private protected VIServer OnlyServer(string what, object target) =>
        Servers.Count == 1 ? Servers[0] : throw new PassthroughException(
        ErrorId.AmbiguousName,
        $"{Servers.Count} servers are connected, and {what}. Name one: "
        + string.Join(" or ", Servers.Select(static one => $"-Server {one.Name.Quoted()}")),
        target);

    /// <summary>That a plan is for another server than -Server names.</summary>
    private protected PassthroughException OfAnotherServer(MaintenancePlan plan) => new(
        ErrorId.ValueInvalid,
        $"The plan is for server '{plan.Target}', and -Server "
        + $"names {string.Join(", ", Servers.Select(static one => one.Words))}. Leave out -Server, "
        + "or make a plan there: New-PassthroughMaintenancePlan -Server",
        plan);

    /// <summary>Warns, once each, of what is not known of a machine's devices and host.</summary>
    private protected void WarnOfUnknowns(InventoryState state, VMRecord vm)
    {
        if (!VMPrerequisites.MayHaveUnknowns(state.Host(vm.HostId), vm)) return;
        foreach (var unknown in VMPrerequisites.Unknowns(state, vm).Where(warned.Add)) Warn(unknown, state.View(vm));
    }

    /// <summary>
    /// Warns likewise of what is not known of a machine as an operation on it would leave it; of nothing where that is refused.
    /// </summary>
    private protected void WarnOfUnknowns(VirtualMachineBase vm, Operation operation)
    {
        var state = Finder.Latest(vm);
        if (!VMPrerequisites.MayHaveUnknowns(vm.VMHost.Record, vm.Record) || operation.RefusalIn(state) is not null) return;
        var after = state.Apply(state.Revision + 1, operation.Decide(state).Changes);
        WarnOfUnknowns(after, after.VM(vm.Id));
    }

    /// <summary>A test of which the commands act on its target's server.</summary>
    private protected PrerequisiteTest Advised(PrerequisiteTest test) =>
        Finder.ServerMeant(test.Target) is { } server ? test.With(server.Advise) : test;

    /// <inheritdoc/>
    protected override void EndProcessing() => Finder.ReportMissing();
}
