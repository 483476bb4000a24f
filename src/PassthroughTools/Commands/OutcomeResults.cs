using System;
using System.Linq;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>
/// The objects that an operation was about, after it. On a server others may have gone on before its answer came: what they took away
/// cannot be shown any more.
/// </summary>
internal static class OutcomeResults
{
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static VMRecord VM(this Outcome outcome, string id) => outcome.State.VMs.Find(id) ?? throw Gone(outcome);

    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static HostRecord Host(this Outcome outcome, string id) => outcome.State.Hosts.Find(id) ?? throw Gone(outcome);

    /// <summary>The device that an attach added.</summary>
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static AttachmentRecord AddedDevice(this Outcome outcome, VMRecord vm) =>
        vm.Devices.FirstOrDefault(attached => attached.Key == outcome.DeviceKey) ?? throw Gone(outcome);

    private static PassthroughException Gone(Outcome outcome) => new(
        ErrorId.ConcurrentChange,
        FormattableString.Invariant($"{outcome.Summary}: this was done, as change {outcome.Event}, and somebody has changed it again since. See Get-PassthroughEvent for who."),
        outcome.Target);
}
