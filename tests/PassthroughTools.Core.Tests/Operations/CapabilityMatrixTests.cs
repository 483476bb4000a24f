using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Core.Tests.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>
/// The matrix as it is met: a running machine with a device of each kind, and every operation that a feature gates, refused or
/// done as the facts say. The facts of the listed models are <see cref="EnhancedTable"/>, which FactsFileTests compares with the
/// file, as it does the technologies; those of the technologies are the table below.
/// </summary>
public sealed class CapabilityMatrixTests
{
    private const string Device = "0000:05:00.0 Card";

    /// <summary>The operations: the feature that gates each, how it is asked for, and how one sees that it was done.</summary>
    private static readonly Dictionary<string, (PassthroughFeature Feature, Func<bool, Func<InventoryState, Operation>> Ask,
        Func<InventoryState, bool> Done)> Gated = new(StringComparer.Ordinal)
    {
        ["vMotion"] = (VMotion, static force => Move("vm1", "esx2", force: force),
            static state => state.VMNamed("vm1").HostId == state.HostNamed("esx2").Id),
        ["suspend"] = (SuspendResume, static force => Suspend("vm1", force),
            static state => state.VMNamed("vm1").PowerState == VMPowerState.Suspended),
        ["memory snapshot"] = (MemorySnapshots, static force => Snap("vm1", "x", memory: true, force),
            static state => state.VMNamed("vm1").Snapshots.Single().Memory),
        ["disk snapshot"] = (DiskOnlySnapshots, static force => Snap("vm1", "x", memory: false, force),
            static state => !state.VMNamed("vm1").Snapshots.Single().Memory),
        ["Storage vMotion"] = (StorageVMotion, static force => Move("vm1", datastore: "ssd", force: force),
            static state => state.VMNamed("vm1").Datastore == "ssd"),
        ["hot add of memory"] = (HotAddMemory, static force => Change("vm1", vm => vm with { MemoryMB = 8192, Force = force }),
            static state => state.VMNamed("vm1").MemoryMB == 8192),
        ["hot add of vCPUs"] = (HotAddRemoveVcpu, static force => Change("vm1", vm => vm with { NumCpu = 4, Force = force }),
            static state => state.VMNamed("vm1").NumCpu == 4),
        ["hot remove of vCPUs"] = (HotAddRemoveVcpu, static force => Change("vm1", vm => vm with { NumCpu = 1, Force = force }),
            static state => state.VMNamed("vm1").NumCpu == 1),
    };

    /// <summary>Rows of the device table that gate nothing here, and why.</summary>
    private static readonly Dictionary<PassthroughFeature, string> Ungated = new()
    {
        [LivePatch] = "no operation patches a host",
        [HotAddVirtualDevices] =
            "the inventory has no virtual devices; a passthrough device is attached to a machine that is off",
        [HotRemoveVirtualDevices] = "as above",
        [DiskReconfigure] = "the inventory has no disks",
        [DiskOnlyStorageVMotion] = "-Datastore moves all of a machine's files, which is the Storage vMotion row",
        [StatisticsCollection] = "no operation collects statistics",
    };

    /// <summary>
    /// What is no listed model: capability-facts.json, technologies, lostWithFixedDirectPath and rulesForOurSoftware, by hand. A
    /// DVX class says by checkpointSupported and swDMATracingSupported (here c and t) what it says, and no more.
    /// </summary>
    private static readonly Dictionary<string,
        (string Facts, Func<InventoryState> Lab, string Source)> Technologies = new(StringComparer.Ordinal)
    {
        //                              vMot susp mem  disk SvMo Mem+ vCPU
        ["no passthrough device"] = ("  yes  yes  yes  yes  yes  yes  yes",
            static () => Lab.AddHost("esx1").AddVM("vm1").AddHost("esx2").Do(PowerOn("vm1")), ""),
        ["Fixed"] =                 ("  no   no   no   no   no   no   no ", static () => Attached(AttachFixed("vm1", "05:00.0")),
            "catalog entry Fixed ("),
        ["SR-IOV function"] =       ("  no   no   no   no   no   no   no ",
            static () => Attached(AttachFixed("vm1", "05:00.0"), isFunction: true), "catalog entry SriovVirtualFunction ("),
        ["Dynamic"] =               ("  no   no   no   no   no   no   no ", static () => Attached(AttachDynamic("vm1", Nic)),
            "catalog entry Dynamic ("),
        ["Enhanced, class of c t"] = (" yes  yes  yes  ?    ?    ?    ?  ",
            static () => Enhanced("1234:0001", true, true), "class"),
        ["Enhanced, class of c"] =  ("  no   yes  yes  ?    ?    ?    ?  ",
            static () => Enhanced("1234:0001", true, false), "class"),
        ["Enhanced, class of t"] =  ("  no   no   no   ?    ?    ?    ?  ",
            static () => Enhanced("1234:0001", false, true), "class"),
        ["Enhanced, no class"] =    ("  ?    ?    ?    ?    ?    ?    ?  ",
            static () => Unclassed(Enhanced("1234:0001", true, true)), "catalog entry Enhanced ("),
    };

