using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>What adding and revoking mean, whatever keeps the tokens.</summary>
internal static class TokenList
{
    /// <summary>The tokens with one more.</summary>
    /// <exception cref="PassthroughException">NameInUse: there is a token of this id.</exception>
    public static IReadOnlyList<AccessToken> Adding(this IReadOnlyList<AccessToken> tokens, AccessToken token)
    {
        if (tokens.Any(other => other.HasId(token.Id)))
            throw new PassthroughException(ErrorId.NameInUse,
                $"There is a token with the id '{token.Id}' already; nothing changed. Make the token again, which gives it "
                + "another id.", token.Id);
        return [.. tokens, token];
    }

    /// <summary>
    /// The tokens with those of a backup that are not among them. One that is there stays as it is: nobody is locked out by a
    /// restore, and no token that was withdrawn since is good again.
    /// </summary>
    public static IReadOnlyList<AccessToken> Joining(this IReadOnlyList<AccessToken> tokens, IReadOnlyList<AccessToken> backup) =>
        [.. tokens, .. backup.Where(token => tokens.Find(token.Id) is null)];

    /// <summary>The tokens, with those of an id, or else of a name, withdrawn.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: there is none.</exception>
    public static IReadOnlyList<AccessToken> Revoking(this IReadOnlyList<AccessToken> tokens, string idOrName,
        DateTimeOffset time)
    {
        var ids = tokens.Matching(idOrName).Select(static token => token.Id).ToHashSet(StringComparer.Ordinal);
        return [.. tokens.Select(token => ids.Contains(token.Id) ? token with { Revoked = token.Revoked ?? time } : token)];
    }

    /// <summary>The token of an id, or else the tokens of a name.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: there is none.</exception>
    public static IReadOnlyList<AccessToken> Matching(this IReadOnlyList<AccessToken> tokens, string idOrName)
    {
        IReadOnlyList<AccessToken> found = [.. tokens.Where(token => token.HasId(idOrName))];
        if (found.Count == 0) found = [.. tokens.Where(token => string.Equals(token.Name, idOrName, StringComparison.Ordinal))];
        if (found.Count > 0) return found;

        // What is no name may be a part of a token, which no message may show.
        var shown = TokenName.IsValid(idOrName) ? $" '{idOrName}'" : " of what was given";
        throw new PassthroughException(ErrorId.ValueInvalid,
            $"No token has the id or name{shown}; nothing changed. 'token list' shows all.", "token");
    }

    /// <summary>The token of an id; null where there is none.</summary>
    public static AccessToken? Find(this IReadOnlyList<AccessToken> tokens, string id)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].HasId(id)) return tokens[i];
        }

        return null;
    }

    private static bool HasId(this AccessToken token, string id) => string.Equals(token.Id, id, StringComparison.Ordinal);
}
