using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.AspNetCore.WebUtilities;

namespace MdeHunting.Lab.Authorize;

/// <summary>Sends a browser back to the application, with a code or a refusal, in the way that the application asked for.</summary>
internal static class AuthorizationResponse
{
    public static Task RefuseAsync(HttpContext context, AuthorizationTarget target, EntraError error)
    {
        var trace = EntraTrace.Of(context);
        List<KeyValuePair<string, string>> response =
        [
            new("error", NameOf(error)),
            new("error_description", trace.Describe(error)),
            new("error_uri", EntraTrace.ErrorUri(error)),
        ];
        if (error.SubError is { } subError)
        {
            response.Add(new("error_subcode", subError));
        }

        if (error.Claims is { } claims)
        {
            response.Add(new("claims", claims));
        }

        return SendAsync(context, target, response);
    }

    public static Task SendAsync(HttpContext context, AuthorizationTarget target, IEnumerable<KeyValuePair<string, string>> response)
    {
        if (target.State is { } state)
        {
            response = response.Append(new("state", state));
        }

        if (target.ResponseMode == "form_post")
        {
            return AuthorizePages.Post(target, response).WriteAsync(context);
        }

        var values = response.Select(field => KeyValuePair.Create<string, string?>(field.Key, field.Value));
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location =
            target.ResponseMode == "fragment"
                ? $"{target.RedirectUri}#{QueryHelpers.AddQueryString("", values)[1..]}"
                : QueryHelpers.AddQueryString(target.RedirectUri, values);
        return Task.CompletedTask;
    }

    // invalid_grant is a word of the token endpoint's (RFC 6749, sections 4.1.2.1 and 5.2).
    private static string NameOf(EntraError error) =>
        error switch
        {
            { Error: "invalid_grant", SubError: "consent_required" } => "consent_required",
            { Error: "invalid_grant" } => "access_denied",
            _ => error.Error,
        };
}
