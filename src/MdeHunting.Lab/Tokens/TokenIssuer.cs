using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// Makes tokens with the claims that Entra's have: v1.0 access tokens, which is what the three resources get, and v2.0 id tokens.
/// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
/// </summary>
internal sealed class TokenIssuer(SigningKey key, Uri baseAddress, TimeProvider clock, IssuedTokens issued)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public static string AccessTokenIssuer(LabTenant tenant) => $"https://sts.windows.net/{tenant.Id}/";

    public string IdTokenIssuer(LabTenant tenant) => new Uri(baseAddress, $"/{tenant.Id}/v2.0").AbsoluteUri;

    public string CreateAccessToken(TokenGrant grant, TimeSpan lifetime)
    {
        var id = RandomText(16);
        issued.Add(id, grant.Tenant, grant.Account);
        var claims = Times(lifetime);
        claims["aud"] = grant.Audience;
        claims["iss"] = AccessTokenIssuer(grant.Tenant);
        claims["aio"] = RandomText(33);
        claims["app_displayname"] = grant.Application.Name;
        claims["appid"] = grant.Application.Id.ToString();
        claims["appidacr"] = ((int)grant.Proof).ToString(CultureInfo.InvariantCulture);
        claims["oid"] = (grant.Account?.ObjectId ?? grant.ServicePrincipalId ?? grant.Application.Id).ToString();
        claims["rh"] = $"1.{RandomText(39)}.";
        claims["tenant_region_scope"] = grant.Tenant.Region;
        claims["tid"] = grant.Tenant.Id.ToString();
        claims["uti"] = id;
        claims["ver"] = "1.0";
        if (grant.Scopes.Count > 0)
        {
            claims["scp"] = string.Join(' ', grant.Scopes);
        }

        if (grant.Roles.Count > 0)
        {
            claims["roles"] = grant.Roles.ToArray();
        }

        if (grant.Capabilities.Count > 0)
        {
            claims["xms_cc"] = grant.Capabilities.ToArray();
        }

        if (grant.ManagedIdentityResource is { } resource)
        {
            claims["xms_mirid"] = resource;
        }

        if (grant.Account is { } account)
        {
            AddPerson(claims, account, grant);
        }
        else
        {
            AddApplication(claims);
        }

        return Sign(claims);
    }

    public string CreateIdToken(LabTenant tenant, LabApplication application, LabAccount account, TimeSpan lifetime, string? nonce)
    {
        var claims = Times(lifetime);
        claims["aud"] = application.Id.ToString();
        claims["iss"] = IdTokenIssuer(tenant);
        claims["name"] = account.Name;
        claims["oid"] = account.ObjectId.ToString();
        claims["preferred_username"] = account.HomeName ?? account.UserPrincipalName;
        if (account.HomeName is { } home)
        {
            claims["email"] = home;
        }

        claims["rh"] = $"1.{RandomText(39)}.";
        claims["sub"] = Subject(account.ObjectId, application.Id.ToString());
        claims["tid"] = tenant.Id.ToString();
        claims["uti"] = RandomText(16);
        claims["ver"] = "2.0";
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(claims);
    }

    // An application is nobody else's guest and nobody's pseudonym.
    private static void AddApplication(Dictionary<string, object> claims)
    {
        claims["idp"] = claims["iss"];
        claims["idtyp"] = "app";
        claims["sub"] = claims["oid"];
    }

    private static void AddPerson(Dictionary<string, object> claims, LabAccount account, TokenGrant grant)
    {
        claims["sub"] = Subject(account.ObjectId, grant.Audience);
        claims["acr"] = "1";
        claims["amr"] = new[] { "pwd", "mfa" };
        claims["family_name"] = account.FamilyName;
        claims["given_name"] = account.GivenName;
        claims["ipaddr"] = grant.Address.ToString();
        claims["name"] = account.Name;
        claims["unique_name"] = account.HomeName ?? account.UserPrincipalName;
        if (account.HomeName is { } home)
        {
            claims["email"] = home;
        }

        claims["upn"] = account.UserPrincipalName;
        claims["wids"] = account.DirectoryRoles.Select(role => role.ToString()).ToArray();
    }

    private Dictionary<string, object> Times(TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.Add(lifetime).ToUnixTimeSeconds(),
        };
    }

    private string Sign(Dictionary<string, object> claims) =>
        _handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = key.Credentials });

    private static string RandomText(int bytes) => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(bytes));

    // Pairwise: another audience knows the same person by another name.
    private static string Subject(Guid id, string audience) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}|{audience}")));
}
