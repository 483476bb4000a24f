using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>A snapshot that is no inventory: told with its file and, where it is a matter of text, the place in it.</summary>
public sealed class DamagedSnapshotTests
{
    private const string Head = "\"schemaVersion\": 1, ";
    private const string Hosts =
        "\"hosts\": [ { \"id\": \"h-1\", \"name\": \"one\", \"devices\": [ { \"address\": \"0000:03:00.0\" } ] } ], ";

    [Theory]
    [InlineData("", "too early")]
    [InlineData("null", "an object is expected")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{}", "schemaVersion")]
    [InlineData("{ \"schemaVersion\": 0 }", "counts from 1")]
    [InlineData("{ \"schemaVersion\": \"1\" }", "line 1")]
    [InlineData("{ \"schemaVersion\": 1.5 }", "line 1")]
    [InlineData("{ \"schemaVersion\": 99999999999999999999999999999999 }", "line 1")]
    [InlineData("{ \"schemaVersion\": 1 } { }", "")]
    [InlineData("{ \"schemaVersion\": 1, \"revision\": -1 }", "line 1")]
    [InlineData("{ \"schemaVersion\": 1, \"nextId\": 0 }", "line 1")]
    [InlineData("{ \"schemaVersion\": 1, \"flavour\": \"x\" }", "'flavour'")]
    [InlineData("{ \"schemaVersion\": 1, \"vms\": {} }", "an array is expected")]
    [InlineData("{ \"schemaVersion\": 1, \"vms\": [ 1 ] }", "an object is expected")]
    [InlineData("{ \"schemaVersion\": 1, \"vms\": [ { } ] }", "'id'")]
    [InlineData("{ \"schemaVersion\": 1, \"checksum\": null }", "text is expected")]
    [InlineData("{ \"schemaVersion\": 1, \"checksum\": \"0123456789abcdef\" }", "checksum does not match")]
    public void No_inventory(string text, string words) => Refuse(text, ErrorId.StoreCorrupt, words);

    [Theory]
    [InlineData("{ \"schemaVersion\": 2 }")]
    [InlineData("{ \"schemaVersion\": 2147483647, \"unheardOf\": [ ] }")]
    public void A_newer_version(string text) => Refuse(text, ErrorId.StoreVersionUnsupported, "schemaVersion", "Update-Module");

    [Fact]
    public void One_id_twice() => Refuse(
        "{" + Head + "\"clusters\": [ { \"id\": \"c-1\", \"name\": \"a\" }, { \"id\": \"c-1\", \"name\": \"b\" } ] }",
        ErrorId.StoreCorrupt, "'c-1' occurs twice");

    [Fact]
    public void A_host_in_a_cluster_that_is_not_there() => Refuse(
        "{" + Head + "\"hosts\": [ { \"id\": \"h-1\", \"name\": \"one\", \"clusterId\": \"c-9\" } ] }", ErrorId.StoreCorrupt,
        "'one'", "c-9");

    [Fact]
    public void A_machine_on_a_host_that_is_not_there() => Refuse(
        "{" + Head + Hosts + "\"vms\": [ { \"id\": \"vm-1\", \"name\": \"lost\", \"hostId\": \"h-9\" } ] }", ErrorId.StoreCorrupt,
        "'lost'", "h-9");

    [Fact]
    public void A_device_of_a_host_that_is_not_there() =>
    Refuse(Holders("h-9", "0000:03:00.0", 1), ErrorId.StoreCorrupt, "'vm 0'", "0000:03:00.0", "h-9");

    [Fact]
    public void One_device_of_two_machines_that_run() => Refuse(
        Holders("h-1", "0000:03:00.0", 3)
            .Replace("\"name\": \"vm", "\"powerState\": \"poweredOn\", \"name\": \"vm", System.StringComparison.Ordinal),
        ErrorId.StoreCorrupt, "0000:03:00.0", "h-1", "'vm 0'", "'vm 1'");

    /// <summary>So clones are, and vCenter allows it.</summary>
    [Fact]
    public void One_device_of_machines_that_are_powered_off_is_no_damage()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot, Holders("h-1", "0000:03:00.0", 3));
        folder.State().VMs.Count.ShouldBe(3);
    }

    [Fact]
    public void One_device_twice_on_its_host() => Refuse(
        "{" + Head
            + "\"hosts\": [ { \"id\": \"h-1\", \"name\": \"one\", \"devices\": [ { \"address\": \"0000:03:00.0\" }, { "
            + "\"address\": \"03:00.0\" } ] } ] }",
        ErrorId.StoreCorrupt,
        "0000:03:00.0 occurs twice");

    [Fact]
    public void One_device_key_twice_in_a_machine() => Refuse(
        "{" + Head + Hosts
            + "\"vms\": [ { \"id\": \"vm-1\", \"name\": \"a\", \"hostId\": \"h-1\", \"devices\": [ { \"key\": 13000, "
            + "\"technology\": \"dynamic\" }, { \"key\": 13000, \"technology\": \"dynamic\" } ] } ] }",
        ErrorId.StoreCorrupt,
        "13000",
        "line 1");

    [Fact]
    public void One_setting_twice_in_another_case() => Refuse(
        "{" + Head + Hosts
            + "\"vms\": [ { \"id\": \"vm-1\", \"name\": \"a\", \"hostId\": \"h-1\", \"advancedSettings\": { \"Key\": \"1\", "
            + "\"KEY\": \"2\" } } ] }",
        ErrorId.StoreCorrupt,
        "occurs twice",
        "line 1");

    [Fact]
    public void Bytes_that_are_no_text()
    {
        using var folder = new StoreFolder();
        File.WriteAllBytes(folder.Snapshot,
            [.. "{ \"schemaVersion\": 1, \"clusters\": [ { \"id\": \"c-1\", \"name\": \""u8, 0xff, 0xfe, 0x80, .. "\" } ] }"u8]);
        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Snapshot);
    }

    [Fact]
    public void A_card_that_was_taken_out_of_its_host_is_no_damage()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot, Holders("h-1", "0000:99:00.0", 1));

        var state = folder.State();
        state.FindDevice(new DeviceRef("h-1", new PassthroughTools.Inventory.PciAddress(0, 0x99, 0, 0))).ShouldBeNull();
        using var store = folder.Open();
        Refused.With(ErrorId.DeviceNotFound, () => store.Commit(new PowerOnVM { VMId = "vm-0" }), "0000:99:00.0");
        store.Commit(new DetachDevice { VMId = "vm-0", Key = 13000 }).Event!.Sequence.ShouldBe(1);
    }

    private static string Holders(string hostId, string address, int count)
    {
        var vms = new string[count];
        for (int i = 0; i < count; i++)
        {
            vms[i] =
                $$"""{ "id": "vm-{{i}}", "name": "vm {{i}}", "hostId": "h-1", "memoryReservationLockedToMax": true, "hardwareVersion": 21, "devices": [ { "key": 13000, "technology": "fixed", "hostId": "{{hostId}}", "address": "{{address}}" } ] }""";
        }

        return "{" + Head + Hosts + "\"vms\": [" + string.Join(", ", vms) + "] }";
    }

    private static void Refuse(string text, ErrorId id, params string[] words)
    {
        using var folder = new StoreFolder();
        File.WriteAllText(folder.Snapshot, text);
        Refused.With(id, () => folder.Open(), [folder.Snapshot, .. words]);
        File.ReadAllText(folder.Snapshot).ShouldBe(text);
        folder.Contents().Count.ShouldBe(1);
    }
}
