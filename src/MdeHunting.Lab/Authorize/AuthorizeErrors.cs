using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Authorize;

/// <summary>
/// What Entra says at the authorization endpoint and when its codes are redeemed.
/// https://learn.microsoft.com/entra/identity-platform/reference-error-codes, https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
/// </summary>
internal static class AuthorizeErrors
{
    public static EntraError MissingRedirectUri(LabApplication application) =>
        new("invalid_request", 500113, $"No reply address is registered for the application, or the request names none. Application: '{application.Id}'.");

    public static EntraError UnknownRedirectUri(string redirectUri, LabApplication application) =>
        new(
            "invalid_request",
            50011,
            $"The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{application.Id}'. "
                + "Make sure the redirect URI sent in the request matches one added to your application in the Azure portal."
        );

    public static EntraError UnsupportedResponseMode(string mode) =>
        new("unsupported_response_mode", 70007, $"'{mode}' is not a supported value of 'response_mode' when requesting a token.");

    public static EntraError UnsupportedResponseType(string type) =>
        new("unsupported_response_type", 700051, $"response_type '{type}' is not enabled for the application.");

    public static EntraError UnsupportedPrompt(string prompt) => new("invalid_request", 90023, $"Unsupported 'prompt' value '{prompt}'.");

    // In Entra for cross-origin clients alone; the lab holds every public client to RFC 8252, section 6.
    public static EntraError ChallengeRequired { get; } =
        new("invalid_request", 9002325, "Proof Key for Code Exchange is required for cross-origin authorization code redemption.");

    public static EntraError UnsupportedChallengeMethod { get; } =
        new("invalid_request", 9002313, "Invalid request. Request is malformed or invalid. The value of 'code_challenge_method' must be 'S256'.");

    public static EntraError ChallengeSize { get; } = new("invalid_request", 501491, "Invalid size of Code_Challenge parameter.");

    public static EntraError NoSession { get; } =
        new(
            "login_required",
            50058,
            "A silent sign-in request was sent but no user is signed in. The cookies used to represent the user's session were not sent in the request to "
                + "Azure AD."
        );

    public static EntraError Cancelled { get; } = new("access_denied", 65004, "User declined to consent to access the app.", SubError: "cancel");

    public static EntraError InvalidCode { get; } = new("invalid_grant", 70000, "The provided value for the 'code' parameter is not valid.");

    public static EntraError CodeExpired { get; } =
        new(
            "invalid_grant",
            70008,
            "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user "
                + "and resource."
        );

    public static EntraError WrongVerifier { get; } =
        new("invalid_grant", 50148, "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.");

    public static EntraError OtherRedirectUri { get; } =
        new(
            "invalid_client",
            500112,
            "The reply address in the token request does not match the reply address provided when requesting the authorization code."
        );
}
