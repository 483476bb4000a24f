using PassthroughTools.Backends;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

public sealed class ChangeFeedTests
{
    [Fact]
    public void ABackendWithoutOneIsRefused()
    {
        var state = InventoryState.Empty(Catalog.BuiltIn, "/VIServer=anna@lab/");
        using var silent = new SessionBackend(new RehearsalBackend("lab", state), state);
        var server = new VIServer("lab", Connector.For(BackendKind.JsonStore), "anna", isRehearsal: false, state, silent);

        Should.Throw<PassthroughException>(() => server.Feed).Id.ShouldBe(ErrorId.NotSupportedByBackend);
    }
}
