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
internal static class CommitResults
{
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static VMRecord VM(this Commit commit, string id) => commit.State.VMs.Find(id) ?? throw Gone(commit);

    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static HostRecord Host(this Commit commit, string id) => commit.State.Hosts.Find(id) ?? throw Gone(commit);

    /// <summary>The device that an attach added.</summary>
    /// <exception cref="PassthroughException">ConcurrentChange: it is not there any more.</exception>
    public static AttachmentRecord AddedDevice(this Commit commit, VMRecord vm) =>
        vm.Devices.FirstOrDefault(attached => attached.Key == commit.Decision.DeviceKey) ?? throw Gone(commit);

    private static PassthroughException Gone(Commit commit) => new(
        ErrorId.ConcurrentChange,
        FormattableString.Invariant($"{commit.Decision.Summary}: this was done, as change {commit.Event?.Sequence}, and somebody has changed it again since. See Get-PassthroughEvent for who."),
        commit.Decision.Target);
}
