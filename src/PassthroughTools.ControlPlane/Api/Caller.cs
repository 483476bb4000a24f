using System.Net;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Who asks: the token's name, and the machine that the client says it runs on, else the address that it asks from.
/// </summary>
internal static class Caller
{
    /// <summary>The header in which a client names its machine.</summary>
    public const string MachineHeader = "X-Client-Machine";

    private const int MaxMachineLength = 64;

    /// <summary>The actor that changes are recorded for, as user@machine.</summary>
    public static string Actor(HttpContext context) => $"{context.User.Identity?.Name}@{Machine(context) ?? Address(context)}";

    /// <summary>Whose the idempotency keys of the request are: its token's, wherever it is sent from.</summary>
    public static string? Scope(HttpContext context) => context.User.ToTokenIdentity()?.TokenId;

    /// <summary>The address that the request came from.</summary>
    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        IPAddress address => address.ToString(),
    };

    // What is no machine's name could say in the journal what is not so.
    private static string? Machine(HttpContext context) =>
        context.Request.Headers[MachineHeader] is [{ Length: > 0 and <= MaxMachineLength } name]
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? name
            : null;
}
