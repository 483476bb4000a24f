using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Operations;

namespace PassthroughTools.Backends;

/// <summary>Operations asked for on this machine, without a key.</summary>
public static class BackendRequests
{
    /// <summary>Carries an operation out; see <see cref="IPassthroughBackend.ExecuteAsync"/>.</summary>
    public static Task<Commit> ExecuteAsync(this IPassthroughBackend backend, Operation operation, string actor, CancellationToken cancellationToken) =>
        backend.ExecuteAsync(new OperationRequest(operation, actor), cancellationToken);
}
