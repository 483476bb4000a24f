using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Properties;

public sealed class IdentifierProperties
{
    private static readonly Config Config = SeededConfig.Of(2000);

    [Fact]
    public void An_address_is_read_as_it_prints() => Check.One(Config, Prop.ForAll(Addresses(), static address =>
    {
        PciAddress.Parse(address.ToString()).ShouldBe(address);
        PciAddress.Parse(address.ToString().ToUpperInvariant()).ShouldBe(address);
        address.ToString().Length.ShouldBe(12);
    }));

    [Fact]
    public void An_address_is_read_in_the_short_and_in_the_decimal_form() =>
    Check.One(Config, Prop.ForAll(Addresses(), static address =>
    {
        var decimals = FormattableString.Invariant($"{address.Segment:d5}:{address.Bus:d3}:{address.Slot:d2}.{address.Function}");
        PciAddress.Parse(decimals).ShouldBe(address);
        if (address.Segment == 0) PciAddress.Parse(address.ToString()[5..]).ShouldBe(address);
    }));

    [Fact]
    public void Addresses_are_ordered_as_they_print() =>
    Check.One(Config, Prop.ForAll(Addresses(), Addresses(), static (one, other) =>
    {
        Math.Sign(one.CompareTo(other)).ShouldBe(Math.Sign(string.CompareOrdinal(one.ToString(), other.ToString())));
        one.Equals(other).ShouldBe(one.CompareTo(other) == 0);
        (one < other).ShouldBe(other > one);
        if (one == other) one.GetHashCode().ShouldBe(other.GetHashCode());
    }));

    [Fact]
    public void Text_that_is_read_as_an_address_prints_as_one_and_other_text_is_refused() =>
    Check.One(Config, Prop.ForAll(AddressLike(), static text =>
    {
        if (PciAddress.TryParse(text, out var address)) PciAddress.Parse(address.ToString()).ShouldBe(address);
        else Should.Throw<FormatException>(() => PciAddress.Parse(text));
    }));

    [Fact]
    public void Every_identifier_is_read_as_it_prints()
    {
        for (int value = 0; value <= ushort.MaxValue; value++)
        {
            PciId id = value;
            PciId.Parse(id.ToString()).Value.ShouldBe((ushort)value);
            PciId.Parse(value.ToString("X", CultureInfo.InvariantCulture)).ShouldBe(id);
            PciId.FromInt32(unchecked((short)value)).ShouldBe(id);
            var allowed = new AllowedDevice(id, ushort.MaxValue - value);
            AllowedDevice.Parse(allowed.ToString()).ShouldBe(allowed);
        }
    }

    [Fact]
    public void A_number_with_more_than_16_bits_is_no_identifier() =>
    Check.One(Config, Prop.ForAll(LargeNumbers(), static value =>
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PciId.FromInt32(value));
    }));

    [Fact]
    public void Text_that_is_read_as_an_identifier_prints_as_one_and_other_text_is_refused() =>
    Check.One(Config, Prop.ForAll(AddressLike(), static text =>
    {
        if (PciId.TryParse(text, out var id)) PciId.Parse(id.ToString()).ShouldBe(id);
        else Should.Throw<FormatException>(() => PciId.Parse(text));
    }));

    private static Arbitrary<PciAddress> Addresses() => Gen.Elements(0, 0, 1, 0xff, 0xffff)
        .SelectMany(static _ => Gen.Choose(0, 0xff), static (segment, bus) => (segment, bus))
        .SelectMany(static _ => Gen.Choose(0, 0xff),
            static (above, rest) => new PciAddress(above.segment, above.bus, rest >> 3, rest & 7))
        .ToArbitrary();

    private static Arbitrary<int> LargeNumbers() =>
        Gen.OneOf(Gen.Choose(int.MinValue, short.MinValue - 1), Gen.Choose(ushort.MaxValue + 1, int.MaxValue - 1)).ToArbitrary();

    /// <summary>Text of the characters that addresses and identifiers are made of, and some that they are not.</summary>
    private static Arbitrary<string> AddressLike() =>
        Gen.ArrayOf(Gen.Elements('0', '0', '0', '1', '9', 'a', 'F', ':', ':', '.', 'x', ' ', '-', '+', '\u0660', 'g'))
            .Select(static letters => new string(letters)).ToArbitrary();
}
