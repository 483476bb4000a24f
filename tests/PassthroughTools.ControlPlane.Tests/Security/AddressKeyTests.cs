using System.Net;
using PassthroughTools.ControlPlane.Security;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class AddressKeyTests
{
    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.6", false)]
    [InlineData("10.0.0.5", "::ffff:10.0.0.5", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("0.0.0.1", "0:0:0:1::", false)]
    public void Addresses_that_are_counted_together(string one, string other, bool together) =>
        (AddressKey.Of(IPAddress.Parse(one)) == AddressKey.Of(IPAddress.Parse(other))).ShouldBe(together);

    [Fact]
    public void No_address_is_an_address_too() => AddressKey.Of(null).ShouldNotBe(AddressKey.Of(IPAddress.Any));
}
