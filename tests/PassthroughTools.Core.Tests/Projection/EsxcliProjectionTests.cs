using Newtonsoft.Json;
using PassthroughTools.Core.Tests.Importing;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Inventory;
using PassthroughTools.Projection;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>What esxcli is made to say of a host is what importing reads of it.</summary>
public sealed class EsxcliProjectionTests
{
    private const int Inventories = 200;

    [Fact]
    public void ListsImportedIntoTheirOwnHostChangeNothing()
    {
        for (int seed = 0; seed < Inventories; seed++)
        {
            var state = Inventory(seed);
            foreach (var host in state.Hosts.Values)
            {
                foreach (var list in new[] { EsxcliProjection.PciDevices(host), EsxcliProjection.Passthrough(host) })
                {
                    var listed = list.ToList();
                    if (listed.Count == 0) continue;
                    state.ImportOn(host.Name, null, Imports.File(Json(listed), "esxcli.json")).TheHost(host.Name).Devices
                        .ShouldBe(host.Devices, $"seed {seed}, host {host.Name}");
                }
            }
        }
    }

    [Fact]
    public void ListsImportedIntoANewHostTellTheDevices()
    {
        for (int seed = 0; seed < Inventories; seed++)
        {
            foreach (var host in Inventory(seed).Hosts.Values)
            {
                var copy = Imports.Empty.Import(Imports.File(Json(EsxcliProjection.PciDevices(host)), "esxcli.json")).TheHost();
                copy.Devices.Select(Told).ShouldBe(host.Devices.Select(Told), $"seed {seed}, host {host.Name}");
            }
        }
    }

    /// <summary>
    /// esxcli's Unknown says of a configured mode that nobody has configured one: there the mode in effect is both.
    /// </summary>
    private static InventoryState Inventory(int seed)
    {
        var state = RandomInventory.Of(seed);
        return state.With([.. state.Hosts.Values.Select(static host => new HostPut(host with
        {
            Devices = [.. host.Devices.Select(static device =>
                device.Mode == DeviceMode.Unknown ? device with { Mode = device.ActiveMode } : device)],
        }))]);
    }

    private static string Told(PciDeviceRecord device) => string.Join(
        ' ',
        device.Address,
        device.VendorId,
        device.DeviceId,
        device.SubVendorId,
        device.SubDeviceId,
        device.ClassId,
        device.ParentAddress,
        device.DependentAddress,
        device.NumaNode,
        device.PhysicalSlot,
        device.HardwareLabel,
        device.PassthroughCapable,
        device.PassthroughEnabled,
        device.PassthroughActive);

    private static string Json(IEnumerable<KeyValuePair<string, object?>[]> records) =>
        JsonConvert.SerializeObject(
            records.Select(static record =>
                record.ToDictionary(static field => field.Key, static field => field.Value, StringComparer.Ordinal)));
}
