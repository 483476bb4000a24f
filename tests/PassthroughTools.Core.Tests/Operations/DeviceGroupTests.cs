using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Device groups are attached and detached whole.</summary>
public sealed class DeviceGroupTests
{
    private const string NVLink = "Nvidia:2@grid_a2%NVLink";

    /// <summary>Four GPUs, two pairs of one name, and a group of all four.</summary>
    private static readonly InventoryState Board = Lab.AddHost("esx1")
        .AddDevice("03:00.0").AddDevice("04:00.0").AddDevice("05:00.0").AddDevice("06:00.0").AddDevice("07:00.0", Nic)
        .AddGroup("board", "03:00.0", "04:00.0", "05:00.0", "06:00.0")
        .AddGroup(NVLink, "03:00.0", "04:00.0").AddGroup(NVLink, "05:00.0", "06:00.0")
        .AddVM("vm1").AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["a powered-on VM"] = new(
            Board.Do(PowerOn("vm1")), AttachGroup("vm1", NVLink), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "attaching a device group needs it powered off"),
        ["a template"] = new(
            Board.AddTemplate("gold"), AttachGroup("gold", NVLink), ErrorId.TemplateNotSupported, "Template gold",
            "'gold' is a template"),
        ["a group that the host does not have"] = new(
            Board.AddHost("esx2").AddVM("vm3"), AttachGroup("vm3", NVLink), ErrorId.DeviceNotFound, "Text " + NVLink,
            $"Host 'esx2' of VM 'vm3' has no device group '{NVLink}'. See what it has: (Get-VMHost 'esx2').DeviceGroups"),
        ["a device that another VM has"] = new(
            Board.Do(AttachFixed("vm2", "06:00.0")), AttachGroup("vm1", "board"), ErrorId.DeviceInUse,
            "Device 0000:06:00.0 of esx1", "Device 0000:06:00.0 of host 'esx1' belongs to VM 'vm2'"),
        ["a group that the VM has whole"] = new(
            Board.Do(AttachGroup("vm1", "board")), AttachGroup("vm1", "board"), ErrorId.DeviceInUse,
            "Device 0000:03:00.0 of esx1", "belongs to VM 'vm1'"),
        ["a group within one that the VM has"] = new(
            Board.Do(AttachGroup("vm1", "board")), AttachGroup("vm1", NVLink), ErrorId.DeviceInUse,
            "Device 0000:03:00.0 of esx1", "belongs to VM 'vm1'"),
        ["a host before ESXi 8.0"] = new(
            Board.ChangeHost("esx1", static host => host with { Version = "7.0.3" }), AttachGroup("vm1", NVLink),
            ErrorId.DeviceNotFound,
            "Text " + NVLink, "Host 'esx1' of VM 'vm1' runs ESXi 7.0.3, which has no device groups: they came with 8.0"),
        ["a device of the host's own"] = new(
            Board.ChangeDevice("05:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host }),
            AttachGroup("vm1", "board"),
            ErrorId.DeviceNotEnabled, "Device 0000:05:00.0 of esx1",
            "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode DirectPath"),
        ["a device that waits for a restart"] = new(
            Board.ChangeDevice("05:00.0", static device => device with { ActiveMode = DeviceMode.Host }),
            AttachGroup("vm1", "board"),
            ErrorId.RebootPending, "Device 0000:05:00.0 of esx1"),
        ["a device that is gone"] = new(
            Board.ChangeHost("esx1", static host => host with { Devices = [.. host.Devices.Skip(1)] }),
            AttachGroup("vm1", "board"), ErrorId.DeviceNotFound, "Text 0000:03:00.0", "Host 'esx1' has no device 0000:03:00.0"),
        ["both groups of a name in use"] = new(
            Board.Do(AttachFixed("vm2", "04:00.0"), AttachFixed("vm2", "05:00.0")), AttachGroup("vm1", NVLink),
            ErrorId.DeviceInUse, "Device 0000:04:00.0 of esx1"),
        ["more devices than a machine may have"] = new(
            Board.ChangeVM("vm1", static vm => vm with
            {
                HardwareVersion = 19,
                Devices =
                [
                    .. Enumerable.Range(13000, 15).Select(static key => new AttachmentRecord
                    {
                        Key = key, Technology = DirectPathTechnology.Dynamic, AllowedDevices = [AllowedDevice.Parse(Nic)],
                    }),
                ],
            }),
            AttachGroup("vm1", NVLink), ErrorId.TooManyDevices, "VirtualMachine vm1", "17"),
        ["BIOS, which each of them could do with and all of them cannot"] = new(
            Board.ChangeDevice("03:00.0", Small).ChangeDevice("04:00.0", Small)
                .ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios }),
            AttachGroup("vm1", NVLink), ErrorId.FirmwareNotEfi, "VirtualMachine vm1"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AttachesAllDevicesInOneOperation()
    {
        var decision = Board.Decide(AttachGroup("vm1", "BOARD"));
        var state = Board.Do(AttachGroup("vm1", "BOARD"));

        decision.Changes.Count.ShouldBe(1);
        (decision.Target, decision.TargetId, decision.DeviceKey).ShouldBe(("vm1", Board.VMNamed("vm1").Id, 13000));
        decision.Summary.ShouldBe(
            "Device group 'board' of host 'esx1' (0000:03:00.0, 0000:04:00.0, 0000:05:00.0, 0000:06:00.0) attached to VM 'vm1'");
        state.VMNamed("vm1").Devices.Select(
            static device => $"{device.Key} {device.Technology} {device.Request} {device.CardText}")
            .ShouldBe(
            [
                "13000 Fixed 0000:03:00.0 10de:25b6", "13001 Fixed 0000:04:00.0 10de:25b6", "13002 Fixed 0000:05:00.0 10de:25b6",
                "13003 Fixed 0000:06:00.0 10de:25b6",
            ]);
        state.VMNamed("vm1").Devices.ShouldAllBe(static device => device.DeviceGroup == "board" && device.GroupInstanceKey == 1);
        state.OwnerAt("06:00.0").ShouldBe("vm1");
        state.Outcome(PowerOn("vm1")).ShouldBeNull();
    }

