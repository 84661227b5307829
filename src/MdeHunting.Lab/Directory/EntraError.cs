namespace MdeHunting.Lab.Directory;

/// <summary>
/// A refusal in Entra's words. Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes;
/// those of the device code flow: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code.
/// </summary>
internal sealed record EntraError(string Error, int Code, string Text, int Status = StatusCodes.Status400BadRequest, string? SubError = null)
{
    /// <summary>What a new sign-in must ask for to be let through, as JSON.</summary>
    public string? Claims { get; init; }

    public static EntraError TenantNotFound(string tenant, string error) =>
        new(
            error,
            90002,
            $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. "
                + "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
        );

    public static EntraError MissingParameter(string name) =>
        new("invalid_request", 900144, $"The request body must contain the following parameter: '{name}'.");

    public static EntraError Malformed { get; } = new("invalid_request", 9002313, "Invalid request. Request is malformed or invalid.");

    public static EntraError ApplicationNotFound(string clientId, LabTenant tenant) =>
        new(
            "unauthorized_client",
            700016,
            $"Application with identifier '{clientId}' was not found in the directory '{tenant.Name}'. "
                + "This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the "
                + "tenant. You may have sent your authentication request to the wrong tenant."
        );

    public static EntraError NotPublicClient { get; } =
        new(
            "invalid_client",
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            StatusCodes.Status401Unauthorized
        );

    public static EntraError UnsupportedGrant(string grantType) =>
        new("unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grantType}'.");

    public static EntraError InvalidScope(string scope) =>
        new(
            "invalid_scope",
            70011,
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope "
                + $"{scope} is not valid."
        );

    public static EntraError ManyResources(string scope) =>
        new(
            "invalid_scope",
            28000,
            $"Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid."
        );

    public static EntraError UnknownScope(LabApplication application, string scope, LabResource resource) =>
        new(
            "invalid_scope",
            650053,
            $"The application '{application.Name}' asked for scope '{scope}' that doesn't exist on the resource '{resource.AppId}'. Contact the app vendor."
        );

    public static EntraError UnknownResource(string resource, LabTenant tenant) =>
        new(
            "invalid_resource",
            500011,
            $"The resource principal named {resource} was not found in the tenant named {tenant.Name}. This can happen if the application has not been "
                + "installed by the "
                + "administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant."
        );

    public static EntraError ConsentRequired(LabApplication application) =>
        new(
            "invalid_grant",
            65001,
            $"The user or administrator has not consented to use the application with ID '{application.Id}' named '{application.Name}'. "
                + "Send an interactive authorization request for this user and resource.",
            SubError: "consent_required"
        );

    public static EntraError AdminConsentRequired { get; } = new("access_denied", 90094, "Administrator consent is required.");

    /// <summary>The lab itself failed; it says how, which Entra keeps to itself.</summary>
    public static EntraError Failure(Exception exception) =>
        new(
            "server_error",
            50000,
            $"There was an error issuing a token. {exception.GetType().Name}: {exception.Message}",
            StatusCodes.Status500InternalServerError
        );

    public static EntraError AuthorizationPending { get; } =
        new("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

    // No page of Microsoft's names this number; it was seen once in a capture of a live tenant.
    public static EntraError AuthorizationDeclined { get; } =
        new("authorization_declined", 700171, "OAuth 2.0 device flow error. The end-user declined the authorization request.");

    public static EntraError BadVerificationCode { get; } =
        new(
            "bad_verification_code",
            70018,
            "Invalid verification code due to User typing in wrong user code for device code flow. Authorization isn't approved."
        );

    public static EntraError DeviceCodeExpired { get; } =
        new("expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");

    public static EntraError AlreadyRedeemed { get; } =
        new("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");

    public static EntraError InvalidRefreshToken { get; } =
        new("invalid_grant", 70000, "Provided grant is invalid or malformed. The refresh token isn't valid.", SubError: "bad_token");

    public static EntraError RefreshTokenRevoked { get; } =
        new(
            "invalid_grant",
            50173,
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
            SubError: "bad_token"
        );

    public static EntraError RefreshTokenExpired { get; } =
        new("invalid_grant", 700082, "The refresh token has expired due to inactivity.", SubError: "bad_token");
}

/// <summary>Ends a request to the identity server with a refusal.</summary>
internal sealed class EntraException(EntraError error) : Exception(error.Text)
{
    public EntraError Error { get; } = error;
}
