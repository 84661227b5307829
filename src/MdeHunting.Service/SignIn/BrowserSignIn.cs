using MdeHunting.Connections;
using MdeHunting.Service.Sending;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in with the system's browser: authorization code with PKCE (RFC 7636), and a redirect to a port of this machine (RFC 8252, section 7.3;
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
/// </summary>
internal sealed class BrowserSignIn(IPublicClientApplication application, IReadOnlyList<string> scopes, string? username, Func<Uri, Task> openBrowser, TimeProvider clock)
{
    private const string Page = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{0}</title></head>
        <body style="font-family:sans-serif;margin:4em auto;max-width:34em"><h1>{0}</h1><p>{1}</p></body></html>
        """;

    // What Entra ID refuses on its own page never comes back here, and MSAL would wait for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Opens the browser and waits until the person is done there.</summary>
    /// <exception cref="SignInException">Nobody was within ten minutes.</exception>
    public async Task<AuthenticationResult> AskAsync(string? claims, ISignInPrompt prompt, CancellationToken token)
    {
        var request = application.AcquireTokenInteractive(scopes)
            .WithUseEmbeddedWebView(false)
            .WithClaims(claims)
            .WithSystemWebViewOptions(new SystemWebViewOptions
            {
                OpenBrowserAsync = async address =>
                {
                    await openBrowser(address).ConfigureAwait(false);
                    await prompt.ShowBrowserAsync().ConfigureAwait(false);
                },
                HtmlMessageSuccess = string.Format(null, Page, "You have signed in", "You can close this window and go back to PowerShell."),
                HtmlMessageError = string.Format(null, Page, "You have not signed in", "{1} ({0}). You can close this window; PowerShell tells what to try next."),
            });
        request = username is null ? request.WithPrompt(Prompt.SelectAccount) : request.WithLoginHint(username);

        try
        {
            return await clock.WithinAsync(Patience, request.ExecuteAsync, token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SignInException(
                SignInFailure.BrowserTimedOut,
                $"Nobody finished the sign-in in the browser within {Patience.TotalMinutes:0} minutes.",
                "Run Connect-MdeTenant again. If the page showed an error, go by its AADSTS number: with AADSTS50011 the app registration does not list http://localhost, "
                + "under Authentication, 'Mobile and desktop applications'.",
                e);
        }
    }
}
