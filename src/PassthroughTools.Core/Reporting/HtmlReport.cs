using System.Globalization;
using System.Text;
using PassthroughTools.Capabilities;
using PassthroughTools.Files;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Reporting;

/// <summary>
/// A report as one HTML file without script and without anything that is fetched, for a screen and for paper. Written row by row.
/// </summary>
internal sealed class HtmlReport
{
    private const int MaxNames = 30;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly HtmlWriter html;
    private readonly PassthroughReport report;
    private readonly string[] server;

    private HtmlReport(TextWriter writer, PassthroughReport report)
    {
        html = new HtmlWriter(writer);
        this.report = report;
        server = report.Servers.Count > 1 ? ["Server"] : [];
    }

    /// <summary>Writes it to a file, as a whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="report">The report.</param>
    /// <param name="overwrite">Whether a file that is there is overwritten.</param>
    /// <exception cref="Errors.PassthroughException">As <see cref="ExportFile.Write"/>.</exception>
    public static void Write(string path, PassthroughReport report, bool overwrite) =>
        ExportFile.Write(path, overwrite, () => AtomicFile.Write(RealPath.Of(path), like: path, stream =>
        {
            using var text = new StreamWriter(stream, Utf8, 64 * 1024, leaveOpen: true);
            Write(text, report);
        }));

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter writer, PassthroughReport report) => new HtmlReport(writer, report).Write();

    private void Write()
    {
        Head();
        html.Section("summary", "Summary", Summary);
        html.Section("vms", "Virtual machines", Machines);
        html.Section("capabilities", "Capabilities", Matrix);
        html.Section("hosts", "Hosts", Hosts);
        html.Section("devices", "Devices", Devices);
        html.Section("prerequisites", "Failing prerequisites", Unmet);
        html.Html("</main>\n</body>\n</html>\n");
    }

    private void Head()
    {
        var servers = string.Join(", ", report.Servers);
        html.Html(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>
            """);
        html.Text($"Passthrough report of {servers}, {Created("yyyy-MM-dd")}");
        html.Html("</title>\n<style>\n");
        using (var style = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!, Encoding.UTF8))
            html.Html(style.ReadToEnd());
        html.Html("</style>\n</head>\n<body>\n<header>\n<h1>Passthrough report</h1>\n<dl class=\"facts\">\n");
        html.Fact(report.Servers.Count > 1 ? "Servers" : "Server", servers);
        html.Fact("Hosts", report.Scope);
        html.Fact("Made", Created("yyyy-MM-dd HH:mm:ss 'UTC'"));
        html.Fact("With", $"PassthroughTools {typeof(HtmlReport).Assembly.GetName().Version!.ToString(3)}");
        html.Html(
            """
            </dl>
            <nav aria-label="Sections">
            <a href="#vms">Virtual machines</a>
            <a href="#capabilities">Capabilities</a>
            <a href="#hosts">Hosts</a>
            <a href="#devices">Devices</a>
            <a href="#prerequisites">Failing prerequisites</a>
            </nav>
            </header>
            <main>

            """);
    }

    private void Summary()
    {
        html.Html("<ul class=\"cards\">\n");
        html.Card(report.Hosts.Count, "host", "hosts",
            $"{Number(report.Hosts.Count(static host => host.IsInService))} in service");
        html.Card(
            report.Machines.Count, "virtual machine", "virtual machines",
            $"{Number(report.Machines.Count(static vm => vm.Runs))} running");
        html.Card(report.Devices.Count, "device", "devices",
            $"{Number(report.Hosts.Sum(static host => host.Available))} available");
        html.Card(
            report.Failing, "failing prerequisite", "failing prerequisites",
            report.NotKnown == 0 ? "" : $"{Number(report.NotKnown)} not known", report.Failing > 0);
        html.Html("</ul>\n<h3>If their hosts go under maintenance, the running virtual machines</h3>\n");
        html.Table("Running virtual machines", "few", [], (Fate[])Enum.GetValues(typeof(Fate)), Fates);
        html.Note(
            "This is what their devices allow. Whether another host has what they need is what New-PassthroughMaintenancePlan "
            + "tells.");
    }

    private void Fates(Fate fate)
    {
        var names = report.Machines.Where(vm => vm.Runs && vm.Fate == fate).Select(static vm => vm.Row.Name).ToList();
        html.Head(fate switch
        {
            Fate.Moves => "can move while they run",
            Fate.Suspends => "cannot move, but can be suspended",
            Fate.GoesDown => "must be powered off",
            _ => "may have to be powered off: not known",
        });
        html.Cell(names.Count);
        html.Html("<td>");
        for (int i = 0; i < names.Count && i < MaxNames; i++)
        {
            html.Html(i == 0 ? "<bdi>" : ", <bdi>");
            html.Text(names[i]);
            html.Html("</bdi>");
        }

        html.Html(names.Count > MaxNames ? $" and {Number(names.Count - MaxNames)} more</td>" : "</td>");
    }

    private void Machines() => html.Table(
        "Virtual machines", "", [.. server, "Name", "Host", "Power", "Devices", "Moves live", "Suspends", "Why", "Next power-on"],
        report.Machines,
        machine =>
        {
            var row = machine.Row;
            Server(row.Server);
            html.Head(row.Name);
            html.Cell(row.VMHost);
            html.Cell(row.PowerState);
            html.Cell(row.Devices, Long(row.Devices));
            html.Word(Plain(row.VMotion));
            html.Word(Plain(row.SuspendResume));
            html.Cell(machine.Why, Long(machine.Why));
            html.Cell(row.Prerequisites ?? "");
        });

    private void Matrix()
    {
        var rows = report.Machines.Where(static machine => machine.Row.DeviceCount > 0)
            .Select(static machine => (machine.Row.Name, machine.Row.Server, machine.Capabilities)).ToList();
        int others = report.Machines.Count - rows.Count;
        if (others > 0)
        {
            var other = report.Machines.First(static machine => machine.Row.DeviceCount == 0);
            rows.Add(($"{Number(others)} without passthrough devices", "", other.Capabilities));
        }

        html.Table(
            "Capabilities", "matrix",
            [.. server, "Name", .. CapabilityMatrix.AllFeatures.Select(static feature => feature.ToString())], rows,
            row =>
            {
                Server(row.Server);
                html.Head(row.Name);
                foreach (var capability in row.Capabilities)
                    html.Word(Plain(ReportWords.Of(capability.Support)), capability.Symbol);
            });
        html.Note("yes: works with all devices of the machine; no: does not with at least one; ?: no source says. "
            + "Get-VM | Test-EnhancedDirectPathFeature tells why, and who says so.");
    }

    private void Hosts() => html.Table(
        "Hosts", "",
        [.. server, "Name", "Cluster", "ESXi", "State", "IOMMU", "Above 4G", "SR-IOV", "Restart pending", "Devices", "Available",
            "VMs", "Running"],
        report.Hosts,
        host =>
        {
            Server(host.Server);
            html.Head(host.Name);
            html.Cell(host.Cluster ?? "");
            html.Cell(host.Version ?? ReportWords.Unknown);
            html.Cell(host.State);
            html.Word(host.Iommu);
            html.Word(host.Above4GDecoding);
            html.Cell(host.Sriov);
            html.Cell(host.RebootPending);
            html.Cell(host.Devices);
            html.Cell(host.Available);
            html.Cell(host.VMs);
            html.Cell(host.Running);
        });

    private void Devices()
    {
        html.Table(
            "Devices", "", [.. server, "Host", "Address", "Name", "Mode", "Free", "Available", "Owner", "Moves live", "Suspends"],
            report.Devices,
            device =>
            {
                Server(device.Server);
                html.Cell(device.VMHost);
                html.Head(device.Id, "mono");
                html.Cell(device.Name);
                html.Cell(device.RebootPending == "Yes" ? $"{device.Mode}, after a restart" : device.Mode);
                html.Cell(device.Free);
                Quiet(device.Available);
                html.Cell(device.Owner ?? (device.Free == "Yes" ? "" : device.Reason ?? ""));
                Quiet(Plain(device.VMotion));
                Quiet(Plain(device.SuspendResume));
            });
        html.Note(
            "Free: no virtual machine has it, nor a device that it is bound up with. Available: a virtual machine can be given "
            + "it now, "
            + "in the mode that it is in. Moves live, Suspends: what a virtual machine can that has it.");
    }

    private void Unmet()
    {
        var unmet = report.Unmet.ToList();
        html.Table(
            "Failing prerequisites", "", ["Result", "Of", "Requirement", "Found and needed", "Remedy"], unmet,
            test =>
            {
                html.Cell(test.Result.ToString(), test.Result == Verdict.Fail ? "no" : "unknown");
                html.Head(test.TargetName);
                html.Cell(test.Requirement);
                html.Cell($"{test.Found}; {test.Needed}", "long");
                html.Cell(test.Remedy ?? "", "long");
            });
        if (unmet.Count > 0)
            html.Note("Fail: refused now. Warning: the machine runs or is suspended, and its next power-on may be refused.");
        if (report.NotKnown > 0)
        {
            html.Note($"Of {Number(report.NotKnown)} more it is not known whether they are met. "
                + "Get-VM | Test-PassthroughPrerequisite shows them, and Get-VMHost likewise.");
        }
    }

    private static string? Long(string text) => text.Length > 20 ? "long" : null;

    private void Server(string name)
    {
        if (server.Length > 0) html.Cell(name);
    }

    /// <summary>A word of which No is nothing to be looked at.</summary>
    private void Quiet(string word)
    {
        if (word == "No") html.Cell(word);
        else html.Word(word);
    }

    private string Created(string format) => report.Created.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);

    private static string Number(int number) => HtmlWriter.Number(number);

    /// <summary>Yes, No or Unknown for Supported, NotSupported or Unknown.</summary>
    private static string Plain(string support) => support switch
    {
        nameof(CapabilitySupport.Supported) => "Yes",
        nameof(CapabilitySupport.NotSupported) => "No",
        _ => support,
    };
}
