using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs a user in, in a browser or with a device code.</summary>
/// <param name="caches">Where accounts are kept.</param>
/// <param name="openBrowser">Opens an address in a browser.</param>
internal sealed class PublicClientSignIn(TokenCaches caches, Func<Uri, Task> openBrowser)
{
    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">It did not succeed, or a person is needed and may not be asked.</exception>
    public async Task<ITokenSource> SignInAsync(SignInContext context, UserChoice choice, ISignInPrompt prompt, CancellationToken token)
    {
        var accounts = await caches.OpenAsync(context, choice.Persistence, prompt, token).ConfigureAwait(false);
        var application = CreateApplication(new Uri("http://localhost"));
        UserSignIn.AcquireToken acquire =
            choice.Method is SignInMethod.DeviceCode
                ? new DeviceCodeSignIn(application, context.UserScopes, context.Clock).AcquireTokenAsync
                : new BrowserSignIn(CreateApplication, context.UserScopes, openBrowser, context.Clock).AcquireTokenAsync;
        return await new UserSignIn(context, choice, application, accounts, acquire).SignInAsync(prompt, token).ConfigureAwait(false);

        // MSAL keeps the redirect address for good, and each sign-in in a browser has its own.
        IPublicClientApplication CreateApplication(Uri redirect)
        {
            var built = PublicClientApplicationBuilder
                .Create(context.ClientId!.Value.ToString("D"))
                .WithAuthority(context.Authority, validateAuthority: false)
                .WithInstanceDiscovery(false)
                .WithRedirectUri(redirect.GetLeftPart(UriPartial.Authority))
                .WithClientCapabilities(MsalCapabilities.ContinuousAccessEvaluation)
                .WithHttpClientFactory(context.Http.ForIdentity(IdentityResponse.OfUser), retryOnceOn5xx: false)
                .Build();
            accounts.Attach(built.UserTokenCache);
            return built;
        }
    }
}
