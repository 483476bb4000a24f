using System.Globalization;

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
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"revision {Revision}: {Of(Hosts, "host")}, {Of(VMs, "virtual machine")}, {Of(Events, "event")}, {Of(Tokens, "token")}");

    private static string Of(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");
}
