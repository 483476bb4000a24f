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

public sealed class ChangeVMTests
{
    private static readonly InventoryState One =
        Lab.AddHost("esx1").AddVM("vm1", static vm => vm with { HardwareVersion = 19, Notes = "old" }).AddVM("vm2")
            .AddTemplate("gold");
    private static readonly InventoryState Running = One.Do(PowerOn("vm1"));

    /// <summary>Running with a device that allows hot add of memory and CPUs.</summary>
    private static readonly InventoryState Hot =
        Lab.AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }] })
        .AddEnhanced("05:00.0", Qat, "qat").AddVM("vm1").Do(AttachEnhanced("vm1", "qat"), PowerOn("vm1"));

    private static readonly RefusalTable Refusals = new()
    {
        ["the name of another VM"] = new(One, Change("vm1", static vm => vm with { NewName = "VM2" }), ErrorId.NameInUse,
            "Text VM2",
            "The name 'VM2' belongs to a VM on host 'esx1'", "Choose another name"),
        ["the name of a template"] = new(One, Change("vm1", static vm => vm with { NewName = "gold" }), ErrorId.NameInUse,
            "Text gold", "belongs to a template"),
        ["an empty name"] = new(One, Change("vm1", static vm => vm with { NewName = "" }), ErrorId.ValueInvalid, "Text ",
            "is no name for a VM",
            "1 to 80 characters") { AllowsBlanks = true },
        ["a lower hardware version"] = new(
            One, Change("vm1", static vm => vm with { HardwareVersion = 18 }), ErrorId.ValueInvalid, "VirtualMachine vm1",
            "VM 'vm1' has hardware version vmx-19, which cannot go back to vmx-18",
            "Create a new VM with the lower version instead"),
        ["a hardware version that the host does not offer"] = new(
            One, Change("vm1", static vm => vm with { HardwareVersion = 22 }), ErrorId.ValueInvalid, "Text vmx-22",
            "Host 'esx1' with ESXi 8.0.3 does not offer hardware version vmx-22", "to vmx-21"),
        ["too many CPUs"] = new(One, Change("vm1", static vm => vm with { NumCpu = 1000 }), ErrorId.ValueInvalid,
            "VirtualMachine vm1",
            "VM 'vm1' cannot have 1000 virtual CPUs", "Choose 1 to 768"),
        ["CPUs that the cores do not divide"] = new(
            One.ChangeVM("vm1", static vm => vm with { CoresPerSocket = 2 }), Change("vm1", static vm => vm with { NumCpu = 3 }),
            ErrorId.ValueInvalid, "VirtualMachine vm1",
            "VM 'vm1' cannot have 2 cores per socket", "a divisor of its 3 virtual CPUs"),
        ["odd memory"] = new(One, Change("vm1", static vm => vm with { MemoryMB = 1023 }), ErrorId.ValueInvalid,
            "VirtualMachine vm1",
            "VM 'vm1' cannot have 1023 MB memory", "a multiple of 4 MB"),
        ["cores of a running VM"] = Powered(static vm => vm with { CoresPerSocket = 2 }),
        ["less memory of a running VM"] = Powered(static vm => vm with { MemoryMB = 2048 }),
        ["more memory and other firmware of a running VM"] = Powered(
            static vm => vm with { MemoryMB = 8192, NumCpu = 4, Firmware = Firmware.Bios }),
        ["CPUs of a suspended VM"] = new(
            One.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }),
            Change("vm1", static vm => vm with { NumCpu = 4 }),
            ErrorId.VMNotPoweredOff, "VirtualMachine vm1", "VM 'vm1' is suspended"),
        ["memory that is not reserved, of a running VM with a device"] = new(
            Hot.ChangeVM("vm1", static vm => vm with { MemoryReservationLockedToMax = false }),
            Change("vm1", static vm => vm with { MemoryMB = 8192 }),
            ErrorId.MemoryNotReserved, "VirtualMachine vm1", "VM 'vm1' has 4 of its 8 GB memory reserved",
            "Set-VMResourceConfiguration -MemReservationLockedToMax $true"),
        ["firmware of a running VM"] = Powered(static vm => vm with { Firmware = Firmware.Bios }),
        ["hardware version of a running VM"] = Powered(static vm => vm with { HardwareVersion = 20 }),
        ["memory of a suspended VM"] = new(
            One.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }),
            Change("vm1", static vm => vm with { MemoryMB = 8192 }),
            ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is suspended"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void ChangesWhatIsAsked()
    {
        var ask = Change("vm1", static vm => vm with
        {
            NewName = "gpu-01", NumCpu = 8, CoresPerSocket = 4, MemoryMB = 8192, HardwareVersion = 21, Firmware = Firmware.Bios,
            Notes = "new",
        });
        var before = One.VMNamed("vm1");
        var after = One.Do(ask).VMNamed("gpu-01");

        after.ShouldBe(before with
        {
            Name = "gpu-01", NumCpu = 8, CoresPerSocket = 4, MemoryMB = 8192, MemoryReservationMB = 8192, HardwareVersion = 21,
            Firmware = Firmware.Bios, Notes = "new",
        });
        var decision = One.Decide(ask);
        (decision.Target, decision.TargetId).ShouldBe(("vm1", before.Id));
        decision.Summary.ShouldBe(
            "VM 'vm1' changed: name vm1 -> gpu-01, notes 'old' -> 'new', CPUs 2 -> 8, cores per socket 1 -> 4, "
            + "memory in MB 4096 -> 8192, firmware Efi -> Bios, hardware version vmx-19 -> vmx-21, "
            + "reserved memory in MB 4096 -> 8192");
    }

    [Fact]
    public void NotesThatAreGivenOrTakenAwayAreSaidInWords()
    {
        var bare = One.Do(Change("vm1", static vm => vm with { Notes = "" }));
        bare.Decide(Change("vm1", static vm => vm with { Notes = "none" })).Summary
            .ShouldBe("VM 'vm1' changed: notes none -> 'none'");
        One.Decide(Change("vm1", static vm => vm with { Notes = "" })).Summary.ShouldBe("VM 'vm1' changed: notes 'old' -> none");

        // They differ only after what is shown of them.
        var (head, tail) = (new string('x', 200), new string('x', 200) + "y");
        var changed = One.Do(Change("vm1", vm => vm with { Notes = head })).Do(Change("vm1", vm => vm with { Notes = tail }));
        changed.VMNamed("vm1").Notes.ShouldBe(tail);
    }

    [Fact]
    public void WhatIsAsAskedChangesNothing()
    {
        var vm = One.VMNamed("vm1");
        var same = Change("vm1", change => change with
        {
            NewName = vm.Name, NumCpu = vm.NumCpu, CoresPerSocket = vm.CoresPerSocket, MemoryMB = vm.MemoryMB,
            HardwareVersion = vm.HardwareVersion,
            Firmware = vm.Firmware, Notes = vm.Notes,
        });

        One.Decide(same).Changes.ShouldBeEmpty();
        One.Decide(same).Summary.ShouldBe("VM 'vm1' is as asked");
        Running.Decide(same).Changes.ShouldBeEmpty("running, yet nothing changes");
        One.Decide(Change("vm1", static change => change)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void ALockedReservationThatIsStoredAnotherWayIsLeftAlone() => One
        .ChangeVM("vm1", static vm => vm with { MemoryReservationMB = 0 })
        .Decide(Change("vm1", static vm => vm with { MemoryMB = 4096 })).Changes.ShouldBeEmpty();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARunningMachineIsGivenMemoryAndCpusAndLosesCpus(bool withDevice)
    {
        var before = withDevice ? Hot : Running;
        var grown = before.Do(Change("vm1", static vm => vm with { MemoryMB = 8192, NumCpu = 4 }));

        var vm = grown.VMNamed("vm1");
        (vm.MemoryMB, vm.MemoryReservationMB, vm.NumCpu, vm.PowerState).ShouldBe((8192, 8192, 4, VMPowerState.PoweredOn));
        vm.Devices.ShouldBe(before.VMNamed("vm1").Devices);
        before.Decide(Change("vm1", static vm => vm with { MemoryMB = 8192 })).Summary
            .ShouldBe("VM 'vm1' changed: memory in MB 4096 -> 8192, reserved memory in MB 4096 -> 8192");
        grown.Do(Change("vm1", static vm => vm with { NumCpu = 1 })).VMNamed("vm1").NumCpu.ShouldBe(1);
    }

    [Fact]
    public void WhatIsWrongIsToldBeforeWhatTheDevicesDeny() =>
    Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1").Do(AttachFixed("vm1", "03:00.0"), PowerOn("vm1"))
        .ShouldSatisfyAllConditions(
            static state => state.Outcome(Change("vm1", static vm => vm with { NumCpu = 1000 })).ShouldBe(ErrorId.ValueInvalid),
            static state => state.Outcome(Change("vm1", static vm => vm with { NumCpu = 4 }))
                .ShouldBe(ErrorId.FeatureNotSupported),
            static state => state.Outcome(Change("vm1", static vm => vm with { Notes = "x" })).ShouldBeNull());

    [Fact]
    public void NameAndNotesChangeWhileItRuns()
    {
        var state = Running.Do(Change("vm1", static vm => vm with { NewName = "VM1", Notes = "" }));

        (state.VMNamed("vm1").Name, state.VMNamed("vm1").Notes).ShouldBe(("VM1", null));
    }

    [Fact]
    public void AnImportedMachineIsJudgedByWhatChangesOnly()
    {
        var odd = One.ChangeVM("vm1", static vm => vm with
        {
            MemoryMB = 1022, NumCpu = 3, CoresPerSocket = 2, CpuReservationMhz = 900_000_000,
            MemoryReservationLockedToMax = false, MemoryReservationMB = 0, HardwareVersion = 30,
        });

        odd.Do(Change("vm1", static vm => vm with { Notes = "imported", HardwareVersion = 30 })).VMNamed("vm1").Notes.ShouldBe(
            "imported");
        odd.Outcome(Change("vm1", static vm => vm with { NumCpu = 5 })).ShouldBe(ErrorId.ValueInvalid);
        odd.Outcome(Change("vm1", static vm => vm with { NumCpu = 4 })).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 8192, 8192)]
    [InlineData(true, 2048, 2048)]
    [InlineData(false, 8192, 4096)]
    [InlineData(false, 2048, 2048)]
    public void TheReservationFollowsALockAndNeverExceedsTheMemory(bool locked, long memoryMB, long reservedMB) => One
        .ChangeVM("vm1", vm => vm with { MemoryReservationLockedToMax = locked })
        .Do(Change("vm1", vm => vm with { MemoryMB = memoryMB })).VMNamed("vm1").MemoryReservationMB.ShouldBe(reservedMB);

    [Fact]
    public void DevicesStayAttached() => Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1")
        .Do(AttachFixed("vm1", "03:00.0"), Change("vm1", static vm => vm with { NewName = "vm9", Firmware = Firmware.Bios }))
        .OwnerAt("03:00.0").ShouldBe("vm9");

    private static Refusal Powered(Func<ChangeVM, ChangeVM> with) => new(
        Running, Change("vm1", with), ErrorId.VMNotPoweredOff, "VirtualMachine vm1", "VM 'vm1' is powered on",
        "changing the virtual hardware needs it powered off",
            "Run: Stop-VM -VM 'vm1'");
}
