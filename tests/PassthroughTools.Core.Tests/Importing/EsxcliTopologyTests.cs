using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// What esxcli's parent and dependent devices, reset methods, names and addresses say of how devices belong together.
/// </summary>
public sealed class EsxcliTopologyTests
{
    [Theory]
    [InlineData("PCI 0:0:1:0", "Bridge reset", "0000:00:01.0")]
    [InlineData("PCI 0:0:1:0", "Link reset", "0000:00:01.0")]
    [InlineData("PCI 0:0:1:0", null, "0000:00:01.0")]
    [InlineData("0000:00:01.0", "Bridge reset", "0000:00:01.0")]
    [InlineData("PCI 0:0:1:0", "Function reset", null)]
    [InlineData("PCI 0:65:0:0", "Bridge reset", null)]
    [InlineData("PCI 0:0:1", "Bridge reset", null)]
    [InlineData("PCI 0:999:1:0", "Bridge reset", null)]
    [InlineData("", "Bridge reset", null)]
    public void ADeviceDependsOnAnotherThatItIsResetWith(string dependent, string? method, string? expected)
    {
        var device = Devices(EsxcliSample.Gpu().Replace("Dependent Device", dependent).Replace("Reset Method", method)).Single();

        device.DependentAddress?.ToString().ShouldBe(expected);
    }

    [Fact]
    public void AParentThatIsNoBridgeIsThePhysicalFunction()
    {
        var function = Nic("0000:5e:02.0", "Something").Replace("Parent Device", "PCI 0:94:0:1");

        ParentOf(function, Nic("0000:5e:00.0"), Nic("0000:5e:00.1")).ShouldBe("0000:5e:00.1");
    }

    [Fact]
    public void AParentThatIsABridgeIsNoPhysicalFunction() => ParentOf(
        Nic("0000:5e:00.0").Replace("Parent Device", "PCI 0:93:1:0"),
        Nic("0000:5d:01.0", "Root Port").Replace("Device Class", "0x0604")).ShouldBeNull();

    [Theory]
    [InlineData("PF_0.94.1_VF_3", "0000:5e:00.1")]
    [InlineData("PF_0.94.0_VF_0", "0000:5e:00.0")]
    [InlineData("PF_0.94.7_VF_0", null)]
    [InlineData("PF_0.94_VF_0", null)]
    [InlineData("vmnic7", null)]
    public void TheVMkernelsNameHasThePhysicalFunction(string name, string? expected) => ParentOf(
        Nic("0000:5f:00.0", "Ethernet Adapter").Replace("VMkernel Name", name), Nic("0000:5e:00.0"), Nic("0000:5e:00.1"))
        .ShouldBe(expected);

    [Theory]
    [InlineData("0000:5e:02.0")]
    [InlineData("0000:5f:00.1")]
    public void TheOnlyDeviceOfTheMakerBeforeAVirtualFunctionIsItsPhysicalOne(string address) => ParentOf(
        Nic(address, "MT27800 Family [ConnectX-5 Virtual Function]"), Nic("0000:5e:00.0"), Nic("0000:5c:00.0"),
        EsxcliSample.Gpu("0000:5e:01.0"),
        Nic("0000:5e:02.7", "X710 VF")).ShouldBe("0000:5e:00.0");

    [Fact]
    public void OneOfTwoPortsIsNotGuessedAndTheImportSaysSo()
    {
        var text = EsxcliSample.Text(Nic("0000:5e:00.0"), Nic("0000:5e:00.1"),
            Nic("0000:5e:02.0", "Ethernet Virtual Function 700 Series"));

        var decision = Imports.Empty.Decide(Imports.File(text));

        Imports.Empty.Apply(1, decision.Changes).Device("0000:5e:02.0").ParentAddress.ShouldBeNull();
        decision.Items.Single(static item => item.Name == "0000:5e:02.0").Detail
            .ShouldBe("Ethernet Virtual Function 700 Series; a virtual function, whose physical function the list does not tell");
        decision.Items.Single(static item => item.Name == "0000:5e:00.0").Detail.ShouldBe("X710");
    }

    [Fact]
    public void AnotherListTellsOtherwise()
    {
        var state = Imports.Empty.Import(
            Imports.File(EsxcliSample.Text(
                EsxcliSample.Gpu().Replace("Dependent Device", "PCI 0:0:1:0").Replace("Reset Method", "Bridge reset"))));
        state.Device("0000:41:00.0").DependentAddress.ShouldBe(PciAddress.Parse("0000:00:01.0"));

        state.Import(
            Imports.File(EsxcliSample.Text(EsxcliSample.Gpu().Replace("Dependent Device", null).Replace("Reset Method", null))))
            .Device("0000:41:00.0").DependentAddress.ShouldNotBeNull("what a list leaves out is not forgotten");
        state.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()))).Device("0000:41:00.0").DependentAddress.ShouldBeNull();
    }

    private static EsxcliSample Nic(string address, string name = "X710") =>
        EsxcliSample.Device(address, 0x8086, 0x1572, "Intel Corporation", name, "VMkernel", "VMkernel", passthruCapable: true)
            .Replace("Device Class", "0x0200");

    private static PciDeviceRecord[] Devices(params EsxcliSample[] samples) =>
        [.. Imports.File(EsxcliSample.Text(samples)).Lists!.Devices];

    private static string? ParentOf(EsxcliSample sample, params EsxcliSample[] others)
    {
        var address = Devices(sample).Single().Address;
        return Devices([sample, .. others]).Single(device => device.Address == address).ParentAddress?.ToString();
    }
}
