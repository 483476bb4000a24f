using System;

namespace PassthroughTools.Sessions;

/// <summary>Tells what a target of Connect-VIServer is by its form.</summary>
internal static class ServerTarget
{
    public static BackendKind KindOf(string target)
    {
        bool isUrl = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (isUrl) return target.TrimEnd('/').EndsWith("/sdk", StringComparison.OrdinalIgnoreCase) ? BackendKind.VSphere : BackendKind.ControlPlane;
        return target.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? BackendKind.JsonStore : BackendKind.VSphere;
    }
}
