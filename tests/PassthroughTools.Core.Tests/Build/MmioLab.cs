using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;
using static PassthroughTools.Core.Tests.Build.Asks;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>The MMIO sizing of machine vm1 with some devices.</summary>
internal static class MmioLab
{
    /// <summary>A machine without settings and the named devices (vendor:device, each its own) attached as Fixed.</summary>
    public static InventoryState With(params string[] ids)
    {
        var state = InventoryBuilder.Lab.AddHost("esx1")
            .AddVM("vm1", static vm => vm with { AdvancedSettings = VMRecord.NoSettings });
        for (int number = 0; number < ids.Length; number++)
        {
            var address = FormattableString.Invariant($"0000:{number + 1:x2}:00.0");
            state = state.AddDevice(address, ids[number]).Do(AttachFixed("vm1", address));
        }

        return state;
    }

    public static MmioSizing Of(InventoryState state) => MmioSizing.Of(state, state.VMNamed("vm1"));

    public static MmioSizing Of(params string[] ids) => Of(With(ids));

    /// <summary>The demand of one device with some class and vendor.</summary>
    public static MmioDemand Demand(string ids, ushort classId, int? fromHost = null)
    {
        var state = InventoryBuilder.Lab.AddHost("esx1").AddDevice("01:00.0", ids,
            device => device with { ClassId = new PciId(classId), MmioSizeGB = fromHost, Name = "Card" }).AddVM("vm1");
        return Of(state.Do(AttachFixed("vm1", "01:00.0"))).Devices.Single();
    }
}
