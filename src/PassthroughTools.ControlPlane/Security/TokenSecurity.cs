using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Authentication by token and authorization by role.</summary>
internal static class TokenSecurity
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Token";

    /// <summary>Where one logs in: who asks is told who he is.</summary>
    public const string SessionPath = "/api/v1/session";

    /// <summary>The policy of what every token may do.</summary>
    public const string Reader = nameof(TokenRole.Reader);

    /// <summary>The policy of what operators and administrators may do.</summary>
    public const string Operator = nameof(TokenRole.Operator);

    /// <summary>The policy of what administrators may do.</summary>
    public const string Admin = nameof(TokenRole.Admin);

    /// <summary>
    /// Adds the scheme, and a policy for each role by its name: what is to be protected requires one of them. An
    /// <see cref="IRefusalWriter"/> must be among the services.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="tokens">The tokens.</param>
    public static IServiceCollection AddTokenSecurity(this IServiceCollection services, ITokenSource tokens)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new TokenAuthenticator(tokens, provider.GetRequiredService<TimeProvider>()));

        // Without the keys for cookies that AddAuthentication brings, which it would write to the account's home.
        services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = Scheme;
            options.AddScheme<TokenAuthenticationHandler>(Scheme, displayName: null);
        });
        services.AddWebEncoders().AddTransient<TokenAuthenticationHandler>();
        services.AddAuthorization(static options =>
        {
            foreach (var role in Enum.GetValues<TokenRole>())
                options.AddPolicy(role.ToString(),
                    policy => policy.AddAuthenticationSchemes(Scheme).RequireRole(TokenRoles.AtLeast(role)));
        });
        return services;
    }
}
