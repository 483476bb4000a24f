using System.Globalization;
using System.Text.RegularExpressions;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed partial class CultureTests
{
    [SkippableTheory]
    [InlineData("tr-TR")] // I and i are other letters' capitals
    [InlineData("de-DE")] // a comma in decimal numbers
    [InlineData("sv-SE")] // another minus sign
    [InlineData("fa-IR")] // another calendar
    [InlineData("th-TH")] // other years
    public void Files_are_the_same_to_the_byte_under_every_culture(string name)
    {
        var invariant = FilesUnder(CultureInfo.InvariantCulture);
        var culture = CultureInfo.GetCultureInfo(name);
        Skip.If(
            string.Equals(Sample(culture), Sample(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            $"This system has no data of culture {name} (no ICU), so that nothing would be proved.");

        var files = FilesUnder(culture);

        files.Keys.ShouldBe(invariant.Keys);
        foreach (var file in files) file.Value.ShouldBe(invariant[file.Key], file.Key);
    }

    [Fact]
    public void A_store_written_under_one_culture_is_read_under_another()
    {
        using var folder = new StoreFolder();
        Under(CultureInfo.GetCultureInfo("tr-TR"), () => Fill(folder));
        var turkish = folder.State().Text();

        Under(CultureInfo.GetCultureInfo("de-DE"), () => folder.State().Text().ShouldBe(turkish));
        Under(CultureInfo.GetCultureInfo("tr-TR"), () =>
        {
            folder.State().VMsNamed("VIRTUAL-I").ShouldHaveSingleItem().Name.ShouldBe("virtual-i");
            folder.State().Text().ShouldBe(turkish);
        });
    }

    private static string Sample(CultureInfo culture) =>
        (-1.5).ToString(culture) + new DateTime(2024, 2, 29).ToString("d", culture);

    private static Dictionary<string, string> FilesUnder(CultureInfo culture)
    {
        using var folder = new StoreFolder();
        Under(culture, () => Fill(folder));
        return folder.Data().ToDictionary(static file => file.Key, static file => TimesAndChecksums().Replace(file.Value, "-"),
            StringComparer.Ordinal);
    }

    private static void Fill(StoreFolder folder)
    {
        folder.With(SampleInventory.Of(3, 3));
        using var store = folder.OpenFolding();
        for (int i = 0; i < 3; i++)
        {
            store.Commit(Do.Attach(0, i));
            store.Commit(new SetResources { VMId = SampleInventory.VMId(2), MemoryReservationMB = 1000 + i,
                CpuReservationMhz = 1234567 + i });
            store.Commit(new ChangeVM { VMId = SampleInventory.VMId(2), MemoryMB = 6144 + (4 * i),
                NewName = i == 0 ? "virtual-i" : null });
            store.Commit(new SetAdvancedSetting { VMId = SampleInventory.VMId(1), Setting = $"II-{i}", Value = $"{i}" });
            store.Commit(new SetDeviceMode { VMHostId = SampleInventory.HostId, Address = SampleInventory.Address(2 - i),
                HardwareLabel = $"LABEL{i}" });
            store.Commit(new AttachDynamicDevice { VMId = SampleInventory.VMId(1),
                AllowedDevices = [new AllowedDevice(0x15b3, 0x1017)], HardwareLabel = "label" });
            store.Commit(new SetMmioSizing { VMId = SampleInventory.VMId(0), SizeGB = 1024 << i });
        }
    }

    private static void Under(CultureInfo culture, Action act)
    {
        var (before, beforeUI) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            act();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUI);
        }
    }

    [GeneratedRegex(@"(?<=""time"":"")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z|(?<=""checksum"": ?"")[0-9a-f]{16}",
        RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimesAndChecksums();
}
