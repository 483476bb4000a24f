using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Commands;

/// <summary>
/// Finds what a cmdlet's arguments mean. An invocation reads each server once; from then on what the session knows last counts,
/// which the outcomes of its operations keep up to date. It reads again only where a given object or name is missing there, or is
/// newer. A server that cannot be read is one error, and nothing is said to be missing then.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose errors its errors are.</param>
/// <param name="requested">The servers that names are looked up on, as -Server names them; null for the default servers.</param>
internal sealed class Finder(PassthroughCmdlet cmdlet, ServerReference[]? requested)
{
    private readonly HashSet<VIServer> read = [], failed = [], lost = [];
    private readonly Dictionary<string[], NameFilter> filters = [];
    private IReadOnlyList<VIServer>? servers;

    /// <summary>The servers that names are looked up on.</summary>
    public IReadOnlyList<VIServer> Servers
    {
        get
        {
            try
            {
                return servers ??= ChooseServers();
            }
            catch (PassthroughException refusal)
            {
                cmdlet.ThrowTerminatingError(ErrorRecords.Of(refusal));
                throw;
            }
        }
    }

    /// <summary>Why there is no server to work on where none is named.</summary>
    public static string NoDefaultServer => SessionTable.Current.Servers is { Count: > 0 } connected
        ? $"No default server is connected. Name the one to use: -Server '{connected[0].Name}'"
        : "No server is connected in this runspace. Connect one first, such as a local store: Connect-VIServer ./lab.json"
            + (SessionTable.IsAnyConnected
                ? "; or give a connection of another runspace, as in a parallel block or a thread job: -Server "
                    + "$using:server" : "");

    /// <summary>The server that an object was read from.</summary>
    /// <exception cref="PassthroughException">NotConnected: it is not connected any more.</exception>
    public static VIServer ServerOf(InventoryObject item) =>
        !item.IsRead ? throw new PassthroughException(
            ErrorId.NotConnected,
            $"This {item} was not read from a server: New-MockObject made it. Mock the cmdlet that takes it, or read one from a "
            + "rehearsal: "
            + "Connect-VIServer ./lab.json -Rehearsal",
            item)
        : SessionTable.Of(item.ReadFrom.Origin) ?? throw NotConnected(item.Name, item.Uid, item);

    /// <summary>
    /// The server that a message about something is about: an object's; of a name the one that -Server names. Null where it may
    /// be of several.
    /// </summary>
    public VIServer? ServerMeant(object? about) =>
        about is InventoryObject { IsRead: true } item ? SessionTable.Of(item.ReadFrom.Origin)
        : requested is not null && servers?.Count == 1 ? servers[0]
        : null;

    /// <summary>The inventory of an object's server as the session knows it last.</summary>
    public static InventoryState Latest(InventoryObject item) => SessionTable.Of(item.ReadFrom.Origin)?.Last ?? item.ReadFrom;

    /// <summary>
    /// The connected servers that a reference means: the object, a name or pattern, or the path or address in any form.
    /// </summary>
    public IReadOnlyList<VIServer> Connected(ServerReference reference) =>
        reference.Server is { } given ? given.IsConnected ? [given] : []
        : reference.Serialized is { Uid: var uid } ? SessionTable.Current.FindByOrigin(uid) is { } same ? [same] : []
        :
        [
            .. SessionTable.Current.Servers.Where(server =>
                string.Equals(server.Uid, reference.Name, StringComparison.Ordinal)
                || server.IsNamed(new NamePattern(reference.Name!)) || server.IsTarget(reference.Name!, cmdlet.FileSystemPath)),
        ];

    /// <summary>The inventory of a server; null where it cannot be read, which has been written as an error then.</summary>
    public InventoryState? StateOf(VIServer server)
    {
        if (failed.Contains(server)) return null;
        if (lost.Contains(server)) return server.Last;
        if (!read.Add(server) || cmdlet.Attempt(() => cmdlet.Read(server))) return server.Last;
        failed.Add(server);
        return null;
    }

    /// <summary>Remembers a server that did not answer to an operation: this invocation waits for it no more.</summary>
    public void Lose(VIServer server) => lost.Add(server);

    /// <summary>Refuses what needs a server that did not answer before.</summary>
    /// <exception cref="PassthroughException">ServerUnreachable.</exception>
    public void CheckReachable(VIServer server, object target)
    {
        if (lost.Contains(server)) throw NotTried(server, target);
    }

    /// <summary>
    /// The objects that a reference means; a missing one is a non-terminating error unless it is a pattern. An exact name means
    /// one machine: where a server has several of it, that is an error, and none is meant.
    /// </summary>
    public IReadOnlyList<T> Find<T>(ObjectReference<T> reference) where T : InventoryObject => Find(reference, reference.Kind);

