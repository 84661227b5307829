using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
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
    // How often something may answer in place of the identity service while a person waits.
    private const int BadResponses = 2;

    /// <summary>The authority of the tenant; the identity service itself where no tenant was asked for.</summary>
    public string Authority => Environment.AuthorityOf(TenantId ?? string.Empty);

    /// <summary>The way to the authority for MSAL.</summary>
    public IMsalHttpClientFactory HttpOfAuthority { get; } = Http.ForIdentity(IdentityResponse.OfAuthority);

    /// <summary>How long the identity service is asked again at the sign-in itself.</summary>
    public TimeSpan RetryTimeout { get; init; }

    /// <summary>What the sign-in itself demands.</summary>
    /// <param name="prompt">Who may be waiting.</param>
    public TokenDemand DemandOf(ISignInPrompt prompt) => new(prompt, RetryTimeout, BadResponses);

    /// <summary>For how long the identity service has not answered.</summary>
    public Outage Outage { get; } = new(Clock);

    /// <summary>Whether a person signs in, and not an application by itself.</summary>
    public bool IsUser { get; init; }

    /// <summary>Explains failures.</summary>
    public SignInFailureMapper Failures => new(Authority, Http) { Consent = ClientId is null ? null : new ConsentAdvice(this) };

    /// <summary>The scopes for a user.</summary>
    public IReadOnlyList<string> UserScopes => Scopes ?? [Api.DelegatedScope(Endpoint)];

    /// <summary>The scopes for an application by itself: whatever it has been granted.</summary>
    public IReadOnlyList<string> ApplicationScopes => Scopes ?? [$"{Endpoint.Resource.TrimEnd('/')}/.default"];
}
