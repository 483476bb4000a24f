using PassthroughTools.Benchmarks.Servers;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// A vSphere, on govmomi's simulator: all devices of its hosts in a new connection, in an engine that has connected before,
/// against govc (by the makers of the simulator) asking for the same of hosts, and of machines where there are any; and what is
/// read again where nothing has changed.
/// </summary>
internal static class VSphereBenchmark
{
    private const int MachinesPerHost = 5;

    public static IEnumerable<Row> Run(Engine engine, string folder)
    {
        if (!File.Exists(SimulatedVSphere.Program) || !File.Exists(SimulatedVSphere.Govc))
        {
            Console.WriteLine("SKIPPED: nothing of vSphere is measured. It needs Go, Debian's govmomi, and govc of its sources: "
                + "apt-get install golang-go golang-github-vmware-govmomi-dev, and see tests/VSphereSimulator/BuildGovc.ps1");
            yield break;
        }

        foreach (var (hosts, machines) in from hosts in (int[])[10, 100,
            400] from each in (int[])[0, MachinesPerHost] select (hosts, hosts * each))
        {
            string inventory = Path.Combine(folder, FormattableString.Invariant($"vsphere-{hosts}-{machines}.json"));
            InventoryGenerator.Write(inventory, hosts, machines, seed: 1);
            using var server = new SimulatedVSphere(inventory);
            var m = engine.Run(
                "vsphere.ps1", Engine.Module, SimulatedVSphere.Govc, server.Address, server.Control,
                FormattableString.Invariant($"{machines}"));
            string what = FormattableString.Invariant(
                $"vSphere, {m["devices"]:0} devices of {hosts} hosts with {machines} machines");
            yield return new Row(
                $"{what}, against govc", m["module"] / m["govc"], 1, false,
                FormattableString.Invariant($"{m["module"]:0} ms against {m["govc"]:0} ms, ")
                + FormattableString.Invariant($"{m["bytes"] / 1e6:0.00} MB against {m["govc-bytes"] / 1e6:0.00} MB"));
            yield return new Row(
                $"{what}: calls after login, of 6 and one for each further page", m["calls"] / (6 + m["pages"] - 1), 1, false,
                FormattableString.Invariant($"{m["calls"]:0} calls in {m["pages"]:0} pages; govc {m["govc-calls"]:0} calls"));
            yield return new Row(
                $"{what}, nothing changed, against the first reading's bytes", m["again-bytes"] / m["bytes"], 0.05, false,
                FormattableString.Invariant($"{m["again-bytes"]:0} of {m["bytes"]:0} bytes in {m["again-calls"]:0} calls"));
        }
    }
}
