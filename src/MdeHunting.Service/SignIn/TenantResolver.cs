using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Finds the id of a tenant that was given by its domain, in the authority's OpenID configuration (OpenID Connect Discovery 1.0, section 4): its issuer has
/// the id in it. So the sign-in can be held against the id, and not against what somebody typed.
/// </summary>
/// <param name="context">Where to ask.</param>
/// <param name="demand">Who wants to know.</param>
internal sealed class TenantResolver(SignInContext context, TokenDemand demand)
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

        var retry = new IdentityRetry(context, context.Outage, demand);
        var issuer = await retry.RunAsync(within => ReadIssuerAsync(tenant, within), token).ConfigureAwait(false);
        var id = Id.Match(issuer ?? string.Empty);
        return id.Success
            ? id.Value.ToLowerInvariant()
            : throw new SignInException(
                SignInFailure.TenantNotFound,
                $"The tenant '{tenant}' doesn't exist in this cloud.",
                "Check -TenantId and -Cloud, or specify the tenant's ID."
            )
            {
                Target = tenant,
            };
    }

    private async Task<string?> ReadIssuerAsync(string tenant, CancellationToken token)
    {
        var address = new Uri($"{context.Environment.AuthorityOf(tenant)}/v2.0/.well-known/openid-configuration");
        using var response = await context.HttpOfAuthority.GetHttpClient().GetAsync(address, token).ConfigureAwait(false);

        // Entra ID refuses the name of a tenant that there is not with 400, in JSON: what else comes with that status was refused as it came.
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return null;
        }

        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        return response.IsSuccessStatusCode && document.RootElement.TryGetProperty("issuer", out var issuer) && issuer.ValueKind is JsonValueKind.String
            ? issuer.GetString()
            : throw IdentityResponse.Invalid(address, response, "doesn't name the tenant's issuer");
    }
}
