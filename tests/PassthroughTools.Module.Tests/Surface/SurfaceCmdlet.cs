namespace PassthroughTools.Module.Tests.Surface;

/// <summary>A cmdlet of PowerCLI, with the parameters of it that are in scope here.</summary>
internal sealed record SurfaceCmdlet(string Name, bool ShouldProcess, IReadOnlyList<SurfaceParameter> Parameters);
