using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>
/// The objects that an operation was about, after it. On a server others may have gone on before its answer came: what they took
/// away cannot be shown any more.
/// </summary>
internal static class OutcomeResults
{
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static VMRecord VM(this Outcome outcome) => outcome.State.VMs.Find(outcome.TargetId) ?? throw Gone(outcome);

    /// <summary>The machine or host.</summary>
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static InventoryObject Result(this Outcome outcome) =>
        outcome.State.Hosts.Find(outcome.TargetId) is { } host ? outcome.State.View(host) : outcome.State.View(outcome.VM());

    /// <summary>An advanced setting that was set.</summary>
    /// <exception cref="PassthroughException">ConcurrentChange: its machine is not there any more.</exception>
    public static AdvancedSetting Setting(this Outcome outcome, string name, string value) =>
        new(outcome.State, outcome.VM(), name, value);

    /// <summary>The devices that an attach added.</summary>
    /// <exception cref="PassthroughException">ConcurrentChange: they are not there any more.</exception>
    public static IEnumerable<PassthroughDevice> AddedDevices(this Outcome outcome)
    {
        var vm = outcome.VM();
        var added = vm.Devices.FirstOrDefault(attached => attached.Key == outcome.DeviceKey) ?? throw Gone(outcome);
        return added.Together(vm).Select(one => new PassthroughDevice(outcome.State, vm, one));
    }

    private static PassthroughException Gone(Outcome outcome) => new(
        ErrorId.ConcurrentChange,
        FormattableString.Invariant(
            $"{outcome.Summary}: this was done, as change {outcome.Event}, and somebody has changed it again since. ")
        + "See Get-PassthroughEvent for who.",
        outcome.Target);
}
