using System.Net.Http.Headers;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Remembers the secrets of each request before it is sent: what authorizes it, and every field of a sign-in's form but those that are known to be public. Only
/// what was sent can be repeated to us.
/// </summary>
internal sealed class SecretsHandler(KnownSecrets secrets, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string FormType = "application/x-www-form-urlencoded";

    // RFC 6749 and 8628, OpenID Connect Core 1.0, and what MSAL adds: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow.
    private static readonly HashSet<string> PublicFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "client_id",
        "scope",
        "grant_type",
        "response_type",
        "response_mode",
        "redirect_uri",
        "client_assertion_type",
        "client_info",
        "claims",
        "resource",
        "username",
        "login_hint",
        "domain_hint",
        "prompt",
        "nonce",
        "requested_token_use",
        "token_type",
        "tenant",
        "code_challenge",
        "code_challenge_method",
        "api-version",
    };

    private static readonly string[] SecretWords = ["authorization", "authenticat", "secret", "token", "cookie", "identity-header", "key", "password"];

    /// <summary>Whether a header with this name may have a secret for its value.</summary>
    public static bool IsSecret(string header) => Array.Exists(SecretWords, word => header.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        AddHeaders(request.Headers);
        if (request.Content is { Headers.ContentType.MediaType: FormType } form)
        {
            AddForm(await form.ReadAsStringAsync().ConfigureAwait(false));
        }

        return await base.SendAsync(request, token).ConfigureAwait(false);
    }

    private void AddHeaders(HttpRequestHeaders headers)
    {
        secrets.Add(headers.Authorization?.Parameter);
        foreach (var header in headers)
        {
            if (IsSecret(header.Key) && !string.Equals(header.Key, "Authorization", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var value in header.Value)
                {
                    secrets.Add(value);
                }
            }
        }
    }

    private void AddForm(string form)
    {
        foreach (var field in form.Split('&'))
        {
            var at = field.IndexOf('=');
            if (at > 0 && !PublicFields.Contains(field.Substring(0, at)))
            {
                secrets.Add(Uri.UnescapeDataString(field.Substring(at + 1).Replace('+', ' ')));
            }
        }
    }
}
