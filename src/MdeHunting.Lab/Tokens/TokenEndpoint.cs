using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Authorize;
using MdeHunting.Lab.DeviceCode;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>Redeems authorization codes, device codes and refresh tokens, and gives applications tokens of their own.</summary>
internal sealed class TokenEndpoint(
    ClientAuthenticator clients,
    AuthorizationCodes codes,
    DeviceSignIns signIns,
    RefreshTokens refreshTokens,
    AccountPolicies policies,
    TokenIssuer issuer,
    LabOptions options,
    LabFaults faults
)
{
    public const string DeviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

    // The name that MSAL uses, from before RFC 8628.
    private const string DeviceCodeGrantOfMsal = "device_code";

    private static readonly string[] Secrets = ["client_secret", "client_assertion", "refresh_token", "device_code"];

    private TimeSpan Lifetime => faults.AccessTokenLifetime ?? options.AccessTokenLifetime;

    public async Task RespondAsync(HttpContext context, LabTenant tenant)
    {
        var form = await EntraForm.ReadAsync(context);
        if (faults.EchoOfSecrets is { } echo && Secrets.Select(form.Optional).FirstOrDefault(secret => secret is not null) is { } sent)
        {
            throw new EntraException(new EntraError("invalid_request", 90014, echo(sent)));
        }

        var application = form.Application(tenant);
        var proof = await clients.CheckAsync(form, tenant, application);
        var client = new TokenClient(tenant, application, proof, context.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        var response = form.Required("grant_type") switch
        {
            "authorization_code" => RedeemCode(form, client),
            DeviceCodeGrant or DeviceCodeGrantOfMsal => RedeemDeviceCode(form, client),
            "refresh_token" => Refresh(form, client),
            "client_credentials" => AnswerApplication(form, client),
            var other => throw new EntraException(EntraError.UnsupportedGrant(other)),
        };
        await JsonResponse.WriteAsync(context, response);
    }

    private JsonObject RedeemCode(EntraForm form, TokenClient client)
    {
        var (request, account) = codes.Redeem(
            form.Required("code"),
            client.Tenant,
            client.Application,
            form.Required("redirect_uri"),
            form.Optional("code_verifier")
        );
        var scopes = form.Optional("scope") is { } scope ? RequestedScopes.Parse(scope, client.Tenant, client.Application) : request.Scopes;
        return Respond(form, scopes, client.Grant(account, request.Capabilities.Union(form.Claims().Capabilities)), client, request.Nonce);
    }

    private JsonObject RedeemDeviceCode(EntraForm form, TokenClient client)
    {
        if (!client.Application.IsPublicClient)
        {
            throw new EntraException(EntraError.NotPublicClient);
        }

        var signIn = signIns.Redeem(form.Required("device_code"), client.Tenant, client.Application);
        policies.CheckSignIn(signIn.Account!, LabFlows.DeviceCode);
        return Respond(form, signIn.Scopes, client.Grant(signIn.Account!, signIn.Capabilities.Union(form.Claims().Capabilities)), client);
    }

    private JsonObject Refresh(EntraForm form, TokenClient client)
    {
        var token = form.Required("refresh_token");
        var scopes = RequestedScopes.Parse(form.Required("scope"), client.Tenant, client.Application);
        scopes.Grant(client.Application); // A refusal must not cost the client its refresh token.
        var claims = form.Claims();
        var grant = refreshTokens.Find(token, client.Tenant, client.Application);
        policies.CheckRefresh(grant.Account, claims);
        refreshTokens.Replace(token);
        return Respond(form, scopes, client.Grant(grant.Account, grant.Capabilities.Union(claims.Capabilities)), client);
    }

    private JsonObject AnswerApplication(EntraForm form, TokenClient client)
    {
        if (client.Proof == ClientProof.None)
        {
            throw new EntraException(CredentialErrors.MissingCredential);
        }

        var scopes = RequestedScopes.ParseApplication(form.Required("scope"), client.Tenant);
        var roles = client.Application.RolesOn(scopes.Resource);
        return AccessToken(
            new(client.Tenant, client.Application, null, scopes.Audience, [], roles, form.Claims().Capabilities)
            {
                ServicePrincipalId = client.Tenant.ServicePrincipalOf(client.Application),
                Proof = client.Proof,
            }
        );
    }

    private JsonObject Respond(EntraForm form, RequestedScopes scopes, RefreshGrant grant, TokenClient client, string? nonce = null)
    {
        var granted = scopes.Grant(grant.Application);
        var response = AccessToken(
            new(grant.Tenant, grant.Application, grant.Account, scopes.Audience, granted.Count > 0 ? granted : scopes.OpenId, [], grant.Capabilities)
            {
                Address = client.Address,
                Proof = client.Proof,
            }
        );
        response["scope"] = scopes.Describe(granted);
        if (scopes.WantsRefreshToken)
        {
            response["refresh_token"] = refreshTokens.Create(grant);
        }

        if (scopes.WantsIdToken)
        {
            response["id_token"] = issuer.CreateIdToken(grant.Tenant, grant.Application, grant.Account, options.AccessTokenLifetime, nonce);
        }

        if (form.Has("client_info", "1"))
        {
            response["client_info"] = ClientInfo(grant);
        }

        return response;
    }

    private JsonObject AccessToken(TokenGrant grant) =>
        new()
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)Lifetime.TotalSeconds,
            ["ext_expires_in"] = (int)Lifetime.TotalSeconds,
            ["access_token"] = issuer.CreateAccessToken(grant, Lifetime),
        };

    private static string ClientInfo(RefreshGrant grant) =>
        Base64UrlEncoder.Encode(JsonSerializer.Serialize(new { uid = grant.Account.ObjectId, utid = grant.Tenant.Id }));
}

/// <summary>Who asks for a token: the application in its tenant, how it proved that, and from where.</summary>
internal sealed record TokenClient(LabTenant Tenant, LabApplication Application, ClientProof Proof, IPAddress Address)
{
    public RefreshGrant Grant(LabAccount account, IEnumerable<string> capabilities) => new(Tenant, Application, account, [.. capabilities]);
}
