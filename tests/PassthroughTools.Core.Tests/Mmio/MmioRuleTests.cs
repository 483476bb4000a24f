using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Mmio;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Mmio;

/// <summary>The rule: the next power of two strictly above the sum of what the devices' largest BARs map.</summary>
public sealed class MmioRuleTests
{
    /// <summary>
    /// GPUs that map sixteen GB each: 1 GPU 32, 2 GPUs 64, 3 GPUs 64, 4 GPUs 128 (vdga states the case of two).
    /// </summary>
    [Theory]
    [InlineData(1, 16, 32)]
    [InlineData(2, 32, 64)]
    [InlineData(3, 48, 64)]
    [InlineData(4, 64, 128)]
    [InlineData(8, 128, 256)]
    public void SixteenGigabyteGpus(int count, int required, int recommended)
    {
        var sizing = MmioLab.Of([.. Enumerable.Repeat("10de:25b6", count)]);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Assumed).ShouldBe((required, recommended, false));
    }

    /// <summary>What a device maps is not its memory: in the comment.</summary>
    [Theory]
    [InlineData("10de:1b38", 32, 64)] // Tesla P40, 24 GB
    [InlineData("10de:1eb8", 0.25, 0)] // Tesla T4, 16 GB
    [InlineData("10de:15f8", 16, 32)] // Tesla P100, 16 GB
    [InlineData("10de:1db4", 16, 64)] // Tesla V100, 16 GB: NVIDIA publishes 64
    [InlineData("10de:1db6", 32, 64)] // Tesla V100, 32 GB
    [InlineData("10de:2235", 64, 128)] // A40, 48 GB
    [InlineData("10de:20b1", 64, 128)] // A100, 40 GB
    [InlineData("10de:20b5", 128, 256)] // A100, 80 GB
    [InlineData("10de:2331", 128, 256)] // H100 PCIe, 80 GB
    [InlineData("10de:26b5", 64, 128)] // L40, 48 GB
    [InlineData("10de:24b0", 0.25, 0)] // RTX A4000, 16 GB
    [InlineData("10de:13bd", 0.25, 0)] // Tesla M10, 8 GB
    [InlineData("8086:56c0", 16, 32)] // Flex 170, 16 GB
    [InlineData("8086:56c1", 8, 16)] // Flex 140, 6 GB a GPU
    [InlineData("1002:740f", 64, 128)] // Instinct MI210, 64 GB
    [InlineData("1002:74a1", 256, 512)] // Instinct MI300X, 192 GB
    [InlineData("1da3:1060", 128, 256)] // Gaudi 3, 128 GB
    [InlineData("10de:1bb3", 8, 16)] // Tesla P4, 8 GB
    [InlineData("8086:2710", 4, 8)] // DLB, no memory
    [InlineData("8086:2711", 0.0625, 0)] // its virtual function
    [InlineData("8086:4940", 0.0625, 0)] // QAT
    public void KnownBars(string ids, decimal required, int recommended)
    {
        var sizing = MmioLab.Of(ids);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Assumed).ShouldBe((required, recommended, false));
    }

    [Theory]
    [InlineData(96, 128, "10de:1b38", "10de:2235")]
    [InlineData(128, 256, "10de:20f1", "10de:20f1")]
    [InlineData(256, 512, "10de:20b5", "10de:20b5")]
    [InlineData(1024, 2048, "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331", "10de:2331",
        "10de:2331")]
    [InlineData(32, 128, "10de:1db4", "10de:1db4")] // published: 2 x Tesla V100
    [InlineData(24, 32, "10de:25b6", "8086:56c1")]
    [InlineData(16.03125, 32, "10de:25b6", "8086:1572")]
    [InlineData(0.03125, 0, "8086:1572", "15b3:101e")]
    [InlineData(3.25, 0, "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8",
        "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8", "10de:1eb8")]
    [InlineData(0, 0)]
    public void Sums(decimal required, int recommended, params string[] ids)
    {
        var sizing = MmioLab.Of(ids);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.Devices.Count).ShouldBe((required, recommended, ids.Length));
    }

    /// <summary>A region that is exactly as large as the memory has no room for the registers.</summary>
    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 8)]
    [InlineData(15, 16)]
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
