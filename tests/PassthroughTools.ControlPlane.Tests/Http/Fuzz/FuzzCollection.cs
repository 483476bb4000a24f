using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Measures memory, and so runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "Fuzz";
}
