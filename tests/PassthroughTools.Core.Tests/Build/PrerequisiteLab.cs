using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>What Test-PassthroughPrerequisite returns, and an inventory in which all of it is met.</summary>
internal static class PrerequisiteLab
{
    /// <summary>
    /// Host esx1 with A2 GPUs 03 (of fixed), 04 (that dynamic asks for) and 05, and an Enhanced Flex GPU 06; bare has no device.
    /// </summary>
    public static InventoryState Fit { get; } = Lab.AddCluster("cl1")
        .AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "flex" }] })
        .AddDevice("03:00.0").AddDevice("04:00.0", A2, static device => device with { HardwareLabel = "ours" })
        .AddDevice("05:00.0")
        .AddEnhanced("06:00.0", "8086:56c0", "flex")
        .AddVM("fixed").AddVM("dynamic").AddVM("enhanced").AddVM("bare")
        .Do(AttachFixed("fixed", "03:00.0"), AttachLabelled("dynamic", "ours", A2), AttachEnhanced("enhanced", "flex"));

    public static IReadOnlyList<PrerequisiteTest> TestVM(this InventoryState state, string name) =>
        VMPrerequisites.Of(state, state.VMNamed(name));

    public static IReadOnlyList<PrerequisiteTest> TestHost(this InventoryState state, string name) =>
        HostPrerequisites.Of(state, state.HostNamed(name));

    public static IReadOnlyList<PrerequisiteTest> TestDevice(this InventoryState state, string address) =>
        DevicePrerequisites.Of(DeviceRequirements.View(state, state.HostOf(address), state.DeviceAt(address)));

    public static IReadOnlyList<PrerequisiteTest> TestDeviceOf(this InventoryState state, string vm) =>
        DevicePrerequisites.Of(new PassthroughDevice(state, state.VMNamed(vm), state.VMNamed(vm).Devices.Single()));

    /// <summary>What is not met, but for the USB boot that no inventory knows, as in "Fail MemoryReserved".</summary>
    public static IEnumerable<string> Unmet(this IEnumerable<PrerequisiteTest> tests) =>
        tests.Where(static test => test.Result != Verdict.Pass && test.Requirement != "NoUsbBoot")
            .Select(static test => $"{test.Result} {test.Requirement}");

    public static PrerequisiteTest Named(this IEnumerable<PrerequisiteTest> tests, string requirement) =>
        tests.First(test => test.Requirement == requirement);

    /// <summary>
    /// Asserts what mends a test: the command, or where there is none the words, which its sentences end with. The remedy is
    /// never words.
    /// </summary>
    public static void ShouldBeMendedBy(this PrerequisiteTest test, string? remedy)
    {
        if (remedy is null || (!remedy.Contains(": ", StringComparison.Ordinal) && !remedy.EndsWith('.')))
            test.Remedy.ShouldBe(remedy);
        else test.Sentences.ShouldEndWith(remedy);
        if (test.Result != Verdict.Pass) (test.Remedy is null && test.Advice.Length == 0).ShouldBeFalse(test.ToString());
        test.Remedy?.ShouldMatch("^([A-Z][a-z]+-[A-Z]|$)");
    }

    public static Func<InventoryState, InventoryState> VM(string name, Func<VMRecord, VMRecord> with) =>
        state => state.ChangeVM(name, with);

    public static Func<InventoryState, InventoryState> Host(Func<HostRecord, HostRecord> with) =>
        state => state.ChangeHost("esx1", with);

    public static Func<InventoryState, InventoryState> Device(string address, Func<PciDeviceRecord, PciDeviceRecord> with) =>
        state => state.ChangeDevice(address, with);
}
