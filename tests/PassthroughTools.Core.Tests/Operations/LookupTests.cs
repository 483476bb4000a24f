using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>What holds for every operation: the objects it names must be there, and a template is left alone.</summary>
public sealed class LookupTests
{
    private static readonly InventoryState State = Lab.AddHost("esx1").AddDevice("03:00.0").AddTemplate("gold")
        .ChangeVM("gold", static vm => vm with
    {
        Devices = [new AttachmentRecord { Key = 13000, Technology = DirectPathTechnology.Dynamic,
            AllowedDevices = [AllowedDevice.Parse(A2)] }],
    });

    private static readonly Dictionary<string, Func<string, Operation>> OnVMs = new Func<string, Operation>[]
    {
        static id =>
            new AttachFixedDevice { VMId = id, VMHostId = State.HostNamed("esx1").Id, Address = PciAddress.Parse("03:00.0") },
        static id => new AttachDeviceGroup { VMId = id, DeviceGroup = "pair" },
        static id => new AttachDynamicDevice { VMId = id, AllowedDevices = [AllowedDevice.Parse(A2)] },
        static id => new AttachEnhancedDevice { VMId = id, DeviceClass = "gpu" },
        static id => new DetachDevice { VMId = id, Key = 13000 },
        static id => new ReconfigureVM { VMId = id, Parts = [] },
        static id => new PowerOnVM { VMId = id },
        static id => new PowerOffVM { VMId = id },
        static id => new ChangeVM { VMId = id, Notes = "x" },
        static id => new RemoveVM { VMId = id },
        static id => new SetAdvancedSetting { VMId = id, Setting = "a", Value = "b" },
        static id => new SetResources { VMId = id, MemoryReservationMB = 0 },
        static id => new SetMmioSizing { VMId = id, SizeGB = 64 },
        static id => new SuspendVM { VMId = id },
        static id => new RestartVM { VMId = id },
        static id => new MoveVM { VMId = id, Datastore = "ssd" },
        static id => new CreateSnapshot { VMId = id, NewName = "x", Created = DateTime.UnixEpoch },
        static id => new RemoveSnapshot { VMId = id, SnapshotId = "x" },
    }.ToDictionary(static make => make("").Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, Func<string, Operation>> OnHosts = new Func<string, Operation>[]
    {
        static id => new CreateVM { VMHostId = id, NewName = "vm1" },
        static id => new SetDeviceMode { VMHostId = id, Address = PciAddress.Parse("03:00.0"), Mode = DeviceMode.Host },
        static id => new RestartHost { VMHostId = id },
        static id => new RemoveHost { VMHostId = id },
        static id => new SetHostState { VMHostId = id, State = VMHostState.Maintenance },
    }.ToDictionary(static make => make("").Name, StringComparer.Ordinal);

    public static TheoryData<string> VMOperations => [.. OnVMs.Keys];

    public static TheoryData<string> HostOperations => [.. OnHosts.Keys];

    [Theory]
    [MemberData(nameof(VMOperations))]
    public void AVMThatIsNotThereIsNotFound(string operation) => new Refusal(
        State, _ => OnVMs[operation]("VirtualMachine-vm-99"), ErrorId.VMNotFound, "Text VirtualMachine-vm-99",
            "VM 'VirtualMachine-vm-99' does not exist, or not any more", "Get-VM").Check();

    [Theory]
    [MemberData(nameof(VMOperations))]
    public void ATemplateIsLeftAlone(string operation) => new Refusal(
        State, state => OnVMs[operation](state.VMNamed("gold").Id), ErrorId.TemplateNotSupported, "Template gold",
        "'gold' is a template", "a template is neither changed nor powered on", "Use a virtual machine: Get-VM").Check();

    [Theory]
    [MemberData(nameof(HostOperations))]
    public void AHostThatIsNotThereIsNotFound(string operation) => new Refusal(
        State, _ => OnHosts[operation]("HostSystem-host-99"), ErrorId.VMHostNotFound, "Text HostSystem-host-99",
            "Host 'HostSystem-host-99' does not exist, or not any more", "Get-VMHost").Check();

    /// <summary>A new operation in the room has to be added here.</summary>
    [Fact]
    public void EveryOperationIsHere() => typeof(Operation).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract
            && type.Namespace == typeof(Operation).Namespace).Select(static type => type.Name)
        .ShouldBe([.. OnVMs.Keys, .. OnHosts.Keys], ignoreOrder: true);
}
