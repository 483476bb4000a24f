namespace PassthroughTools.Module.Tests.Surface;

/// <summary>A parameter.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mandatory">Whether it is mandatory in every parameter set that names it.</param>
/// <param name="Pipeline">Whether it binds by pipeline value in at least one parameter set.</param>
internal sealed record SurfaceParameter(string Name, bool Mandatory, bool Pipeline);
