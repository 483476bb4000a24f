using System.Text;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class JournalLineTests
{
    private static readonly DateTime Time = new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc).AddTicks(1234567);

    public static TheoryData<string> Texts =>
        new() { "", "plain", "Zürich 東京 😀", "line\nbreak\r\ttab", "\"quoted\" \\ {}[]", "\u2028\u0000\u007f",
            new string('x', 100_000) };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_line_gives_back_the_event_that_it_was_made_of(string text)
    {
        var line = JournalLine.Of(Event(text, new VMPut(SampleInventory.VM(1) with { Notes = text })));
        line[^1].ShouldBe((byte)'\n');
        Array.IndexOf(line, (byte)'\n').ShouldBe(line.Length - 1, "a line is one line, whatever it holds");

        var read = JournalLine.Read(line, 0, line.Length - 1);

        read.Sequence.ShouldBe(7);
        read.Time.ShouldBe(Time);
        read.Time.Kind.ShouldBe(DateTimeKind.Utc);
        (read.Actor, read.Operation, read.Target, read.Summary).ShouldBe((text, "ChangeVM", text, text));
        ((VMPut)read.Changes.ShouldHaveSingleItem()).VM.Notes.ShouldBe(text);
    }

    [Fact]
    public void Every_kind_of_change_survives()
    {
        Change[] changes =
        [
            new ClusterPut(new ClusterRecord { Id = "c-1", Name = "Cluster" }),
            new HostPut(SampleInventory.Host([0, 1]) with
            {
                DvxClasses = [new DvxClassRecord { Name = "com.vendor.device", CheckpointSupported = true }],
                DeviceGroups =
                    [new DeviceGroupRecord { Name = "pair", Members = [SampleInventory.Address(0), SampleInventory.Address(1)] }],
            }),
            new DevicePut(SampleInventory.HostId,
                SampleInventory.Device(1) with { Mode = DeviceMode.Host, ConfigurableModes = [DeviceMode.Host], NumaNode = 1 }),
            new VMPut(Full()),
            new VMRemoved(SampleInventory.VMId(0)),
            new HostPut(SampleInventory.Host([]) with { Id = "HostSystem-host-77", Name = "gone" }),
            new HostRemoved("HostSystem-host-77"),
        ];
        var before = SampleInventory.Of(1, 1);

        var line = JournalLine.Of(Event("x", changes));
        var read = JournalLine.Read(line, 0, line.Length - 1).Changes;

        read.Count.ShouldBe(changes.Length);
        before.Apply(1, read).ShouldBeState(before.Apply(1, changes));
        JournalLine.Of(Event("x", [.. read])).ShouldBe(line, "written again it is the same to the byte");
    }

    [Fact]
    public void A_head_gives_back_its_revision()
    {
        var head = JournalLine.Head(123_456_789_012);
        JournalLine.IsSealed(head, 0, head.Length - 1).ShouldBeTrue();
        JournalLine.ReadHead(head, 0, head.Length - 1).ShouldBe((123_456_789_012, 1));
        var next = JournalLine.Head(7, JournalLine.Version);
        JournalLine.ReadHead(next, 0, next.Length - 1).ShouldBe((7, 2));
    }

    [Fact]
    public void The_key_is_read_without_the_changes()
    {
        var request = new RequestRecord { Id = "r-1", Key = "k", Scope = "abcdefgh", Fingerprint = "f" };
        var line = JournalLine.Of(Event("anna@pc", new VMRemoved("vm-1")) with { Request = request });
        JournalLine.ReadKey(line, 0, line.Length - 1).ShouldBe(new UsedKey(7, Time, "abcdefgh", "k"));
        JournalLine.Read(line, 0, line.Length - 1).Request.ShouldBe(request);

        line = JournalLine.Of(Event("anna@pc", new VMRemoved("vm-1")) with { Request = request with { Scope = null } });
        JournalLine.ReadKey(line, 0, line.Length - 1).ShouldBe(new UsedKey(7, Time, "anna@pc", "k"));
        foreach (var without in (RequestRecord?[])[null, new RequestRecord { Id = "r-1" }])
        {
            line = JournalLine.Of(Event("anna@pc", new VMRemoved("vm-1")) with { Request = without });
            JournalLine.ReadKey(line, 0, line.Length - 1).ShouldBeNull();
        }
    }

    [Fact]
    public void A_seal_holds_for_the_whole_line_only()
    {
        var line = JournalLine.Of(Event("x", new VMRemoved("vm-1")));
        JournalLine.IsSealed(line, 0, line.Length - 1).ShouldBeTrue();
        for (int length = 0; length < line.Length - 1; length++) JournalLine.IsSealed(line, 0, length).ShouldBeFalse();
        JournalLine.IsSealed(line, 1, line.Length - 2).ShouldBeFalse();
    }

    [Fact]
    public void A_line_is_readable()
    {
        var text = Encoding.UTF8.GetString(JournalLine.Of(Event("Zürich", new VMRemoved("vm-1"))));
        text.ShouldStartWith(
            "{\"sequence\":7,\"time\":\"2024-02-29T23:59:59.1234567Z\",\"actor\":\"Zürich\",\"operation\":\"ChangeVM\",");
        text.ShouldContain("\"changes\":[{\"removedVM\":\"vm-1\"}],\"checksum\":\"");
    }

    private static VMRecord Full() => SampleInventory.VM(5) with
    {
        Uuid = Guid.Parse("564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6"),
        InstanceUuid = Guid.Parse("502c1a2b-3c4d-5e6f-7081-92a3b4c5d6e7"),
        IsTemplate = true,
        PowerState = VMPowerState.Suspended,
        NumCpu = 8,
        CoresPerSocket = 4,
        CpuReservationMhz = 1000,
        GuestId = "otherLinux64Guest",
        AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "TRUE").Set("Ключ", "значение"),
        Snapshots = [new SnapshotRecord { Id = "s-1", Name = "before", Description = "d", Created = Time, ParentId = "s-0",
            Memory = true }],
        Devices =
        [
            new AttachmentRecord
            {
                Key = 13000,
                Technology = DirectPathTechnology.Fixed,
                Device = new DeviceRef(SampleInventory.HostId, SampleInventory.Address(0)),
                VendorId = 0x10de,
                DeviceId = 0x1eb8,
                DeviceGroup = "pair",
                GroupInstanceKey = 1,
            },
            new AttachmentRecord { Key = 13001, Technology = DirectPathTechnology.Dynamic,
                AllowedDevices = [new AllowedDevice(0x10de, 0x1eb8)], HardwareLabel = "inference" },
            new AttachmentRecord { Key = 13002, Technology = DirectPathTechnology.Enhanced, DeviceClass = "com.vendor.device",
                ConfigParameters = VMRecord.NoSettings.Set("a", "b") },
        ],
    };

    private static InventoryEvent Event(string text, params IReadOnlyList<Change> changes) => new()
    {
        Sequence = 7,
        Time = Time,
        Actor = text,
        Operation = "ChangeVM",
        Target = text,
        Summary = text,
        Changes = [.. changes],
    };
}
