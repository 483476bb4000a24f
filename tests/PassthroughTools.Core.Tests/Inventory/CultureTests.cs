using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Inventory;

/// <summary>
/// Nothing that is printed, compared or decided depends on the user's culture. Refusals are compared in each culture where they
/// are tested.
/// </summary>
public sealed class CultureTests
{
    private const string TitleName = "TITLE-I";

    public static TheoryData<string> All => [.. Cultures.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void EverythingPrintsTheSame(string culture) => Cultures.In(culture, Print).ShouldBe(Cultures.In("", Print));

    [Theory]
    [MemberData(nameof(All))]
    public void NamesAreFoundWhateverTheirCase(string culture) => Cultures.In(culture, static () =>
    {
        var state = Lab.AddHost("INTEL-I")
            .AddVM(TitleName, static vm => vm with { AdvancedSettings = VMRecord.NoSettings.Set("ISOLATION.tools", "x") });
        return (state.VMsNamed("title-i").Count(), state.HostsNamed("intel-i").Count(),
            state.VMNamed(TitleName).AdvancedSettings.Find("isolation.TOOLS"));
    }).ShouldBe((1, 1, "x"));

    [Theory]
    [MemberData(nameof(All))]
    public void OperationsDecideTheSame(string culture) => Cultures.In(culture, Run).ShouldBe(Cultures.In("", Run));

    /// <summary>Every text of every object of the inventory, and of what its devices can do.</summary>
    private static string Print()
    {
        var lines = new List<string>();
        foreach (var host in ViewLab.State.AllHosts()) Add(host);
        foreach (var vm in ViewLab.State.AllVMs()) Add(vm);
        foreach (var device in ViewLab.State.AllHosts().SelectMany(static host => host.PassthroughDevices()))
        {
            Add(device);
            lines.AddRange(device.Capabilities.Select(
                static capability => $"{capability} {capability.Reason} {capability.Source} {capability.LimitedBy}"));
        }

        lines.AddRange(
            MmioSizing.Of(ViewLab.State, ViewLab.State.VMNamed("vm1")).Devices.Select(static demand => demand.ToString()));
        return string.Join('\n', lines);

        void Add(InventoryObject item) => lines.AddRange(item.GetType().GetProperties()
            .Where(static property => property.PropertyType == typeof(string) || property.PropertyType.IsEnum
                || property.Name.EndsWith("Id", System.StringComparison.Ordinal))
            .Select(property => $"{property.Name} = {property.GetValue(item)}"));
    }

    /// <summary>The summaries of operations with numbers, and the document of the state that they make.</summary>
    private static string Run()
    {
        var state = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1").Do(AttachFixed("vm1", "03:00.0"));
        string[] summaries =
        [
            state.Decide(Change("vm1", static vm => vm with { MemoryMB = 1234568, NumCpu = 16 })).Summary,
            state.Decide(Reserve("vm1", static ask => ask with { CpuReservationMhz = 1234567 })).Summary,
            state.Decide(SizeMmio("vm1", 65536)).Summary,
            state.Decide(Restart("esx1", force: true)).Summary,
        ];
        return string.Join('\n', summaries)
            + state.Do(SizeMmio("vm1", 32768), Change("vm1", static vm => vm with { MemoryMB = 1234568 })).Document();
    }
}
