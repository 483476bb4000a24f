using System.Globalization;
using Newtonsoft.Json.Linq;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Mmio;

/// <summary>
/// Every accelerator of the catalog: what its largest BAR maps, and the region for one, two and eight of them. One V100 with 16
/// GB is 64 where the rule alone gives 32: NVIDIA publishes 64.
/// </summary>
public sealed class MmioTableTests
{
    private const string Table = """
        id        key                                    BAR               one   two eight
        8086:56c1 IntelFlex140                           8                  16    32   128
        8086:56c0 IntelFlex170                           16                 32    64   256
        1da3:1060 IntelGaudi3                            128               256   512  2048
        1002:740f AmdInstinctMi210                       64                128   256  1024
        8086:0435 IntelQat                               0.0625              0     0     0
        8086:2710 IntelDlb                               4                   8    16    64
        8086:2711 IntelDlbFunction                       0.0625              0     0     0
        10de:13bd NvidiaTeslaM10                         0.25                0     0     0
        10de:13f2 NvidiaTeslaM60                         8                  16    32   128
        10de:1bb3 NvidiaTeslaP4                          8                  16    32   128
        10de:1bb4 NvidiaTeslaP6                          16                 32    64   256
        10de:1b38 NvidiaTeslaP40                         32                 64   128   512
        10de:15f7 NvidiaTeslaP100Pcie12GB                16                 32    64   256
        10de:15f8 NvidiaTeslaP100Pcie16GB                16                 32    64   256
        10de:15f9 NvidiaTeslaP100Sxm2                    16                 32    64   256
        10de:1db4 NvidiaTeslaV100Pcie16GB                16                 64   128   256
        10de:1db6 NvidiaTeslaV100Pcie32GB                32                 64   128   512
        10de:1db3 NvidiaTeslaV100Fhhl                    16                 64   128   256
        10de:1db1 NvidiaTeslaV100Sxm2x16GB               16                 64   128   256
        10de:1db5 NvidiaTeslaV100Sxm2x32GB               32                 64   128   512
        10de:1db8 NvidiaTeslaV100Sxm3                    32                 64   128   512
        10de:1df6 NvidiaTeslaV100S                       32                 64   128   512
        10de:1eb8 NvidiaTeslaT4                          0.25                0     0     0
        10de:1e36 NvidiaQuadroRtx6000                    32                 64   128   512
        10de:1e30 NvidiaQuadroRtx6000Or8000              32                 64   128   512
        10de:25b6 NvidiaA2OrA16                          16                 32    64   256
        10de:2236 NvidiaA10                              32                 64   128   512
        10de:20b7 NvidiaA30                              32                 64   128   512
        10de:2235 NvidiaA40                              64                128   256  1024
        10de:20b1 NvidiaA100Pcie40GB                     64                128   256  1024
        10de:20b5 NvidiaA100Pcie80GB                     128               256   512  2048
        10de:20b0 NvidiaA100Sxm4x40GB                    64                128   256  1024
        10de:20b2 NvidiaA100Sxm4x80GB                    128               256   512  2048
        10de:20f6 NvidiaA800Pcie40GB                     64                128   256  1024
        10de:20f5 NvidiaA800Pcie80GB                     128               256   512  2048
        10de:20bd NvidiaA800Sxm4x40GB                    64                128   256  1024
        10de:20f3 NvidiaA800Sxm4x80GB                    128               256   512  2048
        10de:2231 NvidiaRtxA5000                         32                 64   128   512
        10de:2230 NvidiaRtxA6000                         64                128   256  1024
        10de:2331 NvidiaH100Pcie                         128               256   512  2048
        10de:2330 NvidiaH100Sxm5                         128               256   512  2048
        10de:2321 NvidiaH100Nvl                          128               256   512  2048
        10de:2335 NvidiaH200Sxm                          256               512  1024  4096
        10de:233b NvidiaH200Nvl                          256               512  1024  4096
        10de:27b8 NvidiaL4                               32                 64   128   512
        10de:26b5 NvidiaL40                              64                128   256  1024
        10de:26b9 NvidiaL40S                             64                128   256  1024
        10de:26b1 NvidiaRtx6000Ada                       64                128   256  1024
        1002:6860 AmdInstinctMi25                        16                 32    64   256
        1002:66a1 AmdInstinctMi60OrMi50                  32                 64   128   512
        1002:738c AmdInstinctMi100                       32                 64   128   512
        1002:7408 AmdInstinctMi250                       64                128   256  1024
        1002:74a1 AmdInstinctMi300X                      256               512  1024  4096
        1002:74a5 AmdInstinctMi325X                      256               512  1024  4096
        1002:75a0 AmdInstinctMi350X                      512              1024  2048  8192
        1002:75a3 AmdInstinctMi355X                      512              1024  2048  8192
        8086:0bd9 IntelMax1100                           64                128   256  1024
        8086:0bd5 IntelMax1550                           128               256   512  2048
        1da3:1000 HabanaGaudi                            32                 64   128   512
        1da3:1020 HabanaGaudi2                           128               256   512  2048
        10de:102d NvidiaTeslaK80                         16                 32    64   256
        10de:1023 NvidiaTeslaK40m                        16                 32    64   256
        10de:1024 NvidiaTeslaK40cOrK20m                  0.25                0     0     0
        10de:1431 NvidiaTeslaM4                          4                   8    16    64
        10de:13f3 NvidiaTeslaM6                          8                  16    32   128
        10de:17fd NvidiaTeslaM40                         16                 32    64   256
        10de:1eb4 NvidiaT4G                              0.25                0     0     0
        10de:1eb0 NvidiaQuadroRtx5000                    0.25                0     0     0
        10de:1eb1 NvidiaQuadroRtx4000                    0.25                0     0     0
        10de:2237 NvidiaA10G                             32                 64   128   512
        10de:2233 NvidiaRtxA5500                         32                 64   128   512
        10de:2232 NvidiaRtxA4500                         0.25                0     0     0
        10de:24b0 NvidiaRtxA4000                         0.25                0     0     0
        10de:2531 NvidiaRtxA2000                         0.25                0     0     0
        10de:2322 NvidiaH800                             128               256   512  2048
        10de:2329 NvidiaH20x96GB                         128               256   512  2048
        10de:232c NvidiaH20x141GB                        256               512  1024  4096
        10de:2342 NvidiaGH200                            128               256   512  2048
        10de:27b6 NvidiaL2                               32                 64   128   512
        10de:26b7 NvidiaL20                              64                128   256  1024
        10de:26b3 NvidiaRtx5880Ada                       64                128   256  1024
        10de:26b2 NvidiaRtx5000Ada                       32                 64   128   512
        10de:27b0 NvidiaRtx4000SffAda                    32                 64   128   512
        10de:2901 NvidiaB200                             256               512  1024  4096
        10de:3182 NvidiaB300                             512              1024  2048  8192
        10de:2bb1 NvidiaRtxPro6000BlackwellWorkstation   128               256   512  2048
        10de:2bb5 NvidiaRtxPro6000BlackwellServerEdition 128               256   512  2048
        10de:2bb3 NvidiaRtxPro5000Blackwell              64                128   256  1024
        10de:1b80 NvidiaGeForceGtx1080                   0.25                0     0     0
        10de:2184 NvidiaGeForceGtx1660                   0.25                0     0     0
        10de:1e81 NvidiaGeForceRtx2080Super              0.25                0     0     0
        10de:1e02 NvidiaTitanRtx                         0.25                0     0     0
        10de:2487 NvidiaGeForceRtx3060x12GB              0.25                0     0     0
        10de:2206 NvidiaGeForceRtx3080x10GB              16                 32    64   256
        10de:2204 NvidiaGeForceRtx3090                   32                 64   128   512
        10de:24a0 NvidiaGeForceRtx3070TiLaptop           8                  16    32   128
        10de:2704 NvidiaGeForceRtx4080                   16                 32    64   256
        10de:2684 NvidiaGeForceRtx4090                   32                 64   128   512
        10de:2b85 NvidiaGeForceRtx5090                   32                 64   128   512
        1002:6929 AmdFireProS7150X2                      0.25                0     0     0
        1002:67a0 AmdFireProW9100                        0.25                0     0     0
        1002:7362 AmdRadeonProV520                       8                  16    32   128
        1002:73a1 AmdRadeonProV620                       32                 64   128   512
        1002:7460 AmdRadeonProV710                       32                 64   128   512
        1002:73a3 AmdRadeonProW6800                      32                 64   128   512
        1002:7448 AmdRadeonProW7900                      64                128   256  1024
        1002:73ff AmdRadeonRx6600                        8                  16    32   128
        1002:73df AmdRadeonRx6700Xt                      16                 32    64   256
        1002:73bf AmdRadeonRx6800Or6900                  16                 32    64   256
        1002:7480 AmdRadeonRx7600                        8                  16    32   128
        1002:747e AmdRadeonRx7700Or7800                  16                 32    64   256
        1002:744c AmdRadeonRx7900                        32                 64   128   512
        1002:687f AmdRadeonRxVega64                      8                  16    32   128
        8086:56a0 IntelArcA770x16GB                      16                 32    64   256
        8086:56a1 IntelArcA750                           8                  16    32   128
        8086:e211 IntelArcProB60x24GB                    32                 64   128   512
        8086:e223 IntelArcProB70x32GB                    32                 64   128   512
        8086:0b25 IntelDsa                               0.0001220703125     0     0     0
        8086:0cfe IntelIaa                               0.0001220703125     0     0     0
        8086:09c4 IntelFpgaPac                           0.25                0     0     0
        10ee:5020 AmdAlveoU50                            0.25                0     0     0
        10ee:5000 AmdAlveoU200                           0.25                0     0     0
        10ee:5004 AmdAlveoU250                           0.25                0     0     0
        10ee:500c AmdAlveoU280                           0.25                0     0     0
        1da3:1063 IntelGaudi3AddInCard                   128               256   512  2048
        """;

