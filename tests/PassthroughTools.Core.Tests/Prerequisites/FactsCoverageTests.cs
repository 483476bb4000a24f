using Newtonsoft.Json.Linq;
using PassthroughTools.Core.Tests.Build;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Prerequisites;

/// <summary>
/// That every requirement of capability-facts.json is tested, where the file is at hand: a new one there fails here.
/// </summary>
public sealed class FactsCoverageTests
{
    /// <summary>How each statement of the file begins, and the requirements that stand for it.</summary>
    private static readonly Dictionary<string, string[]> Requirements = new(System.StringComparer.Ordinal)
    {
        ["IOMMU on"] = ["Iommu"],
        ["'Above 4G decoding'"] = ["Above4GDecoding"],
        ["device marked for passthrough"] = ["PassthroughEnabled", "PassthroughActive"],
        ["not passed through from a host that boots from USB"] = ["NoUsbBoot"],
        ["powered off for attach and detach"] = ["PoweredOff"],
        ["all memory reserved"] = ["MemoryReserved"],
        ["EFI firmware"] = ["EfiFirmware"],
        ["hardware version 7"] = ["FixedHardwareVersion", "DynamicHardwareVersion", "EnhancedHardwareVersion"],
    };

    [SkippableFact]
    public void EveryStatementIsARequirementThatIsTested()
    {
        Skip.IfNot(File.Exists(Repository.CapabilityFacts), $"NOT COMPARED: {Repository.CapabilityFacts} is not there.");
        var facts = JObject.Parse(File.ReadAllText(Repository.CapabilityFacts));
        var tested = Fit.TestVM("fixed").Concat(Fit.TestVM("bare")).Select(static test => test.Requirement)
            .ToHashSet(System.StringComparer.Ordinal);

        facts["requirements"]!.Select(static part => ((JProperty)part).Name).ShouldBe(["host", "vm", "maxDevicesPerVm"]);
        var statements = facts["requirements"]!["host"]!.Concat(facts["requirements"]!["vm"]!).Values<string>().ToList();
        statements.Count.ShouldBe(Requirements.Count);
        foreach (var statement in statements)
        {
            var names = Requirements.Single(pair => statement!.StartsWith(pair.Key, System.StringComparison.Ordinal)).Value;
            names.ShouldAllBe(name => tested.Contains(name), statement);
        }

        tested.Contains("DeviceCount").ShouldBeTrue("maxDevicesPerVm");
        tested.Contains("MmioSize").ShouldBeTrue("mmio");
    }
}
