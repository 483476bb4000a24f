using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>
/// What all cmdlets share: a token that Ctrl+C cancels, errors that stop one item and not the pipeline, and the finder of what
/// their arguments mean.
/// </summary>
public abstract class PassthroughCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ShortTables tables = new();
    private Finder? finder;
    private ServerWait? wait;

    /// <summary>Cancelled by Ctrl+C.</summary>
    internal CancellationToken StopToken => stop.Token;

    /// <summary>Finds what the arguments of this invocation mean.</summary>
    private protected Finder Finder => finder ??= new Finder(this, RequestedServers);

    /// <summary>Waits for what is asked of servers.</summary>
    internal ServerWait Wait => wait ??= new ServerWait(this);

    /// <summary>The servers that names are looked up on, as -Server names them; null for the default servers.</summary>
    private protected virtual ServerReference[]? RequestedServers => null;

    /// <inheritdoc/>
    protected override void StopProcessing() => stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) stop.Dispose();
    }

    /// <summary>Writes an object, which is shown by the columns that its inventory has something for.</summary>
    internal new void WriteObject(object? written) => base.WriteObject(tables.Of(written));

    /// <summary>Writes a refusal as a non-terminating error.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="about">What the commands in it act on, where that is not its target.</param>
    internal void Refuse(PassthroughException refusal, InventoryObject? about = null)
    {
        var server = Finder.ServerMeant(about ?? refusal.Target);
        WriteError(ErrorRecords.Of(server is null ? refusal : server.Advise(refusal)));
    }

    /// <summary>Writes a refusal as a non-terminating error.</summary>
    internal void Refuse(ErrorId id, string message, object? target, InventoryObject? about = null) =>
        Refuse(new PassthroughException(id, message, target), about);

    /// <summary>Writes a warning, the commands in which act on an object.</summary>
    private protected void Warn(string text, InventoryObject? about) =>
        WriteWarning(Finder.ServerMeant(about)?.Advise(text) ?? text);

    /// <summary>
    /// Warns after Ctrl+C, when a pipeline takes nothing more: the line goes to the window, where there is one.
    /// </summary>
    private protected void WarnWhenStopped(string text)
    {
        var preference = MyInvocation.BoundParameters.TryGetValue("WarningAction", out var bound) ? bound
            : GetVariableValue("WarningPreference");
        if (preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)) Host?.UI?.WriteWarningLine(text);
    }

    /// <summary>Does something for one item; a refusal becomes a non-terminating error.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="about">The item, where it is of a server.</param>
    /// <returns>Whether it was not refused.</returns>
    internal bool Attempt(Action action, InventoryObject? about = null)
    {
        try
        {
            action();
            return true;
        }
        catch (PassthroughException refusal)
        {
            Refuse(refusal, about);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>
    /// Carries an operation out where ShouldProcess allows it; a refusal becomes a non-terminating error. -WhatIf warns of one.
    /// </summary>
    /// <param name="item">An object of the server.</param>
    /// <param name="operation">What.</param>
    /// <param name="action">The operation in words, for -WhatIf and -Confirm.</param>
    /// <param name="then">What is done with its outcome.</param>
    /// <param name="target">What it is done to in words, where that is not the object.</param>
    private protected void Do(InventoryObject item, Operation operation, string action, Action<Outcome>? then = null,
        string? target = null) =>
        Asked(item, operation, action, () =>
        {
            var done = Execute(item, operation);
            then?.Invoke(done);
        }, target);

    /// <summary>Does an operation's work where ShouldProcess allows it; see <see cref="Do"/>.</summary>
    /// <returns>Whether it was allowed.</returns>
    private protected bool Asked(InventoryObject item, Operation operation, string action, Action work, string? target = null)
    {
        VIServer? server = null;
        bool isReady = Attempt(() =>
        {
            server = Finder.ServerOf(item);
            Finder.CheckRequested(server, item.Name, item);
            Finder.CheckReachable(server, item);
        });
        if (!isReady) return false;
        if (ShouldProcess((target ?? TargetOf(item)) + Of(server!), action))
        {
            Attempt(work, item);
            return true;
        }

        if (IsWhatIf && operation.RefusalIn(Finder.Latest(item)) is { } refusal) WarnOfRefusal(refusal, item);
        return false;
    }

    /// <summary>A host, or a machine and its host, in words for -WhatIf and -Confirm.</summary>
    private protected static string TargetOf(InventoryObject item) =>
        item is VirtualMachineBase vm ? $"VM '{vm.Name}' on host '{vm.VMHost.Name}'" : $"Host '{item.Name}'";

    /// <summary>The server of a target, where several are connected.</summary>
    private protected static string Of(VIServer server) => SessionTable.Current.Servers.All(server.IsOfTarget)
        ? ""
        : $" of {server.Words}";

    /// <summary>Warns, with -WhatIf, of what would be refused.</summary>
    private protected void WarnOfRefusal(PassthroughException refusal, InventoryObject? item = null) =>
        Warn($"As things are, this would be refused: {refusal.Message}", item);

    /// <summary>Warns of a setting of 64-bit MMIO that Set-MmioSizing would not make; of none that is refused.</summary>
    private protected void WarnOfMmio(VirtualMachineBase vm, SetAdvancedSetting operation)
    {
        var state = Finder.Latest(vm);
        if (operation.RefusalIn(state) is null
            && VMRequirements.MmioSettingDoubt(state, state.VM(vm.Id), operation.Setting, operation.Value) is { } doubt)
            Warn(doubt, vm);
    }

    /// <summary>Reads the inventory of a server.</summary>
    /// <exception cref="PassthroughException">It cannot be read.</exception>
    internal InventoryState Read(VIServer server)
    {
        var read = Wait.For(() => server.Handle.ReadAsync(StopToken));
        foreach (var words in server.TakeLeftOut()) Warn(words, null);
        return read;
    }

    /// <summary>A server's tasks: those of this session, and of a vSphere those that it tells of.</summary>
    /// <exception cref="PassthroughException">The server cannot be read.</exception>
    private protected IReadOnlyList<PassthroughTask> TasksOf(VIServer server) => server.Source is { } source
        ? server.Tasks.With(server, Wait.For(() => source.ReadTasksAsync(StopToken)))
        : server.Tasks.All;

    /// <summary>Carries an operation out where an object was read, and shows how far it is where it takes time.</summary>
    private Outcome Execute(InventoryObject item, Operation operation) => Execute(Finder.ServerOf(item), operation);

    /// <summary>Carries an operation out, and shows how far it is where it takes time.</summary>
    private protected Outcome Execute(VIServer server, Operation operation)
    {
        IRunningOperation? running = null;
        try
        {
            return Wait.For(EndAsync, () => running?.Progress);
        }
        catch (PassthroughException refusal)
        {
            if (ServerAway.Is(refusal)) Finder.Lose(server);
            throw server.Advise(refusal);
        }
        catch (OperationInDoubtException inDoubt) when (stop.IsCancellationRequested)
        {
            WarnWhenStopped($"{MyInvocation.MyCommand.Name} waits no longer. {server.Advise(inDoubt.Message)}");
            throw;
        }

        async Task<Outcome> EndAsync()
        {
            running = await server.BeginAsync(operation, StopToken).ConfigureAwait(false);
            return await running.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Whether -WhatIf, or the preference for it, asks that nothing be done.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether -Debug, or the preference for it, asks for more than is told otherwise.</summary>
    internal bool IsDebugging => IsOn("Debug");

    /// <summary>Whether -Verbose, or the preference for it, asks to be told what goes on, or -Debug does.</summary>
    internal bool IsTelling => IsDebugging || IsOn("Verbose");

    private bool IsOn(string name) => MyInvocation.BoundParameters.TryGetValue(name, out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : GetVariableValue(name + "Preference") is ActionPreference
            and not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Writes for -Verbose. With -Debug alone PowerShell asks at each such line: there it is a line of -Debug.</summary>
    internal void Say(string text)
    {
        var bound = MyInvocation.BoundParameters;
        if (bound.ContainsKey("Debug") && !bound.ContainsKey("Verbose")) WriteDebug(text);
        else WriteVerbose(text);
    }

    /// <summary>A PowerShell path as a path of the file system; it need not exist.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: the path belongs to no file system.</exception>
    internal string FileSystemPath(string path)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{path}' has a character that no path has. Give the path of a file.", path);
        string resolved;
        ProviderInfo provider;
        try
        {
            resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or PSArgumentException or ProviderInvocationException)
        {
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{path}' is no path: {e.Message} Give the path of a file.", path, e);
        }

        return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal)
            ? resolved
            : throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{path}' is a path of the {provider.Name} provider. Give the path of a file.", path);
    }
}
