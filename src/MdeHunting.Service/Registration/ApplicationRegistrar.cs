using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Registration;

/// <summary>
/// Registers an application through Microsoft Graph: the application with one permission, its service principal, and what it signs in with.
/// https://learn.microsoft.com/graph/api/application-post-applications, https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals,
/// https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
/// </summary>
/// <param name="context">The sign-in, which is at Graph whatever is hunted with.</param>
/// <param name="tokens">The tokens of who registers.</param>
/// <param name="plan">Which permission of which API.</param>
/// <param name="prompt">How to turn to the person.</param>
internal sealed class ApplicationRegistrar(SignInContext context, ITokenSource tokens, RegistrationPlan plan, ISignInPrompt prompt)
{
    /// <summary>The delegated permission that registering needs; there is none that allows less.</summary>
    public const string Permission = "Application.ReadWrite.All";

    private const string GitHub = "https://token.actions.githubusercontent.com";
    private const string Audience = "api://AzureADTokenExchange";

    // A new object is known to all of Graph only some seconds later.
    private const int Attempts = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Registers it.</summary>
    /// <exception cref="RegistrationException">It could not be, or not all of it.</exception>
    public async Task<RegisteredApplication> RegisterAsync(ApplicationRequest application, CancellationToken token)
    {
        await RequireNewAsync(application.Name, token).ConfigureAwait(false);
        var permission = await PermissionIdAsync(application.IsByItself, token).ConfigureAwait(false);
        var made = await SendAsync(HttpMethod.Post, "applications", Body(application, permission), token).ConfigureAwait(false);
        var (clientId, objectId) = (Guid.Parse(Text(made, "appId")), Text(made, "id"));
        await prompt.VerboseAsync($"Registered '{application.Name}' as {clientId} (object {objectId}).").ConfigureAwait(false);
        try
        {
            await RepeatAsync("servicePrincipals", new JsonObject { ["appId"] = clientId.ToString("D") }, token).ConfigureAwait(false);
            if (application.FederatedSubject is { } subject)
            {
                await RepeatAsync(
                        $"applications/{objectId}/federatedIdentityCredentials",
                        new JsonObject
                        {
                            ["name"] = CredentialName(subject),
                            ["issuer"] = GitHub,
                            ["subject"] = subject,
                            ["audiences"] = new JsonArray(Audience),
                        },
                        token
                    )
                    .ConfigureAwait(false);
            }
        }
        catch (RegistrationException e)
        {
            throw new RegistrationException(
                RegistrationFailure.RegistrationIncomplete,
                $"The application '{application.Name}' was registered ({clientId}), and what belongs to it was not: {e.What}",
                "Delete it under App registrations in the Entra admin center, and run the command again.",
                e
            )
            {
                Target = clientId,
                ServiceCode = e.GetServiceCode(),
                ServiceMessage = e.GetServiceMessage(),
                RequestId = e.GetRequestId(),
            };
        }

        return new RegisteredApplication(context.TenantId ?? tokens.Latest.TenantId!, clientId, objectId, context.Authority);
    }

