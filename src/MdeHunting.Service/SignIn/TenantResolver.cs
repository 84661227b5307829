using System.Text.Json;
using System.Text.RegularExpressions;
using MdeHunting.Connections;
using MdeHunting.Service.Clouds;
using MdeHunting.Service.Sending;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Finds the id of a tenant that was given by its domain, in the authority's OpenID configuration (OpenID Connect Discovery 1.0, section 4): its issuer has
/// the id in it. So the sign-in can be held against the id, and not against what somebody typed.
/// </summary>
internal sealed class TenantResolver(CloudEnvironment environment, ServiceHttp http, SignInFailures failures)
{
    private static readonly Regex Id = new("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}", RegexOptions.CultureInvariant);

    /// <summary>The tenant's id.</summary>
    /// <exception cref="SignInException">There is no such tenant, or the identity service does not tell.</exception>
    public async Task<string> ResolveAsync(string tenant, CancellationToken token)
    {
        if (Guid.TryParse(tenant, out _))
        {
            return tenant;
        }

        var issuer = await failures.ExplainAsync(() => ReadIssuerAsync(tenant, token)).ConfigureAwait(false);
        var id = Id.Match(issuer ?? string.Empty);
        return id.Success ? id.Value.ToLowerInvariant() : throw new SignInException(
            SignInFailure.TenantNotFound, $"There is no tenant '{tenant}' in this cloud.", "Check -TenantId and -Cloud, or give the tenant's id.")
        {
            Target = tenant,
        };
    }

    private async Task<string?> ReadIssuerAsync(string tenant, CancellationToken token)
    {
        using var response = await http.GetHttpClient().GetAsync($"{environment.AuthorityOf(tenant)}/v2.0/.well-known/openid-configuration", token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
            return document.RootElement.TryGetProperty("issuer", out var issuer) ? issuer.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
