using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>The DirectPath profiles of a vCenter (API 9.0).</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class DirectPathProfileManager(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>The profiles that a filter lets through; all where it says nothing.</summary>
    public DirectPathProfileInfo[] DirectPathProfileManagerList(DirectPathProfileManagerFilterSpec? filterSpec) =>
        (DirectPathProfileInfo[])Call(nameof(DirectPathProfileManagerList),
            filterSpec ?? new DirectPathProfileManagerFilterSpec())!;

    /// <summary>What a host or cluster has of profiles; of all where none is asked for.</summary>
    public DirectPathProfileManagerCapacityResult[] DirectPathProfileManagerQueryCapacity(
        DirectPathProfileManagerTargetEntity? target, DirectPathProfileManagerCapacityQuerySpec[]? querySpec) =>
        (DirectPathProfileManagerCapacityResult[])Call(nameof(DirectPathProfileManagerQueryCapacity), target, querySpec)!;
}
