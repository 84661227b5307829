using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// What App Service and Functions have at IDENTITY_ENDPOINT: a token for the host's identity, for whoever has IDENTITY_HEADER. Theirs is plain HTTP on the
/// machine; the lab speaks HTTPS alone. https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
/// </summary>
internal sealed class ManagedIdentityEndpoint(
    IReadOnlyList<LabTenant> tenants,
    TokenIssuer issuer,
    LabOptions options,
    LabFaults faults,
    Uri baseAddress,
    TimeProvider clock
)
{
    private const string Path = "/msi/token";
    private const string ArcPath = "/metadata/identity/oauth2/token";
    private const string Version = "2019-08-01";

    /// <summary>IDENTITY_ENDPOINT.</summary>
    public Uri Address { get; } = new(baseAddress, Path);

    /// <summary>
    /// IDENTITY_ENDPOINT of a machine with Azure Arc, whose key file the lab does not write: it stands in for one that the caller may not read.
    /// </summary>
    public Uri ArcAddress { get; } = new(baseAddress, ArcPath);

    /// <summary>IDENTITY_HEADER.</summary>
    public string Secret { get; } = RandomNumberGenerator.GetHexString(32);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, RespondAsync);
        routes.MapGet(ArcPath, ChallengeAsync);
    }

    // https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication: the caller proves that it may read a file of the machine.
    private static Task ChallengeAsync(HttpContext context)
    {
        RequestNote.Of(context).Api = "Identity";
        var folder = OperatingSystem.IsWindows()
            ? Environment.ExpandEnvironmentVariables("%ProgramData%\\AzureConnectedMachineAgent\\Tokens\\")
            : "/var/opt/azcmagent/tokens/";
        context.Response.Headers.WWWAuthenticate = $"Basic realm={folder}{Guid.NewGuid()}.key";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
    }

    private Task RespondAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Api = "Identity";
        var query = context.Request.Query;
        var given = Encoding.UTF8.GetBytes(context.Request.Headers["X-IDENTITY-HEADER"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Secret)))
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "The X-IDENTITY-HEADER header is missing or is not this host's.");
        }

        if (query["api-version"] != Version)
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, $"The api-version '{query["api-version"]}' is not supported.");
        }

        if (query["resource"].ToString() is not { Length: > 0 } audience)
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "The resource parameter is missing.");
        }

        if (Find(query) is not { } found)
        {
            return RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."
            );
        }

        note.Tenant = found.Tenant.Id.ToString();
        return LabResources.All.FirstOrDefault(one => one.IsNamed(audience)) is { } resource
            ? RespondAsync(context, found.Tenant, found.Identity, resource, audience)
            : RefuseAsync(context, StatusCodes.Status400BadRequest, $"AADSTS500011: {EntraError.UnknownResource(audience, found.Tenant).Text}");
    }

    private Task RespondAsync(HttpContext context, LabTenant tenant, LabManagedIdentity identity, LabResource resource, string audience)
    {
        var lifetime = faults.AccessTokenLifetime ?? options.AccessTokenLifetime;
        var application = identity.ToApplication();
        var grant = new TokenGrant(tenant, application, null, audience, [], application.RolesOn(resource), [])
        {
            ServicePrincipalId = identity.ObjectId,
            ManagedIdentityResource = identity.ResourceId,
            Proof = ClientProof.Assertion,
        };
        return JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["access_token"] = issuer.CreateAccessToken(grant, lifetime),
                ["expires_on"] = clock.GetUtcNow().Add(lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["resource"] = audience,
                ["token_type"] = "Bearer",
                ["client_id"] = identity.ClientId.ToString(),
            }
        );
    }

    private (LabTenant Tenant, LabManagedIdentity Identity)? Find(IQueryCollection query)
    {
        foreach (var tenant in tenants)
        {
            if (tenant.ManagedIdentities.FirstOrDefault(one => IsMeant(one, query)) is { } identity)
            {
                return (tenant, identity);
            }
        }
        return null;
    }

    private static bool IsMeant(LabManagedIdentity identity, IQueryCollection query)
    {
        if (Value(query, "client_id") is { } client)
        {
            return Is(identity.ClientId.ToString(), client);
        }

        if ((Value(query, "object_id") ?? Value(query, "principal_id")) is { } principal)
        {
            return Is(identity.ObjectId.ToString(), principal);
        }

        return Value(query, "mi_res_id") is { } resource ? Is(identity.ResourceId, resource) : identity.IsSystemAssigned;
    }

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["statusCode"] = status,
                ["message"] = message,
                ["correlationId"] = Guid.NewGuid().ToString(),
            },
            status
        );
}
