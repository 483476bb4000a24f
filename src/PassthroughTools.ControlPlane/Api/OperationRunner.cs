using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Carries operations out. A change that was committed is known by its key for good, from the journal; a refusal is remembered here for
/// a while, so that a repeated request gets the first answer whatever it was.
/// </summary>
internal sealed class OperationRunner(JournalBackend backend, ServerMetrics metrics)
{
    private const int MaxRemembered = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Actor, string Key), (string Fingerprint, PassthroughException Refusal)> refused = [];
    private readonly Queue<(string Actor, string Key)> order = [];

    /// <summary>Carries an operation out, even where the client does not wait: once accepted, it is decided.</summary>
    /// <exception cref="PassthroughException">It is refused.</exception>
    public async Task<OperationAnswer> RunAsync(OperationRequest request)
    {
        try
        {
            if (Remembered(request) is { } before) throw new PassthroughException(before.Id, before.Message, before.Target);
            var answer = new OperationAnswer(await backend.ExecuteAsync(request, CancellationToken.None));
            metrics.Count(request.Operation.Name, answer.Outcome);
            return answer;
        }
        catch (PassthroughException refusal)
        {
            metrics.Count(request.Operation.Name, refusal.Id.ToString());
            Remember(request, refusal);
            throw;
        }
    }

    private PassthroughException? Remembered(OperationRequest request)
    {
        if (request.Key is null) return null;
        lock (gate)
        {
            return refused.TryGetValue((request.Actor, request.Key), out var known) && known.Fingerprint == OperationJson.Fingerprint(request.Operation) ? known.Refusal : null;
        }
    }

    private void Remember(OperationRequest request, PassthroughException refusal)
    {
        // Where the storage failed, or the revision was another, nothing was decided: the next try may go well.
        var problem = Problem.Of(refusal);
        if (request.Key is null || problem.Status is StatusCodes.Status412PreconditionFailed or >= StatusCodes.Status500InternalServerError) return;

        // An object of the inventory would keep all of it in memory, as it was then.
        var kept = new PassthroughException(refusal.Id, problem.Detail, problem.Target);
        lock (gate)
        {
            if (!refused.TryAdd((request.Actor, request.Key), (OperationJson.Fingerprint(request.Operation), kept))) return;
            order.Enqueue((request.Actor, request.Key));
            if (order.Count > MaxRemembered) refused.Remove(order.Dequeue());
        }
    }
}