    /// <summary>The objects that references mean, each once.</summary>
    public IEnumerable<T> All<T>(IReadOnlyList<ObjectReference<T>> references) where T : InventoryObject =>
        Once(references, Find);

    /// <summary>The objects of names, each once; all where none is given.</summary>
    public IEnumerable<T> Named<T>(ObjectKind<T> kind, string[]? names) where T : InventoryObject =>
        Once(names ?? ["*"], name => Named(kind, name));

    /// <summary>The objects of ids; an id that is not there gives nothing, as in PowerCLI.</summary>
    public IEnumerable<T> OfIds<T>(ObjectKind<T> kind, string[] ids) where T : InventoryObject =>
        States().SelectMany(state => ids.Distinct(StringComparer.Ordinal).Select(id => kind.Find(state, id)).OfType<T>());

    /// <summary>The object as it is now: one, or none, which has been written as an error then.</summary>
    public IReadOnlyList<T> Now<T>(ObjectKind<T> kind, T item) where T : InventoryObject =>
        !item.IsRead && !cmdlet.Attempt(() => ServerOf(item)) ? [] : Now(
        () => ServerOf(item), state => kind.Now(state, item), item.ReadFrom.Revision, item.Name, item,
        () => kind.Gone(item is PassthroughDevice { Id: { } id } ? id : item.Name, item));

    /// <summary>
    /// The object that a reference gives, as it is given; null for a name. One of another server than -Server names is an error,
    /// and is left out.
    /// </summary>
    public IReadOnlyList<T>? Given<T>(ObjectReference<T> reference) where T : InventoryObject =>
        reference.Item is { } item
            ? requested is null || cmdlet.Attempt(() => CheckRequested(ServerOf(item), item.Name, item)) ? [item] : []
        : reference.Serialized is { } serialized ? Again(reference.Kind, serialized)
        : null;

