using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// What to do where a tenant has not let an application hunt: which permission is missing, who can grant it, what that means, and the link to send them.
/// https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent has the roles.
/// </summary>
/// <param name="context">The sign-in.</param>
internal sealed class ConsentAdvice(SignInContext context)
{
    private const string Redirect = "http://localhost";
    private const string Roles = ConsentRoles.Usual;

    private readonly SharedApplication? _shared = SharedApplication.Find(context.ClientId);

    private string Application => _shared is { } shared ? $"{shared.Title} ({shared.Id})" : $"the application {context.ClientId}";

    private string Permission =>
        context.Scopes is { } scopes ? string.Join(" ", scopes)
        : context.IsUser ? $"{context.Api.Permission} of {context.Api.Resource}"
        : $"{context.Api.ApplicationPermission} of {context.Api.Resource}";

    private string Tenant => context.TenantId is { } id ? $"the tenant {id}" : "the tenant";

    /// <summary>
    /// Where consent is given for the whole tenant. The link of a shared application names the permission, since its registration lists none that hunting
    /// needs; that of one's own asks for what its registration lists, and needs no redirect address.
    /// </summary>
    public string Link =>
        _shared is null && context.Scopes is null
            ? $"{context.Authority}/adminconsent?client_id={context.ClientId}"
            : $"{context.Authority}/v2.0/adminconsent?client_id={context.ClientId}&scope={Uri.EscapeDataString(string.Join(" ", context.UserScopes))}"
                + $"&redirect_uri={Uri.EscapeDataString(Redirect)}";

    private string Ask =>
        context.IsUser ? $"Send this link to {Roles} of the tenant, either of whom can grant it: {Link}"
        : context.Api.Api is MdeApi.Graph
            ? $"Send this link to {ConsentRoles.OfGraphItself} of the tenant, who can grant an application permission of Microsoft Graph: {Link}"
        : $"Send this link to {Roles} of the tenant: {Link}";

    // Consent to a shared application is for all who may use it, in the tenant: https://learn.microsoft.com/entra/identity-platform/consent-types-developer.
    private string Shared =>
        _shared is null
            ? string.Empty
            : $" {_shared.Title} is shared: consent for the tenant counts for every user who may use it there, each within their own role in Defender. To limit "
                + "it, have the administrator consent for your account only, or require assignment for it under Enterprise applications, or use an app "
                + "registration of your own.";

    private string Registered => _shared is null ? $" Its registration must list {Permission} under API permissions." : string.Empty;

    private string AtTheEnd => _shared is null ? string.Empty : " The browser then shows that http://localhost can't be reached; that's expected.";

    /// <summary>What is told of a refusal; null for one that has nothing to do with consent.</summary>
    /// <param name="failure">What the refusal means.</param>
    /// <param name="code">Its AADSTS number; 0 where it has none.</param>
    public (string What, string NextStep)? Of(SignInFailure failure, int code) =>
        failure switch
        {
            SignInFailure.ConsentMissing => ($"Nobody has consented to {Permission} for {Application} in {Tenant}.", $"{Ask}.{Registered}{AtTheEnd}{Shared}"),
            // What the page with "Need admin approval" ends with, too: https://learn.microsoft.com/entra/identity-platform/application-consent-experience.
            SignInFailure.SignInDeclined when code == 65004 => (
                "The sign-in was declined on the page.",
                "Run Connect-MdeTenant again, and accept there if you started the sign-in. If the page said that an administrator has to approve "
                    + $"{Application}, consent to {Permission} is missing. {Ask}.{Registered}{AtTheEnd}{Shared}"
            ),
            SignInFailure.UserNotAssigned => (
                $"{Capital(Application)} admits only users who are assigned to it in {Tenant}, and this account isn't.",
                $"Have {Roles}, or an owner of the application, assign the account under Enterprise applications, Users and groups. Consent to "
                    + $"{Permission} is needed too: {Link}.{Shared}"
            ),
            SignInFailure.ApplicationNotFound => (
                $"{Capital(Tenant)} doesn't know {Application}.",
                _shared is null
                    ? $"Check -ClientId and -TenantId. An application of another tenant (multitenant) is added by its administrator's consent to {Permission}. "
                        + $"{Ask}. An application of a single tenant can't be used in another."
                    : $"Check -TenantId and -Cloud. It's added by an administrator's consent to {Permission}. {Ask}.{AtTheEnd}{Shared}"
            ),
            SignInFailure.ApplicationDisabled => (
                $"{Capital(Application)} is disabled in {Tenant}.",
                $"An administrator of the tenant turned it off, possibly on purpose. Have {Roles} enable it under Enterprise applications, Properties, or use "
                    + $"another application.{(_shared is null ? string.Empty : " An app registration of your own isn't affected.")}"
            ),
            _ => null,
        };

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text.Substring(1)}";
}
