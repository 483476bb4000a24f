using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>Tokens that a test changes under the eyes of who uses them.</summary>
internal sealed class TokensInMemory(params TestToken[] tokens) : ITokenSource
{
    public IReadOnlyList<AccessToken> List { get; set; } = [.. tokens.Select(static token => token.Stored)];

    public PassthroughException? Failure { get; set; }

    public Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken) =>
        Failure is null ? Task.FromResult(List) : Task.FromException<IReadOnlyList<AccessToken>>(Failure);
}
