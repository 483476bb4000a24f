using System;
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
        return string.IsNullOrWhiteSpace(given)
            ? throw new PassthroughException(
                ErrorId.AuthenticationFailed,
                $"'{target}' needs a token. Give one with -Token (Read-Host -AsSecureString), as the password of -Credential, or in the environment variable {Variable}; the server's administrator creates it.",
                target)
            : given!.Trim();
    }
}
