using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Carries operations out. A change that was committed is known by its key from the journal, to every server of the inventory; an
/// answer that changed nothing is remembered here, so that a repeated request gets the first answer whatever it was.
/// </summary>
internal sealed class OperationRunner(ServerStorage storage, ServerMetrics metrics)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly RememberedAnswers remembered = new();
    private int running;

    /// <summary>Carries an operation out, even where the client does not wait: once accepted, it is decided.</summary>
    /// <exception cref="PassthroughException">It is refused.</exception>
    public async Task<OperationAnswer> RunAsync(OperationRequest request)
    {
        Interlocked.Increment(ref running);
        try
        {
            var answer = Repeated(request)
                ?? OperationAnswer.Of(await storage.Backend.ExecuteAsync(request, CancellationToken.None));
            metrics.Count(request.Operation.Name, answer.Outcome);
            if (answer.Event is null && !answer.IsRepeated) Remember(request, answer, null);
            return answer;
        }
        catch (PassthroughException refusal)
        {
            metrics.Count(request.Operation.Name, refusal.Id.ToString());
            if (refusal.Id is ErrorId.StoreWriteFailed or ErrorId.StoreAccessDenied) storage.Doubt();
            Remember(request, refusal);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>Waits until nothing is being carried out.</summary>
    public async Task IdleAsync()
    {
        while (Volatile.Read(ref running) > 0) await Task.Delay(Moment);
    }

    /// <summary>The answer to an operation that was carried out before, by its key; null where none is remembered.</summary>
    public async Task<OperationAnswer?> FindAsync(RequestKey asked, CancellationToken cancellationToken) =>
        remembered.Find(asked)?.Unchanged is { } unchanged
            ? unchanged with { IsRepeated = true }
            : await storage.Backend.FindAsync(asked, cancellationToken) is { } commit ? OperationAnswer.Of(commit) : null;

    private OperationAnswer? Repeated(OperationRequest request)
    {
        if (RequestKey.Of(request) is not { } asked || remembered.Find(asked) is not { } known) return null;
        bool isSame = known.Fingerprint == OperationJson.Fingerprint(request.Operation);
        if (known.Unchanged is { } unchanged)
        {
            if (!isSame) throw asked.UsedFor(known.Operation, unchanged.Decision.Target);
            return unchanged with { IsRepeated = true };
        }

        return isSame ? throw new PassthroughException(known.Refusal!.Id, known.Refusal.Message, known.Refusal.Target) : null;
    }

    private void Remember(OperationRequest request, PassthroughException refusal)
    {
        // Where the storage failed, or the revision was another, nothing was decided: the next try may go well.
        var problem = Problem.Of(refusal);
        if (problem.Status is StatusCodes.Status412PreconditionFailed or >= StatusCodes.Status500InternalServerError) return;

        // An object of the inventory would keep all of it in memory, as it was then.
        Remember(request, null, new PassthroughException(refusal.Id, problem.Detail, problem.Target));
    }

    private void Remember(OperationRequest request, OperationAnswer? unchanged, PassthroughException? refusal)
    {
        if (RequestKey.Of(request) is not { } asked) return;
        var fingerprint = OperationJson.Fingerprint(request.Operation);
        remembered.Add(asked, new RememberedAnswer(DateTime.UtcNow, request.Operation.Name, fingerprint, unchanged, refusal));
    }
}
