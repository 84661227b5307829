using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// The part of Microsoft Graph that registers applications. https://learn.microsoft.com/graph/api/application-post-applications,
/// https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals,
/// https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
/// </summary>
internal sealed class ApplicationsEndpoint(GraphDialect dialect, BearerCheck bearers, LabDirectory directory, string externalIssuer)
{
    private const string Permission = "Application.ReadWrite.All";
    private const string GitHub = "https://token.actions.githubusercontent.com";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/applications", context => RespondAsync(context, FindAsync));
        routes.MapPost("/v1.0/applications", context => RespondAsync(context, CreateAsync));
        routes.MapGet("/v1.0/servicePrincipals(appId='{appId}')", context => RespondAsync(context, ReadPrincipalAsync));
        routes.MapPost("/v1.0/servicePrincipals", context => RespondAsync(context, CreatePrincipalAsync));
        routes.MapPost("/v1.0/applications/{id}/federatedIdentityCredentials", context => RespondAsync(context, CreateCredentialAsync));
    }

    private async Task RespondAsync(HttpContext context, Func<HttpContext, LabTenant, Task<(int Status, JsonObject Body)>> respond)
    {
        var note = RequestNote.Of(context);
        note.Api = dialect.Resource.Name;
        dialect.Begin(context);
        var bearer = await bearers.CheckAsync(context.Request.Headers.Authorization, dialect.Resource, Permission, Permission);
        note.Tenant = bearer.Tenant?.Id.ToString();
        try
        {
            if (bearer.Problem is BearerProblem.MissingPermission)
            {
                throw Refuse(StatusCodes.Status403Forbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
            }

            if (bearer.Problem is not null)
            {
                await dialect.WriteErrorAsync(context, dialect.Refuse(bearer));
                return;
            }

            // The permission is the application's. Members may register applications unless the tenant has it otherwise, guests may not:
            // https://learn.microsoft.com/entra/fundamentals/users-default-permissions
            if (HttpMethods.IsPost(context.Request.Method) && IsGuest(bearer))
            {
                throw Refuse(StatusCodes.Status403Forbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
            }

            var (status, body) = await respond(context, bearer.Tenant!);
            await JsonResponse.WriteAsync(context, body, status, "application/json;odata.metadata=minimal;charset=utf-8");
        }
        catch (LabServiceErrorException e)
        {
            await dialect.WriteErrorAsync(context, e.Error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or CryptographicException)
        {
            await dialect.WriteErrorAsync(context, new(StatusCodes.Status400BadRequest, "Request_BadRequest", $"Invalid value specified. {e.Message}"));
        }
    }

    private static bool IsGuest(Bearer bearer) =>
        bearer.Token!.Claims.Any(claim => claim.Type == "upn" && claim.Value.Contains("#EXT#", StringComparison.Ordinal));

    private Task<(int Status, JsonObject Body)> FindAsync(HttpContext context, LabTenant tenant)
    {
        const string start = "displayName eq '";
        var filter = context.Request.Query["$filter"].ToString();
        if (!filter.StartsWith(start, StringComparison.Ordinal) || !filter.EndsWith('\''))
        {
            throw Refuse(StatusCodes.Status400BadRequest, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause.");
        }

        var name = filter[start.Length..^1].Replace("''", "'");
        var found = tenant.Applications.Where(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).Select(Describe);
        return Task.FromResult((StatusCodes.Status200OK, new JsonObject { ["value"] = new JsonArray([.. found]) }));
    }

    private async Task<(int Status, JsonObject Body)> CreateAsync(HttpContext context, LabTenant tenant)
    {
        var body = await ReadAsync(context);
        var (scopes, roles) = Permissions(body["requiredResourceAccess"]?.AsArray() ?? []);
        var application = new LabApplication(Guid.NewGuid(), Text(body, "displayName"), (bool?)body["isFallbackPublicClient"] == true, [])
        {
            RedirectUris = [.. (body["publicClient"]?["redirectUris"]?.AsArray() ?? []).Select(uri => (string)uri!)],
            RequiredScopes = scopes,
            RequiredRoles = roles,
            RegisteredCertificate = Certificate(body["keyCredentials"]?.AsArray() ?? []),
        };
        directory.Change(tenant.Id, one => one with { Applications = [.. one.Applications, application with { IsWithoutPrincipal = true }] });
        return (StatusCodes.Status201Created, Describe(application));
    }

    private Task<(int Status, JsonObject Body)> ReadPrincipalAsync(HttpContext context, LabTenant tenant)
    {
        var resource =
            LabResources.All.FirstOrDefault(one => one.AppId.ToString() == (string?)context.GetRouteValue("appId"))
            ?? throw Refuse(StatusCodes.Status404NotFound, "Request_ResourceNotFound", "Resource does not exist.");
        return Task.FromResult(
            (
                StatusCodes.Status200OK,
                new JsonObject
                {
                    ["appId"] = resource.AppId.ToString(),
                    ["oauth2PermissionScopes"] = new JsonArray([.. resource.DelegatedScopes.Select(scope => Named(resource, "Scope", scope))]),
                    ["appRoles"] = new JsonArray(Named(resource, "Role", resource.ApplicationRole)),
                }
            )
        );
    }

    private async Task<(int Status, JsonObject Body)> CreatePrincipalAsync(HttpContext context, LabTenant tenant)
    {
        var id = Guid.Parse(Text(await ReadAsync(context), "appId"));
        if (tenant.Applications.FirstOrDefault(one => one.Id == id) is not { } application)
        {
            throw Refuse(
                StatusCodes.Status400BadRequest,
                "Request_BadRequest",
                $"The appId '{id}' of the service principal does not reference a valid application object."
            );
        }

        if (!application.IsWithoutPrincipal)
        {
            throw Refuse(
                StatusCodes.Status409Conflict,
                "Request_MultipleObjectsWithSameKeyValue",
                "The service principal cannot be created because the service principal name is already in use."
            );
        }

        directory.Change(tenant.Id, id, one => one with { IsWithoutPrincipal = false });
        return (StatusCodes.Status201Created, new JsonObject { ["id"] = tenant.ServicePrincipalOf(application).ToString(), ["appId"] = id.ToString() });
    }

    private async Task<(int Status, JsonObject Body)> CreateCredentialAsync(HttpContext context, LabTenant tenant)
    {
        var id = (string)context.GetRouteValue("id")!;
        var application =
            tenant.Applications.FirstOrDefault(one => ObjectId(one) == id)
            ?? throw Refuse(StatusCodes.Status404NotFound, "Request_ResourceNotFound", $"Resource '{id}' does not exist.");
        var body = await ReadAsync(context);
        var name = Text(body, "name");
        if (name.Length is < 3 or > 120 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw Refuse(StatusCodes.Status400BadRequest, "Request_BadRequest", $"The name '{name}' of the federated identity credential is invalid.");
        }

        // The lab's own issuer stands in for GitHub's.
        var issuer = Text(body, "issuer");
        var audiences = (body["audiences"]?.AsArray() ?? []).Select(audience => (string)audience!).ToArray();
        if (issuer != GitHub || audiences.Length != 1)
        {
            throw Refuse(StatusCodes.Status400BadRequest, "Request_BadRequest", $"The issuer '{issuer}' or its audiences are not those of {externalIssuer}.");
        }

        directory.Change(
            tenant.Id,
            application.Id,
            one => one with { FederatedCredentials = [.. one.FederatedCredentials, new(Text(body, "subject")) { Audience = audiences[0] }] }
        );
        return (StatusCodes.Status201Created, new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["name"] = name });
    }

    private static (IReadOnlyList<string> Scopes, IReadOnlyList<string> Roles) Permissions(JsonArray required)
    {
        var all = required
            .SelectMany(one =>
                one!["resourceAccess"]!
                    .AsArray()
                    .Select(access =>
                        (
                            Resource: LabResources.All.Single(resource => resource.AppId.ToString() == (string?)one["resourceAppId"]),
                            Id: (string?)access!["id"],
                            Type: (string?)access["type"]
                        )
                    )
            )
            .Select(one =>
                (
                    one.Type,
                    Name: $"{one.Resource.Identifier}/{one.Resource.DelegatedScopes.Append(one.Resource.ApplicationRole).First(name => IdOf(one.Resource, one.Type!, name) == one.Id)}"
                )
            )
            .ToList();
        return ([.. all.Where(one => one.Type == "Scope").Select(one => one.Name)], [.. all.Where(one => one.Type == "Role").Select(one => one.Name)]);
    }

    private static X509Certificate2? Certificate(JsonArray keys)
    {
        if (keys.Count == 0)
        {
            return null;
        }

        var key = keys[0]!.AsObject();
        return (Text(key, "type"), Text(key, "usage")) is ("AsymmetricX509Cert", "Verify")
            ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Text(key, "key")))
            : throw Refuse(StatusCodes.Status400BadRequest, "Request_BadRequest", "Invalid value specified for property 'type' of resource 'KeyCredential'.");
    }

    private static JsonObject Describe(LabApplication application) =>
        new()
        {
            ["id"] = ObjectId(application),
            ["appId"] = application.Id.ToString(),
            ["displayName"] = application.Name,
        };

    private static JsonObject Named(LabResource resource, string type, string name) =>
        new()
        {
            ["id"] = IdOf(resource, type, name),
            ["value"] = name,
            ["isEnabled"] = true,
        };

    // As in Entra, another object has another id than the application itself.
    private static string ObjectId(LabApplication application) => Hashed($"object {application.Id}");

    private static string IdOf(LabResource resource, string type, string name) => Hashed($"{resource.AppId} {type} {name}");

    private static string Hashed(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();

    private static async Task<JsonObject> ReadAsync(HttpContext context) =>
        (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();

    private static string Text(JsonObject body, string name) =>
        (string?)body[name] is { Length: > 0 } text
            ? text
            : throw Refuse(StatusCodes.Status400BadRequest, "Request_BadRequest", $"A value is required for property '{name}' of resource.");

    private static LabServiceErrorException Refuse(int status, string code, string message) => new(new LabServiceError(status, code, message));
}
