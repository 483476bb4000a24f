using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Commands;

/// <summary>Imports what hosts and virtual machines have from esxcli's output, .vmx files, or a store's JSON.</summary>
/// <remarks>
///   <para>Takes the output of esxcli hardware pci list and esxcli hardware pci pcipassthru list as text, csv, xml, json or
///   keyvalue, from esxcli, localcli or Get-EsxCli (Export-Csv, ConvertTo-Json), or as a terminal showed it and people paste it,
///   with prompts, a pager's lines, fences or grep's numbers; .vmx and .vmtx files; and JSON of the store's shape, whole or in
///   parts. The content tells what a file is. The lists of a host are imported together, every other file on its own: one that is
///   refused leaves the inventory as it was, and the next goes on.</para>
///   <para>A folder, and a .zip, .tar or .tgz such as a support bundle, is looked through for such files; links are not followed.
///   What is no inventory there, or among what a pattern matches, is listed as Skipped with the reason; of more than 20 files
///   those that may have been meant, and the rest folder by folder. A file that is named is an error where it cannot be
///   read.</para>
///   <para>Files are UTF-8, unless a byte order mark, an XML declaration or a .vmx file's .encoding says otherwise. Characters
///   that cannot be read are warned of, with file and line.</para>
///   <para>Importing the same files again changes nothing. The result lists what was added, changed, moved, removed and left;
///   with -WhatIf it is told what would be, a host that would be created among it. A list that was filtered (by grep, or with -c)
///   removes no device.</para>
///   <para>A machine is known by its UUIDs (uuid.bios and vc.uuid in a .vmx): one that has moved to another host since, or has
///   another name, is the same. One of which no UUID is known is known by its name on its host.</para>
///   <para>What of a .vmx changes how the machine boots or runs and is no property of it is kept as an advanced setting.</para>
///   <para>Detail says what of a file was left out, keys that are not known among it, and what contradicts: a machine that is
///   configured with another card than its host has at the address, or where it has none; a device that is taken back while a
///   machine runs with it or with a function of it, and a host that is off or in maintenance while one runs there, which are not
///   taken over; machines that run with devices of which one of them can have; a prompt or command line that names another host
///   than -VMHost. All but the first are warnings too.</para>
/// </remarks>
/// <example>
///   <para>Imports a host with its machines; the host and the cluster are created where they are missing.</para>
///   <code>Import-PassthroughInventory ./rack/esxi01.domain.com -VMHost esxi01.domain.com -Cluster GPU-Cluster</code>
/// </example>
/// <example>
///   <para>Makes the sample rack in a new store, to try the module out.</para>
///   <code>
///   $sample = Connect-VIServer ./sample.json -Force -NotDefault
///   Import-PassthroughInventory -Sample -Server $sample
///   </code>
/// </example>
/// <example>
///   <para>Copies what a vCenter has into a store, to rehearse and test on it.</para>
///   <code>
///   $vcenter = Connect-VIServer vcenter.domain.com -Credential (Get-Credential) -NotDefault
///   $store = Connect-VIServer ./vcenter.json -Force -NotDefault
///   Import-PassthroughInventory -SourceServer $vcenter -Server $store
///   </code>
/// </example>
/// <example>
///   <para>Imports what a support bundle has of a host, and lists what was found.</para>
///   <code>Import-PassthroughInventory ./esx-esxi01.tgz -VMHost esxi01.domain.com | Where-Object Action -ne Skipped</code>
/// </example>
/// <example>
///   <para>Imports a folder for each host, named like the host.</para>
///   <code>
///   foreach ($folder in Get-ChildItem ./rack -Directory) {
///       Import-PassthroughInventory $folder.FullName -VMHost $folder.Name
///   }
///   </code>
/// </example>
/// <example>
///   <para>Says what an import would add, change, move and remove.</para>
///   <code>Import-PassthroughInventory ./rack/esxi01.domain.com/* -VMHost esxi01.domain.com -WhatIf</code>
/// </example>
/// <example>
///   <para>Shows what an import would do, as objects, and does not do it: in a rehearsal.</para>
///   <code>
///   $rehearsal = Connect-VIServer ./lab.json -Rehearsal -NotDefault
///   Import-PassthroughInventory ./rack/rack.json -Server $rehearsal | Where-Object Action -ne Unchanged
///   </code>
/// </example>
[Cmdlet(VerbsData.Import, "PassthroughInventory", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Path")]
[OutputType(typeof(ImportedItem))]
public sealed class ImportPassthroughInventoryCommand : ServerCmdlet
{
    private readonly ImportSources sources = new();
    private readonly HashSet<(ImportedKind, string)> written = [];
    private InventoryState? forecast;

    /// <summary>The files, folders or archives, with wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files, folders or archives, taken as they are written; what Get-ChildItem returns binds here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>
    /// The sample rack, which the module carries: six hosts with GPUs, SmartNICs and accelerators, and their machines, to try
    /// things out and to test runbooks with. It is not mixed into another inventory.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Sample")]
    public SwitchParameter Sample { get; set; }

    /// <summary>
    /// A connected server whose inventory is copied, such as a vCenter into a store; -Server names where it goes. Of a vSphere,
    /// what VMware Tools tell of guests and settings that may be secret are left out.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Server")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [Takes(typeof(ServerReference), IsOne = true)]
    public ServerReference? SourceServer { get; set; }

    /// <summary>The name of the host that esxcli's lists and .vmx files are of; one that is not there is created.</summary>
    [Parameter(Position = 1, ParameterSetName = "Path")]
    [Parameter(Position = 1, ParameterSetName = "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public string? VMHost { get; set; }

    /// <summary>The name of the host's cluster; one that is not there is created.</summary>
    [Parameter(Position = 2, ParameterSetName = "Path")]
    [Parameter(Position = 2, ParameterSetName = "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    public string? Cluster { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path ?? [])
        {
            var found = Resolved(path, out bool isPattern);
            foreach (var file in found) Attempt(() => Read(file, isNamed: !isPattern));
        }

        foreach (var path in LiteralPath ?? []) Attempt(() => Read(FileSystemPath(path), isNamed: true));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Sample)
        {
            Attempt(ImportSample);
            return;
        }

        if (SourceServer is not null)
        {
            Attempt(() => ImportServer(SourceServer));
            return;
        }

        var files = sources.Files;
        foreach (var warning in files.SelectMany(static file => file.Warnings)) WriteWarning(warning);
        Attempt(() =>
        {
            if (files.Count == 0) return;
            var server = OnlyServer("files are imported into one", files[0].Path);
            var lists = files.Where(static file => file.IsHostList).ToList();
            if (lists.Count > 0) Attempt(() => Import(server, lists));

            // Two hosts' files at once: whose the virtual machines are is not known.
            bool isOfSeveralHosts = lists.Count(static file => file.ListsDevices) > 1;
            var machines = new MachineFiles();
            foreach (var file in files.Where(file => !file.IsHostList && !(isOfSeveralHosts && file.NeedsVMHost)))
            {
                Attempt(() =>
                {
                    machines.Add(file);
                    Import(server, [file]);
                });
            }
        });
        foreach (var item in sources.Skipped) WriteObject(item);
    }

    private void ImportSample()
    {
        var server = OnlyServer("the sample rack is imported into one", "rack");
        if (Read(server).Hosts.Count > 0)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{server.Name}' has an inventory, and the sample rack is not mixed into another one. Connect a new store "
                + "first: Connect-VIServer ./sample.json -Force",
                server.Name);
        }

        if (!ShouldProcess($"Server '{server.Name}'", "Import the sample rack")) return;
        foreach (var item in SampleRack.Imports().SelectMany(import => Execute(server, import).Report ?? [])) WriteObject(item);
    }

    private void ImportServer(ServerReference reference)
    {
        var named = Finder.Connected(reference);
        if (named.Count != 1)
        {
            throw new PassthroughException(
                named.Count == 0 ? ErrorId.NotConnected : ErrorId.AmbiguousName,
                FormattableString.Invariant(
                    $"-SourceServer '{reference}' means {named.Count} servers. Name one that is connected."),
                $"{reference}");
        }

        var source = named[0];
        var server = OnlyServer("an inventory is imported into one", source.Name);
        if (server == source)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid, $"'{source.Name}' cannot be imported into itself. Name another server with -Server.",
                source.Name);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var state = Read(source);
        InventoryJson.Write(text, source.Source is null ? state : InventoryCopy.Of(state));
        Import(server, [new ImportFile($"{source.Name}.json", $"{text}")]);
    }

    private void Read(string path, bool isNamed) =>
        sources.Add(path, isNamed, refusal => Refuse(refusal), StopToken);

    private void Import(VIServer server, List<ImportFile> together)
    {
        var names = string.Join(", ", together.Select(static file => $"'{System.IO.Path.GetFileName(file.Path)}'"));
        bool needsHost = together.Exists(static file => file.NeedsVMHost);
        var operation = new ImportOperation { Files = together, VMHost = needsHost ? VMHost : null,
            Cluster = needsHost ? Cluster : null };
        var action = $"Import {names}{(VMHost is null ? "" : $" of host '{VMHost}'")}";
        var target = $"Server '{server.Name}'";
        if (!ShouldProcess(
            $"Performing the operation \"{action}\" on target \"{target}\".",
            $"Are you sure you want to perform this action?\n{action}: {target}",
            "Confirm",
            out var reason))
        {
            if (reason == ShouldProcessReason.WhatIf) Forecast(server, operation);
            return;
        }

        var done = Execute(server, operation);
        foreach (var item in (done.Report ?? []).Select(item => Advised(server, item)))
        {
            Warn(item);

            // The host and cluster of a host's files are said once, not again with each machine.
            bool isPlace = item.Kind is ImportedKind.VMHost or ImportedKind.Cluster;
            if (!isPlace || written.Add((item.Kind, item.Name)) || item.Action != ImportAction.Unchanged) WriteObject(item);
        }
    }

    /// <summary>Says of each object what the import would do with it, after those of the files before it.</summary>
    private void Forecast(VIServer server, ImportOperation operation)
    {
        var state = forecast ?? Read(server);
        var decision = (ImportDecision)operation.Decide(state);
        forecast = state.Apply(state.Revision + 1, decision.Changes);
        List<ImportedItem> items = [.. decision.Items.Select(item => Advised(server, item))];
        foreach (var item in items.Where(static item => item.Action != ImportAction.Unchanged))
        {
            var what = $"{item.Kind} '{item.Name}'{(item.VMHost is null ? "" : $" of host '{item.VMHost}'")}";
            ShouldProcess($"{item.Action}: {what}{(item.Detail is null ? "" : $": {item.Detail}")}.", what, "Import", out _);
        }

        items.ForEach(Warn);
    }

    private static ImportedItem Advised(VIServer server, ImportedItem item) =>
        item.Detail is null && item.Contradiction is null ? item : item with
    {
        Detail = item.Detail is { } detail ? server.Advise(detail) : null,
        Contradiction = item.Contradiction is { } contradiction ? server.Advise(contradiction) : null,
    };

    /// <summary>Warns of what contradicts: a filter by Action may hide the item.</summary>
    private void Warn(ImportedItem item)
    {
        if (item.Contradiction is not { } what) return;
        WriteWarning(item.Kind switch
        {
            ImportedKind.VMHost => $"Host '{item.Name}': {what}.",
            ImportedKind.PciDevice => $"Device {item.Name} of host '{item.VMHost}': {what}.",
            _ => $"VM '{item.Name}' of host '{item.VMHost}': {what}.",
        });
    }

    private Collection<string> Resolved(string path, out bool isPattern)
    {
        isPattern = false;
        try
        {
            var paths = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (!string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal))
                throw new PassthroughException(ErrorId.ValueInvalid,
                    $"'{path}' is a path of the {provider.Name} provider. Give the path of a file.", path);

            // As a machine called gpu[1] can be named, so can a file of such a name where the pattern fits none.
            if (paths.Count == 0 && FileSystemPath(path) is var exact && File.Exists(exact)) return [exact];
            isPattern = WildcardPattern.ContainsWildcardCharacters(path);
            if (isPattern && paths.Count == 0)
            {
                if (System.IO.Path.GetDirectoryName(FileSystemPath(path)) is { } folder) FileTree.CheckReadable(folder);
                WriteWarning($"No file matches '{path}'.");
            }

            return paths;
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException
            or PSArgumentException)
        {
            Refuse(new PassthroughException(ErrorId.FileNotFound, $"File '{path}' does not exist. Check the path.", path, e));
        }
        catch (PassthroughException refusal)
        {
            Refuse(refusal);
        }

        return [];
    }
}