    public static TheoryData<string, string, string, bool> Models
    {
        get
        {
            var data = new TheoryData<string, string, string, bool>();
            foreach (var (_, _, key) in EnhancedTable.Columns)
            {
                foreach (var (what, gated) in Gated)
                {
                    var fact = EnhancedTable.Value(EnhancedTable.Columns.Single(column => column.Key == key).Label,
                        gated.Feature);
                    data.Add(key, what, fact, true);
                    data.Add(key, what, fact, false);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (name, row) in Technologies)
            {
                var facts = row.Facts.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                foreach (var ((what, gated), number) in Gated.Select(static (pair, number) => (pair, number))) data.Add(name,
                    what, facts[Math.Min(number, facts.Length - 1)]);
            }

            return data;
        }
    }

    /// <summary>The listed model decides, whether the host's DVX class says the opposite or not.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void AListedModelDecides(string model, string what, string fact, bool classSays)
    {
        var ids = EnhancedTable.Columns.Single(column => column.Key == model).Ids;
        Check(Enhanced(ids, classSays, classSays), what, fact,
            $"catalog entry {model} (VMware Cloud Foundation blog, 2026-04-20");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void ATechnologyOrTheHostsClassDecides(string technology, string what, string fact)
    {
        var (_, lab, source) = Technologies[technology];
        bool byClass = source == "class" && Gated[what].Feature is VMotion or SuspendResume or MemorySnapshots;
        Check(lab(), what, fact,
            source != "class" ? source : byClass ? "DVX class card of host esx1" : "catalog entry Enhanced (");
    }

    [Fact]
    public void EveryRowOfTheDeviceTableGatesAnOperationOrHasAReason() =>
        Gated.Values.Select(static gated => gated.Feature).Distinct().Concat(Ungated.Keys)
            .ShouldBe(EnhancedTable.Features, ignoreOrder: true);

    /// <summary>With two devices the one that denies is named, and not the one that allows.</summary>
    [Fact]
    public void TheDeviceThatDeniesIsNamed()
    {
        var both = Named(
            Lab.AddHost("esx1", static host =>
                host with { DvxClasses = [new DvxClassRecord { Name = "qat" }, new DvxClassRecord { Name = "dlb" }] })
            .AddEnhanced("05:00.0", Qat, "qat").AddEnhanced("06:00.0", "8086:2710", "dlb").AddVM("vm1").AddHost("esx2")
            .Do(AttachEnhanced("vm1", "qat"), AttachEnhanced("vm1", "dlb"), PowerOn("vm1")));

        both.Refused(Suspend("vm1"), ErrorId.FeatureNotSupported).Message.ShouldSatisfyAllConditions(
            static message => message.ShouldContain("with device 0000:06:00.0 "),
            static message => message.ShouldContain("catalog entry IntelDlb ("),
            static message => message.ShouldNotContain("05:00.0"));
    }

    private static void Check(InventoryState state, string what, string fact, string source)
    {
        var (feature, ask, done) = Gated[what];
        if (fact == "yes")
        {
            CheckDone(state, ask(false), done);
            return;
        }

        var message = state.Refused(ask(false), ErrorId.FeatureNotSupported).Message;
        message.ShouldContain(fact == "no"
            ? $"VM 'vm1' does not support {feature} with device {Device} ("
            : $"Whether VM 'vm1' supports {feature} with device {Device} is not known (");
        message.ShouldContain($"; {source}", Case.Sensitive);
        if (fact == "no")
        {
            message.ShouldNotContain("-Force");
            state.Refused(ask(true), ErrorId.FeatureNotSupported).Message.ShouldBe(message,
                "-Force does not override a source that says no");
        }
        else
        {
            message.ShouldContain(" -Force. ");
            CheckDone(state, ask(true), done);
        }
    }

    /// <summary>It is done, and the machine has its device still, or moved one of the same kind.</summary>
    private static void CheckDone(InventoryState state, Func<InventoryState, Operation> ask, Func<InventoryState, bool> done)
    {
        var after = state.Do(ask);
        done(after).ShouldBeTrue();
        var vm = after.VMNamed("vm1");
        vm.Devices.Select(static device => (device.Key, device.Technology))
            .ShouldBe(state.VMNamed("vm1").Devices.Select(static device => (device.Key, device.Technology)));
        vm.Devices.ShouldAllBe(device => device.Device!.Value.HostId == vm.HostId);
    }

    private static InventoryState Attached(Func<InventoryState, Operation> attach, bool isFunction = false)
    {
        var state = Lab.AddHost("esx1").AddDevice("05:00.0", Nic);
        if (isFunction)
            state = state.AddDevice("04:00.0", Nic,
                static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
            .ChangeDevice("05:00.0", static device => device with { ParentAddress = PciAddress.Parse("04:00.0") });
        return Named(state.AddVM("vm1").AddHost("esx2").AddDevice("06:00.0", Nic).Do(attach, PowerOn("vm1")));
    }

    /// <summary>Two hosts with a device of a class each; the machine runs on the first.</summary>
    private static InventoryState Enhanced(string ids, bool checkpoint, bool tracing)
    {
        HostRecord WithClass(HostRecord host) =>
            host with { DvxClasses =
                [new DvxClassRecord { Name = "card", CheckpointSupported = checkpoint, SwDmaTracingSupported = tracing }] };
        return Named(
            Lab.AddHost("esx1", WithClass).AddEnhanced("05:00.0", ids, "card").AddVM("vm1").AddHost("esx2", WithClass)
                .AddEnhanced("06:00.0", ids, "card")
            .Do(AttachEnhanced("vm1", "card"), PowerOn("vm1")));
    }

    private static InventoryState Unclassed(InventoryState state) =>
        state.ChangeHost("esx1", static host => host with { DvxClasses = [] });

    private static InventoryState Named(InventoryState state) =>
        state.ChangeDevice("05:00.0", static device => device with { Name = "Card" });
}
