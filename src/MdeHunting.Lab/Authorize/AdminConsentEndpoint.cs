using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.AspNetCore.WebUtilities;

namespace MdeHunting.Lab.Authorize;

/// <summary>
/// Where an administrator consents for a whole tenant: to the permissions that the link names, or to those that the application's registration lists.
/// https://learn.microsoft.com/entra/identity-platform/v2-admin-consent, https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
/// </summary>
internal sealed class AdminConsentEndpoint(LabDirectory directory)
{
    public const string Path = "/v2.0/adminconsent";
    public const string RegisteredPath = "/adminconsent";

    private static readonly string[] Fields = ["client_id", "scope", "redirect_uri", "state"];

    public Task RespondAsync(HttpContext context, LabTenant tenant) => RespondAsync(context, tenant, isRegistered: false);

    public Task RespondToRegisteredAsync(HttpContext context, LabTenant tenant) => RespondAsync(context, tenant, isRegistered: true);

    private async Task RespondAsync(HttpContext context, LabTenant tenant, bool isRegistered)
    {
        var form = await EntraForm.ReadAsync(context);
        var application = form.Application(tenant);
        var scopes =
            isRegistered ? application.RequiredScopes
            : RequestedScopes.Parse(form.Required("scope"), tenant, application) is var asked
                ? [.. asked.Permissions.Select(permission => $"{asked.Resource.Identifier}/{permission}")]
            : [];
        var redirectUri = isRegistered ? form.Optional("redirect_uri") : form.Required("redirect_uri");
        if (redirectUri is not null && !application.HasRedirectUri(redirectUri))
        {
            throw new EntraException(AuthorizeErrors.UnknownRedirectUri(redirectUri, application));
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await AuthorizePages
                .Consent(tenant, application, scopes, context.Request.Path, Fields.Select(name => (name, form.Optional(name))))
                .WriteAsync(context);
            return;
        }

        if (!form.Has(SignInPageFrame.DecisionField, AuthorizePages.Accept))
        {
            throw new EntraException(AuthorizeErrors.Cancelled);
        }

        if (tenant.FindAccount(form.Required(SignInPageFrame.AccountField))?.AdministersApplications != true)
        {
            throw new EntraException(EntraError.AdminConsentRequired);
        }

        directory.Consent(tenant.Id, application.Id, scopes, isRegistered ? application.RequiredRoles : []);
        if (redirectUri is null)
        {
            await AuthorizePages.Consented(application).WriteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = QueryHelpers.AddQueryString(
            redirectUri,
            new Dictionary<string, string?>
            {
                ["admin_consent"] = "True",
                ["tenant"] = tenant.Id.ToString(),
                ["scope"] = string.Join(' ', scopes),
                ["state"] = form.Optional("state"),
            }
        );
    }
}
