using PassthroughTools.Capabilities;
using static PassthroughTools.Capabilities.PassthroughFeature;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>
/// The Enhanced DirectPath device table of the VMware Cloud Foundation blog, 2026-04-20, copied by hand: what works, per feature,
/// for Flex 140/170, Gaudi 3, MI210, QAT, DLB.
/// </summary>
internal static class EnhancedTable
{
    /// <summary>The columns: the label in the facts file, a vendor and device ID of it, the catalog's keys.</summary>
    public static readonly (string Label, string Ids, string Key)[] Columns =
    [
        ("Intel Data Center GPU Flex 140/170", "8086:56c1", "IntelFlex140"),
        ("Intel Data Center GPU Flex 140/170", "8086:56c0", "IntelFlex170"),
        ("Intel Gaudi 3", "1da3:1060", "IntelGaudi3"),
        ("AMD Instinct MI210", "1002:740f", "AmdInstinctMi210"),
        ("Intel QAT", "8086:4940", "IntelQat"),
        ("Intel DLB", "8086:2710", "IntelDlb"),
        ("Intel DLB", "8086:2711", "IntelDlbFunction"),
    ];

    private static readonly Dictionary<PassthroughFeature, string> Rows = new()
    {
        //                          Flex Gaudi MI210 QAT DLB
        [DiskOnlyStorageVMotion] = "yes  no    yes   yes yes",
        [DiskOnlySnapshots] =      "yes  no    yes   yes yes",
        [DiskReconfigure] =        "yes  no    yes   yes yes",
        [HotRemoveVirtualDevices] = "yes no    yes   yes yes",
        [HotAddVirtualDevices] =   "yes  no    yes   yes yes",
        [LivePatch] =              "yes  no    yes   yes no",
        [HotAddMemory] =           "yes  no    yes   yes no",
        [HotAddRemoveVcpu] =       "yes  no    yes   yes no",
        [StorageVMotion] =         "yes  no    yes   yes no",
        [MemorySnapshots] =        "yes  no    yes   yes no",
        [SuspendResume] =          "yes  no    no    yes no",
        [VMotion] =                "yes  no    no    yes no",
        [StatisticsCollection] =   "yes  yes   yes   yes yes",
    };

    public static IEnumerable<PassthroughFeature> Features => Rows.Keys;

    public static string Value(string label, PassthroughFeature feature)
    {
        int column = label switch
        {
            "Intel Data Center GPU Flex 140/170" => 0,
            "Intel Gaudi 3" => 1,
            "AMD Instinct MI210" => 2,
            "Intel QAT" => 3,
            _ => 4,
        };
        return Rows[feature].Split(' ', System.StringSplitOptions.RemoveEmptyEntries)[column];
    }
}
