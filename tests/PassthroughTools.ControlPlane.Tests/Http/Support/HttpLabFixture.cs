using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>One server with the sample rack for the tests of a class, which do not mind each other's changes.</summary>
public sealed class HttpLabFixture : IAsyncLifetime
{
    internal HttpLab Lab { get; private set; } = null!;

    public async Task InitializeAsync() => Lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await Lab.DisposeAsync();
}
