using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Remove-Module disconnects.</summary>
public sealed class ModuleRemovalTests
{
    [Fact]
    public void RemovingTheModuleDisconnectsItsServers()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        var server = session.Get<VIServer>("$server").Single();
        server.IsConnected.ShouldBeTrue();
        session.Get<object>("Remove-Module PassthroughTools");
        server.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public void ImportedAgainItIsConnectedToNothing()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session["manifest"] = Repository.Manifest;
        session.Get<object>("$vm = Get-VM ready-01; Remove-Module PassthroughTools; Import-Module $manifest");
        session.Run("Get-VM").AllErrors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
        session.Run("$vm | Start-VM").AllErrors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
        session.Get<VirtualMachine>("$vm").Single().PowerState.ShouldBe(VMPowerState.PoweredOff,
            "what was read can be read further");
    }

    [Fact]
    public void RemovingItInOneRunspaceLeavesTheOtherConnected()
    {
        using var lab = new Lab();
        using var first = lab.Connect();
        using var second = lab.Connect();
        first.Get<object>("Remove-Module PassthroughTools");
        second.Get<string>("(Get-VM ready-01).Name").ShouldBe(["ready-01"]);
    }

    /// <summary>Scripts of PowerCLI take these variables for what is connected.</summary>
    [Fact]
    public void RemovingItLeavesNoDefaultServerBehind()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>("Remove-Module PassthroughTools");
        session["DefaultVIServers"].ShouldBeNull();
        session["DefaultVIServer"].ShouldBeNull();
    }
}
