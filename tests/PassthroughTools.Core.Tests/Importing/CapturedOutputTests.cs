using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>What esxcli printed on a real host, from the folder shared/ beside the repository where there is one.</summary>
public sealed class CapturedOutputTests
{
    private static readonly string Folder = Path.Combine(Imports.RepositoryRoot, "..", "shared", "data", "esxcli");

    [SkippableFact]
    public void TheListsOfARealHostAreRead()
    {
        Skip.IfNot(Directory.Exists(Folder), $"There is no {Folder}: the output of a real host is not at hand.");
        var list = ImportFile.Read(Path.Combine(Folder, "hardware-pci-list.txt"));
        var switches = ImportFile.Read(Path.Combine(Folder, "hardware-pci-pcipassthru-list.txt"));

        var state = Imports.Empty.Import(list, switches);

        state.TheHost().Devices.Select(static device => device.Name)
            .ShouldBe(["Ethernet Controller 10 Gigabit X540-AT2", "LSI2308_2"]);
        var hba = state.Device("0000:04:00.0");
        (hba.VendorId.Value, hba.DeviceId.Value, hba.ClassId.Value, hba.PhysicalSlot).ShouldBe(
            ((ushort)0x1000, (ushort)0x0087, (ushort)0x0107, "3"));
        (hba.Mode, hba.ActiveMode).ShouldBe((DeviceMode.DirectPath, DeviceMode.DirectPath));
        state.Device("0000:02:00.1").Mode.ShouldBe(DeviceMode.Host);
        state.Decide(list, switches).Changes.ShouldBeEmpty();
        state.Import(new ImportFile("both.txt", list.Text + "\n" + switches.Text)).Document().ShouldBe(state.With().Document());
    }
}
