using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A token of each role, and those that are not good any more.</summary>
internal sealed class LabTokens
{
    public LabTokens(DateTimeOffset now)
    {
        Reader = TestToken.Make(TokenRole.Reader, "reader", expires: now.AddDays(1));
        Operator = TestToken.Make(TokenRole.Operator, "operator");
        Admin = TestToken.Make(TokenRole.Admin, "admin");
        Expired = TestToken.Make(TokenRole.Admin, "expired", expires: now);
        Revoked = TestToken.Make(TokenRole.Admin, "revoked", revoked: now);
        Source = new TokensInMemory(Reader, Operator, Admin, Expired, Revoked);
    }

    public TestToken Reader { get; }

    public TestToken Operator { get; }

    public TestToken Admin { get; }

    public TestToken Expired { get; }

    public TestToken Revoked { get; }

    public TokensInMemory Source { get; }

    public TestToken Of(TokenRole role) => role switch
    {
        TokenRole.Reader => Reader,
        TokenRole.Operator => Operator,
        _ => Admin,
    };
}
