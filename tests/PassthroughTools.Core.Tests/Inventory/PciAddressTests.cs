using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Inventory;

public sealed class PciAddressTests
{
    [Theory]
    [InlineData("0000:03:00.0", 0, 3, 0, 0)]
    [InlineData("0000:42:1f.7", 0, 0x42, 31, 7)]
    [InlineData("FFFF:FF:1F.7", 65535, 255, 31, 7)]
    [InlineData("0001:0a:0B.1", 1, 10, 11, 1)]
    [InlineData("03:00.0", 0, 3, 0, 0)]
    [InlineData("ff:1f.7", 0, 255, 31, 7)]
    [InlineData("00000:066:00.0", 0, 0x42, 0, 0)] // what ESXi writes into .vmx for bus 0x42
    [InlineData("00000:003:31.7", 0, 3, 31, 7)]
    [InlineData("65535:255:31.7", 65535, 255, 31, 7)]
    public void Reads(string text, int segment, int bus, int slot, int function)
    {
        foreach (var culture in Cultures.Names)
        {
            var address = Cultures.In(culture, () => PciAddress.Parse(text));
            (address.Segment, address.Bus, address.Slot, address.Function).ShouldBe((segment, bus, slot, function));
            Cultures.In(culture, address.ToString).ShouldBe(new PciAddress(segment, bus, slot, function).ToString());
            PciAddress.Parse(address.ToString()).ShouldBe(address);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3:0.0")]
    [InlineData("0000:03:00")]
    [InlineData("0000:03.00.0")]
    [InlineData("0000:03:00.8")]
    [InlineData("0000:03:20.0")]
    [InlineData("0000:3:00.0")]
    [InlineData("00000:03:00.0")]
    [InlineData("0000:003:00.0")]
    [InlineData("00000:256:00.0")]
    [InlineData("65536:000:00.0")]
    [InlineData("00000:066:32.0")]
    [InlineData("00000:04a:00.0")]
    [InlineData("000g:03:00.0")]
    [InlineData(" 0000:03:00.0")]
    [InlineData("0000:03:00.0 ")]
    [InlineData("0000:+3:00.0")]
    [InlineData("0000:-3:00.0")]
    [InlineData("0000:03:00.٠")]
    [InlineData("0:0000:03:00.0")]
    public void RefusesOtherText(string? text)
    {
        PciAddress.TryParse(text, out var address).ShouldBeFalse();
        address.ShouldBe(default);
        if (text is not null) Should.Throw<FormatException>(() => PciAddress.Parse(text))
            .Message.ShouldBe($"'{text}' is no PCI address; write segment:bus:slot.function, as in 0000:03:00.0.");
    }

    [Theory]
    [InlineData(65536, 0, 0, 0)]
    [InlineData(0, 256, 0, 0)]
    [InlineData(0, 0, 32, 0)]
    [InlineData(0, 0, 0, 8)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, -1, 0, 0)]
    public void RefusesPartsOutOfRange(int segment, int bus, int slot, int function) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PciAddress(segment, bus, slot, function));

    [Fact]
    public void IsOrderedAsItPrints()
    {
        string[] texts = ["0000:00:00.0", "0000:00:00.7", "0000:00:1f.0", "0000:80:00.0", "0000:ff:1f.7", "0001:00:00.0",
            "8000:00:00.0", "ffff:ff:1f.7"];

        texts.Reverse().Select(PciAddress.Parse).Order().Select(static address => address.ToString()).ShouldBe(texts);
        var (low, high) = (PciAddress.Parse(texts[0]), PciAddress.Parse(texts[^1]));
        (low < high, low <= high, low > high, low >= high, low == high, low != high, low.Equals((object)low),
            low.Equals("0000:00:00.0"))
            .ShouldBe((true, true, false, false, false, true, true, false));
        PciAddress.Parse("03:00.0").GetHashCode().ShouldBe(PciAddress.Parse("0000:03:00.0").GetHashCode());
    }

    [Theory]
    [InlineData("3:00.0x", "its bus '3' is not two hexadecimal digits, its function '0x' is not a digit from 0 to 7")]
    [InlineData("0000:03:00", "its function is missing")]
    [InlineData("03:00.8", "its function '8' is not a digit from 0 to 7")]
    [InlineData("03:20.0", "its slot '20' is more than 1f")]
    [InlineData("00:03:00.0", "its segment '00' is not four hexadecimal digits")]
    [InlineData("0000:0g:00.0", "its bus '0g' is not two hexadecimal digits")]
    [InlineData("0000:03:00.0", null)]
    [InlineData("00000:066:00.0", null)]
    [InlineData("Tesla T4", null)]
    [InlineData("Intel: Flex 170", null)]
    [InlineData("NIC:held.free", null)]
    [InlineData("::.", null)]
    [InlineData("", null)]
    public void WhatIsWrongWithAnAddressIsSaid(string text, string? fault) => PciAddress.FaultOf(text).ShouldBe(fault);
}
