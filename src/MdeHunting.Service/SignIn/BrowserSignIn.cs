using System.Net.Sockets;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in with the system's browser: authorization code with PKCE (RFC 7636), and a redirect to a port of this machine (RFC 8252, section 7.3;
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
/// </summary>
/// <param name="createApplication">Makes MSAL for a redirect address, with the account cache.</param>
/// <param name="scopes">What to ask for.</param>
/// <param name="openBrowser">Opens an address.</param>
/// <param name="clock">The time.</param>
internal sealed class BrowserSignIn(
    Func<Uri, IPublicClientApplication> createApplication,
    IReadOnlyList<string> scopes,
    Func<Uri, Task> openBrowser,
    TimeProvider clock
)
{
    // What Entra ID refuses on its own page never comes back here, and would be waited for without end.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    /// <summary>Opens the browser and waits until the person is done there.</summary>
    /// <param name="hint">The account that is expected; null where the person chooses.</param>
    /// <param name="claims">The claims that a service wants beyond the usual; null for none.</param>
    /// <param name="prompt">Turns to the person.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">Nobody was within ten minutes.</exception>
    public async Task<AuthenticationResult> AcquireTokenAsync(string? hint, string? claims, ISignInPrompt prompt, CancellationToken token)
    {
        using var listener = Listen();
        var request = createApplication(listener.Address)
            .AcquireTokenInteractive(scopes)
            .WithUseEmbeddedWebView(false)
            .WithClaims(claims)
            .WithCustomWebUi(new Browser(listener, openBrowser, prompt));
        request = hint is null ? request.WithPrompt(Prompt.SelectAccount) : request.WithLoginHint(hint);

        try
        {
            return await clock.WithinAsync(TimeLimit, within => ExecuteAsync(request, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SignInException(
                SignInFailure.BrowserTimedOut,
                FormattableString.Invariant($"The sign-in in the browser wasn't completed within {TimeLimit.TotalMinutes:0} minutes."),
                "Run Connect-MdeTenant again. If the page showed an error, check its AADSTS number: AADSTS50011 means that the app registration doesn't list "
                    + "http://localhost, "
                    + "under Authentication, 'Mobile and desktop applications'.",
                e
            );
        }
    }

    private static RedirectListener Listen()
    {
        try
        {
            return RedirectListener.Start();
        }
        catch (SocketException e)
        {
            throw new SignInException(
                SignInFailure.BrowserUnavailable,
                $"The module can't listen on any port of this machine for the browser's response: {e.Message}",
                "Connect with -DeviceCode, which doesn't need a port.",
                e
            );
        }
    }

    // MSAL takes a wait that was given up for a person who cancelled.
    private static async Task<AuthenticationResult> ExecuteAsync(AcquireTokenInteractiveParameterBuilder request, CancellationToken token)
    {
        try
        {
            return await request.ExecuteAsync(token).ConfigureAwait(false);
        }
        catch (MsalException) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
    }

    private sealed class Browser(RedirectListener listener, Func<Uri, Task> openBrowser, ISignInPrompt prompt) : ICustomWebUi
    {
        private static readonly string[] Parameters = ["code", "state", "error", "error_description", "error_subcode"];

        // Longer than any code or sentence of Entra ID's; MSAL takes them as an address, which has a greatest length.
        private const int LongestValue = 8192;

        public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken token)
        {
            var response = listener.WaitAsync(State(authorizationUri), token);
            await openBrowser(new Uri($"{authorizationUri.AbsoluteUri}&response_mode=form_post")).ConfigureAwait(false);
            await prompt.ShowBrowserAsync().ConfigureAwait(false);
            var fields = await response.ConfigureAwait(false);
            var query = Parameters.Where(fields.ContainsKey).Select(name => $"{name}={Uri.EscapeDataString(Shorten(fields[name]))}");
            return new Uri($"{redirectUri.GetLeftPart(UriPartial.Authority)}/?{string.Join("&", query)}");
        }

        private static string State(Uri address) =>
            Uri.UnescapeDataString(
                address.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("state=", StringComparison.Ordinal)).Substring("state=".Length)
            );

        private static string Shorten(string value) => value.Length > LongestValue ? value.Substring(0, LongestValue) : value;
    }
}
