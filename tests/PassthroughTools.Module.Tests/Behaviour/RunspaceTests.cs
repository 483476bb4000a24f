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

    /// <summary>An object finds the server that it was read from in every runspace, as long as that is connected.</summary>
    [Fact]
    public void AnObjectOfAnotherRunspaceFindsItsServer()
    {
        using var lab = new Lab();
        using var connected = lab.Connect();
        using var other = new Session();
        other["vm"] = connected.Get<object>("Get-VM ready-01").Single();
        other.Get<string>("($vm | Start-VM).PowerState").ShouldBe(["PoweredOn"]);
        connected.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOn"]);
        connected.Get<object>("Disconnect-VIServer *");
        other.Run("$vm | Stop-VM").Errors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
    }

    [Fact]
    public void AConnectionWorksInAnotherRunspaceAndANameMeansItsOwnServers()
    {
        using var lab = new Lab();
        using var connected = lab.Connect();
        using var other = new Session();
        other["server"] = connected.Get<object>("$server").Single();
        other.Get<string>("(Get-VM ready-01 -Server $server).Name").ShouldBe(["ready-01"]);
        var error = other.Run("Get-VM ready-01").AllErrors.Single();
        error.FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
        error.Exception.Message.ShouldContain("-Server $using:server");
    }

    /// <summary>Of two rehearsals of one target an object means the one that it was read in, wherever it is used.</summary>
    [Fact]
    public void AnObjectOfARehearsalMeansThatRehearsal()
    {
        using var lab = new Lab();
        using var first = lab.Connect("-Rehearsal");
        using var second = lab.Connect("-Rehearsal");
        second["vm"] = first.Get<object>("Get-VM ready-01").Single();
        second.Get<object>("$vm | Start-VM");
        first.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOn"]);
        second.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOff"]);
    }

    [Fact]
    public void ServersThatContradictTheObjectsOwnAreRefused()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        using var others = new Lab();
        session["path"] = others.Store;
        session.Get<object>("$other = Connect-VIServer $path -NotDefault; $vm = Get-VM ready-01");
        var error = session.Run("Start-VM $vm -Server $other").AllErrors.Single();
        error.FullyQualifiedErrorId.ShouldStartWith("ValueInvalid,");
        error.Exception.Message.ShouldContain("was read from server");
        session.Get<string>("(Start-VM $vm -Server $server).PowerState").ShouldBe(["PoweredOn"]);
    }

    /// <summary>Sixteen runspaces want three devices of one connection: nobody is given what another one has.</summary>
    [Fact]
    public async Task SixteenRunspacesNeverShareADevice()
    {
        using var lab = new Lab();
        using var connected = lab.Connect("-Rehearsal");
        var server = connected.Get<object>("$server").Single();
        connected.Get<object>(
            "1..16 | ForEach-Object { New-VM \"side-$_\" -VMHost esxi01.lab -HardwareVersion vmx-20 | "
            + "Get-VMResourceConfiguration | Set-VMResourceConfiguration -MemReservationLockedToMax $true }");
        var attached = await Task.WhenAll(Enumerable.Range(1, 16).Select(number => Task.Run(() =>
        {
            using var session = new Session();
            session["server"] = server;
            return session.Run(
                $"Get-PassthroughDevice -VMHost esxi01.lab -Server $server | Where-Object PassthroughActive | ForEach-Object {{ "
                + $"Add-PassthroughDevice -VM side-{number} -PassthroughDevice $_ -Server $server }}").Output.Count;
        })));
        var held = connected.Get<string>("Get-VM side-* | Get-PassthroughDevice | Where-Object Id | ForEach-Object Id");
        held.Distinct(StringComparer.Ordinal).Count().ShouldBe(held.Count);
        attached.Sum().ShouldBeGreaterThan(0);
        connected.Get<int>("@(Get-VM side-* | Get-PassthroughDevice).Count").Single().ShouldBe(attached.Sum());
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
