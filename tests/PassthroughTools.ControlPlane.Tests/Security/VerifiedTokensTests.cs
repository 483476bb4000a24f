using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class VerifiedTokensTests
{
    private readonly VerifiedTokens verified = new();

    [Fact]
    public void A_token_is_known_by_its_key_and_what_the_store_has_of_it()
    {
        var token = TestToken.Make().Stored;
        verified.Add(new TokenKey(1, 2), token);

        verified.Has(new TokenKey(1, 2), token with { Name = "renamed", Revoked = DateTimeOffset.UnixEpoch }).ShouldBeTrue();
        verified.Has(new TokenKey(2, 1), token).ShouldBeFalse();
        verified.Has(new TokenKey(1, 2), null).ShouldBeFalse();
        verified.Has(new TokenKey(1, 2), token with { Hash = TokenHash.NewSalt() }).ShouldBeFalse();
        verified.Has(new TokenKey(1, 2), token with { Salt = TokenHash.NewSalt() }).ShouldBeFalse();
        verified.Has(new TokenKey(1, 2), token with { Iterations = 1 }).ShouldBeFalse();
    }

    [Fact]
    public void It_is_bounded()
    {
        var token = TestToken.Make().Stored;
        for (int i = 0; i < VerifiedTokens.Capacity + 1000; i++) verified.Add(new TokenKey((UInt128)i, 0), token);

        verified.Count.ShouldBe(VerifiedTokens.Capacity);
    }

    [Fact]
    public void Keys_differ_by_token_and_by_process()
    {
        TokenKeys keys = new(), others = new();
        var (one, other) = (TestToken.Make().Text, TestToken.Make().Text);

        keys.Of(one).ShouldBe(keys.Of(new string(one)));
        keys.Of(one).ShouldNotBe(keys.Of(other));
        keys.Of(one).ShouldNotBe(others.Of(one));
    }
}
