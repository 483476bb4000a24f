using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A route, a request that it serves on the sample rack, and the role that is needed; null for none.</summary>
public sealed record ServedRoute(string Method, string Route, string Path, string? Role, string? Body = null)
{
    internal TokenRole? Needed => TokenRoles.Parse(Role);

    public override string ToString() => $"{Method} {Route}";
}
