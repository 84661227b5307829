using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in as the managed identity of the host: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
/// The host's own endpoint gives the token, so there is no authority to ask.
/// </summary>
internal static class ManagedIdentitySignIn
{
    // What MSAL finds the host's endpoint and its secret by: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
    private static readonly string[] Variables =
    [
        "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER",
        "IDENTITY_SERVER_THUMBPRINT",
        "IMDS_ENDPOINT",
        "MSI_ENDPOINT",
        "MSI_SECRET",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    ];

    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">The host has no such identity, or gives no token that can be used.</exception>
    public static async Task<ITokenSource> SignInAsync(SignInContext context, ISignInPrompt prompt, CancellationToken token)
    {
        if (Array.Find(Variables, name => Environment.GetEnvironmentVariable(name)?.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) == true) is { } odd)
        {
            throw new SignInException(
                SignInFailure.ManagedIdentityUnavailable,
                $"The environment variable {odd} has a line break or a blank in it, which isn't valid.",
                "Set it to the host's value, or remove it. The host sets it automatically."
            )
            {
                Target = odd,
            };
        }

        var application = ManagedIdentityApplicationBuilder
            .Create(context.ClientId is { } id ? ManagedIdentityId.WithUserAssignedClientId(id.ToString("D")) : ManagedIdentityId.SystemAssigned)
            .WithHttpClientFactory(IdentityHttp.OfHost(context.Environment, context.Clock, context.Http.Secrets), retryOnceOn5xx: false)
            .Build();
        var tokens = new MsalTokenSource(
            SignInMethod.ManagedIdentity,
            (claims, asker, isFresh, retry, cancellation) =>
                retry.RunAsync(
                    within =>
                    {
                        // MSAL shares these tokens by the whole process. Signing in (which alone comes with a prompt, as a claims challenge does) asks the host
                        // itself.
                        var request = application.AcquireTokenForManagedIdentity(context.Endpoint.Resource).WithForceRefresh(isFresh || asker is not null);
                        return (claims is null ? request : request.WithClaims(claims)).ExecuteAsync(within);
                    },
                    cancellation
                ),
            context
        );
        await tokens.SignInAsync(prompt, token).ConfigureAwait(false);
        return tokens;
    }
}