    /// <summary>
    /// Regions that are published, for so many of a device. Sources: NVIDIA AI Enterprise 6.2 (table 18), frankdenneman.nl
    /// 2023-05-30, Broadcom KB 323402, for 16 and 24 GB of memory a how-to after Broadcom KB 334594.
    /// </summary>
    private static readonly (string Ids, int Count, int RegionGB)[] Published =
    [
        ("10de:1b38", 1, 64), ("10de:1db1", 1, 64), ("10de:1db3", 1, 64), ("10de:1db4", 1, 64), ("10de:1db5", 1, 64),
        ("10de:1db6", 1, 64),
        ("10de:1db8", 1, 64), ("10de:1df6", 1, 64), ("10de:1db6", 2, 128), ("10de:1db4", 2, 128), ("10de:1db3", 2, 128),
        ("10de:1db1", 2, 128), ("10de:1df5", 2, 128), ("10de:20b7", 1, 64), ("10de:20b7", 2, 128), ("10de:20b0", 1, 128),
        ("10de:20b1", 1, 128), ("10de:20f1", 1, 128), ("10de:20b0", 2, 256), ("10de:20f1", 2, 256), ("10de:20b2", 1, 256),
        ("10de:20b5", 1, 256),
        ("10de:20b2", 2, 512), ("10de:20b5", 2, 512), ("10de:2321", 1, 256), ("10de:2330", 1, 256), ("10de:2331", 1, 256),
        ("10de:2330", 2, 512),
        ("10de:2331", 2, 512), ("10de:2322", 1, 256), ("10de:2324", 1, 256), ("10de:233a", 1, 256), ("10de:2335", 1, 512),
        ("10de:233b", 1, 512),
        ("10de:232c", 1, 512), ("10de:2329", 1, 256), ("10de:26b5", 1, 128), ("10de:26b7", 1, 128), ("10de:26ba", 1, 128),
        ("10de:27b8", 1, 64),
        ("10de:27b6", 1, 64), ("10de:26b1", 1, 128), ("10de:26b2", 1, 64), ("10de:2235", 1, 128), ("10de:2236", 1, 64),
        ("10de:2230", 1, 128),
        ("10de:2233", 1, 64), ("10de:2231", 1, 64), ("10de:1e78", 1, 64), ("10de:1e36", 1, 64), ("10de:1eb8", 1, 0),
        ("10de:25b6", 2, 64), ("10de:2236", 2, 128), ("10de:25b6", 8, 256), ("10de:15f8", 8, 256), ("10de:102d", 2, 64),
    ];

