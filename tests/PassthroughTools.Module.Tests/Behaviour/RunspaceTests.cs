using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Sessions belong to the runspace that made them.</summary>
public sealed class RunspaceTests
{
    [Fact]
    public void TwoRunspacesHaveSessionsOfTheirOwn()
    {
        using var lab = new Lab();
        using var connected = lab.Connect();
        using var other = new Session();
        connected.Get<string>("(Get-VM ready-01).Name").ShouldBe(["ready-01"]);
        connected.Get<int>("$DefaultVIServers.Count").ShouldBe([1]);
        other.Run("Get-VM").AllErrors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
        other["DefaultVIServers"].ShouldBeNull();
    }

    [Fact]
    public void DisconnectingInOneLeavesTheOtherConnected()
    {
        using var lab = new Lab();
        using var first = lab.Connect();
        using var second = lab.Connect();
        first.Get<object>("Disconnect-VIServer *");
        first.Run("Get-VM").AllErrors.ShouldHaveSingleItem();
        second.Get<string>("(Get-VM ready-01).Name").ShouldBe(["ready-01"]);
        second.Get<VIServer>("$server").Single().IsConnected.ShouldBeTrue();
    }

    /// <summary>An object of one runspace's server means nothing in another runspace that is not connected there.</summary>
    [Fact]
    public void AnObjectOfAnotherRunspaceIsRefusedWhereItsServerIsNotConnected()
    {
        using var lab = new Lab();
        using var connected = lab.Connect();
        using var other = new Session();
        other["vm"] = connected.Get<object>("Get-VM ready-01").Single();
        other.Run("$vm | Start-VM").Errors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
    }

    [Fact]
    public async Task RunspacesWorkSideBySideEachOnItsOwnStore()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(static number => Task.Run(() =>
        {
            using var lab = new Lab();
            using var session = lab.Connect();
            for (int i = 0; i < number; i++) session.Get<object>($"New-VM side-{i} -VMHost esxi01.lab");
            return session.Get<int>("@(Get-VM side-*).Count").Single();
        })));
        counts.ShouldBe([0, 1, 2, 3]);
    }

    /// <summary>Two runspaces on one store see each other's changes, as two processes do.</summary>
    [Fact]
    public void TwoRunspacesOnOneStoreSeeEachOthersChanges()
    {
        using var lab = new Lab();
        using var first = lab.Connect();
        using var second = lab.Connect();
        first.Get<object>("Start-VM ready-01");
        second.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOn"]);
        second.Run("Start-VM ready-01").Errors.Single().FullyQualifiedErrorId.ShouldStartWith("InvalidPowerState,");
    }
}
