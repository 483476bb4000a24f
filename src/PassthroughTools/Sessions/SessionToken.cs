using System.Management.Automation;
using System.Net;
using System.Security;
using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>The token that a control plane is asked with, however it is given.</summary>
internal static class SessionToken
{
    /// <summary>The environment variable that holds a token where none is given.</summary>
    public const string Variable = "PASSTHROUGHTOOLS_TOKEN";

    /// <summary>The token: given as such, as a password, as a session's id, or by the variable, in this order.</summary>
    /// <exception cref="PassthroughException">AuthenticationFailed: there is none.</exception>
    public static string Of(SecureString? token, PSCredential? credential, string? password, string? session, string target)
    {
        var given = token is not null ? new NetworkCredential("", token).Password
            : credential?.GetNetworkCredential().Password ?? password ?? session ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(given))
        {
            throw new PassthroughException(
                ErrorId.AuthenticationFailed,
                $"'{target}' needs a token. Give one with -Token (Read-Host -AsSecureString), as the password of -Credential, "
                + $"or in the environment variable {Variable}; the server's administrator creates it.",
                target);
        }

        // A header cannot have it, and what refuses it there would show it.
        var text = given!.Trim();
        return text.All(static c => c is > ' ' and <= '~')
            ? text
            : throw new PassthroughException(
                ErrorId.AuthenticationFailed,
                $"What is given for '{target}' is no token: it has characters that no token has. Copy the token again, as a "
                + "whole and alone; it begins with ptt_.",
                target);
    }
}
