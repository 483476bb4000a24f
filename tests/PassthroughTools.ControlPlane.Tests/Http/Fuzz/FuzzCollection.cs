using PassthroughTools.ControlPlane.Tests.Support;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Measures memory, and so runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "Fuzz";
}