    /// <summary>Refuses -Server where it names another server than the one that an object is of.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public void CheckRequested(VIServer server, string name, object target)
    {
        if (requested is null || Servers.Contains(server)) return;
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"'{name}' was read from {server.Words}, and -Server "
            + $"names {string.Join(", ", Servers.Select(static one => one.Words))}. Leave out -Server, "
            + "or give the name, which is looked up there.",
            target);
    }

    /// <summary>The machines that are to be changed, each once.</summary>
    /// <param name="references">The objects or names. An object may be a template, which an operation refuses.</param>
    /// <param name="named">What names mean.</param>
    public IEnumerable<VirtualMachineBase> Changed(IReadOnlyList<VMReference> references, ObjectKind<VirtualMachineBase> named) =>
        Once(references, reference => Find(reference, named));

    /// <summary>The hosts that locations mean, each once.</summary>
    public IEnumerable<VMHost> Hosts(IReadOnlyList<LocationReference> locations) =>
        Once(locations, location => Hosts(location) ?? []);

    /// <summary>
    /// The hosts that a location means: a cluster's, or the host itself; null where an error says that it is missing.
    /// </summary>
    public IReadOnlyList<VMHost>? Hosts(LocationReference location)
    {
        IReadOnlyList<InventoryObject> places = location.Item switch
        {
            VMHost host => Now(ObjectKinds.VMHost, host),
            Cluster cluster => Now(ObjectKinds.Cluster, cluster),
            _ => Find(location),
        };
        return places.Count == 0 && !location.IsPattern ? null : [.. places.SelectMany(HostsOf).Distinct()];

        static IEnumerable<VMHost> HostsOf(InventoryObject place) =>
            place is VMHost host ? [host] : place.ReadFrom.AllHosts().Where(one => one.Record.ClusterId == place.Id);
    }

    /// <summary>
    /// The devices of a host or machine that an id or name means; a missing one is an error unless it is a pattern.
    /// </summary>
    public IReadOnlyList<PassthroughDevice> DevicesOf(InventoryObject holder, string name)
    {
        IReadOnlyList<PassthroughDevice> all =
            holder is VMHost host ? [.. host.PassthroughDevices()] : ((VirtualMachineBase)holder).PassthroughDevices;
        var pattern = new NamePattern(name);
        var fitting = pattern.Select(all, static device => device.Id).Union(pattern.Select(all, static device => device.Name))
            .ToList();
        if (fitting.Count > 0 || pattern.IsPattern) return fitting;
        var (words, parameter) = holder is VMHost ? ("Host", "VMHost") : ("VM", "VM");
        cmdlet.Refuse(
            ErrorId.DeviceNotFound,
            $"{words} '{holder.Name}' has no passthrough device '{name}'{ObjectKind<PassthroughDevice>.AddressFault(name)}. "
            + $"See what it has: Get-PassthroughDevice -{parameter} {holder.Name.Quoted()}",
            name,
            holder);
        return [];
    }

    /// <summary>What of some objects has one of the names; all where none is given. See <see cref="ReportMissing"/>.</summary>
    public IReadOnlyList<T> Filtered<T>(ObjectKind<T> kind, string[]? names, IReadOnlyList<T> items,
        Func<T, string?>? nameOf = null)
        where T : InventoryObject
    {
        if (names is null) return items;
        if (!filters.TryGetValue(names, out var filter))
        {
            filters.Add(names, filter = new NameFilter(
                names, name => Unread<T>(name) ?? kind.Missing(name, " where it was looked for")));
        }

        return filter.Select(items, nameOf ?? (static item => item.Name));
    }

    /// <summary>Writes an error for each name that nothing in the whole pipeline had.</summary>
    public void ReportMissing()
    {
        if (failed.Count > 0 || lost.Count > 0) return;
        foreach (var missing in filters.Values.SelectMany(static filter => filter.Missing)) cmdlet.Refuse(missing);
    }

    private IReadOnlyList<T> Find<T>(ObjectReference<T> reference, ObjectKind<T> named) where T : InventoryObject =>
        reference.Item is { } item ? Now(reference.Kind, item)
        : reference.Serialized is { } serialized ? Again(reference.Kind, serialized)
        : Unambiguous(reference.Name!, Named(named, reference.Name!));

    /// <summary>
    /// The object that one from another session was, as it is now. Its server is connected here, for whichever user.
    /// </summary>
    private IReadOnlyList<T> Again<T>(ObjectKind<T> kind, SerializedObject given) where T : InventoryObject => Now(
        () => ServerOf(given), state => kind.Again(state, given), long.MaxValue, given.Name, given.Name,
        () => kind.Gone(given.Name, given.Name));

    private VIServer ServerOf(SerializedObject given)
    {
        List<VIServer> here = [.. requested is null ? [] : Servers, .. SessionTable.Current.Servers];
        if (here.Find(server => given.Uid.StartsWith(server.Uid, StringComparison.Ordinal)) is { } same) return same;
        var fitting = here.FindAll(server => Connector.IsOf(given.Uid, server));

        // What was read from a target may be rehearsed; what was rehearsed never means the target.
        return fitting.Find(server => !server.IsRehearsal) ?? fitting.FirstOrDefault()
            ?? throw NotConnected(given.Name, given.Uid, given.Name);
    }

    private IReadOnlyList<T> Now<T>(
        Func<VIServer> serverOf, Func<InventoryState, T?> find, long revision, string name, object target,
        Func<PassthroughException> gone)
        where T : InventoryObject
    {
        T? now = null;
        cmdlet.Attempt(() =>
        {
            var server = serverOf();
            CheckRequested(server, name, target);
            bool isFresh = !read.Contains(server);
            if (StateOf(server) is not { } state) return;
            now = find(state);
            if (!isFresh && (now is null || state.Revision < revision))
            {
                read.Remove(server);
                if (StateOf(server) is not { } again) return;
                now = find(again);
            }

            if (now is null) throw lost.Contains(server) ? NotTried(server, target) : Unread<T>(name) ?? gone();
        });
        return now is null ? [] : [now];
    }

    private static PassthroughException NotConnected(string name, string uid, object target)
    {
        if (Connector.ServerIn(uid) is not var (server, isRehearsal))
            return new PassthroughException(ErrorId.NotConnected, $"'{name}' tells no server. Read it again: Get-VM", target);
        var command = $"Connect-VIServer '{server}'{(isRehearsal ? " -Rehearsal" : "")}";
        return new PassthroughException(
            ErrorId.NotConnected,
            $"'{name}' belongs to {(isRehearsal ? "a rehearsal of " : "")}server '{server}', which is not connected. "
            + $"Connect it first: {command}",
            target);
    }

    private static IEnumerable<T> Once<TGiven, T>(IReadOnlyList<TGiven> references, Func<TGiven, IReadOnlyList<T>> find) =>
        references.Count == 1 ? find(references[0]) : references.SelectMany(find).Distinct();

    private IEnumerable<InventoryState> States() => Servers.Select(StateOf).OfType<InventoryState>();

    private List<T> Named<T>(ObjectKind<T> kind, string name) where T : InventoryObject
    {
        var pattern = new NamePattern(name);
        bool isFresh = !Servers.Any(read.Contains);
        var found = Look();
        if (found.Count > 0 || pattern.IsPattern) return found;
        if (!isFresh)
        {
            read.Clear();
            found = Look();
        }

        if (found.Count == 0 && failed.Count == 0)
            cmdlet.Refuse(lost.Count > 0 ? NotTried(lost.First(), name) : Unread<T>(name) ?? kind.Missing(name));
        return found;

        List<T> Look() => [.. States().SelectMany(state => kind.Fitting(state, pattern))];
    }

    /// <summary>That a machine is there and cannot be recorded; null where no server tells of one of that name.</summary>
    private PassthroughException? Unread<T>(string name)
    {
        var text = new NamePattern(name).Text;
        return typeof(T) != typeof(VirtualMachineBase) || !Servers.SelectMany(static server => server.Last.Unread)
            .Any(vm => string.Equals(vm.Name, text, StringComparison.OrdinalIgnoreCase))
            ? null
            : new PassthroughException(
                ErrorId.InputMalformed,
                $"VM '{name}' is there, but the server does not tell its configuration: it may be inaccessible or orphaned. "
                + "Look at it in "
                + "the vSphere Client, and mend its storage or register it again.",
                name);
    }

    private static PassthroughException NotTried(VIServer server, object target) => new(
        ErrorId.ServerUnreachable,
        $"'{target}' was not tried: "
        + $"'{server.Name}' did not answer before. Check that the server runs, and do it again for this one.",
        target);

    /// <summary>What a name found, where it means one machine of each server, or fits them as a pattern.</summary>
    private IReadOnlyList<T> Unambiguous<T>(string name, IReadOnlyList<T> found) where T : InventoryObject
    {
        var text = new NamePattern(name).Text;
        var twins = found.OfType<VirtualMachineBase>()
            .Where(vm => string.Equals(vm.Name, text, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static vm => vm.ReadFrom.Origin, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1)?.ToList();
        if (twins is null) return found;
        var get = twins[0] is Template ? "Get-Template" : "Get-VM";
        var advice = $"For the first: {get} -Id {twins[0].Id} | {cmdlet.MyInvocation.MyCommand.Name}";
        cmdlet.Refuse(Twins.Refusal(name, twins, advice), twins[0]);
        return [];
    }

    /// <exception cref="PassthroughException">NotConnected; AmbiguousName.</exception>
    private IReadOnlyList<VIServer> ChooseServers()
    {
        if (requested is not null) return [.. requested.SelectMany(Meant).Distinct()];
        var defaults = SessionTable.Current.Defaults;
        return defaults.Count > 0 ? [.. defaults] : throw new PassthroughException(ErrorId.NotConnected, NoDefaultServer);
    }

    /// <summary>Why nothing is meant by what -Server was given.</summary>
    private static string NotServer(string name)
    {
        var all = SessionTable.Current.Servers;
        var connected = all.Count == 0 ? "" : $" Connected: {Listing.Of(all, static one => $"'{one.Name}'")}.";
        if (Connector.ServerIn(name) is not null)
            return $"'{name}' is the Uid of an object, not of a server. Give its server, as -Server takes it by name.{connected}";
        return name.Any(static sign => char.IsLetter(sign) || sign == '.')
            ? $"Server '{name}' is not connected. Connect it first: Connect-VIServer '{name}'"
            : $"'{name}' is not a server. Give what Connect-VIServer returned, or its name.{connected}";
    }

    private IReadOnlyList<VIServer> Meant(ServerReference reference)
    {
        var name = reference.ToString();
        var fitting = Connected(reference);
        if (fitting.Count == 0) throw new PassthroughException(ErrorId.NotConnected, NotServer(name), name);

        // A name alone must not let what is meant for a rehearsal reach its target.
        bool isExact = reference.Server is null && !new NamePattern(name).IsPattern;
        bool isMixed = fitting.Select(static server => server.IsRehearsal).Distinct().Count() > 1;
        if (isExact && isMixed)
        {
            throw new PassthroughException(
                ErrorId.AmbiguousName,
                $"'{name}' names both a server and a rehearsal. Specify the one that Connect-VIServer returned, or disconnect "
                + "the other.",
                name);
        }

        // Of several connections to one server a name means the default one: nothing is meant twice.
        return reference.Server is not null ? fitting :
        [
            .. fitting.GroupBy(static server => server.Label, StringComparer.Ordinal)
                .Select(static same => same.LastOrDefault(SessionTable.Current.Defaults.Contains) ?? same.Last()),
        ];
    }
}
