using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

public sealed class EnhancedTableTests
{
    public static TheoryData<string, string, string> Columns
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (label, ids, key) in EnhancedTable.Columns) data.Add(label, ids, key);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void TheCatalogHasTheTable(string label, string ids, string key)
    {
        var id = AllowedDevice.Parse(ids);
        var model = Catalog.BuiltIn.FindModel(id.VendorId, id.DeviceId)!;

        model.Key.ShouldBe(key);
        model.SupportsEnhanced.ShouldBeTrue();
        model.Facts.Keys.ShouldBe(EnhancedTable.Features, ignoreOrder: true);
        foreach (var feature in EnhancedTable.Features)
        {
            model.Fact(feature)!.Value.ShouldBe(EnhancedTable.Value(label, feature), $"{key} {feature}");
            model.Fact(feature)!.Source.ShouldStartWith("VMware Cloud Foundation blog, 2026-04-20");
        }
    }

    /// <summary>
    /// What an administrator sees on a device is the table, cell by cell, whether or not the host knows a DVX class for it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Columns))]
    public void ADeviceHasTheTable(string label, string ids, string key)
    {
        var capabilities = Lab.AddHost("esx1").AddEnhanced("05:00.0", ids, dvxClass: null).AllHosts().Single()
            .PassthroughDevices().Single().Capabilities;

        foreach (var feature in EnhancedTable.Features)
        {
            var capability = capabilities[feature];
            capability.Symbol.ShouldBe(EnhancedTable.Value(label, feature), feature.ToString());
            capability.Source.ShouldStartWith($"catalog entry {key} (VMware Cloud Foundation blog");
            capability.Reason.ShouldEndWith($"under Enhanced DirectPath: {feature} {capability.Symbol}");
            capability.LimitedBy.ShouldBe("0000:05:00.0");
        }
    }

    [Fact]
    public void NoOtherModelIsListed() =>
    Catalog.BuiltIn.Models.Where(static model => model.SupportsEnhanced).Select(static model => model.Key)
        .ShouldBe(EnhancedTable.Columns.Select(static column => column.Key), ignoreOrder: true);
}
