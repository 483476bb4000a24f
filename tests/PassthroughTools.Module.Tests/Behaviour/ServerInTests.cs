using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>The server that a Uid tells, by the name that connects it again.</summary>
public sealed class ServerInTests
{
    [Theory]
    [InlineData("vsphere.local\\administrator@vc.lab:443/VirtualMachine=vm-1/Snapshot=snapshot-2/", "vc.lab")]
    [InlineData("administrator@vsphere.local@vc.lab:8443/VMHost=host-1/PciDevice=0000:03:00.0/", "vc.lab:8443")]
    [InlineData("root@127.0.0.1:8989/VSphere=http/VMHost=host-1/", "http://127.0.0.1:8989")]
    [InlineData("anna@plane.lab:443/ControlPlane=https/Cluster=domain-c1/", "https://plane.lab")]
    [InlineData("anna@127.0.0.1:8443/ControlPlane=https/Cluster=domain-c1/", "https://127.0.0.1:8443")]
    [InlineData("anna@[::1]:8080/lab/ControlPlane=http/VirtualMachine=vm-1/PassthroughDevice=13000/", "http://[::1]:8080/lab")]
    [InlineData("anna@/data/a@b:1/lab.json/VirtualMachine=vm-1/Snapshot=snapshot-2/", "/data/a@b:1/lab.json")]
    public void AUidNamesWhatConnectsItsServerAgain(string uid, string name) =>
        Connector.ServerIn("/VIServer=" + uid).ShouldBe((name, false));

    [Theory]
    [InlineData("root@vc.lab:443#rehearsal/VMHost=host-1/", "vc.lab")]
    [InlineData("anna@plane.lab:8443/lab/ControlPlane=https#rehearsal/VMHost=host-1/", "https://plane.lab:8443/lab")]
    [InlineData("anna@/data/lab.json#rehearsal/VMHost=host-1/", "/data/lab.json")]
    public void ThatOfARehearsalSaysSo(string uid, string name) => Connector.ServerIn("/VIServer=" + uid).ShouldBe((name, true));

    [Fact]
    public void ThePlaceInAUidIsThatOfTheName()
    {
        foreach (var name in new[] { "https://plane.lab", "https://plane.lab:8443/lab", "http://127.0.0.1:8080" })
            Connector.ServerIn($"/VIServer=anna@{ControlPlaneTarget.PlaceOf(name)}/VMHost=host-1/").ShouldBe((name, false));
        foreach (var name in new[] { "vc.lab", "10.0.0.5:8443", "http://127.0.0.1:8989" })
        {
            var address = VSphereTarget.AddressOf(name, null, 0);
            Connector.ServerIn($"/VIServer=anna@{VSphereTarget.PlaceOf(address)}/VMHost=host-1/").ShouldBe((name, false));
        }
    }
}
