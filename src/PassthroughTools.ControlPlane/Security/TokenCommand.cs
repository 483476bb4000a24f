using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The command line's "token": makes, lists and revokes tokens.</summary>
/// <param name="clock">The time.</param>
internal sealed class TokenCommand(TimeProvider clock)
{
    private const int Done = 0, Refused = 1, WrongUsage = 2;

    private const string Usage =
        """
        Usage:
          token create --name <name> --role reader|operator|admin [--expires 30d|12h|2027-01-01|never] --store <...>
          token list --store <...>
          token revoke <id or name> --store <...>
        Without --expires a token is good for 90 days. A date is its beginning in UTC. A name revokes all tokens of that name.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="args">What follows "token".</param>
    /// <param name="store">Where the tokens are.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>0: done; 1: refused; 2: wrong usage.</returns>
    public async Task<int> RunAsync(string[] args, ITokenStore store, TextWriter output, TextWriter error,
        CancellationToken cancellationToken)
    {
        try
        {
            await (args switch
            {
                ["create", .. var options] =>
                    CreateAsync(TokenOptions.Parse(options, clock.GetUtcNow()), store, output, cancellationToken),
                ["list"] => ListAsync(store, output, cancellationToken),
                ["revoke", var idOrName] => RevokeAsync(idOrName, store, output, cancellationToken),
                ["list", ..] => throw new FormatException("token list takes nothing more."),
                ["revoke", ..] => throw new FormatException("token revoke takes one id or name."),
                _ => throw new FormatException("token needs one of create, list and revoke."),
            });
            return Done;
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync($"{e.Message}\n{Usage}".ReplaceLineEndings());
            return WrongUsage;
        }
        catch (PassthroughException e)
        {
            await error.WriteLineAsync(e.Message);
            return Refused;
        }
    }

    private async Task CreateAsync(TokenOptions options, ITokenStore store, TextWriter output,
        CancellationToken cancellationToken)
    {
        var issued = IssuedToken.Issue(options.Name, options.Role, clock.GetUtcNow(), options.Expires);
        await store.AddAsync(issued.Token, cancellationToken);
        await output.WriteLineAsync(issued.Text);
        await output.WriteLineAsync(
            $"Token '{issued.Token.Id}' of "
            + $"'{issued.Token.Name}', role {issued.Token.Role.Text()}, expires {TokenTable.Time(issued.Token.Expires)}. It is "
            + "shown only now: put it where secrets are kept.");
    }

    private async Task ListAsync(ITokenStore store, TextWriter output, CancellationToken cancellationToken)
    {
        var tokens = await store.ReadAsync(cancellationToken);
        foreach (var line in TokenTable.Lines(tokens, clock.GetUtcNow())) await output.WriteLineAsync(line);
    }

    private async Task RevokeAsync(string idOrName, ITokenStore store, TextWriter output, CancellationToken cancellationToken)
    {
        // Who finds a token where it should not be has its text.
        var wanted = TokenText.Parse(idOrName)?.Id ?? idOrName;
        foreach (var token in await store.RevokeAsync(wanted, clock.GetUtcNow(), cancellationToken))
            await output.WriteLineAsync(
                $"Token '{token.Id}' of '{token.Name}' is revoked since {TokenTable.Time(token.Revoked)}.");
    }
}
