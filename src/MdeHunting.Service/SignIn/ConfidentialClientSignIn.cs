using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs in as an application by itself (OAuth 2.0 client credentials, RFC 6749 section 4.4), with the credential that a method brings.</summary>
internal static class ConfidentialClientSignIn
{
    // MSAL's word for it: https://learn.microsoft.com/entra/msal/dotnet/how-to/region-discovery-troubleshooting.
    private const string WithoutForcedRegion = "DisableMsalForceRegion";

    /// <summary>Signs in.</summary>
    /// <param name="context">Where and for what.</param>
    /// <param name="method">The method.</param>
    /// <param name="addCredential">Gives MSAL the credential.</param>
    /// <param name="prompt">Told what cannot be known.</param>
    /// <param name="token">Gives up.</param>
    public static async Task<ITokenSource> SignInAsync(
        SignInContext context,
        SignInMethod method,
        Func<ConfidentialClientApplicationBuilder, ConfidentialClientApplicationBuilder> addCredential,
        ISignInPrompt prompt,
        CancellationToken token
    )
    {
        // MSAL_FORCE_REGION, which a host may have for its own programs, would send the sign-in to another host than the environment's.
        var application = addCredential(ConfidentialClientApplicationBuilder.Create(context.ClientId!.Value.ToString("D")))
            .WithAuthority(context.Authority, validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(context.HttpOfAuthority, retryOnceOn5xx: false)
            .WithAzureRegion(WithoutForcedRegion)
            .WithClientCapabilities(MsalCapabilities.ContinuousAccessEvaluation)
            .Build();
        var tokens = new MsalTokenSource(
            method,
            (claims, _, isFresh, retry, cancellation) =>
                retry.RunAsync(
                    within => application.AcquireTokenForClient(context.ApplicationScopes).WithClaims(claims).WithForceRefresh(isFresh).ExecuteAsync(within),
                    cancellation
                ),
            context
        );
        await tokens.SignInAsync(prompt, token).ConfigureAwait(false);
        return tokens;
    }
}
