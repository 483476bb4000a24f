using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>The sample rack of examples/rack, host by host and with its document, as a user imports it.</summary>
public sealed class RackTests
{
    [Fact]
    public void TheRackImportsAsItsReadmeSays()
    {
        var state = Rack();

        state.Clusters.Values.Select(static cluster => cluster.Name)
            .ShouldBe(["GPU-Cluster", "Accel-Cluster"], ignoreOrder: true);
        state.Hosts.Count.ShouldBe(6);
        state.VMs.Count.ShouldBe(10);
        Enabled(state, "esxi01.domain.com").ShouldBe(3);
        Enabled(state, "esxi02.domain.com").ShouldBe(0);
        Enabled(state, "esxi03.domain.com").ShouldBe(0);
        Enabled(state, "esxi04.domain.com").ShouldBe(2);
        Enabled(state, "esxi05.domain.com").ShouldBe(2);
        Enabled(state, "esxi06.domain.com").ShouldBe(2);
        state.TheVM("gpu-01").Devices.Single().Request.ShouldBe("0000:41:00.0");
        state.TheVM("train-01").Devices.Select(static device => device.Request).ShouldBe(["0000:43:00.0", "0000:9a:00.0"]);
        state.TheVM("hpc-01").Devices.Single().Request.ShouldBe("0000:84:00.0");
        state.TheVM("gpu-02").Devices.Single().Request.ShouldBe("10de:1eb8 labelled 'inference'");
        state.TheVM("legacy-01").Firmware.ShouldBe(Firmware.Bios);
        state.TheVM("train-01").IsMemoryFullyReserved.ShouldBeTrue();
        state.Device("0000:2a:00.0", "esxi02.domain.com").DeviceClass.ShouldBe("com.intel.flexgpu");
        state.Device("0000:b1:00.0", "esxi06.domain.com").HardwareLabel.ShouldBe("inference");
        state.Hosts.Values.ShouldAllBe(static host => host.Version != null && host.NumaNodes == 2 && host.Hardware!.NumCpu > 0);
        state.VMs.Values.ShouldAllBe(static vm => vm.Details!.UsedSpaceGB > 0 && vm.Guest!.ToolsRunning == true);
    }

    [Fact]
    public void ImportingTheRackAgainChangesNothing()
    {
        var state = Rack();

        foreach (var (host, files) in Hosts()) state.DecideOn(host, null, files).Changes.ShouldBeEmpty(host);
        state.DecideOn(null, null, Document(), Guests()).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void TheDocumentMayComeFirst()
    {
        var state = Imports.Empty.ImportOn(null, null, Document());
        foreach (var (host, files) in Hosts()) state = state.ImportOn(host, null, files);

        state.DecideOn(null, null, Document()).Changes.ShouldBeEmpty();
        state.TheVM("gpu-01").Devices.Single().Request.ShouldBe("0000:41:00.0");
    }

    private static int Enabled(InventoryState state, string host) =>
        state.TheHost(host).Devices.Count(static device => device.PassthroughEnabled == true);

    private static InventoryState Rack()
    {
        var state = Imports.Empty;
        foreach (var (host, files) in Hosts()) state = state.ImportOn(host, null, files);
        return state.ImportOn(null, null, Document(), Guests());
    }

    private static ImportFile Document() => ImportFile.Read(Path.Combine(Imports.Rack, "rack.json"));

    private static ImportFile Guests() => ImportFile.Read(Path.Combine(Imports.Rack, "vms.json"));

    private static IEnumerable<(string Host, ImportFile[] Files)> Hosts() =>
        Directory.GetDirectories(Imports.Rack).Order(System.StringComparer.Ordinal)
            .Select(static folder => (Path.GetFileName(folder), Directory.GetFiles(folder).Select(ImportFile.Read).ToArray()));
}
