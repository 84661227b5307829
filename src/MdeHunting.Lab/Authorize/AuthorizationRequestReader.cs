using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;

namespace MdeHunting.Lab.Authorize;

/// <summary>Reads an authorization request in two steps: whom may be answered at all, and what is asked for.</summary>
internal static class AuthorizationRequestReader
{
    // The length of a base64url SHA-256 (RFC 7636, section 4.2).
    private const int ChallengeLength = 43;

    /// <exception cref="EntraException">The request gives no address that a response may go to: the person is told on a page.</exception>
    public static AuthorizationTarget ReadTarget(EntraForm form, LabTenant tenant)
    {
        var application = form.Application(tenant);
        var mode = form.Optional("response_mode") ?? "query";
        if (mode is not ("query" or "fragment" or "form_post"))
        {
            throw new EntraException(AuthorizeErrors.UnsupportedResponseMode(mode));
        }

        var redirectUri = form.Optional("redirect_uri") ?? throw new EntraException(AuthorizeErrors.MissingRedirectUri(application));
        return application.HasRedirectUri(redirectUri)
            ? new(tenant, application, redirectUri, mode, form.Optional("state"))
            : throw new EntraException(AuthorizeErrors.UnknownRedirectUri(redirectUri, application));
    }

    /// <exception cref="EntraException">The request asks what is not offered: the application is told by redirect.</exception>
    public static AuthorizationRequest Read(EntraForm form, AuthorizationTarget target)
    {
        var responseType = form.Required("response_type");
        if (responseType != "code")
        {
            throw new EntraException(AuthorizeErrors.UnsupportedResponseType(responseType));
        }

        var prompt = form.Optional("prompt");
        if (prompt is not (null or "login" or "select_account" or "consent" or "none"))
        {
            throw new EntraException(AuthorizeErrors.UnsupportedPrompt(prompt));
        }

        return new(
            target,
            RequestedScopes.Parse(form.Required("scope"), target.Tenant, target.Application),
            ReadChallenge(form, target.Application),
            form.Optional("nonce"),
            form.Optional("login_hint"),
            prompt,
            form.Claims().Capabilities
        );
    }

    private static string? ReadChallenge(EntraForm form, LabApplication application)
    {
        var challenge = form.Optional("code_challenge");
        if (challenge is null)
        {
            return application.IsPublicClient ? throw new EntraException(AuthorizeErrors.ChallengeRequired) : null;
        }

        if (form.Optional("code_challenge_method") != "S256")
        {
            throw new EntraException(AuthorizeErrors.UnsupportedChallengeMethod);
        }

        return challenge.Length == ChallengeLength ? challenge : throw new EntraException(AuthorizeErrors.ChallengeSize);
    }
}
