using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>What every way of signing in needs to know.</summary>
/// <param name="Environment">The cloud.</param>
/// <param name="Endpoint">The API to hunt with, in that cloud.</param>
/// <param name="Api">Its facts.</param>
/// <param name="TenantId">The tenant's id; null where the sign-in itself tells.</param>
/// <param name="ClientId">The application's id; null where the sign-in needs none.</param>
/// <param name="Scopes">The scopes that were asked for; null for the one that hunting needs.</param>
/// <param name="Http">The HTTP client.</param>
/// <param name="Clock">The time.</param>
internal sealed record SignInContext(
    CloudEnvironment Environment,
    ApiEndpoint Endpoint,
    HuntingService Api,
    string? TenantId,
    Guid? ClientId,
    IReadOnlyList<string>? Scopes,
    ServiceHttp Http,
    TimeProvider Clock
)
{
    /// <summary>The authority of the tenant; the identity service itself where no tenant was asked for.</summary>
    public string Authority => Environment.AuthorityOf(TenantId ?? string.Empty);

    /// <summary>The way to the authority for MSAL.</summary>
    public IMsalHttpClientFactory HttpOfAuthority { get; } = Http.ForIdentity(IdentityResponse.OfAuthority);

    /// <summary>Explains failures.</summary>
    public SignInFailureMapper Failures => new(Authority, Http);

    /// <summary>The scopes for a user.</summary>
    public IReadOnlyList<string> UserScopes => Scopes ?? [Api.DelegatedScope(Endpoint)];

    /// <summary>The scopes for an application by itself: whatever it has been granted.</summary>
    public IReadOnlyList<string> ApplicationScopes => Scopes ?? [$"{Endpoint.Resource.TrimEnd('/')}/.default"];
}
