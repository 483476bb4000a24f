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

/// <summary>
/// Everything is wrong at first; mended one by one, the refusals come in the order in which an administrator mends them.
/// </summary>
public sealed class AttachOrderTests
{
    private static readonly Func<InventoryState, InventoryState> MendTemplate = static state =>
        state.ChangeVM("vm1", static vm => vm with { IsTemplate = false });
    private static readonly Func<InventoryState, InventoryState> MendPower = static state =>
        state.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.PoweredOff });
    private static readonly Func<InventoryState, InventoryState> MendIommu = static state =>
        state.ChangeHost("esx1", static host => host with { IommuEnabled = true });
    private static readonly Func<InventoryState, InventoryState> MendMemory = static state =>
        state.ChangeVM("vm1", static vm => vm with { MemoryReservationMB = 4096 });
    private static readonly Func<InventoryState, InventoryState> MendVersion = static state =>
        state.ChangeVM("vm1", static vm => vm with { HardwareVersion = 21 });
    private static readonly Func<InventoryState, InventoryState> MendFirmware = static state =>
        state.ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Efi });
    private static readonly Func<InventoryState, InventoryState> MendDecoding = static state =>
        state.ChangeHost("esx1", static host => host with { Above4GDecoding = true });

    private static InventoryState Wrong => Lab
        .AddHost("esx1", static host =>
            host with { IommuEnabled = false, Above4GDecoding = false, DvxClasses = [new DvxClassRecord { Name = "gpu" }] })
        .AddDevice("03:00.0", A2,
            static device => device with { PassthroughCapable = false, Mode = DeviceMode.Host, ActiveMode = DeviceMode.None,
                DeviceClass = "gpu" })
        .AddVM("vm1", static vm => vm with
        {
            IsTemplate = true, PowerState = VMPowerState.PoweredOn, MemoryReservationLockedToMax = false, MemoryReservationMB = 0,
            HardwareVersion = 4, Firmware = Firmware.Bios,
        })
        .AddVM("vm2");

    [Fact]
    public void Fixed()
    {
        var state = Wrong.AddHost("esx0").ChangeVM("vm1", vm => vm);
        state = state.ChangeVM("vm1", vm => vm with { HostId = state.HostNamed("esx0").Id });
        Check(state, AttachFixed("vm1", "03:00.0"),
            (ErrorId.TemplateNotSupported, MendTemplate),
            (ErrorId.VMNotPoweredOff, MendPower),
            (ErrorId.DeviceOnOtherHost, static now => now.ChangeVM("vm1", vm => vm with { HostId = now.HostNamed("esx1").Id })),
            (ErrorId.DeviceNotPassthroughCapable,
                static now => now.ChangeDevice("03:00.0", static device => device with { PassthroughCapable = true })),
            (ErrorId.DeviceNotEnabled,
                static now => now.ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.DirectPath })),
            (ErrorId.RebootPending,
                static now => now.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.DirectPath })
                .ChangeVM("vm2",
                    vm =>
                        vm with { Devices = [new AttachmentRecord { Key = 1,
                            Device = new DeviceRef(now.HostNamed("esx1").Id, PciAddress.Parse("03:00.0")) }] })),
            (ErrorId.DeviceInUse, static now => now.ChangeVM("vm2", static vm => vm with { Devices = [] })),
            (ErrorId.IommuDisabled, MendIommu),
            (ErrorId.MemoryNotReserved, MendMemory),
            (ErrorId.HardwareVersionTooLow, MendVersion),
            (ErrorId.FirmwareNotEfi, MendFirmware),
            (ErrorId.Above4GDecodingDisabled, MendDecoding));
    }

    [Fact]
    public void Dynamic() => Check(Wrong, AttachDynamic("vm1", A2),
        (ErrorId.TemplateNotSupported, MendTemplate),
        (ErrorId.VMNotPoweredOff, MendPower),
        (ErrorId.IommuDisabled, MendIommu),
        (ErrorId.MemoryNotReserved, MendMemory),
        (ErrorId.HardwareVersionTooLow, MendVersion),
        (ErrorId.FirmwareNotEfi, MendFirmware),
        (ErrorId.Above4GDecodingDisabled, MendDecoding));

    [Fact]
    public void Enhanced() =>
    Check(Wrong.ChangeHost("esx1", static host => host with { DvxClasses = [] }), AttachEnhanced("vm1", "gpu"),
        (ErrorId.TemplateNotSupported, MendTemplate),
        (ErrorId.VMNotPoweredOff, MendPower),
        (ErrorId.DeviceNotFound, static now =>
            now.ChangeHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "gpu" }] })),
        (ErrorId.IommuDisabled, MendIommu),
        (ErrorId.MemoryNotReserved, MendMemory),
        (ErrorId.HardwareVersionTooLow, MendVersion),
        (ErrorId.FirmwareNotEfi, MendFirmware),
        (ErrorId.Above4GDecodingDisabled, MendDecoding));

    [Fact]
    public void PowerOnLikewise()
    {
        var state = Wrong.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
            .ChangeVM("vm1", vm => vm with { AdvancedSettings = VMRecord.NoSettings })
            .ChangeVM("vm1",
                vm =>
                    vm with { Devices = [new AttachmentRecord { Key = 13000,
                        Device = new DeviceRef(vm.HostId, PciAddress.Parse("03:00.0")) }] });
        Check(state, PowerOn("vm1"),
            (ErrorId.TemplateNotSupported, MendTemplate),
            (ErrorId.InvalidPowerState, MendPower),
            (ErrorId.VMHostNotAvailable,
                static now => now.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Connected })),
            (ErrorId.DeviceNotPassthroughCapable,
                static now => now.ChangeDevice("03:00.0", static device => device with { PassthroughCapable = true })),
            (ErrorId.DeviceNotEnabled,
                static now => now.ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.DirectPath })),
            (ErrorId.RebootPending,
                static now => now.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.DirectPath })),
            (ErrorId.IommuDisabled, MendIommu),
            (ErrorId.MemoryNotReserved, MendMemory),
            (ErrorId.HardwareVersionTooLow, MendVersion),
            (ErrorId.FirmwareNotEfi, MendFirmware),
            (ErrorId.Above4GDecodingDisabled, MendDecoding),
            (ErrorId.MmioSizeTooSmall, static now => now.Do(SizeMmio("vm1"))));
    }

    private static void Check(InventoryState state, Func<InventoryState, Operation> ask,
        params (ErrorId Id, Func<InventoryState, InventoryState> Mend)[] steps)
    {
        var met = new List<ErrorId?>();
        var expected = new List<ErrorId?>();
        foreach (var (id, mend) in steps)
        {
            met.Add(state.Outcome(ask));
            expected.Add(id);
            state = mend(state);
        }

        met.Add(state.Outcome(ask));
        expected.Add(null);
        met.ShouldBe(expected);
    }
}
