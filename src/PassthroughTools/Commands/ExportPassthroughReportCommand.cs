using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Reporting;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Writes a report as one HTML file, to be read in a browser, printed or sent.</summary>
/// <remarks>
///   <para>The report tells which running machines move, can be suspended or must go down where their host goes under
///   maintenance, what works with each machine's devices, what hosts and devices there are, and which prerequisites fail, with
///   the command that mends each. It says when and of which servers it was made.</para>
///   <para>The file needs nothing else: it has no script, fetches nothing, and shows names as the text that they are. A table
///   shows 20,000 rows at most and says how many there are.</para>
///   <para>The rows are those of Get-PassthroughReport, for a spreadsheet.</para>
/// </remarks>
/// <example>
///   <para>Writes a report of all hosts over the last one. Invoke-Item opens it.</para>
///   <code>Export-PassthroughReport ./report.html -Force</code>
/// </example>
/// <example>
///   <para>Writes a report of one cluster.</para>
///   <code>Get-Cluster GPU-Cluster | Export-PassthroughReport ./gpu-cluster.html</code>
/// </example>
[Cmdlet(VerbsData.Export, "PassthroughReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPassthroughReportCommand : ServerCmdlet
{
    private readonly List<VMHost> hosts = [];
    private bool isAsked;
    private bool isMissing;

    /// <summary>The file to write, ending in .html or .htm; its folder must exist.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The clusters or hosts that are reported on, with their machines and devices. Without it all are.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference))]
    public LocationReference[]? Location { get; set; }

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        isAsked = true;
        if (Location is null) hosts.AddRange(Finder.Named(ObjectKinds.VMHost, null));
        foreach (var location in Location ?? [])
        {
            if (Finder.Hosts(location) is { } found) hosts.AddRange(found);
            else isMissing = true;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();

        // Where nothing was piped in, or a location is missing and there is no other, there is nothing to report on.
        if (isAsked && (hosts.Count > 0 || !isMissing)) Attempt(Export);
    }

    private void Export()
    {
        var path = FileSystemPath(Path);
        if (!path.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
            && !path.EndsWith(".htm", StringComparison.OrdinalIgnoreCase))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{path}' would not open in a browser: a report's path ends in .html. Give such a path.", Path);
        var chosen = hosts.Distinct().ToList();
        IReadOnlyList<VIServer> servers = Location is null || chosen.Count == 0
            ? [.. Servers.Where(server => Finder.StateOf(server) is not null)] : [.. chosen.Select(Finder.ServerOf).Distinct()];
        if (servers.Count == 0) return;
        var report = new PassthroughReport(chosen, static host => Finder.ServerOf(host).Label, StopToken)
        {
            Servers = [.. servers.Select(static server => server.Label)],
            Scope = Scope(chosen, servers),
            Created = DateTime.UtcNow,
            Told = Advised,
        };
        if (!ShouldProcess($"File '{path}'",
            $"Write the report of {report.Hosts.Count} hosts and {report.Machines.Count} VMs of "
            + $"'{string.Join("', '", report.Servers)}'")) return;
        HtmlReport.Write(path, report, Force);
        WriteObject(new FileInfo(path));
    }

    private static string Scope(List<VMHost> chosen, IReadOnlyList<VIServer> servers)
    {
        int all = servers.Sum(static server => server.Last.Hosts.Count);
        return FormattableString.Invariant(
            $"{(chosen.Count == all ? "all " : "")}{chosen.Count}{(chosen.Count == all ? "" : $" of {all}")}");
    }
}
