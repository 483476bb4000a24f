using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class RestartHostTests
{
    private static readonly InventoryState Pending = Lab.AddHost("esx1")
        .AddDevice("03:00.0", A2, static device => device with { ActiveMode = DeviceMode.Host })
        .AddDevice("04:00.0", A2, static device => device with { Mode = DeviceMode.Host })
        .AddDevice("05:00.0").AddDevice("06:00.0").AddVM("vm1").AddVM("vm2");

    private static readonly InventoryState Running = Pending.Do(AttachFixed("vm1", "05:00.0"), AttachDynamic("vm1", A2),
        PowerOn("vm1"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a host in service"] = new(
            Pending, Restart("esx1"), ErrorId.MaintenanceModeRequired, "VMHost esx1",
            "Host 'esx1' is not in maintenance mode.", "Nothing runs there", "Restart-VMHost -VMHost 'esx1' -Force"),
        ["a host with a running VM"] = new(
            Running, Restart("esx1"), ErrorId.MaintenanceModeRequired, "VMHost esx1", 
            "Host 'esx1' is not in maintenance mode and runs 'vm1'. Move what can move, then restart it: "
            + "Set-VMHost -VMHost 'esx1' -State Maintenance -Evacuate; Restart-VMHost -VMHost 'esx1'. Or power off what runs "
            + "there: Restart-VMHost -VMHost 'esx1' -Force"),
        ["a host that was said to be in maintenance mode and runs a VM"] = new(
            Running.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }), Restart("esx1"),
            ErrorId.MaintenanceModeRequired, "VMHost esx1",
            "Host 'esx1' is in maintenance mode and runs 'vm1'."),
        ["a host with many running VMs"] = new(
            Pending.AddVM("vm3").AddVM("vm4").AddVM("vm5")
                .Do(PowerOn("vm1"), PowerOn("vm2"), PowerOn("vm3"), PowerOn("vm4"), PowerOn("vm5")), Restart("esx1"),
            ErrorId.MaintenanceModeRequired, "VMHost esx1", "and runs 'vm1', 'vm2', 'vm3' and 2 more VMs."),
        ["a host with VMs that cannot be read"] = new(
            Pending.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
                .With([new UnreadVM("lost", Pending.HostNamed("esx1").Id), new UnreadVM("elsewhere", null)]),
            Restart("esx1"), ErrorId.MaintenanceModeRequired, "VMHost esx1",
            "Host 'esx1' is in maintenance mode and has VMs that cannot be read and may run: 'lost'. Move what can move"),
        ["a host that does not respond"] = new(
            Running.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.NotResponding }),
            Restart("esx1", force: true),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "Host 'esx1' cannot be restarted: it is NotResponding, PoweredOn", "Connect and power it on first"),
        ["a host that is disconnected"] = new(
            Running.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Disconnected }),
            Restart("esx1", force: true),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "it is Disconnected, PoweredOn"),
        ["a host in standby"] = new(
            Pending.ChangeHost("esx1",
                static host => host with { ConnectionState = VMHostState.Maintenance, PowerState = VMHostPowerState.StandBy }),
                Restart("esx1"),
            ErrorId.VMHostNotAvailable, "VMHost esx1", "it is Maintenance, StandBy"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void ActivatesEveryPendingMode()
    {
        var state = Pending.Do(Restart("esx1", force: true));

        state.View(state.HostNamed("esx1")).RebootRequired.ShouldBe(false);
        state.HostNamed("esx1").Devices.Select(static device => device.ActiveMode)
            .ShouldBe([DeviceMode.DirectPath, DeviceMode.Host, DeviceMode.DirectPath, DeviceMode.DirectPath]);
        var decision = Pending.Decide(Restart("esx1", force: true));
        (decision.Target, decision.TargetId).ShouldBe(("esx1", state.HostNamed("esx1").Id));
        decision.Summary.ShouldBe("Host 'esx1' restarted: 2 device modes activated, 0 VMs powered off, 0 registered elsewhere");
    }

    [Fact]
    public void AHostInMaintenanceModeNeedsNoForceAndStaysInIt()
    {
        var state = Pending.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
            .Do(Restart("esx1"));

        state.View(state.HostNamed("esx1")).RebootRequired.ShouldBe(false);
        state.View(state.HostNamed("esx1")).InMaintenanceMode.ShouldBeTrue();
    }

    [Fact]
    public void ForcePowersOffWhatRunsThere()
    {
        var state = Running.Do(Restart("esx1", force: true));

        state.VMNamed("vm1").PowerState.ShouldBe(VMPowerState.PoweredOff);
        (state.OwnerAt("05:00.0"), state.OwnerAt("06:00.0")).ShouldBe(("vm1", null));
        Running.Decide(Restart("esx1", force: true)).Summary.ShouldContain("1 VMs powered off");
    }

    [Fact]
    public void OtherHostsKeepRunning() =>
    Running.AddHost("esx2").AddVM("vm9").Do(PowerOn("vm9"), Restart("esx1", force: true)).VMNamed("vm9")
        .PowerState.ShouldBe(VMPowerState.PoweredOn);

    [Fact]
    public void ASuspendedMachineKeepsItsDevices()
    {
        var state = Running.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended })
            .Do(Restart("esx1", force: true));

        (state.VMNamed("vm1").PowerState, state.OwnerAt("06:00.0")).ShouldBe((VMPowerState.Suspended, "vm1"));
    }

    [Fact]
    public void ARestartWithNothingPendingIsStillAnEvent()
    {
        var decision = Lab.AddHost("esx1").Decide(Restart("esx1", force: true));

        decision.Changes.Single().ShouldBeOfType<HostPut>();
        decision.Summary.ShouldBe("Host 'esx1' restarted: 0 device modes activated, 0 VMs powered off, 0 registered elsewhere");
    }

    [Fact]
    public void EvacuateRegistersPoweredOffMachinesElsewhere()
    {
        var state = Cluster().AddHost("esx2").Do(Restart("esx1", force: true, evacuate: true));

        HostsOf(state)
            .ShouldBe([("fixed", "esx1"), ("idle", "esx2"), ("request", "esx2"), ("running", "esx1"), ("suspended", "esx1")]);
        Cluster().AddHost("esx2").Decide(Restart("esx1", force: true, evacuate: true)).Summary.ShouldContain(
            "2 registered elsewhere");
        HostsOf(Cluster().AddHost("esx2").Do(Restart("esx1", force: true)))
            .ShouldAllBe(static vm => vm.Host == "esx1", "not unless asked");
    }

    [Fact]
    public void EvacuateNeedsARefugeInTheCluster()
    {
        var alone = Cluster().AddHost("esx2", static host => host with { ClusterId = null })
            .AddHost("esx3", static host => host with { ConnectionState = VMHostState.Maintenance })
            .AddHost("esx4", static host => host with { PowerState = VMHostPowerState.StandBy });

        HostsOf(alone.Do(Restart("esx1", force: true, evacuate: true))).ShouldAllBe(static vm => vm.Host == "esx1");
    }

    [Fact]
    public void EvacuatePassesByAHostThatDoesNotOfferTheHardwareVersion()
    {
        var old = Cluster().AddHost("esx2", static host => host with { Version = "7.0.3" });

        HostsOf(old.Do(Restart("esx1", force: true, evacuate: true))).ShouldAllBe(static vm => vm.Host == "esx1");
        HostsOf(old.AddHost("esx3").Do(Restart("esx1", force: true, evacuate: true))).ShouldContain(("idle", "esx3"));
    }

    private static InventoryState Cluster() => Lab.AddCluster("cl1").AddHost("esx1").AddDevice("05:00.0")
        .AddVM("idle").AddVM("fixed").AddVM("request").AddVM("running")
        .AddVM("suspended", static vm => vm with { PowerState = VMPowerState.Suspended })
        .Do(AttachFixed("fixed", "05:00.0"), AttachDynamic("request", A2), PowerOn("running"));

    private static (string VM, string Host)[] HostsOf(InventoryState state) =>
        [.. state.VMs.Values.OrderBy(static vm => vm.Name, StringComparer.Ordinal)
            .Select(vm => (vm.Name, state.Hosts.Find(vm.HostId)!.Name))];
}
