using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>Which revision an inventory gets that is put in the place of another.</summary>
internal static class RestoredRevision
{
    /// <summary>
    /// The revision of the event that tells of a restore. No revision of either inventory is given again, and one is left out:
    /// whoever has a copy of what was there finds that the next event does not follow it, and reads the inventory anew.
    /// </summary>
    /// <param name="before">What is there.</param>
    /// <param name="restored">What takes its place.</param>
    /// <param name="overwrite">Whether an inventory that is there is replaced.</param>
    /// <param name="target">The store's name.</param>
    /// <exception cref="PassthroughException">NameInUse: there is an inventory, and it is not to be replaced.</exception>
    public static long Of(InventoryState before, InventoryState restored, bool overwrite, string target)
    {
        if (before.IsNew || overwrite) return Math.Max(before.Revision, restored.Revision) + 2;
        throw new PassthroughException(
            ErrorId.NameInUse,
            FormattableString.Invariant($"'{target}' has an inventory already, at revision {before.Revision} with ")
            + FormattableString.Invariant($"{before.Hosts.Count} hosts and {before.VMs.Count} virtual machines. ")
            + "Nothing was changed. Make a backup of it, then restore with --force (force=true over HTTP), or restore into a "
                + "new store.",
            target);
    }
}
