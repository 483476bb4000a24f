using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>
/// An inventory behind an HTTP control plane. A copy of it is kept here and brought up to date by what has changed since, in one
/// request; operations are decided there, by the same rules.
/// </summary>
public sealed class ControlPlaneBackend : IInventoryBackend, IChangeFeed
{
    // With more changes than these the whole inventory is no more to read.
    private const int MaxChanges = 500;

    // No server takes a larger number.
    private const long MaxRevision = long.MaxValue / 2;
    private const string Api = "api/v1/";

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ControlPlaneOptions options;
    private readonly ControlPlaneHttp http;
    private readonly string origin;
    private readonly Catalog catalog;
    private InventoryState state;

    private ControlPlaneBackend(ControlPlaneOptions options, ControlPlaneHttp http, ControlPlaneSession session, Catalog catalog,
        string origin)
    {
        this.options = options;
        this.http = http;
        this.catalog = catalog;
        this.origin = origin;
        Session = session;
        state = InventoryState.Empty(catalog, origin);
    }

    /// <inheritdoc/>
    public string Target => options.Name;

    /// <summary>Who the server says is connected.</summary>
    public ControlPlaneSession Session { get; }

    /// <summary>Connects a server: asks who the token is of, and reads the inventory.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="catalog">The capability catalog that applies here; null for the server's.</param>
    /// <param name="originOf">What the Uids of its objects begin with.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PassthroughException">ServerUnreachable, AuthenticationFailed, CertificateUntrusted,
    /// OperationTimeout.</exception>
    public static async Task<ControlPlaneBackend> ConnectAsync(
        ControlPlaneOptions options, Catalog? catalog, Func<ControlPlaneSession, string> originOf,
        CancellationToken cancellationToken)
    {
        var connection = new ControlPlaneHttp(options);
        try
        {
            var session = await SessionAsync(options, connection, cancellationToken).ConfigureAwait(false);
            if (session.Token is { } token)
            {
                connection.UseToken(token);
                session = session with { Token = null };
            }

            catalog ??= Of(options,
                await AskAsync(options, connection, Api + "catalog", cancellationToken).ConfigureAwait(false));
            var backend = new ControlPlaneBackend(options, connection, session, catalog, originOf(session));
            await backend.ReloadAsync(cancellationToken).ConfigureAwait(false);
            connection.Patience = options.Patience;
            return backend;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
            return state;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>It has ended when the server answers. Its id is its Idempotency-Key.</remarks>
    public async Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var key = request.Key ?? Guid.NewGuid().ToString("D");
        string body = BodyOf(request.Operation);
        string? text;
        try
        {
            text = await http.PostAsync(Api + "operations", body, key, request.IfRevision, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ServerProblem problem)
        {
            throw await RefusalAsync(problem, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationInDoubtException(e, cancellationToken);
        }

        return new EndedOperation(key,
            await OutcomeAsync(text, request.Operation as ImportOperation, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Half of a surrogate pair would arrive as another character: it is refused here, as a store refuses it.</summary>
    private static string BodyOf(Operation operation)
    {
        string body = OperationJson.Write(operation);
        return SurrogatePairs.AreWhole(body) ? body : throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"{operation.Name} asks for what a server cannot be sent: a text has half of a surrogate pair, which is no "
            + "character. Nothing changed. Choose another value.",
            operation.Name);
    }

    /// <inheritdoc/>
    public async Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken)
    {
        string? text;
        try
        {
            text = await http.GetAsync(Api + "operations/" + Uri.EscapeDataString(id), cancellationToken).ConfigureAwait(false);
        }
        catch (ServerProblem problem)
        {
            var refusal = problem.ToRefusal(options);
            if (refusal.Id == ErrorId.TaskNotFound) return null;
            throw refusal;
        }

        var outcome = await OutcomeAsync(text, null, cancellationToken).ConfigureAwait(false);
        return new EndedOperation(id, outcome with { IsRepeated = true });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        var all = new List<InventoryEvent>();
        after = Math.Min(after, MaxRevision);
        while (true)
        {
            var (revision, events) = await ChangesAsync(after, null, cancellationToken).ConfigureAwait(false);
            all.AddRange(events);
            if (events.Count == 0 || (after = events[events.Count - 1].Sequence) >= revision) return all;
        }
    }

    /// <inheritdoc/>
    public Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        new EventStream(http, options).FollowAsync(Math.Min(after, MaxRevision), next, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>What the server answered to an operation.</summary>
    private async Task<Outcome> OutcomeAsync(string? text, ImportOperation? import, CancellationToken cancellationToken)
    {
        var (revision, committed, read) = Understood(options, answer => OperationAnswerJson.Read(answer, state), text);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var report = read.Report
                ?? (import is null ? null : await ReportAsync(import, committed, cancellationToken).ConfigureAwait(false));
            return read with { State = await AtAsync(revision, committed, cancellationToken).ConfigureAwait(false),
                Report = report };
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// What an import did whose first answer was lost: the second has the event, and not what became of each object. It is
    /// decided here once more, in the state that it was made in; without items where that state is past. The caller has the turn.
    /// </summary>
    private async Task<IReadOnlyList<ImportedItem>> ReportAsync(ImportOperation import, InventoryEvent? committed,
        CancellationToken cancellationToken)
    {
        if (committed is null) return [];
        var before = await AtAsync(committed.Sequence - 1, null, cancellationToken).ConfigureAwait(false);
        return before.Revision == committed.Sequence - 1 && import.Decide(before) is ImportDecision again ? again.Items : [];
    }

    /// <summary>Takes in what has changed since; the caller has the turn.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (revision, events) = await ChangesAsync(state.Revision, MaxChanges, cancellationToken).ConfigureAwait(false);
        if (revision == state.Revision) return;
        if (revision - state.Revision != events.Count || !TryApply(events, long.MaxValue, out _))
            await ReloadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The state that an operation made, or a later one where that one cannot be had; the caller has the turn.</summary>
    private async Task<InventoryState> AtAsync(long revision, InventoryEvent? committed, CancellationToken cancellationToken)
    {
        if (committed is not null && committed.Sequence == state.Revision + 1 && TryApply([committed], revision, out var made))
            return made;
        if (state.Revision >= revision) return state;
        var (_, events) = await ChangesAsync(state.Revision, MaxChanges, cancellationToken).ConfigureAwait(false);
        if (TryApply(events, revision, out made) && state.Revision >= revision) return made;
        await ReloadAsync(cancellationToken).ConfigureAwait(false);
        return state;
    }

    /// <summary>Applies events that follow the state; false where they do not.</summary>
    private bool TryApply(IReadOnlyList<InventoryEvent> events, long wanted, out InventoryState made)
    {
        var next = made = state;
        foreach (var committed in events)
        {
            if (committed.Sequence != next.Revision + 1) return false;
            try
            {
                next = next.Apply(committed.Sequence, committed.Changes);
            }
            catch (FormatException)
            {
                return false;
            }

            if (committed.Sequence <= wanted) made = next;
        }

        state = next;
        return true;
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var text = await AskAsync(options, http, Api + "state", cancellationToken).ConfigureAwait(false);
        state = Understood(options, document => InventoryJson.Read(new StringReader(document), catalog, origin, out _), text);
    }

    private async Task<(long Revision, IReadOnlyList<InventoryEvent> Events)> ChangesAsync(long after, int? limit,
        CancellationToken cancellationToken)
    {
        var path = FormattableString.Invariant($"{Api}changes?after={after}");
        if (limit is { } most) path += FormattableString.Invariant($"&limit={most}");
        return Understood(options, ChangesJson.Read,
            await AskAsync(options, http, path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The refusal as the same operation on a local store would have it, with the object that it is about.</summary>
    private async Task<PassthroughException> RefusalAsync(ServerProblem problem, CancellationToken cancellationToken)
    {
        if (problem.Target is not { } target) return problem.ToRefusal(options);
        var known = target.In(state);
        if (known is not string || !target.IsObject) return problem.ToRefusal(options, known);
        try
        {
            return problem.ToRefusal(options, target.In(await ReadAsync(cancellationToken).ConfigureAwait(false)));
        }
        catch (PassthroughException)
        {
            // The refusal matters more than why its object cannot be read.
            return problem.ToRefusal(options);
        }
    }

    /// <summary>The session of the token, which every control plane has.</summary>
    private static async Task<ControlPlaneSession> SessionAsync(
        ControlPlaneOptions options, ControlPlaneHttp http, CancellationToken cancellationToken)
    {
        try
        {
            var text = await AskAsync(options, http, Api + "session", cancellationToken).ConfigureAwait(false);
            return Understood(options, ControlPlaneSession.Read, text);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.RouteNotFound
            && options.Address.AbsolutePath is { Length: > 1 } path)
        {
            throw new PassthroughException(
                e.Id,
                $"A server answers at '{options.Name}', but no control plane is there. "
                + $"Leave out '{path}', unless a server in front of the control plane adds it.",
                options.Name,
                e);
        }
    }

    private static async Task<string?> AskAsync(ControlPlaneOptions options, ControlPlaneHttp http, string path,
        CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerProblem problem)
        {
            throw problem.ToRefusal(options);
        }
    }

    private static Catalog Of(ControlPlaneOptions options, string? text) =>
        text is null
            ? Catalog.BuiltIn
            : Understood(options, document => Catalog.BuiltIn.With(new StringReader(document), options.Name), text);

    private static T Understood<T>(ControlPlaneOptions options, Func<string, T> read, string? text)
    {
        try
        {
            return read(text ?? throw new FormatException("it is empty"));
        }
        catch (Exception e) when (e is FormatException or JsonException or NotSupportedException or OverflowException)
        {
            throw new PassthroughException(
                ErrorId.InputMalformed,
                $"What '{options.Name}' answered cannot be understood: {e.Message.TrimEnd('.')}. Check that it is a control "
                + "plane of this version or an older one.", options.Name, e);
        }
    }
}
