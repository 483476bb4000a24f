using PassthroughTools.Errors;
using PassthroughTools.Vim.PropertyCollector;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// Reads properties of all objects of some types, first all of them, in pages, and later what has changed since. Not for two
/// callers at a time.
/// </summary>
/// <param name="connection">Where.</param>
/// <param name="paths">Which properties, by type.</param>
/// <param name="pageSize">How many objects an answer may have.</param>
internal sealed class PropertyFilter(
    VSphereConnection connection, IReadOnlyList<(string Type, IReadOnlyList<string> Paths)> paths, int pageSize)
{
    // Properties that the server does not know, as older ones do not, each with its type in front.
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    private ManagedObjectReference? collector;
    private ManagedObjectReference? view;
    private string version = "";

    /// <summary>The properties of a type that the server knows.</summary>
    public string[] PathsOf(string type) =>
    [
        .. paths.Where(one => one.Type == type).SelectMany(static one => one.Paths)
            .Where(path => !unknown.Contains($"{type}.{path}")),
    ];

    /// <summary>
    /// Hands over what has changed since the last time; the first time, or where the server has forgotten, all.
    /// </summary>
    /// <param name="restart">Told before all is read anew.</param>
    /// <param name="take">Takes a change.</param>
    /// <param name="cancellationToken">Ends the reading. It begins anew then.</param>
    /// <exception cref="PassthroughException">It cannot be read.</exception>
    public async Task ReadAsync(Action restart, Action<ObjectUpdate> take, CancellationToken cancellationToken)
    {
        bool isNew = collector is null;
        try
        {
            if (collector is null)
            {
                restart();
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            }

            var page = await PageAsync(cancellationToken).ConfigureAwait(false);
            while (page is not null)
            {
                version = page.Version!;

                // The server makes the next page while this one is taken.
                var next = page.Truncated == true ? PageAsync(cancellationToken) : null;
                Take(page, take);
                page = next is null ? null : await next.ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // What was taken of a page and what the server believes was taken may differ.
            collector = null;

            // A server that was restarted, or has ended the session, knows nothing of a collector.
            if (isNew || !IsForgotten(e)) throw;
            await ReadAsync(restart, take, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Frees what the server keeps for it.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (collector is not null)
            await connection.ListAsync<object>(collector, "DestroyPropertyCollector", cancellationToken).ConfigureAwait(false);
        if (view is not null) await connection.ListAsync<object>(view, "DestroyView", cancellationToken).ConfigureAwait(false);
    }

    private static bool IsForgotten(Exception e) =>
        e is PassthroughException { InnerException: VimFaultException { Fault: "ManagedObjectNotFound"
            or "InvalidCollectorVersion" } };

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var content = connection.Content;
        version = "";
        view = await connection.AskAsync<ManagedObjectReference>(
            content.ViewManager!,
            "CreateContainerView",
            cancellationToken,
            SoapArgument.Of("container", content.RootFolder),
            SoapArgument.Of("type", paths.Select(static one => one.Type).ToArray()),
            SoapArgument.Of<bool?>("recursive", true)).ConfigureAwait(false);
        var made = await connection.AskAsync<ManagedObjectReference>(
            content.PropertyCollector!, "CreatePropertyCollector", cancellationToken).ConfigureAwait(false);
        await FilterAsync(made!, cancellationToken).ConfigureAwait(false);
        collector = made;
    }

    /// <summary>
    /// A server may refuse a property that it does not know, and all others with it: it is asked for the others then.
    /// </summary>
    private async Task FilterAsync(ManagedObjectReference made, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await connection.AskAsync<ManagedObjectReference>(
                    made,
                    "CreateFilter",
                    cancellationToken,
                    SoapArgument.Of("spec", Spec()),
                    SoapArgument.Of<bool?>("partialUpdates", false)).ConfigureAwait(false);
                return;
            }
            catch (PassthroughException e) when (e.InnerException is VimFaultException { Fault: "InvalidProperty" } fault
                && fault.Details.TryGetValue("name", out var name) && Forget(name))
            {
            }
        }
    }

    private bool Forget(string name)
    {
        var forgotten = paths.Where(one => one.Paths.Contains(name, StringComparer.Ordinal)).Select(one => $"{one.Type}.{name}")
            .ToList();
        return forgotten.Count > 0 && forgotten.TrueForAll(unknown.Add);
    }

    private PropertyFilterSpec Spec() => new()
    {
        PropSet =
        [
            .. paths.Select(one => new PropertySpec { Type = one.Type, PathSet = PathsOf(one.Type) }),
        ],
        ObjectSet =
        [
            new ObjectSpec { Obj = connection.Content.RootFolder, Skip = false },
            new ObjectSpec
            {
                Obj = view, Skip = true,
                SelectSet = [new TraversalSpec { Name = "view", Type = "ContainerView", Path = "view", Skip = false }],
            },
        ],
    };

    /// <summary>Reads one answer.</summary>
    private async Task<UpdateSet?> PageAsync(CancellationToken cancellationToken)
    {
        var page = await connection.AskAsync<UpdateSet>(
            collector!,
            "WaitForUpdatesEx",
            cancellationToken,
            SoapArgument.Of("version", version),
            SoapArgument.Of("options", new WaitOptions { MaxWaitSeconds = 0, MaxObjectUpdates = pageSize }))
            .ConfigureAwait(false);
        if (page is null) return null;
        if (page.Version is not { Length: > 0 } next) throw Strange("has no version");
        return page.Truncated == true && next == version ? throw Strange("goes on without end") : page;
    }

    private void Take(UpdateSet page, Action<ObjectUpdate> take)
    {
        foreach (var update in (page.FilterSet ?? []).SelectMany(static filter => filter.ObjectSet ?? []))
        {
            foreach (var missing in update.MissingSet ?? [])
            {
                if (missing.Fault?.Fault?.Kind == "InvalidProperty") unknown.Add($"{update.Obj?.Type}.{missing.Path}");
            }

            take(update);
        }
    }

    private PassthroughException Strange(string why) => new(
        ErrorId.InputMalformed,
        $"What '{connection.Server}' answered cannot be understood: its "
        + $"inventory {why}. Check that it is a vCenter or an ESXi host.",
        connection.Server);
}
