using System.Globalization;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class CreateVMTests
{
    private static readonly InventoryState Empty = Lab.AddHost("esx1");

    private static readonly RefusalTable Refusals = new()
    {
        ["a host that is not there"] = new(
            Empty, static _ => new CreateVM { NewName = "vm1", VMHostId = "HostSystem-host-7" }, ErrorId.VMHostNotFound,
            "Text HostSystem-host-7",
            "Host 'HostSystem-host-7' does not exist", "Get-VMHost"),
        ["a host in maintenance mode"] = new(
            Empty.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }), Create("vm1"),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "Host 'esx1' is in state Maintenance", "a VM is created, moved to and powered on only on a host that is",
            "Use another host, or bring this one back into service"),
        ["the name of a VM"] = new(
            Empty.AddVM("vm1"), Create("VM1"), ErrorId.NameInUse, "Text VM1", "The name 'VM1' belongs to a VM on host 'esx1'",
            "Choose another name"),
        ["the name of a template"] = new(
            Empty.AddTemplate("gold"), Create("gold"), ErrorId.NameInUse, "Text gold",
            "The name 'gold' belongs to a template on host 'esx1'", "Choose another name"),
        ["an empty name"] = new(Empty, Create("   "), ErrorId.ValueInvalid, "Text    ", "is no name for a VM",
            "1 to 80 characters") { AllowsBlanks = true },
        ["a long name"] = new(Empty, Create(new string('x', 81)), ErrorId.ValueInvalid, $"Text {new string('x', 81)}",
            "is no name for a VM", "1 to 80 characters"),
        ["half a surrogate pair"] = new(Empty, Create("vm\ud83d"), ErrorId.ValueInvalid, "Text vm\ud83d", "is no name for a VM"),
        ["a hardware version that the host does not offer"] = new(
            Empty.ChangeHost("esx1", static host => host with { Version = "7.0.3" }),
            Create("vm1", static vm => vm with { HardwareVersion = 20 }),
            ErrorId.ValueInvalid, "Text vmx-20",
            "Host 'esx1' with ESXi 7.0.3 does not offer hardware version vmx-20", "Choose one from vmx-03 to vmx-19"),
        ["a hardware version before the first"] = new(
            Empty, Create("vm1", static vm => vm with { HardwareVersion = 2 }), ErrorId.ValueInvalid, "Text vmx-02",
            "does not offer hardware version vmx-02",
            "Choose one from vmx-03 to vmx-21"),
        ["a hardware version that nobody has, on a host that nobody knows"] = new(
            Empty.ChangeHost("esx1", static host => host with { Version = null }),
            Create("vm1", static vm => vm with { HardwareVersion = 1000 }),
            ErrorId.ValueInvalid, "Text vmx-1000",
            "Host 'esx1' with ESXi of a version that is not known does not offer hardware version vmx-1000"),
        ["no CPU"] = Value(static vm => vm with { NumCpu = 0 }, "0 virtual CPUs", "Choose 1 to 768"),
        ["a negative number of CPUs"] = Value(static vm => vm with { NumCpu = -1 }, "-1 virtual CPUs", "Choose 1 to 768"),
        ["too many CPUs"] = Value(static vm => vm with { NumCpu = 769 }, "769 virtual CPUs", "Choose 1 to 768"),
        ["no core"] = Value(static vm => vm with { CoresPerSocket = 0 }, "0 cores per socket", "a divisor of its 1 virtual CPUs"),
        ["cores that do not divide the CPUs"] = Value(static vm => vm with { NumCpu = 6, CoresPerSocket = 4 },
            "4 cores per socket", "a divisor of its 6 virtual CPUs"),
        ["more cores than CPUs"] = Value(static vm => vm with { NumCpu = 2, CoresPerSocket = 4 }, "4 cores per socket"),
        ["no memory"] = Value(static vm => vm with { MemoryMB = 0 }, "0 MB memory: a VM has at least 4 MB",
            "a multiple of 4 MB from 4 MB to 25165824 MB (24 TB)"),
        ["memory that is no multiple of 4 MB"] = Value(static vm => vm with { MemoryMB = 1026 },
            "1026 MB memory: it is no multiple of 4 MB"),
        ["too much memory"] = Value(static vm => vm with { MemoryMB = 25165828 }, "25165828 MB memory: a VM has at most 24 TB"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void CreatesItPoweredOffWithVSpheresDefaults()
    {
        var decision = Empty.Decide(Create("vm1"));
        var vm = Empty.Do(Create("vm1")).VMNamed("vm1");

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", vm.Id, "VM 'vm1' created on host 'esx1'"));
        vm.ShouldBe(new VMRecord
        {
            Id = $"VirtualMachine-vm-{Empty.NextId}", Name = "vm1", HostId = Empty.HostNamed("esx1").Id, NumCpu = 1,
            CoresPerSocket = 1, MemoryMB = 1024, HardwareVersion = 21,
            Firmware = Firmware.Bios, PowerState = VMPowerState.PoweredOff, AdvancedSettings = vm.AdvancedSettings,
            Snapshots = vm.Snapshots, Devices = vm.Devices,
        });
        (vm.AdvancedSettings.Count, vm.Snapshots.Count, vm.Devices.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void TakesWhatItIsGiven()
    {
        var vm = Empty.Do(Create("Gerät ü😀", static vm => vm with
        {
            NumCpu = 768, CoresPerSocket = 384, MemoryMB = 25165824, HardwareVersion = 13, Firmware = Firmware.Efi,
            GuestId = "ubuntu64Guest", Notes = "line 1\nline 2",
        })).VMNamed("Gerät ü😀");

        (vm.NumCpu, vm.CoresPerSocket, vm.MemoryMB, vm.HardwareVersion, vm.Firmware, vm.GuestId, vm.Notes)
            .ShouldBe((768, 384, 25165824L, 13, Firmware.Efi, "ubuntu64Guest", "line 1\nline 2"));
    }

    [Theory]
    [InlineData("8.0.1", 20)]
    [InlineData("7.0.3", 19)]
    [InlineData("9.0.0", 22)]
    [InlineData(null, 21)]
    public void TheHardwareVersionIsTheHostsNewest(string? hostVersion, int version) =>
        Empty.ChangeHost("esx1", host => host with { Version = hostVersion }).Do(Create("vm1"))
            .VMNamed("vm1").HardwareVersion.ShouldBe(version);

    [Fact]
    public void AnIdIsNeverUsedAgain()
    {
        var state = Empty.Do(Create("vm1"));
        var first = state.VMNamed("vm1").Id;

        state.Do(Remove("vm1"), Create("vm1")).VMs.Find(first).ShouldBeNull();
    }

    [Fact]
    public void ANameIsFreeAgainOnceItsMachineIsGone() =>
    Empty.AddVM("vm1").Do(Remove("vm1")).Outcome(Create("vm1")).ShouldBeNull();

    private static Refusal Value(Func<CreateVM, CreateVM> with, string value, string allowed = "Choose ") => new(
        Empty, Create("vm1", with), ErrorId.ValueInvalid, "Text vm1",
        string.Create(CultureInfo.InvariantCulture, $"VM 'vm1' cannot have {value}."), allowed);
}