    [Fact]
    public void ASmallDeviceOfAGroupByItselfNeedsNoEfi() => Board.ChangeDevice("03:00.0", Small)
        .ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios }).Outcome(AttachFixed("vm1", "03:00.0")).ShouldBeNull();

    [Fact]
    public void OfSeveralGroupsOfANameTheFirstFreeOneIsTaken()
    {
        var state = Board.Do(AttachFixed("vm2", "04:00.0"), AttachGroup("vm1", NVLink));

        (state.OwnerAt("03:00.0"), state.OwnerAt("05:00.0"), state.OwnerAt("06:00.0")).ShouldBe((null, "vm1", "vm1"));
    }

    [Fact]
    public void WhatTheMachineHasBecomesPartOfTheGroup()
    {
        var single = Board.Do(AttachFixed("vm1", "06:00.0"));
        var pair = single.Do(AttachGroup("vm1", NVLink));
        var board = pair.Do(AttachGroup("vm1", "board"));

        Devices(pair).ShouldBe(["13000 0000:06:00.0 " + NVLink, "13001 0000:05:00.0 " + NVLink],
            "the pair that it has a part of, not the first");
        Devices(board).ShouldBe(
            ["13000 0000:06:00.0 board", "13001 0000:05:00.0 board", "13002 0000:03:00.0 board", "13003 0000:04:00.0 board"]);
        single.Decide(AttachGroup("vm1", "board")).DeviceKey.ShouldBe(13000);
        board.Do(Detach("vm1", 13000)).VMNamed("vm1").Devices.ShouldBeEmpty();
        Board.Do(AttachFixed("vm1", "03:00.0"), AttachFixed("vm1", "04:00.0"), AttachGroup("vm1", NVLink), Detach("vm1"))
            .VMNamed("vm1").Devices.ShouldBeEmpty("attached singly, they are a group once they are asked for as one");

        static string[] Devices(InventoryState state) =>
            [.. state.VMNamed("vm1").Devices.Select(static device => $"{device.Key} {device.Request} {device.DeviceGroup}")];
    }

    [Fact]
    public void OneDeviceTakesItsGroupWithItAndNothingElse()
    {
        var state = Board.Do(AttachFixed("vm1", "07:00.0"), AttachGroup("vm1", NVLink), AttachGroup("vm1", NVLink));
        state.VMNamed("vm1").Devices.Select(static device => device.GroupInstanceKey).ShouldBe([null, 1, 1, 2, 2]);

        state.Decide(Detach("vm1", 13002)).Summary
            .ShouldBe($"Device group '{NVLink}' (0000:03:00.0, 0000:04:00.0) detached from VM 'vm1'");
        var detached = state.Do(Detach("vm1", 13002));
        detached.VMNamed("vm1").Devices.Select(static device => device.Request)
            .ShouldBe(["0000:07:00.0", "0000:05:00.0", "0000:06:00.0"]);
        detached.Do(AttachGroup("vm1", NVLink)).VMNamed("vm1").Devices[^1].GroupInstanceKey.ShouldBe(1, "keys are used again");
        state.Do(Detach("vm1", 13000)).VMNamed("vm1").Devices.Count.ShouldBe(4, "a device by itself goes by itself");
    }

    [Fact]
    public void DevicesShowTheirGroupsAndTheOneThatTheyWereAttachedWith()
    {
        ViewLab.OfHost("0000:03:00.0", Board).DeviceGroups.ShouldBe(["board", NVLink]);
        ViewLab.OfHost("0000:07:00.0", Board).DeviceGroups.ShouldBeEmpty();
        ViewLab.OfHost("0000:03:00.0", Board).DeviceGroup.ShouldBeNull();
        ViewLab.OfHost("0000:03:00.0", Board.Do(AttachGroup("vm1", NVLink))).DeviceGroup.ShouldBe(NVLink);
        Board.AllHosts().Single().DeviceGroups.Select(static group => group.ToString()).ShouldBe(["board", NVLink, NVLink]);
    }

    [Theory]
    [InlineData(1, "0000:08:00.0")]
    [InlineData(2, "0000:03:00.0 0000:04:00.0")]
    [InlineData(3, "0000:03:00.0 0000:04:00.0 0000:08:00.0")]
    [InlineData(4, "0000:03:00.0 0000:04:00.0 0000:05:00.0 0000:06:00.0")]
    [InlineData(5, "0000:03:00.0 0000:04:00.0 0000:05:00.0 0000:06:00.0 0000:08:00.0")]
    public void RequestsAreGivenWholeGroupsAndWhatIsInNone(int requests, string given) =>
        Given(WithOneApart.Do([.. Enumerable.Repeat(AttachDynamic("vm1", A2), requests)])).ShouldBe(given);

    [Fact]
    public void AGroupOfWhichAnotherMachineHasAPartIsNoneToGive() => Given(
        WithOneApart.Do(AttachFixed("vm2", "04:00.0"), AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)))
        .ShouldBe("0000:05:00.0 0000:06:00.0");

    [Fact]
    public void ARequestCompletesTheGroupThatItsMachineHasAPartOf() => Given(
        WithOneApart.Do(AttachFixed("vm1", "06:00.0"), AttachDynamic("vm1", A2))).ShouldBe("0000:05:00.0 0000:06:00.0");

    [Fact]
    public void WhereThereIsNoOtherWayAGroupIsParted() =>
        Given(Board.Do(AttachDynamic("vm1", A2))).ShouldBe("0000:03:00.0");

    [Fact]
    public void OfWholeGroupsOneOnANumaNodeIsTaken() => Given(
        WithOneApart.ChangeDevice("03:00.0", static device => device with { NumaNode = 0 })
            .ChangeDevice("04:00.0", OnNode1).ChangeDevice("05:00.0", OnNode1).ChangeDevice("06:00.0", OnNode1)
            .Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2))).ShouldBe("0000:05:00.0 0000:06:00.0");

    private static PciDeviceRecord OnNode1(PciDeviceRecord device) => device with { NumaNode = 1 };

    private static InventoryState WithOneApart => Board.AddDevice("08:00.0");

    private static string Given(InventoryState state) =>
        string.Join(" ", state.Do(PowerOn("vm1")).VMNamed("vm1").Devices
            .Select(static device => device.Device!.Value.Address).Order());

    private static PciDeviceRecord Small(PciDeviceRecord device) => device with { MmioSizeGB = 2 };
}
