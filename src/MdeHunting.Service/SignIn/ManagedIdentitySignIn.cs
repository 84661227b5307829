using MdeHunting.Connections;
using MdeHunting.Service.Sending;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in as the managed identity of the host: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
/// The host's own endpoint gives the token, so there is no authority to ask.
/// </summary>
internal static class ManagedIdentitySignIn
{
    /// <summary>Signs in.</summary>
    public static async Task<ITokenSource> SignInAsync(SignInContext context, ISignInPrompt prompt, CancellationToken token)
    {
        var application = ManagedIdentityApplicationBuilder
            .Create(context.ClientId is { } id ? ManagedIdentityId.WithUserAssignedClientId(id.ToString("D")) : ManagedIdentityId.SystemAssigned)
            .WithHttpClientFactory(ServiceHttp.OfHost(context.Environment, context.Clock, context.Http.Secrets))
            .Build();
        var tokens = new MsalTokens(
            SignInMethod.ManagedIdentity,
            (claims, asker, cancellation) =>
            {
                // MSAL shares these tokens by the whole process. Signing in (which alone comes with a prompt, as a claims challenge does) asks the host itself.
                var request = application.AcquireTokenForManagedIdentity(context.Endpoint.Resource).WithForceRefresh(asker is not null);
                return (claims is null ? request : request.WithClaims(claims)).ExecuteAsync(cancellation);
            },
            context.Failures,
            context.TenantId);
        await tokens.SignInAsync(prompt, token).ConfigureAwait(false);
        return tokens;
    }
}
