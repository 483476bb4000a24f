using PassthroughTools.Text;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Text;

/// <summary>What is a secret by its name is not shown.</summary>
public sealed class SecretsTests
{
    [Theory]
    [InlineData("""{"RemoteDisplay.vnc.password":"s3cret","a":"b"}""", """{"RemoteDisplay.vnc.password":"***","a":"b"}""")]
    [InlineData("""{"setting":"my.token","value":"s3\"cret","x":1}""", """{"setting":"my.token","value":"***","x":1}""")]
    [InlineData("""{"setting":"my.token","value":null,"x":"y"}""", """{"setting":"my.token","value":null,"x":"y"}""")]
    [InlineData("""{"text":"a = \"b\"\nguest.Passphrase = \"s3cret\"\nc = \"d\""}""",
        """{"text":"a = \"b\"\nguest.Passphrase = \"***\"\nc = \"d\""}""")]
    [InlineData("""{"encryption.data":"s3cret""", """{"encryption.data":"***""")]
    [InlineData("""{"notes":"the password is elsewhere","name":"x"}""", """{"notes":"the password is elsewhere","name":"x"}""")]
    public void Values_after_such_names_are_masked(string text, string shown) => Secrets.Masked(text).ShouldBe(shown);

    [Fact]
    public void What_cannot_be_matched_is_read_in_bounded_time()
    {
        var text = string.Concat(Enumerable.Repeat("password\\\"", 400));
        Secrets.Masked(text).Length.ShouldBeLessThanOrEqualTo(text.Length + 3);
    }

    [Theory]
    [InlineData("RemoteDisplay.vnc.password", "***")]
    [InlineData("pciPassthru.64bitMMIOSizeGB", "64")]
    public void A_value_is_shown_by_its_name(string name, string shown) => Secrets.Shown(name, "64").ShouldBe(shown);
}
