using Newtonsoft.Json.Linq;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>
/// Compares the catalog with capability-facts.json, and the table in the tests with it, where the file is at hand.
/// </summary>
public sealed class FactsFileTests
{
    [SkippableFact]
    public void TheDeviceTableIsTheFilesTable()
    {
        var devices = Facts()["enhancedDirectPathDevices"]!;
        var columns = devices["columns"]!.Values<string>().ToList();

        devices["rows"]!.Select(static row => row.Value<string>("feature"))
            .ShouldBe(EnhancedTable.Features.Select(static feature => feature.ToString()), ignoreOrder: true);
        foreach (var row in devices["rows"]!)
        {
            var feature = Enum.Parse<PassthroughFeature>(row.Value<string>("feature")!);
            foreach (var (label, _, key) in EnhancedTable.Columns)
            {
                var value = row["values"]!.Values<string>().ElementAt(columns.IndexOf(label));
                EnhancedTable.Value(label, feature).ShouldBe(value, $"{label} {feature}");
                Catalog.BuiltIn.Models.Single(model => model.Key == key).Fact(feature)!.Value.ShouldBe(value, $"{key} {feature}");
            }
        }
    }

    [SkippableFact]
    public void ThePciIdsAreTheFilesIds()
    {
        foreach (var ids in ((JObject)Facts()["enhancedDirectPathDevices"]!["pciIds"]!).Properties())
        {
            var keys = EnhancedTable.Columns.Where(column => column.Label == ids.Name).Select(static column => column.Key)
                .ToList();
            Catalog.BuiltIn.Models.Where(model => keys.Contains(model.Key, StringComparer.Ordinal))
                .SelectMany(static model => model.PciIds)
                .ShouldBe(ids.Value.Values<string>().Select(static text => AllowedDevice.Parse(text!)),
                    ignoreOrder: true, ids.Name);
        }
    }

    [SkippableFact]
    public void TheTechnologiesSayWhatTheFileSays()
    {
        (string Property, PassthroughFeature Feature)[] compared =
        [
            ("vMotion", PassthroughFeature.VMotion),
            ("suspendResume", PassthroughFeature.SuspendResume),
            ("fastSuspendResumeOperations", PassthroughFeature.FastSuspendResumeOperations),
            ("haDrsPlacement", PassthroughFeature.DrsPlacement),
        ];
        foreach (var entry in Facts()["technologies"]!)
        {
            var technology = Catalog.BuiltIn.FindTechnology(
                entry.Value<string>("key")!.Replace("DirectPath", "", StringComparison.Ordinal)).ShouldNotBeNull();
            foreach (var (property, feature) in compared)
            {
                if (entry.Value<string>(property)?.Split(' ')[0] is { } value)
                    technology.Fact(feature)!.Value.ShouldBe(value, $"{technology.Key} {feature}");
            }

            if (entry.Value<string>("performance") is { } performance) technology.Performance.ShouldBe(performance);
            if (entry.Value<string>("rdma") is { } rdma) technology.Rdma.ShouldBe(rdma);
        }
    }

    private static JObject Facts()
    {
        Skip.IfNot(File.Exists(Repository.CapabilityFacts),
            $"NOT COMPARED: {Repository.CapabilityFacts} is not there; the table in EnhancedTable.cs was compared alone.");
        return JObject.Parse(File.ReadAllText(Repository.CapabilityFacts));
    }
}
