using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;

namespace PassthroughTools.Reporting;

/// <summary>What Export-PassthroughReport writes: hosts, their virtual machines and devices, and what is not met.</summary>
internal sealed class PassthroughReport
{
    private readonly List<HostReportRow> hosts = [];
    private readonly List<MachineReport> machines = [];
    private readonly List<DeviceReportRow> devices = [];
    private readonly List<PrerequisiteTest> unmet = [];
    private readonly HashSet<(string Target, string Requirement, Verdict Result, string Found)> told = [];

    /// <summary>Makes the report of hosts; cluster by cluster, by name.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="serverOf">The name of a host's server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public PassthroughReport(IEnumerable<VMHost> hosts, Func<VMHost, string> serverOf, CancellationToken cancellationToken)
    {
        foreach (var (host, server) in hosts.Select(host => (host, serverOf(host)))
            .OrderBy(static pair => pair.Item2, StringComparer.Ordinal)
            .ThenBy(static pair => pair.host.Cluster?.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static pair => pair.host.Name, StringComparer.OrdinalIgnoreCase))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(host, server);
        }
    }

    /// <summary>Where it was read: the servers, and which are rehearsals.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>Which of their hosts are in it, in words.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime Created { get; init; }

    public IReadOnlyList<HostReportRow> Hosts => hosts;

    public IReadOnlyList<MachineReport> Machines => machines;

    public IReadOnlyList<DeviceReportRow> Devices => devices;

    /// <summary>
    /// What fails, and what a running or suspended machine's next power-on may be refused for; each once, failures first.
    /// </summary>
    public IEnumerable<PrerequisiteTest> Unmet => unmet.OrderByDescending(static test => test.Result).Select(Told);

    /// <summary>How a test is told: its commands may have to name the server.</summary>
    public Func<PrerequisiteTest, PrerequisiteTest> Told { private get; init; } = static test => test;

    /// <summary>How many prerequisites fail.</summary>
    public int Failing => unmet.Count(static test => test.Result == Verdict.Fail);

    /// <summary>How many prerequisites an operation would check and the inventory does not know.</summary>
    public int NotKnown { get; private set; }

    private void Add(VMHost host, string server)
    {
        var (firstMachine, firstDevice) = (machines.Count, devices.Count);
        foreach (var vm in host.VMs().OrderBy(static vm => vm.Name, StringComparer.OrdinalIgnoreCase))
        {
            var tests = MachineReportRow.TestsOf(vm);
            machines.Add(MachineReport.Of(vm, server, tests));
            Add(tests, static test => test.Result == Verdict.Fail
                || (test.Result == Verdict.Warning && test.Target is VirtualMachineBase && MachineReportRow.Tells(test)));
        }

        foreach (var device in host.PassthroughDevices()) devices.Add(DeviceReportRow.Of(device, server));
        Add(HostPrerequisites.Of(host.ReadFrom, host.Record), static test => test.Result == Verdict.Fail);
        hosts.Add(HostReportRow.Of(
            host, devices.GetRange(firstDevice, devices.Count - firstDevice),
            machines.GetRange(firstMachine, machines.Count - firstMachine),
            server));
    }

    private void Add(IEnumerable<PrerequisiteTest> tests, Func<PrerequisiteTest, bool> isShown)
    {
        foreach (var test in tests)
        {
            bool isUnknown = test is { Result: Verdict.Unknown, ErrorId: not null };
            if (!isUnknown && !isShown(test)) continue;
            if (!told.Add((test.Target.Uid, test.Requirement, test.Result, test.Found))) continue;
            if (isUnknown) NotKnown++;
            else unmet.Add(test);
        }
    }
}
