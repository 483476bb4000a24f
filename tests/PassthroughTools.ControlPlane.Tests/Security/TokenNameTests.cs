using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("anna.smith")]
    [InlineData("CI_runner-7")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Valid(string name) => TokenName.IsValid(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a@b")]
    [InlineData("a\n")]
    [InlineData("\u001b[31m")]
    [InlineData("größe")]
    [InlineData("ptt_abc")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task Not_valid(string name)
    {
        TokenName.IsValid(name).ShouldBeFalse();
        var refusal = await Refused.With(ErrorId.ValueInvalid,
            () => Task.FromResult(IssuedToken.Issue(name, TokenRole.Reader, DateTimeOffset.UnixEpoch, null)), "1 to 64 letters");
        if (name.Length > 3) refusal.Message.ShouldNotContain(name);
    }
}
