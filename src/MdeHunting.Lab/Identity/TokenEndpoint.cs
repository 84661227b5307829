using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;

using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Identity;

/// <summary>Redeems authorization codes, device codes and refresh tokens.</summary>
internal sealed class TokenEndpoint(
    AuthorizationCodes codes, DeviceSignIns signIns, RefreshTokens refreshTokens, TokenIssuer issuer, LabOptions options, LabFaults faults)
{
    public const string DeviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

    // The name that MSAL uses, from before RFC 8628.
    private const string DeviceCodeGrantOfMsal = "device_code";

    public async Task AnswerAsync(HttpContext context, LabTenant tenant)
    {
        var form = await EntraForm.ReadAsync(context);
        var application = form.Application(tenant);
        if (!application.IsPublicClient) throw new EntraException(EntraError.NotPublicClient);
        var answer = form.Required("grant_type") switch
        {
            DeviceCodeGrant or DeviceCodeGrantOfMsal => RedeemDeviceCode(form, tenant, application, context.Connection.RemoteIpAddress),
            "authorization_code" => RedeemCode(form, tenant, application, context.Connection.RemoteIpAddress),
            "refresh_token" => Refresh(form, tenant, application, context.Connection.RemoteIpAddress),
            var other => throw new EntraException(EntraError.UnsupportedGrant(other)),
        };
        await JsonAnswer.WriteAsync(context, answer);
    }

    private JsonObject RedeemCode(EntraForm form, LabTenant tenant, LabApplication application, IPAddress? address)
    {
        var (request, account) = codes.Redeem(
            form.Required("code"), tenant, application, form.Required("redirect_uri"), form.Optional("code_verifier"));
        var scopes = form.Optional("scope") is { } scope ? RequestedScopes.Parse(scope, tenant, application) : request.Scopes;
        string[] capabilities = [.. request.Capabilities.Union(form.Claims().Capabilities)];
        return Answer(form, scopes, new(tenant, application, account, capabilities), address, request.Nonce);
    }

    private JsonObject RedeemDeviceCode(EntraForm form, LabTenant tenant, LabApplication application, IPAddress? address)
    {
        var signIn = signIns.Redeem(form.Required("device_code"), tenant, application);
        string[] capabilities = [.. signIn.Capabilities.Union(form.Claims().Capabilities)];
        return Answer(form, signIn.Scopes, new(tenant, application, signIn.Account!, capabilities), address);
    }

    private JsonObject Refresh(EntraForm form, LabTenant tenant, LabApplication application, IPAddress? address)
    {
        var token = form.Required("refresh_token");
        var scopes = RequestedScopes.Parse(form.Required("scope"), tenant, application);
        scopes.Grant(application); // A refusal must not cost the client its refresh token.
        var grant = refreshTokens.Use(token, tenant, application);
        return Answer(form, scopes, grant with { Capabilities = [.. grant.Capabilities.Union(form.Claims().Capabilities)] }, address);
    }

    private JsonObject Answer(EntraForm form, RequestedScopes scopes, RefreshGrant grant, IPAddress? address, string? nonce = null)
    {
        var granted = scopes.Grant(grant.Application);
        var lifetime = faults.AccessTokenLifetime ?? options.AccessTokenLifetime;
        var accessToken = new TokenGrant(
            grant.Tenant, grant.Application, grant.Account, scopes.Audience, granted.Count > 0 ? granted : scopes.OpenId, [], grant.Capabilities)
        {
            Address = address ?? IPAddress.Loopback,
        };
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["scope"] = scopes.Describe(granted),
            ["expires_in"] = (int)lifetime.TotalSeconds,
            ["ext_expires_in"] = (int)lifetime.TotalSeconds,
            ["access_token"] = issuer.CreateAccessToken(accessToken, lifetime),
        };
        if (scopes.WantsRefreshToken) answer["refresh_token"] = refreshTokens.Create(grant);
        if (scopes.WantsIdToken) answer["id_token"] = issuer.CreateIdToken(grant.Tenant, grant.Application, grant.Account, options.AccessTokenLifetime, nonce);
        if (form.Has("client_info", "1")) answer["client_info"] = ClientInfo(grant);
        return answer;
    }

    private static string ClientInfo(RefreshGrant grant) => Base64UrlEncoder.Encode(
        JsonSerializer.Serialize(new { uid = grant.Account.ObjectId, utid = grant.Tenant.Id }));
}
