using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// Hands a job of the made-up continuous integration its token, as GitHub Actions does at ACTIONS_ID_TOKEN_REQUEST_URL for whoever has
/// ACTIONS_ID_TOKEN_REQUEST_TOKEN. https://docs.github.com/actions/reference/security/oidc
/// </summary>
internal sealed class ExternalIssuerEndpoint(ExternalIssuer issuer, Uri baseAddress, string subject)
{
    private const string TokenPath = $"{ExternalIssuer.Path}/token";
    private const string KeysPath = $"{ExternalIssuer.Path}/.well-known/jwks";

    /// <summary>ACTIONS_ID_TOKEN_REQUEST_URL, to which a job appends "&amp;audience=…".</summary>
    public Uri RequestUrl { get; } = new(baseAddress, $"{TokenPath}?api-version=2.0");

    /// <summary>ACTIONS_ID_TOKEN_REQUEST_TOKEN.</summary>
    public string RequestToken { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(TokenPath, RespondAsync);
        routes.MapGet(KeysPath, context => JsonResponse.WriteAsync(Note(context), issuer.Key.Describe()));
        routes.MapGet(
            $"{ExternalIssuer.Path}/.well-known/openid-configuration",
            context =>
                JsonResponse.WriteAsync(
                    Note(context),
                    new JsonObject
                    {
                        ["issuer"] = issuer.Name,
                        ["jwks_uri"] = new Uri(baseAddress, KeysPath).AbsoluteUri,
                        ["subject_types_supported"] = new JsonArray("public"),
                        ["response_types_supported"] = new JsonArray("id_token"),
                        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                    }
                )
        );
    }

    private Task RespondAsync(HttpContext context)
    {
        Note(context).Response.Headers.CacheControl = "no-store";
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()),
                Encoding.UTF8.GetBytes($"Bearer {RequestToken}")
            )
        )
        {
            return JsonResponse.WriteAsync(context, new JsonObject { ["message"] = "Invalid token" }, StatusCodes.Status401Unauthorized);
        }

        // Without an audience GitHub names the owner of the repository.
        var audience = context.Request.Query["audience"].ToString() is { Length: > 0 } asked ? asked : "https://github.com/contoso";
        var token = issuer.CreateToken(subject, audience);
        return JsonResponse.WriteAsync(context, new JsonObject { ["count"] = token.Length, ["value"] = token });
    }

    private static HttpContext Note(HttpContext context)
    {
        RequestNote.Of(context).Api = "Identity";
        return context;
    }
}