    public static TheoryData<string, string, decimal, int, int, int> Rows
    {
        get
        {
            var data = new TheoryData<string, string, decimal, int, int, int>();
            foreach (var cells in Table.Split('\n').Skip(1)
                .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
                data.Add(cells[0], cells[1], decimal.Parse(cells[2], CultureInfo.InvariantCulture), Number(cells[3]),
                    Number(cells[4]), Number(cells[5]));
            return data;
        }
    }

    public static TheoryData<string, int, int> PublishedRegions
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var (ids, count, region) in Published) data.Add(ids, count, region);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void OneTwoAndEight(string ids, string key, decimal bar, int one, int two, int eight)
    {
        var id = AllowedDevice.Parse(ids);
        var model = Catalog.BuiltIn.FindModel(id.VendorId, id.DeviceId)!;

        (model.Key, model.Bar!.SizeGB).ShouldBe((key, bar));
        Region(ids, 1).ShouldBe((bar, one));
        Region(ids, 2).ShouldBe((2 * bar, two));
        Region(ids, 8).ShouldBe((8 * bar, eight));
    }

    [Theory]
    [MemberData(nameof(PublishedRegions))]
    public void WhatIsPublished(string ids, int count, int region) => Region(ids, count).RecommendedGB.ShouldBe(region);

