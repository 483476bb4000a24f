using PassthroughTools.Operations;

#pragma warning disable IDE0130 // beside the contract that it serves, so that every test finds it
namespace PassthroughTools.Backends;

/// <summary>Operations that are waited for to their end.</summary>
public static class BackendRequests
{
    /// <summary>Carries an operation out; see <see cref="IInventoryBackend.BeginAsync"/>.</summary>
    public static async Task<Outcome> ExecuteAsync(this IInventoryBackend backend, OperationRequest request,
        CancellationToken cancellationToken)
    {
        var running = await backend.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        return await running.Ended.ConfigureAwait(false);
    }

    /// <summary>As above, without a key.</summary>
    public static Task<Outcome> ExecuteAsync(this IInventoryBackend backend, Operation operation, string actor,
        CancellationToken cancellationToken) =>
        backend.ExecuteAsync(new OperationRequest(operation, actor), cancellationToken);
}
