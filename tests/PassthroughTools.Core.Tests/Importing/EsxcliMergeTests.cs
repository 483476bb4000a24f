using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class EsxcliMergeTests
{
    [Fact]
    public void HostClusterAndDevicesAreAdded()
    {
        var file = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic()));

        var decision = Imports.Empty.DecideOn(Imports.Host, "GPU-Cluster", file);
        var state = Imports.Empty.Apply(1, decision.Changes);

        state.Clusters.Values.Single().ShouldBe(new ClusterRecord { Id = state.TheHost().ClusterId!, Name = "GPU-Cluster" });
        state.TheHost().Id.ShouldBe("HostSystem-host-1");
        state.TheHost().ClusterId.ShouldBe("ClusterComputeResource-domain-c2");
        state.TheHost().Devices.Select(static device => device.Address.ToString()).ShouldBe(["0000:02:00.1", "0000:41:00.0"]);
        decision.Target.ShouldBe(Imports.Host);
        decision.TargetId.ShouldBe("HostSystem-host-1");
        decision.Items.Select(static item => (item.Kind, item.Name, item.Action)).ShouldBe(
        [
            (ImportedKind.Cluster, "GPU-Cluster", ImportAction.Added),
            (ImportedKind.VMHost, Imports.Host, ImportAction.Added),
            (ImportedKind.PciDevice, "0000:02:00.1", ImportAction.Added),
            (ImportedKind.PciDevice, "0000:41:00.0", ImportAction.Added),
        ]);
        decision.Items[3].VMHost.ShouldBe(Imports.Host);
        decision.Items[3].Detail.ShouldBe("TU104GL [Tesla T4]");
    }

    [Fact]
    public void TheSameAgainChangesNothing()
    {
        var files = new[] { Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())),
            Imports.File(EsxcliSample.Table(EsxcliSample.Enabled("0000:02:00.1", true))) };
        var state = Imports.Empty.ImportOn(Imports.Host, "GPU-Cluster", files);

        var again = state.DecideOn(Imports.Host.ToUpperInvariant(), "gpu-cluster", files);

        again.Changes.ShouldBeEmpty();
        again.Items.ShouldAllBe(item => item.Action == ImportAction.Unchanged);
        again.Items.Count.ShouldBe(4);
    }

    [Fact]
    public void AFactThatTheListLacksIsKeptAndWhatItHasOverwrites()
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())));
        var known = state.Device("0000:41:00.0") with
        {
            HardwareLabel = "mine",
            NumaNode = 0,
            DeviceClass = "com.vendor.device",
            ParentAddress = PciAddress.Parse("0000:40:00.0"),
            MmioSizeGB = 32,
            ConfigurableModes = [DeviceMode.Host, DeviceMode.EnhancedDirectPath],
            SubDeviceId = 1,
        };
        state = state.With(new DevicePut(state.TheHost().Id, known));
        var sample = EsxcliSample.Gpu().Replace("Hardware Label", "").Replace("NUMA Node", null).Replace("Physical Slot", "5");

        var decision = state.Decide(Imports.File(EsxcliSample.Text(sample)));
        var device = state.Apply(9, decision.Changes).Device("0000:41:00.0");

        device.ShouldBe(known with { SubDeviceId = 0x192d, PhysicalSlot = "5" });
        decision.Items.Single(static item => item.Kind == ImportedKind.PciDevice).Detail.ShouldBe(
            "SubDeviceId 0x0001 -> 0x192d; PhysicalSlot '2' -> '5'");
    }

    [Fact]
    public void NothingOfTheOldCardHoldsForAnotherInItsSlot()
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())));
        state = state.With(new DevicePut(state.TheHost().Id,
            state.Device("0000:41:00.0") with { MmioSizeGB = 32, DeviceClass = "com.vendor.device" }));

        var device = state.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Nic("0000:41:00.0")))).Device("0000:41:00.0");

        device.MmioSizeGB.ShouldBeNull();
        device.DeviceClass.ShouldBeNull();
    }

    [Theory]
    [InlineData(DeviceMode.Host, true, DeviceMode.DirectPath)]
    [InlineData(DeviceMode.DirectPath, true, DeviceMode.DirectPath)]
    [InlineData(DeviceMode.EnhancedDirectPath, true, DeviceMode.EnhancedDirectPath)]
    [InlineData(DeviceMode.VGpuSameSize, true, DeviceMode.VGpuSameSize)]
    [InlineData(DeviceMode.Host, false, DeviceMode.Host)]
    [InlineData(DeviceMode.DirectPath, false, DeviceMode.Host)]
    [InlineData(DeviceMode.EnhancedDirectPath, false, DeviceMode.Host)]
    [InlineData(DeviceMode.VGpuMixedSize, false, DeviceMode.VGpuMixedSize)]
    public void EnabledSetsTheConfiguredMode(DeviceMode before, bool enabled, DeviceMode after)
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())));
        state = state.With(
            new DevicePut(state.TheHost().Id, state.Device("0000:41:00.0") with { Mode = before, ActiveMode = before }));

        var device = state.Import(Imports.File(EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", enabled))))
            .Device("0000:41:00.0");

        device.Mode.ShouldBe(after);
        device.ActiveMode.ShouldBe(before, "the list tells what is configured, not what is in effect");
    }

    [Fact]
    public void TheOrderOfTheFilesDoesNotMatter()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(owner: "VMkernel")));
        var switches = Imports.File(EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", true)));
        var vmx = Imports.Vmx("gpu-01", Imports.FixedDevice(0, "00000:065:00.0"));

        var state = Imports.Empty.Import(vmx, switches, list);

        state.Document().ShouldBe(Imports.Empty.Import(list, switches, vmx).Document());
        state.Device("0000:41:00.0").Mode.ShouldBe(DeviceMode.DirectPath);
        state.Device("0000:41:00.0").RebootPending.ShouldBe(true);
    }

    [Fact]
    public void ASwitchOfADeviceThatTheHostLacksIsRefused()
    {
        var refusal = Imports.Empty.Refused(ErrorId.DeviceNotFound,
            Imports.File(EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", true)), "switches.txt"));

        refusal.Message.ShouldContain("0000:41:00.0");
        refusal.Message.ShouldContain("esxcli hardware pci list");
    }

    [Fact]
    public void ADeviceThatIsNoLongerListedIsRemoved()
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())));

        var decision = state.Decide(Imports.File(EsxcliSample.Text(EsxcliSample.Nic())));

        var removed = decision.Items.Single(static item => item.Action == ImportAction.Removed);
        (removed.Kind, removed.Name, removed.Detail).ShouldBe((ImportedKind.PciDevice, "0000:41:00.0", "TU104GL [Tesla T4]"));
        state.Apply(2, decision.Changes).TheHost().Devices.Count.ShouldBe(1);
    }

    [Fact]
    public void ADeviceThatIsGoneIsRemovedAndTheMachineThatIsOffIsSaidToMissIt()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Nic()));
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())),
            Imports.Vmx("gpu-01", Imports.FixedDevice(0, "0000:41:00.0")));

        var item = state.Decide(list).Items.Single(static item => item.Action == ImportAction.Removed);
        var after = state.Import(list);

        (item.Name, item.Detail).ShouldBe(
            ("0000:41:00.0",
                "TU104GL [Tesla T4]; it belongs to VM 'gpu-01', which is powered off and will not power on without it. "
                + "To detach it: Get-PassthroughDevice -VM 'gpu-01' -Id 0000:41:00.0 | Remove-PassthroughDevice"));
        after.TheHost().FindDevice(PciAddress.Parse("0000:41:00.0")).ShouldBeNull();
        after.TheVM("gpu-01").Devices.Single().Request.ShouldBe("0000:41:00.0");
        VMPrerequisites.Of(after, after.TheVM("gpu-01"))
            .Single(static test => test.Requirement == "DeviceOnHost").Result.ShouldBe(Verdict.Fail);
        Imports.Refused(ErrorId.DeviceNotFound, () => new PowerOnVM { VMId = after.TheVM("gpu-01").Id }.Decide(after));
        state.Decide(list, Imports.Vmx("gpu-01")).Items.Single(static gone => gone.Action == ImportAction.Removed).Detail
            .ShouldBe("TU104GL [Tesla T4]", "the same import takes it from the VM");
    }

    [Fact]
    public void OfTwoListsOfOneHostNeitherCounts() =>
        Imports.Empty.Refused(ErrorId.ValueInvalid, Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()), "a.txt"),
            Imports.File(EsxcliSample.Text(EsxcliSample.Nic()), "b.txt"))
            .Message.ShouldContain("'b.txt'");

    [Fact]
    public void AListWithoutAHostIsRefused()
    {
        var refusal = Imports.Refused(ErrorId.ValueInvalid,
            () => Imports.Empty.DecideOn(null, null, Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()), "list.txt")));

        refusal.Message.ShouldContain("-VMHost");
        refusal.Message.ShouldContain("'list.txt'");
    }

    [Fact]
    public void AClusterWithoutAHostIsRefused() =>
        Imports.Refused(ErrorId.ValueInvalid,
            () => Imports.Empty.DecideOn(null, "GPU-Cluster", Imports.File("{\"schemaVersion\":1}")));

    [Fact]
    public void AHostMovesToTheClusterThatIsNamedAndStaysWhereNoneIs()
    {
        var file = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()));
        var state = Imports.Empty.ImportOn(Imports.Host, "A", file);

        state.ImportOn(Imports.Host, null, file).TheHost().ClusterId.ShouldBe(state.TheHost().ClusterId);
        var moved = state.ImportOn(Imports.Host, "B", file);
        moved.Clusters.Find(moved.TheHost().ClusterId!)!.Name.ShouldBe("B");
    }
}
