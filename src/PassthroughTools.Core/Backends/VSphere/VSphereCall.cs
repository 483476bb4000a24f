using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>An operation on its way to a server.</summary>
/// <param name="Connection">The server.</param>
/// <param name="Running">What carries it out.</param>
/// <param name="State">The inventory that it was decided on.</param>
/// <param name="Decision">What our rules say that it changes: a forecast.</param>
internal sealed record VSphereCall(VSphereConnection Connection, VSphereOperation Running, InventoryState State,
    Decision Decision)
{
    /// <summary>The id of what the server made; null where it is what was asked for.</summary>
    public string? MadeId { get; set; }

    /// <summary>The machine that it is about, as it was.</summary>
    public VMRecord VM => State.VM(Decision.TargetId);

    /// <summary>The machines that it changes, as they shall be.</summary>
    public IEnumerable<VMRecord> ChangedVMs => Decision.Changes.OfType<VMPut>().Select(static put => put.VM);

    /// <summary>Asks a machine for something that is a task.</summary>
    public Task<TaskInfo> DoAsync(VMRecord vm, string what, string method, params SoapArgument[] arguments) =>
        Running.DoAsync($"{what} VM '{vm.Name}'", State.View(vm), MoRefs.Of(vm), method, arguments);

    /// <summary>Asks a host for something that is a task.</summary>
    public Task<TaskInfo> DoAsync(HostRecord host, string what, string method, params SoapArgument[] arguments) =>
        Running.DoAsync($"{what} host '{host.Name}'", State.View(host), MoRefs.Of(host), method, arguments);

    /// <summary>A reference that an object has.</summary>
    /// <exception cref="PassthroughException">It has none, or cannot be read.</exception>
    public async Task<ManagedObjectReference> ReferenceAsync(ManagedObjectReference of, string path) =>
        await Connection.ReadAsync<ManagedObjectReference>(of, path, Running.Stop).ConfigureAwait(false)
        ?? throw new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"'{Connection.Server}' has no {path} of {of}, which this needs: its API is {Connection.Content.About?.ApiVersion}.",
            of.ToString());

    /// <summary>Refuses what the server's API is too old for; one that does not tell its version is asked.</summary>
    /// <param name="since">The API version that has it first.</param>
    /// <param name="what">What needs it, in the plural.</param>
    /// <exception cref="PassthroughException">NotSupportedByBackend.</exception>
    public void Require(string since, string what)
    {
        var api = Connection.Content.About?.ApiVersion;
        if (!Version.TryParse(api, out var given) || given >= Version.Parse(since)) return;
        throw new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"{what} need version {since} of the vSphere API, and '{Connection.Server}' has {api}. Update the server, or "
            + "rehearse it: "
            + $"Connect-VIServer {Connection.Server.Quoted()} -Rehearsal",
            Decision.Target);
    }

    /// <summary>Properties of the datastores of a host: name, summary.accessible and summary.freeSpace.</summary>
    public async Task<IReadOnlyDictionary<ManagedObjectReference, Dictionary<string, object>>> DatastoresAsync(HostRecord host)
    {
        var all = await Connection.ReadAsync<ManagedObjectReference[]>(MoRefs.Of(host), "datastore", Running.Stop)
            .ConfigureAwait(false);
        return await Connection.ReadAsync(all ?? [], ["name", "summary.accessible", "summary.freeSpace"], Running.Stop)
            .ConfigureAwait(false);
    }
}
