using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Support;

/// <summary>One server with the sample rack for the tests of a class, which do not mind each other's changes.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
