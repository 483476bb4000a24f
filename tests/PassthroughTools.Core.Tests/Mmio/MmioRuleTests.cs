using System.Linq;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Mmio;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Mmio;

/// <summary>The rule of capability-facts.json: the sum of the devices' memory, rounded up to the next power of two strictly above it.</summary>
public sealed class MmioRuleTests
{
    /// <summary>Sixteen GB times the number of GPUs: 1 GPU 32, 2 GPUs 64, 3 GPUs 64, 4 GPUs 128 (vdga states the case of two).</summary>
    [Theory]
    [InlineData(1, 16, 32)]
    [InlineData(2, 32, 64)]
    [InlineData(3, 48, 64)]
    [InlineData(4, 64, 128)]
    [InlineData(8, 128, 256)]
    public void SixteenGigabyteGpus(int count, int required, int recommended)
    {
        var sizing = MmioLab.Of([.. Enumerable.Repeat("10de:1eb8", count)]);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Assumed).ShouldBe((required, recommended, false));
    }

    /// <summary>Memory sizes that their vendors publish, with the Intel GPU Flex 140 as two devices of 6 GB.</summary>
    [Theory]
    [InlineData("10de:1b38", 24, 32)] // Tesla P40
    [InlineData("10de:1eb8", 16, 32)] // Tesla T4
    [InlineData("10de:15f8", 16, 32)] // Tesla P100 16 GB
    [InlineData("10de:1db4", 16, 32)] // Tesla V100 16 GB
    [InlineData("10de:1db6", 32, 64)] // Tesla V100 32 GB
    [InlineData("10de:2235", 48, 64)] // A40
    [InlineData("10de:20b1", 40, 64)] // A100 40 GB
    [InlineData("10de:20b5", 80, 128)] // A100 80 GB
    [InlineData("10de:2331", 80, 128)] // H100 PCIe
    [InlineData("10de:26b5", 48, 64)] // L40
    [InlineData("8086:56c0", 16, 32)] // Flex 170
    [InlineData("8086:56c1", 6, 0)] // Flex 140: no large region
    [InlineData("1002:740f", 64, 128)] // Instinct MI210
    [InlineData("1da3:1060", 128, 256)] // Gaudi 3
    [InlineData("10de:1bb3", 8, 0)] // Tesla P4: no large region
    [InlineData("8086:4940", 0, 0)] // QAT
    public void KnownMemory(string ids, int required, int recommended)
    {
        var sizing = MmioLab.Of(ids);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Assumed).ShouldBe((required, recommended, false));
    }

    [Theory]
    [InlineData(72, 128, "10de:1b38", "10de:2235")]
    [InlineData(160, 256, "10de:20b5", "10de:20b5")]
    [InlineData(640, 1024, "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331")]
    [InlineData(22, 32, "10de:1eb8", "8086:56c1")]
    [InlineData(16, 32, "10de:1eb8", "8086:1572")]
    [InlineData(0, 0, "8086:1572", "15b3:101e")]
    [InlineData(0, 0)]
    public void Sums(int required, int recommended, params string[] ids)
    {
        var sizing = MmioLab.Of(ids);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Devices.Count).ShouldBe((required, recommended, ids.Length));
    }

    /// <summary>A region that is exactly as large as the memory has no room for the registers.</summary>
    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 32)]
    [InlineData(31, 32)]
    [InlineData(32, 64)]
    [InlineData(63, 64)]
    [InlineData(64, 128)]
    [InlineData(65536, 131072)]
    public void StrictlyAbovePowersOfTwo(int gigabytes, int recommended) => MmioLab.Of(MmioLab.With("8086:1572")
        .ChangeDevice("01:00.0", device => device with { MmioSizeGB = gigabytes })).RecommendedGB.ShouldBe(recommended);

    [Fact]
    public void ASumWithoutEndEndsAllTheSame()
    {
        var sizing = new MmioSizing(
            InventoryBuilder.Lab.AddHost("esx1").AddVM("vm1"),
            InventoryBuilder.Lab.AddHost("esx1").AddVM("vm1").VMNamed("vm1"),
            [.. Enumerable.Repeat(new MmioDemand { Device = "d", SizeGB = int.MaxValue, Source = "s" }, 3)]);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.IsSufficient).ShouldBe(((1 << 30) - 1, 1 << 30, false));
    }
}