    private async Task RequireNewAsync(string name, CancellationToken token)
    {
        var filter = Uri.EscapeDataString($"displayName eq '{name.Replace("'", "''")}'");
        var found = await SendAsync(HttpMethod.Get, $"applications?$filter={filter}&$select=id,appId,displayName", null, token).ConfigureAwait(false);
        if (found["value"] is JsonArray { Count: > 0 } applications)
        {
            throw new RegistrationException(
                RegistrationFailure.ApplicationExists,
                $"The tenant has an application '{name}' already: {Text(applications[0]!.AsObject(), "appId")}.",
                "Use that one (-ClientId of Connect-MdeTenant), or specify another -Name."
            )
            {
                Target = name,
            };
        }
    }

    // By its name, since the ids of permissions differ between clouds.
    private async Task<string> PermissionIdAsync(bool isRole, CancellationToken token)
    {
        JsonObject principal;
        try
        {
            principal = await SendAsync(
                    HttpMethod.Get,
                    $"servicePrincipals(appId='{plan.ResourceId:D}')?$select=appId,oauth2PermissionScopes,appRoles",
                    null,
                    token
                )
                .ConfigureAwait(false);
        }
        catch (RegistrationException e) when (e.GetServiceCode() is "Request_ResourceNotFound")
        {
            throw new RegistrationException(
                RegistrationFailure.ApiNotInTenant,
                $"The tenant doesn't have {plan.Resource}: nobody there has used it, or has Defender.",
                "Remove -Api. Graph is in every tenant.",
                e
            )
            {
                Target = plan.Resource,
            };
        }

        var permissions = principal[isRole ? "appRoles" : "oauth2PermissionScopes"] as JsonArray ?? [];
        return permissions.OfType<JsonObject>().FirstOrDefault(one => (string?)one["value"] == plan.Permission) is { } found
            ? Text(found, "id")
            : throw new RegistrationException(
                RegistrationFailure.ApiNotInTenant,
                $"{plan.Resource} has no permission {plan.Permission} in this tenant.",
                "Check -Api and -Cloud."
            )
            {
                Target = plan.Permission,
            };
    }

    private JsonObject Body(ApplicationRequest application, string permissionId)
    {
        var body = new JsonObject
        {
            ["displayName"] = application.Name,
            ["signInAudience"] = "AzureADMyOrg",
            ["requiredResourceAccess"] = new JsonArray(
                new JsonObject
                {
                    ["resourceAppId"] = plan.ResourceId.ToString("D"),
                    ["resourceAccess"] = new JsonArray(new JsonObject { ["id"] = permissionId, ["type"] = application.IsByItself ? "Role" : "Scope" }),
                }
            ),
        };
        if (!application.IsByItself)
        {
            // A device code needs the first, the browser the second.
            body["isFallbackPublicClient"] = true;
            body["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray("http://localhost") };
        }

        if (application.Certificate is { } certificate)
        {
            body["keyCredentials"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "AsymmetricX509Cert",
                    ["usage"] = "Verify",
                    ["key"] = Convert.ToBase64String(certificate),
                }
            );
        }

        return body;
    }

    // Three to 120 letters, digits and marks that an address may have.
    private static string CredentialName(string subject)
    {
        var name = string.Concat(subject.Select(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-'));
        return name.Length > 120 ? name.Substring(0, 120) : name;
    }

    private async Task RepeatAsync(string path, JsonObject body, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SendAsync(HttpMethod.Post, path, (JsonObject)JsonNode.Parse(body.ToJsonString())!, token).ConfigureAwait(false);
                return;
            }
            catch (RegistrationException e) when (attempt < Attempts && e.GetServiceCode() is "Request_ResourceNotFound" or "Request_BadRequest")
            {
                await prompt.VerboseAsync($"Graph doesn't know the new application everywhere yet; trying again: {e.What}").ConfigureAwait(false);
                await context.Clock.WaitAsync(Pause, token).ConfigureAwait(false);
            }
        }
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken token)
    {
        var address = new Uri(plan.Graph, $"v1.0/{path}");
        var bearer = await tokens.GetAsync(context.DemandOf(prompt), token).ConfigureAwait(false);
        try
        {
            return await context
                .Clock.WithinAsync(
                    TimeLimit,
                    async within =>
                    {
                        using var request = new HttpRequestMessage(method, address)
                        {
                            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
                            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
                        };
                        using var response = await context.Http.GetHttpClient().SendAsync(request, within).ConfigureAwait(false);
                        return await ReadAsync(method, address, response).ConfigureAwait(false);
                    },
                    token
                )
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            var failure = NetworkFailure.Of(
                e,
                $"Microsoft Graph at {plan.Graph.Authority}",
                address.AbsoluteUri,
                "Specify its credentials with -ProxyCredential."
            );
            throw new RegistrationException(RegistrationFailure.RegistrationUnreachable, failure.What, failure.NextStep, e) { Target = address };
        }
        catch (TimeoutException e)
        {
            throw Unreachable(address, FormattableString.Invariant($"did not answer within {TimeLimit.TotalSeconds:0} seconds"), e);
        }
    }

    private async Task<JsonObject> ReadAsync(HttpMethod method, Uri address, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        var id = response.Headers.TryGetValues("request-id", out var ids) ? ids.FirstOrDefault() : null;
        await prompt.VerboseAsync(FormattableString.Invariant($"{method} {address} : HTTP {(int)response.StatusCode}, request {id}.")).ConfigureAwait(false);
        JsonObject? body;
        try
        {
            body = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (response.IsSuccessStatusCode)
        {
            return body ?? throw Unreachable(address, "gave a response that is not valid", null);
        }

        var error = body?["error"] as JsonObject;
        var (code, message) = (Said(error, "code"), Said(error, "message"));
        var (failure, what, next) = response.StatusCode switch
        {
            HttpStatusCode.Forbidden => (
                RegistrationFailure.RegistrationForbidden,
                $"{tokens.Latest.Account ?? "The account"} may not register applications in this tenant.",
                "Sign in as an Application Developer, a Cloud Application Administrator or an Application Administrator of the tenant, or send the commands of "
                    + "-AsScript to one."
            ),
            _ => (
                RegistrationFailure.RegistrationRefused,
                FormattableString.Invariant(
                    $"Microsoft Graph refused the request with HTTP {(int)response.StatusCode}: {message ?? code ?? "it gives no reason"}"
                ),
                "See what the service says; with the request's id Microsoft's support finds it."
            ),
        };
        return error is null && response.StatusCode is not HttpStatusCode.Forbidden
            ? throw Unreachable(address, FormattableString.Invariant($"answered with HTTP {(int)response.StatusCode}, and with no error of Graph's"), null)
            : throw new RegistrationException(failure, what, next)
            {
                Target = address,
                ServiceCode = code,
                ServiceMessage = message,
                RequestId = id,
            };
    }

    private static RegistrationException Unreachable(Uri address, string what, Exception? e) =>
        new(
            RegistrationFailure.RegistrationUnreachable,
            $"Microsoft Graph at {address.Authority} {what}.",
            "Check the network and its proxy. Before you run it again, look under App registrations whether the application is there.",
            e
        )
        {
            Target = address,
        };

    private static string? Said(JsonObject? error, string name) => error?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Text(JsonObject body, string name) =>
        Said(body, name)
        ?? throw new RegistrationException(
            RegistrationFailure.RegistrationUnreachable,
            $"Microsoft Graph's response has no '{name}'.",
            "Look under App registrations in the Entra admin center whether the application is there."
        );
}
