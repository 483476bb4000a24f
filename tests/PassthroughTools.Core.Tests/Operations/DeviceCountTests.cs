using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>
/// How many devices a machine may have: maxDevicesPerVm of capability-facts.json (kb309986, vsphere4, vSphere 6.0 maximums).
/// </summary>
public sealed class DeviceCountTests
{
    [Theory]
    [InlineData("4.1.0", 7, 2)]
    [InlineData("6.0.0", 11, 16)]
    [InlineData("7.0.0", 13, 16)]
    [InlineData("7.0.3", 19, 16)]
    [InlineData("8.0.0", 19, 16)]
    [InlineData("8.0.0", 20, 32)]
    [InlineData("8.0", 20, 32)]
    [InlineData("8.0.1", 20, 64)]
    [InlineData("8.0.2", 20, 64)]
    [InlineData("8.0.2", 21, 128)]
    [InlineData("8.0.3", 21, 128)]
    [InlineData("9.0.0", 22, 128)]
    [InlineData("7.0.3", 21, 16)] // as imported: the host does not run it
    [InlineData("8.0.0", 21, 32)]
    [InlineData("8.0.1", 21, 64)]
    [InlineData(null, 19, 16)]
    [InlineData(null, 20, 64)]
    [InlineData("8.0 Update 3", 21, 128)]
    public void Limits(string? hostVersion, int hardwareVersion, int most)
    {
        Lab.With(most - 1, hostVersion, hardwareVersion).Outcome(AttachFixed("vm1", "0001:00:00.0")).ShouldBeNull();
        Lab.With(most, hostVersion, hardwareVersion).Outcome(AttachFixed("vm1", "0001:00:00.0")).ShouldBe(ErrorId.TooManyDevices);
    }

    [Fact]
    public void SaysHowManyAndWhatWouldHelp() => new Refusal(
        Lab.With(32, "8.0.0", 20), AttachFixed("vm1", "0001:00:00.0"), ErrorId.TooManyDevices, "VirtualMachine vm1",
        "VM 'vm1' would have 33 passthrough devices", "vmx-20 on ESXi 8.0.0 allows 32",
        "Remove a device first: Get-PassthroughDevice -VM 'vm1'").Check();

    [Fact]
    public void AHigherHardwareVersionIsOfferedWhereItHelps()
    {
        var refusal = Lab.With(16, "8.0.2", 19).Refused(AttachFixed("vm1", "0001:00:00.0"), ErrorId.TooManyDevices);

        refusal.Message.ShouldContain("or raise the hardware version: Set-VM -VM 'vm1' -HardwareVersion vmx-21");
        Lab.With(16, "7.0.3", 17).Refused(AttachFixed("vm1", "0001:00:00.0"), ErrorId.TooManyDevices).Message.ShouldNotContain(
            "raise", Case.Insensitive);
    }

    [Fact]
    public void RequestsCountAsDevicesDo() =>
    Lab.With(128, "8.0.2", 21).Outcome(AttachDynamic("vm1", Nic)).ShouldBe(ErrorId.TooManyDevices);

    [Fact]
    public void PowerOnCountsToo() => Lab.With(129, "8.0.2", 21).Outcome(PowerOn("vm1")).ShouldBe(ErrorId.TooManyDevices);
}
