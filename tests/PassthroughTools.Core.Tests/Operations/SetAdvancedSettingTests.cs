using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class SetAdvancedSettingTests
{
    private static readonly InventoryState One = Lab.AddHost("esx1")
        .AddVM("vm1", static vm => vm with { AdvancedSettings = VMRecord.NoSettings.Set("svga.present", "TRUE") });

    private static readonly RefusalTable Refusals = new()
    {
        ["a setting that is there already"] = new(
            One, Setting("vm1", "SVGA.present", "FALSE", mustBeNew: true), ErrorId.NameInUse, "VirtualMachine vm1",
            "VM 'vm1' has an advanced setting 'SVGA.present' already", "Overwrite it with -Force, or use Set-AdvancedSetting"),
        ["a setting that is not there"] = new(
            One, Setting("vm1", "numa.nodeAffinity", null), ErrorId.AdvancedSettingNotFound, "VirtualMachine vm1",
            "VM 'vm1' has no advanced setting 'numa.nodeAffinity'", "Get-AdvancedSetting -Entity 'vm1'"),
        ["an empty name"] = new(One, Setting("vm1", "", "x"), ErrorId.ValueInvalid, "Text ", "is no name for an advanced setting",
            "1 to 4096 characters") { AllowsBlanks = true },
        ["a blank name"] = new(One, Setting("vm1", " ", "x"), ErrorId.ValueInvalid, "Text  ",
            "is no name for an advanced setting") { AllowsBlanks = true },
        ["half a surrogate pair"] = new(One, Setting("vm1", "a\udc00", "x"), ErrorId.ValueInvalid, "Text a\udc00",
            "is no name for an advanced setting"),
        ["a long name"] = new(One, Setting("vm1", new string('n', 4097), "x"), ErrorId.ValueInvalid,
            "Text " + new string('n', 4097), "is no name for an advanced setting"),
        ["a long value"] = new(
            One, Setting("vm1", "a", new string('v', 4097)), ErrorId.ValueInvalid, "VirtualMachine vm1",
            "The value for 'a' of VM 'vm1' has more than 4096 characters", "Shorten it"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    /// <summary>A vCenter passes over such a key; that it had been set would not be true.</summary>
    [Theory]
    [InlineData("displayName", "name", "Set-VM -Name")]
    [InlineData("annotation", "notes", "Set-VM -Notes")]
    [InlineData("MEMSIZE", "memory", "Set-VM -MemoryMB")]
    [InlineData("numvcpus", "number of virtual CPUs", "Set-VM -NumCpu")]
    [InlineData("cpuid.coresPerSocket", "number of cores per socket", "Set-VM -CoresPerSocket")]
    [InlineData("firmware", "firmware", "Set-VM -Firmware")]
    [InlineData("virtualHW.version", "hardware version", "Set-VM -HardwareVersion")]
    [InlineData("sched.mem.min", "memory reservation", "Set-VMResourceConfiguration -MemReservationMB")]
    [InlineData("sched.mem.pin", "memory reservation", "Set-VMResourceConfiguration -MemReservationLockedToMax")]
    [InlineData("sched.cpu.min", "CPU reservation", "Set-VMResourceConfiguration -CpuReservationMhz")]
    [InlineData("guestOS", "guest operating system", "the vSphere Client")]
    [InlineData("uuid.bios", "UUID", "the vSphere Client")]
    [InlineData(" memSize", "memory", "Set-VM -MemoryMB")]
    [InlineData("sched.mem.max", "memory limit", "the vSphere Client")]
    [InlineData("sched.cpu.shares", "CPU shares", "the vSphere Client")]
    [InlineData("pciPassthru1.vgpu", "vGPUs", "the vSphere Client")]
    [InlineData("pciPassthru1.pfId", "SR-IOV network adapters", "the vSphere Client")]
    [InlineData("ethernet1.pfId", "SR-IOV network adapters", "the vSphere Client")]
    [InlineData("pciPassthru0.present", "passthrough devices", "Add-PassthroughDevice or Remove-PassthroughDevice")]
    [InlineData("pciPassthru12.dvx.deviceClass", "passthrough devices", "Add-PassthroughDevice or Remove-PassthroughDevice")]
    public void APropertyOfTheMachineIsNoSetting(string key, string what, string command)
    {
        var refusal = Should.Throw<PassthroughException>(() => One.Decide(Setting("vm1", key, "1")));

        refusal.Id.ShouldBe(ErrorId.ValueInvalid);
        refusal.Message.ShouldContain($"'{key}' is not an advanced setting but a property of VM 'vm1', its {what}: ");
        refusal.Message.ShouldContain(command);
    }

    /// <summary>Inventories have them from before they were refused.</summary>
    [Fact]
    public void APropertyThatWasKeptAsASettingIsRemoved()
    {
        var old = Lab.AddHost("esx1")
            .AddVM("vm1", static vm => vm with { AdvancedSettings = VMRecord.NoSettings.Set("memSize", "512") });

        old.Do(Setting("vm1", "memsize", null)).VMNamed("vm1").AdvancedSettings.ShouldBeEmpty();
    }

    /// <summary>How a device is used, and what is like the key of a device.</summary>
    [Theory]
    [InlineData("pciPassthru0.msiEnabled")]
    [InlineData("pciPassthru0.cfg.enable_uvm")]
    [InlineData("pciPassthru.use64bitMMIO")]
    [InlineData("pciPassthru*.present")]
    [InlineData("sched.cpu.latencySensitivity")]
    public void ASettingOfADeviceIsSet(string key) =>
        One.Do(Setting("vm1", key, "1")).VMNamed("vm1").AdvancedSettings.Find(key).ShouldBe("1");

    [Fact]
    public void AControlCharacterIsNoName() => One.Outcome(Setting("vm1", "a\nb", "x")).ShouldBe(ErrorId.ValueInvalid);

    [Theory]
    [InlineData("numa.nodeAffinity", "1", false, "VM 'vm1': setting numa.nodeAffinity = 1")]
    [InlineData("numa.nodeAffinity", "", true, "VM 'vm1': setting numa.nodeAffinity = ")]
    [InlineData("svga.present", "true", false, "VM 'vm1': setting svga.present = true")]
    [InlineData("svga.present", null, false, "VM 'vm1': setting svga.present removed")]
    public void SetsAddsAndRemoves(string name, string? value, bool mustBeNew, string summary)
    {
        var decision = One.Decide(Setting("vm1", name, value, mustBeNew));

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", One.VMNamed("vm1").Id, summary));
        One.Do(Setting("vm1", name, value, mustBeNew)).VMNamed("vm1").AdvancedSettings.Find(name).ShouldBe(value);
    }

    [Fact]
    public void ASettingHasOneNameWhateverItsCase()
    {
        var settings = One.Do(Setting("vm1", "SVGA.Present", "FALSE")).VMNamed("vm1").AdvancedSettings;

        settings.Count.ShouldBe(1);
        settings.Single().Value.ShouldBe("FALSE");
        One.Do(Setting("vm1", "SVGA.PRESENT", null)).VMNamed("vm1").AdvancedSettings.ShouldBeEmpty();
    }

    [Fact]
    public void TheSameValueChangesNothing() => One.Decide(Setting("vm1", "SVGA.Present", "TRUE")).Changes.ShouldBeEmpty();

    [Fact]
    public void ARunningMachineTakesIt() => One.Do(PowerOn("vm1")).Outcome(Setting("vm1", "guestinfo.role", "db")).ShouldBeNull();

    [Fact]
    public void LongestNameAndValueFit() =>
    One.Outcome(Setting("vm1", new string('n', 4096), new string('v', 4096))).ShouldBeNull();
}
