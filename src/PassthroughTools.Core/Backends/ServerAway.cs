using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Errors;

namespace PassthroughTools.Backends;

/// <summary>Tells a server that is away from one that has answered, and refuses.</summary>
internal static class ServerAway
{
    /// <summary>
    /// Whether a refusal is that a server was asked for as long as there is patience, and did not take the request.
    /// </summary>
    public static bool Is(PassthroughException refusal) =>
        refusal.Id is ErrorId.ServerUnreachable or ErrorId.OperationTimeout
            && refusal.InnerException is not ServerProblem { MayBeRepeated: false };
}
