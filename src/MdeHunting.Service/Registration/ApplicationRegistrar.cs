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
internal sealed class ApplicationRegistrar(SignInContext context, ITokenSource tokens, RegistrationPlan plan, IHuntingPrompt prompt)
{
    private readonly GraphRequests _graph = new(context, tokens, plan.Graph, prompt);

    /// <summary>The delegated permission that registering needs; there is none that allows less.</summary>
    public const string Permission = "Application.ReadWrite.All";

    private const string GitHub = "https://token.actions.githubusercontent.com";
    private const string Audience = "api://AzureADTokenExchange";

    // A new object is known to all of Graph only some seconds later.
    private const int Attempts = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Registers it.</summary>
    /// <exception cref="RegistrationException">It could not be, or not all of it.</exception>
    public async Task<RegisteredApplication> RegisterAsync(ApplicationRequest application, CancellationToken token)
    {
        await RequireNewAsync(application.Name, token).ConfigureAwait(false);
        var permission = await PermissionIdAsync(application.IsByItself, token).ConfigureAwait(false);
        var made = await _graph.CreateAsync("applications", Body(application, permission), token).ConfigureAwait(false);
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
                $"The application '{application.Name}' was registered ({clientId}), but its registration isn't complete: {e.What}",
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
        var found = await _graph.ReadAsync($"applications?$filter={filter}&$select=id,appId,displayName", token).ConfigureAwait(false);
        if (found["value"] is JsonArray { Count: > 0 } applications)
        {
            throw new RegistrationException(
                RegistrationFailure.ApplicationExists,
                $"The tenant already has an application '{name}': {Text(applications[0]!.AsObject(), "appId")}.",
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
            principal = await _graph
                .ReadAsync($"servicePrincipals(appId='{plan.ResourceId:D}')?$select=appId,oauth2PermissionScopes,appRoles", token)
                .ConfigureAwait(false);
        }
        catch (RegistrationException e) when (e.GetServiceCode() is "Request_ResourceNotFound")
        {
            throw new RegistrationException(
                RegistrationFailure.ApiNotInTenant,
                $"The tenant doesn't have {plan.Resource}: nobody there has used it, or the tenant doesn't have Defender.",
                "Remove -Api: every tenant has Microsoft Graph.",
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
                $"{plan.Resource} doesn't have the permission {plan.Permission} in this tenant.",
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
                await _graph.AddAsync(path, body, token).ConfigureAwait(false);
                return;
            }
            catch (RegistrationException e) when (attempt < Attempts && e.GetServiceCode() is "Request_ResourceNotFound" or "Request_BadRequest")
            {
                await prompt.VerboseAsync($"The new application isn't available everywhere in Microsoft Graph yet. Retrying: {e.What}").ConfigureAwait(false);
                await context.Clock.WaitAsync(Pause, token).ConfigureAwait(false);
            }
        }
    }

    private static string Text(JsonObject body, string name) =>
        GraphRequests.Said(body, name)
        ?? throw new RegistrationException(
            RegistrationFailure.RegistrationUnreachable,
            $"Microsoft Graph's response doesn't have '{name}'.",
            "In the Entra admin center, check under App registrations whether the application exists."
        );
}
