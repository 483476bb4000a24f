using System.Globalization;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Inventory;

public sealed class PciIdTests
{
    [Theory]
    [InlineData("0x10de", 0x10de, "0x10de")]
    [InlineData("10DE", 0x10de, "0x10de")]
    [InlineData("0X1eb8", 0x1eb8, "0x1eb8")]
    [InlineData("0x1", 1, "0x0001")]
    [InlineData("0", 0, "0x0000")]
    [InlineData("ffff", 0xffff, "0xffff")]
    public void ReadsAndPrints(string text, int value, string printed)
    {
        foreach (var culture in Cultures.Names)
        {
            var id = Cultures.In(culture, () => PciId.Parse(text));
            ((int)id.Value, Cultures.In(culture, id.ToString), Cultures.In(culture, () => $"{id}")).ShouldBe(
                (value, printed, printed));
            ((PciId)text).ShouldBe(id);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x10de1")]
    [InlineData("10dg")]
    [InlineData("-1")]
    [InlineData(" 10de")]
    [InlineData("0x0x1")]
    [InlineData("١٠")]
    public void RefusesOtherText(string? text)
    {
        PciId.TryParse(text, out _).ShouldBeFalse();
        if (text is not null) Should.Throw<FormatException>(() => PciId.Parse(text))
            .Message.ShouldBe($"'{text}' is no PCI identifier; write four hexadecimal digits, as in 0x10de.");
    }

    /// <summary>VIM sends signed shorts.</summary>
    [Theory]
    [InlineData(-8694, "0xde0a")]
    [InlineData(-1, "0xffff")]
    [InlineData(-32768, "0x8000")]
    [InlineData(32767, "0x7fff")]
    [InlineData(0x10de, "0x10de")]
    [InlineData(65535, "0xffff")]
    public void TakesSignedAndUnsignedNumbers(int value, string printed)
    {
        PciId.FromInt32(value).ToString().ShouldBe(printed);
        ((PciId)value).ToString().ShouldBe(printed);
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(-32769)]
    [InlineData(int.MinValue)]
    public void RefusesMoreThanSixteenBits(int value) => Should.Throw<ArgumentOutOfRangeException>(() => PciId.FromInt32(value))
        .Message.ShouldContain("A PCI identifier has 16 bits.");

    [Fact]
    public void ComparesAsANumber()
    {
        PciId low = 0x10de, high = 0x8086;

        (low < high, low <= high, low > high, low >= high, low == high, low != high, low == 0x10de, low.CompareTo(high) < 0)
            .ShouldBe((true, true, false, false, false, true, true, true));
        (low.Equals((object)new PciId(0x10de)), low.Equals("0x10de"), low.GetHashCode()).ShouldBe((true, false, 0x10de));
    }

    [Fact]
    public void FormatsAsANumberWhereAskedTo()
    {
        PciId id = 0x10de;

        (id.ToString("d", CultureInfo.InvariantCulture), id.ToString("X4", null),
            id.ToString("", CultureInfo.InvariantCulture)).ShouldBe(("4318", "10DE", "0x10de"));
    }

    [Theory]
    [InlineData("10de:1eb8", "10de:1eb8")]
    [InlineData("0x10DE:0x1EB8", "10de:1eb8")]
    [InlineData(" 10de : 1eb8 ", "10de:1eb8")]
    [InlineData("1:2", "0001:0002")]
    public void APairReadsAndPrints(string text, string printed)
    {
        foreach (var culture in Cultures.Names)
            Cultures.In(culture, () => AllowedDevice.Parse(text).ToString()).ShouldBe(printed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10de")]
    [InlineData("10de:")]
    [InlineData("10de:1eb8:0")]
    [InlineData("10de-1eb8")]
    public void RefusesOtherPairs(string? text)
    {
        AllowedDevice.TryParse(text, out var device).ShouldBeFalse();
        device.ShouldBe(default);
        if (text is not null) Should.Throw<FormatException>(() => AllowedDevice.Parse(text))
            .Message.ShouldContain($"'{text}' is no vendor and device ID; write vendor:device in hexadecimal, as in 10de:1eb8.");
    }
}
