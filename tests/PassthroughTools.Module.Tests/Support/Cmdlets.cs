using System.Management.Automation;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>The module's cmdlets as the engine sees them.</summary>
internal static class Cmdlets
{
    public static IReadOnlyList<CmdletInfo> All(Session session) =>
        [.. session.Get<CmdletInfo>("Get-Command -Module PassthroughTools -CommandType Cmdlet")
            .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
}
