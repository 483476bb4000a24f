using PassthroughTools.Errors;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Device groups in a store's JSON, which tells what esxcli does not print.</summary>
public sealed class DeviceGroupImportTests
{
    private const string Pair = """{ "name": "pair", "members": ["0000:42:00.0", "0000:41:00.0"] }""";

    private static readonly string List = EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0"),
        EsxcliSample.Nic());

    private static InventoryState Known => Imports.Empty.Import(Imports.File(List), Imports.Vmx("gpu-01"))
        .Import(Imports.File(Groups(Pair)));

    [Fact]
    public void AGroupIsAddedToAHostAndStaysWhenItsListIsImportedAgain()
    {
        var group = Known.TheHost().DeviceGroups.ShouldHaveSingleItem();

        (group.Name, string.Join(" ", group.Members)).ShouldBe(("pair", "0000:41:00.0 0000:42:00.0"));
        Known.DecideOn(null, null, Imports.File(Groups(Pair))).Changes.ShouldBeEmpty();
        Known.Import(Imports.File(List)).TheHost().DeviceGroups.ShouldHaveSingleItem();
        Known.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()))).TheHost().DeviceGroups
            .ShouldHaveSingleItem("a card that is gone does not change the group");
    }

    [Fact]
    public void AGroupAndItsDevicesMayComeTogether() =>
        Imports.Empty.Import(Imports.File(Groups(Pair), "a.json"), Imports.File(List)).TheHost().DeviceGroups.Count.ShouldBe(1);

    [Theory]
    [InlineData("""{ "members": ["0000:41:00.0", "0000:42:00.0"] }""", "name")]
    [InlineData("""{ "name": "a" }""", "device group 'a' needs two members or more")]
    [InlineData("""{ "name": "a", "members": ["0000:41:00.0"] }""", "device group 'a' needs two members or more")]
    [InlineData("""{ "name": "a", "members": ["41:00.0", "0000:41:00.0"] }""", "device 0000:41:00.0 occurs twice in its group")]
    [InlineData("""{ "name": "a", "members": ["0000:41:00.0", "x"] }""", "a PCI address")]
    [InlineData("""{ "name": "a", "members": ["41:00.0", "42:00.0"], "size": 2 }""", "a device group has no property 'size'")]
    [InlineData(Pair + "," + Pair, "device group 'pair' occurs twice with the same members")]
    public void WhatIsNoGroupIsTold(string groups, string words) =>
        Imports.Refused(ErrorId.InputMalformed, () => Known.Import(Imports.File(Groups(groups)))).Message.ShouldContain(words);

    [Fact]
    public void AGroupOfDevicesThatTheHostLacksIsRefused() => Imports.Refused(
        ErrorId.DeviceNotFound,
        () => Known.Import(Imports.File(Groups("""{ "name": "a", "members": ["41:00.0", "4a:00.0"] }""")))).Message.ShouldContain(
            "Device group 'a' has device 0000:4a:00.0, which host 'esxi01.domain.com' lacks.");

    [Theory]
    [InlineData("\"deviceGroup\": \"pair\"")]
    [InlineData("\"groupInstanceKey\": 1")]
    public void HalfOfAGroupIsNoGroup(string property) => Imports.Refused(ErrorId.InputMalformed, () => Known.Import(Imports.File(
        $$"""
        { "schemaVersion": 1, "vms": [ { "name": "gpu-01", "host": "esxi01.domain.com",
          "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:41:00.0", {{property}} } ] } ] }
        """))).Message.ShouldContain("deviceGroup and groupInstanceKey together");

    /// <summary>A .vmx does not say with which group a device was attached.</summary>
    [Fact]
    public void AMachinesFileKeepsTheGroupOfItsDevices()
    {
        var attached = Known.With(new VMPut(Known.TheVM("gpu-01") with
        {
            Devices = [.. Known.TheHost().DeviceGroups[0].Members.Select((address, index) => new AttachmentRecord
            {
                Key = 13000 + index,
                Device = new DeviceRef(Known.TheHost().Id, address),
                DeviceGroup = "pair",
                GroupInstanceKey = 1,
            })],
        }));

        var again = attached.Import(
            Imports.Vmx("gpu-01", [.. Imports.FixedDevice(0, "0000:41:00.0"), .. Imports.FixedDevice(1, "0000:42:00.0")]));

        again.TheVM("gpu-01").Devices.Select(static device => (device.Request, device.DeviceGroup, device.GroupInstanceKey))
            .ShouldBe([("0000:41:00.0", "pair", 1), ("0000:42:00.0", "pair", 1)]);
        attached.Import(Imports.Vmx("gpu-01", [.. Imports.FixedDevice(0, "0000:02:00.1")])).TheVM("gpu-01").Devices.Single()
            .DeviceGroup.ShouldBeNull("another device is not of the group");
    }

    private static string Groups(string groups) =>
        $$"""{ "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com", "deviceGroups": [ {{groups}} ] } ] }""";
}
