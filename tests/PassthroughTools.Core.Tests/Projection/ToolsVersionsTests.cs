using PassthroughTools.Projection;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

public sealed class ToolsVersionsTests
{
    [Theory]
    [InlineData("12.4.0", "12416")]
    [InlineData("12.1.5", "12325")]
    [InlineData("10.3.10", "10346")]
    public void AVersionIsANumberInVim(string version, string number)
    {
        ToolsVersions.ToVim(version).ShouldBe(number);
        ToolsVersions.FromVim(number).ShouldBe(version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12.4")]
    [InlineData("12.4.0.1")]
    [InlineData("12.32.0")]
    [InlineData("guestManaged")]
    [InlineData("0")]
    [InlineData("2147483647")]
    public void WhatIsNoVersionStaysAsItIs(string? text)
    {
        ToolsVersions.ToVim(text).ShouldBe(text);
        ToolsVersions.FromVim(text).ShouldBe(text);
    }
}
