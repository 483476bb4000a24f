namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>What a backup has in it.</summary>
/// <param name="Created">When it was made, in UTC.</param>
/// <param name="Revision">The inventory's revision.</param>
/// <param name="Hosts">The number of hosts.</param>
/// <param name="VMs">The number of virtual machines and templates.</param>
/// <param name="Events">The number of events.</param>
/// <param name="Tokens">The number of tokens.</param>
internal sealed record BackupSummary(DateTime Created, long Revision, int Hosts, int VMs, long Events, int Tokens)
{
    /// <summary>The contents in words.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"revision {Revision}: {Hosts} {Word(Hosts, "host")}, {VMs} {Word(VMs, "virtual machine")}, {Events} {Word(Events, "event")}, {Tokens} {Word(Tokens, "token")}");

    private static string Word(long count, string one) => count == 1 ? one : one + "s";
}
