using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenHashTests
{
    /// <summary>RFC 7914, section 11: PBKDF2-HMAC-SHA256 ("Password", "NaCl", 80000), its first half.</summary>
    [Fact]
    public void It_is_PBKDF2_with_HMAC_SHA256() =>
        Convert.ToHexStringLower(TokenHash.Compute("Password", "NaCl"u8.ToArray(), 80_000))
            .ShouldBe("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");

    [Fact]
    public void Only_the_right_secret_matches()
    {
        var token = TestToken.Make();

        TokenHash.Matches(token.Stored, token.Secret).ShouldBeTrue();
        TokenHash.Matches(token.Stored, TokenText.NewSecret()).ShouldBeFalse();
        TokenHash.Matches(token.Stored with { Salt = TokenHash.NewSalt() }, token.Secret).ShouldBeFalse();
        TokenHash.Matches(token.Stored with { Iterations = 99 }, token.Secret).ShouldBeFalse();
        TokenHash.Matches(null, token.Secret).ShouldBeFalse();
    }

    [Fact]
    public void A_new_token_has_a_quick_hash_and_a_salt_of_its_own()
    {
        var now = DateTimeOffset.UnixEpoch;
        var (one, other) = (IssuedToken.Issue("ci", TokenRole.Reader, now, null).Token,
            IssuedToken.Issue("ci", TokenRole.Reader, now, null).Token);

        (one.Iterations, one.Salt.Length, one.Hash.Length).ShouldBe((1000, 16, 32));
        TokenHash.IsQuick(one).ShouldBeTrue();
        TokenHash.IsQuick(null).ShouldBeTrue();
        TokenHash.IsQuick(one with { Iterations = 600_000 }).ShouldBeFalse();
        one.Salt.ShouldNotBe(other.Salt);
        string.Equals(one.Id, other.Id, StringComparison.Ordinal).ShouldBeFalse();
        one.HasSecretOf(other).ShouldBeFalse();
    }
}
