using PassthroughTools.ControlPlane.Tests.Support;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>Tests that share a server, and so run one after the other: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
