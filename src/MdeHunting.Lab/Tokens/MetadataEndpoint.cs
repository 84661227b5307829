using System.Text.Json.Nodes;
using MdeHunting.Lab.Authorize;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// The tenant's OpenID Connect metadata and the key that its tokens are checked with. It lists what this server has.
/// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
/// </summary>
internal sealed class MetadataEndpoint(Uri baseAddress, SigningKey key, TokenIssuer issuer)
{
    public Task WriteConfigurationAsync(HttpContext context, LabTenant tenant)
    {
        string Address(string path) => new Uri(baseAddress, $"/{tenant.Id}{path}").AbsoluteUri;

        return JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["authorization_endpoint"] = Address(AuthorizeEndpoint.Path),
                ["response_types_supported"] = new JsonArray("code"),
                ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
                ["code_challenge_methods_supported"] = new JsonArray("S256"),
                ["token_endpoint"] = Address("/oauth2/v2.0/token"),
                ["token_endpoint_auth_methods_supported"] = new JsonArray("none", "client_secret_post", "private_key_jwt"),
                ["jwks_uri"] = Address("/discovery/v2.0/keys"),
                ["subject_types_supported"] = new JsonArray("pairwise"),
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
                ["issuer"] = issuer.IdTokenIssuer(tenant),
                ["request_uri_parameter_supported"] = false,
                ["device_authorization_endpoint"] = Address("/oauth2/v2.0/devicecode"),
                ["grant_types_supported"] = new JsonArray("authorization_code", "client_credentials", TokenEndpoint.DeviceCodeGrant, "refresh_token"),
                ["tenant_region_scope"] = tenant.Region,
            }
        );
    }

    public Task WriteKeysAsync(HttpContext context) => JsonResponse.WriteAsync(context, key.Describe());
}
