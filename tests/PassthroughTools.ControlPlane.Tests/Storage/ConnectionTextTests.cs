using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Connection strings, which hold passwords.</summary>
public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("Host=db;Database=x;Password=hunter2;4711=secret-tail")]
    [InlineData("Host=db;Database=x;Password='hunter2;secret-tail")]
    [InlineData("postgres://user:hunter2@db/secret-tail")]
    [InlineData("Host=db;Database=x;Port=hunter2")]
    [InlineData("Host=db;Database=x;SSL Mode=hunter2")]
    [InlineData("Host=db;Password=hunter2")]
    [InlineData("Database=db;Password=hunter2")]
    [InlineData("hunter2")]
    [InlineData("")]
    public void A_connection_string_that_cannot_be_understood_is_not_repeated(string text)
    {
        var refusal = Should.Throw<PassthroughException>(() => ConnectionText.Parse(text));
        refusal.Id.ShouldBe(ErrorId.ValueInvalid);
        refusal.Message.ShouldContain("Host=");
        refusal.ToString().ShouldNotContain("hunter2");
        refusal.ToString().ShouldNotContain("secret-tail");
    }

    [Fact]
    public void A_database_is_named_by_host_port_and_name_only()
    {
        var settings = ConnectionText.Parse(
            "Host=db.domain.com;Port=5433;Database=passthrough;Username=admin;Password=hunter2;Persist Security "
            + "Info=true;Include Error Detail=true");
        ConnectionText.NameOf(settings).ShouldBe("db.domain.com:5433/passthrough");
        settings.PersistSecurityInfo.ShouldBeFalse();
        settings.IncludeErrorDetail.ShouldBeFalse();
    }
}
