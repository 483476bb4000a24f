using System.Management.Automation;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Writes the inventory of a connected server to a JSON file, which can be connected as a store.</summary>
/// <remarks>
/// <para>The file has the hosts, their devices, the clusters and the virtual machines as they are now, all at one revision,
/// however many others change them meanwhile. The file names the revision, and so does the property Revision of the output. The
/// journal is not copied. The file can also be imported into another store with Import-PassthroughInventory.</para>
/// <para>Of a vSphere, what VMware Tools tell of guests and settings that may be secret are left out.</para>
/// </remarks>
/// <example>
///   <para>Copies a store, to try things on the copy.</para>
///   <code>
///   Export-PassthroughInventory ./copy.json
///   Connect-VIServer ./copy.json -NotDefault
///   </code>
/// </example>
/// <example>
///   <para>Backs a store up, and restores it under another name: a damaged file would be refused when it is connected.</para>
///   <code>
///   $backup = Export-PassthroughInventory "./lab-$(Get-Date -Format yyyyMMdd).json"
///   "Revision $($backup.Revision) is in $backup"
///   Copy-Item $backup ./restored.json
///   Connect-VIServer ./restored.json
///   </code>
/// </example>
/// <example>
///   <para>Keeps what a rehearsal has made of a store.</para>
///   <code>
///   $rehearsal = Connect-VIServer ./lab.json -Rehearsal -NotDefault
///   Start-VM gpu-01 -Server $rehearsal
///   Export-PassthroughInventory ./rehearsed.json -Server $rehearsal
///   </code>
/// </example>
[Cmdlet(VerbsData.Export, "PassthroughInventory", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPassthroughInventoryCommand : ServerCmdlet
{
    /// <summary>The file to write, ending in .json; its folder must exist.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Overwrites a file that is there. A store with a journal is never overwritten.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        var source = OnlyServer("one inventory is written", Path);
        var path = FileSystemPath(Path);
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{path}' could not be connected as a store: a store's path ends in .json. Give such a path.", Path);
        if (SessionTable.Current.Servers.Any(server => string.Equals(server.Name, path, StringComparison.Ordinal)))
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{path}' is the store of a connected server, whose journal goes on from what stands there, and is not "
                + "overwritten. Choose another path.", Path);
        var state = source.Source is null ? Read(source) : InventoryCopy.Of(Read(source));
        if (!ShouldProcess($"File '{path}'", FormattableString.Invariant(
            $"Write revision {state.Revision} of '{source.Name}': {state.Hosts.Count} hosts and {state.VMs.Count} VMs"))) return;
        InventoryExport.Write(path, state, Force);
        var written = new PSObject(new FileInfo(path));
        written.Properties.Add(new PSNoteProperty("Revision", state.Revision));
        WriteObject(written);
    });
}