    [Fact]
    public void NoAcceleratorIsLeftOut() =>
    Catalog.BuiltIn.Models.Where(static model => model.IsAccelerator).Select(static model => model.Key)
        .ShouldBe(Rows.Select(static row => (string)row[1]), ignoreOrder: true);

    [Fact]
    public void EveryBarHasASourceAndIsAPowerOfTwoThatTheOthersDoNotContradict()
    {
        foreach (var model in Catalog.BuiltIn.Models)
        {
            var bar = model.Bar.ShouldNotBeNull(model.Key);
            bar.Source.Length.ShouldBeGreaterThan(10, model.Key);
            bar.Basis.ShouldBeOneOf(BarBasis.Published, BarBasis.Observed, BarBasis.Derived);
            if (bar.PublishedRegionGB is { } region) ((decimal)region).ShouldBeGreaterThan(bar.SizeGB, model.Key);
        }
    }

    /// <summary>Compares the catalog with bar-facts.json, where the file is at hand.</summary>
    [SkippableFact]
    public void TheBarsAreTheFilesBars()
    {
        Skip.IfNot(File.Exists(Repository.BarFacts),
            $"NOT COMPARED: {Repository.BarFacts} is not there; the table here was compared alone.");
        foreach (var device in JObject.Parse(File.ReadAllText(Repository.BarFacts))["devices"]!)
        {
            foreach (var ids in device["ids"]!.Values<string>())
            {
                var id = AllowedDevice.Parse(ids!);
                var bar = Catalog.BuiltIn.FindModel(id.VendorId, id.DeviceId).ShouldNotBeNull(ids).Bar!;
                (bar.SizeGB, bar.OtherGB, bar.PublishedRegionGB).ShouldBe(
                    (device.Value<decimal>("largestBarGB"), device.Value<decimal?>("otherBarGB"),
                        device.Value<int?>("publishedRegionGB")), ids);
                (bar.SizeGB * (1L << 30)).ShouldBe(device.Value<decimal>("largestBarBytes"), ids);
            }
        }
    }

    private static (decimal RequiredGB, int RecommendedGB) Region(string ids, int count)
    {
        var sizing = MmioLab.Of([.. Enumerable.Repeat(ids, count)]);
        return (sizing.RequiredGB, sizing.RecommendedGB);
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
