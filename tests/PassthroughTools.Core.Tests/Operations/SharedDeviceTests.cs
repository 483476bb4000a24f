using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Clones: several machines are configured with one Fixed device, and the one that runs has it.</summary>
public sealed class SharedDeviceTests
{
    private static readonly RefusalTable Refusals = new()
    {
        ["the second that starts"] = new(
            Clones.Do(PowerOn("vm2")), PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:0b:00.0 of esx1",
            "Device 0000:0b:00.0 of host 'esx1' also belongs to VM 'vm2', which is powered on", "one can run",
            "Power that one off first: Stop-VM -VM 'vm2'"),
        ["one that starts while another is suspended"] = new(
            Clones.Do(PowerOn("vm1")).ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }),
            PowerOn("vm2"),
            ErrorId.DeviceInUse, "Device 0000:0b:00.0 of esx1", "VM 'vm1', which is suspended"),
        ["a further machine"] = new(Clones.AddVM("vm3"), AttachFixed("vm3", "0b:00.0"), ErrorId.DeviceInUse,
            "Device 0000:0b:00.0 of esx1",
            "Device 0000:0b:00.0 of host 'esx1' belongs to VMs 'vm1' and 'vm2', which are powered off; a device has one owner. "
            + "Choose another device, "
            + "or free this one: Get-VM -Location 'esx1' | Get-PassthroughDevice -Id 0000:0b:00.0 | Remove-PassthroughDevice"),
        ["another mode"] = new(
            Clones, SetMode("0b:00.0", DeviceMode.Host), ErrorId.DeviceInUse, "Device 0000:0b:00.0 of esx1",
            "belongs to VMs 'vm1' and 'vm2'"),
        ["a machine that is off, and has it alone"] = new(
            Clones.Do(Remove("vm2")).AddVM("vm3"), AttachFixed("vm3", "0b:00.0"), ErrorId.DeviceInUse,
            "Device 0000:0b:00.0 of esx1",
            "Device 0000:0b:00.0 of host 'esx1' belongs to VM 'vm1', which is powered off; a device has one owner. Choose "
            + "another device, "
            + "or free this one: Get-PassthroughDevice -VM 'vm1' -Id 0000:0b:00.0 | Remove-PassthroughDevice"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    private static InventoryState Clones
    {
        get
        {
            var one = Lab.AddHost("esx1").AddDevice("0b:00.0").AddDevice("0c:00.0").AddVM("vm1").AddVM("vm2")
                .Do(AttachFixed("vm1", "0b:00.0"));
            return one.ChangeVM("vm2", vm => vm with { Devices = one.VMNamed("vm1").Devices });
        }
    }

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void TheRemedyTakesNothingFromTheMachineThatIsToStart()
    {
        var running = Clones.Do(PowerOn("vm2"));
        var three = Clones.AddVM("vm3");
        three = three.ChangeVM("vm3", vm => vm with { Devices = three.VMNamed("vm1").Devices });

        Finding(running).Command.ShouldBe("Stop-VM -VM 'vm2'");
        Finding(Clones).Command.ShouldBeNull("nothing is to be done");
        Finding(Clones).Remedy.ShouldBe("Have one of them run at a time.");
        DeviceRequirements.DetachAll(three, three.HostNamed("esx1"), three.DeviceAt("0b:00.0"), three.VMNamed("vm1")).ShouldBe(
            $"Get-VM -Location 'esx1' | Where-Object Id -ne '{three.VMNamed("vm1").Id}' | Get-PassthroughDevice -Id 0000:0b:00.0 "
            + "| Remove-PassthroughDevice");
        running.Do(PowerOff("vm2"), PowerOn("vm1")).VMNamed("vm1").Devices.ShouldHaveSingleItem();
    }

    [Fact]
    public void TheOneThatRunsHasIt()
    {
        var state = Clones.Do(PowerOn("vm2"));

        Owner(state).ShouldBe("vm2");
        Owner(state.Do(PowerOff("vm2"))).ShouldBe("vm1", "of those that are off the first");
        Owner(state.Do(PowerOff("vm2"), PowerOn("vm1"))).ShouldBe("vm1");
        Owner(state.Do(PowerOff("vm2"), Remove("vm1"))).ShouldBe("vm2");
        Owner(state.Do(PowerOff("vm2"), Remove("vm1"), Remove("vm2"))).ShouldBeNull();
    }

    [Fact]
    public void ThePreflightWarnsOfTheOtherAndFailsWhileItRuns()
    {
        Finding(Clones).Verdict.ShouldBe(Verdict.Warning);
        Finding(Clones).Found.ShouldBe("Device 0000:0b:00.0 of host 'esx1' also belongs to VM 'vm2', which is powered off");
        Finding(Clones.Do(PowerOn("vm2"))).Verdict.ShouldBe(Verdict.Fail);
        Finding(Clones.Do(PowerOn("vm1"))).Verdict.ShouldBe(Verdict.Warning);
    }

    [Fact]
    public void TheCheckOfTheDeviceSaysWhatAttachingItIsRefusedFor()
    {
        var state = Clones.Do(Remove("vm2")).AddVM("vm3");
        var test = state.TestDevice("0000:0b:00.0").Named("DeviceFree");

        (test.Result, test.ErrorId).ShouldBe((Verdict.Fail, ErrorId.DeviceInUse));
        state.Refused(AttachFixed("vm3", "0b:00.0"), ErrorId.DeviceInUse).Message
            .ShouldBe($"{test.Found}; {test.Needed}. Choose another device, or free this one: {test.Remedy}");
    }

    [Fact]
    public void OfManyClonesTheNumberIsSaidAndTheFirstFew()
    {
        var many = Clones;
        for (int number = 3; number <= 21; number++)
            many = many.AddVM($"vm{number}", vm => vm with { Devices = many.VMNamed("vm1").Devices });

        Finding(many).Found.ShouldBe(
            "Device 0000:0b:00.0 of host 'esx1' also belongs to VMs 'vm2', 'vm3', 'vm4' and 17 more, which are powered off");
        Finding(many.Do(PowerOn("vm7"))).Found.ShouldBe(
            "Device 0000:0b:00.0 of host 'esx1' also belongs to VM 'vm7', which is powered on");
    }

    private static Finding Finding(InventoryState state)
    {
        var host = state.HostNamed("esx1");
        return DeviceRequirements.Alone(state, host, state.VMNamed("vm1"), host.FindDevice(PciAddress.Parse("0b:00.0"))!);
    }

    private static string? Owner(InventoryState state) =>
        state.OwnerOf(new DeviceRef(state.HostNamed("esx1").Id, PciAddress.Parse("0b:00.0")))?.Name;
}
