using PassthroughTools.ControlPlane.Security;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenTextTests
{
    private static readonly string Text = TokenText.Of("abcdefg2", new string('s', 43));

    [Fact]
    public void A_token_is_taken_apart_as_it_was_put_together()
    {
        for (int i = 0; i < 200; i++)
        {
            var (id, secret) = (TokenText.NewId(), TokenText.NewSecret());
            TokenText.Parse(TokenText.Of(id, secret)).ShouldBe((id, secret));
        }
    }

    [Fact]
    public void Its_secret_has_256_random_bits()
    {
        var secrets = Enumerable.Range(0, 200).Select(static _ => TokenText.NewSecret()).ToArray();

        secrets.Distinct(StringComparer.Ordinal).Count().ShouldBe(secrets.Length);
        secrets.ShouldAllBe(static secret => System.Buffers.Text.Base64Url.DecodeFromChars(secret).Length == 32);
    }

    [Theory]
    [InlineData("ptt_", "PTT_")]
    [InlineData("ptt_", "ghp_")]
    [InlineData("abcdefg2", "ABCDEFG2")]
    [InlineData("abcdefg2", "abcdefg1")]
    [InlineData("abcdefg2", "abcdefg")]
    [InlineData("2_s", "2-s")]
    [InlineData("ss", "s")]
    [InlineData("ss", "sss")]
    [InlineData("ss", "s ")]
    [InlineData("ss", "s+")]
    [InlineData("ss", "s\0")]
    [InlineData("ss", "sſ")]
    public void Another_shape_is_no_token(string part, string other) =>
        TokenText.Parse(Text.Remove(Text.IndexOf(part, StringComparison.Ordinal), part.Length)
            .Insert(Text.IndexOf(part, StringComparison.Ordinal), other)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("ptt_")]
    [InlineData("ptt__")]
    public void Nor_is_a_part_of_one(string text) => TokenText.Parse(text).ShouldBeNull();
}
