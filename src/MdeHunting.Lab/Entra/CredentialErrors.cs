using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>
/// What Entra says to an application that proves itself. Codes and texts: https://learn.microsoft.com/entra/identity-platform/reference-error-codes;
/// those of federated tokens as seen in public logs of continuous integration.
/// </summary>
internal static class CredentialErrors
{
    public static EntraError MissingCredential { get; } =
        Refused(7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.");

    public static EntraError PublicClient(LabApplication application) =>
        Refused(700025, $"Client is public so neither 'client_assertion' nor 'client_secret' should be presented. Application: '{application.Id}'.");

    public static EntraError WrongSecret(LabApplication application) =>
        Refused(
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, "
                + $"for a secret added to app '{application.Id}'."
        );

    public static EntraError SecretExpired(LabApplication application) =>
        Refused(
            7000222,
            $"The provided client secret keys for app '{application.Id}' are expired. Visit the Azure portal to create new keys for your app: "
                + "https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds."
        );

    public static EntraError UnsupportedAssertionType(string type) =>
        new("invalid_request", 50027, $"JWT token is invalid or malformed. The client_assertion_type '{type}' is not supported.");

    public static EntraError MalformedAssertion(string reason) => new("invalid_request", 50027, $"JWT token is invalid or malformed. {reason}");

    public static EntraError KeyNotFound(string? thumbprint) =>
        Refused(
            700027,
            "The certificate with identifier used to sign the client assertion is not registered on application. "
                + $"[Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}']."
        );

    public static EntraError WrongSignature(string? thumbprint) =>
        Refused(
            700027,
            "Client assertion failed signature validation. [Reason - The key used is not the one registered., Thumbprint of key used by client: "
                + $"'{thumbprint}']."
        );

    public static EntraError WrongAssertionIssuer { get; } = Refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");

    public static EntraError WrongAssertionAudience(string audience) =>
        Refused(
            700023,
            $"Client assertion audience claim does not match Realm issuer. Review the documentation at https://aka.ms/client-assertion. Audience: '{audience}'."
        );

    public static EntraError AssertionOutOfTime(DateTimeOffset now, DateTime from, DateTime to) =>
        Refused(
            700024,
            $"Client assertion is not within its valid time range. Current time: {now:yyyy-MM-dd'T'HH:mm:ss'Z'}, "
                + $"assertion valid from {from:yyyy-MM-dd'T'HH:mm:ss'Z'}, expiry time of assertion {to:yyyy-MM-dd'T'HH:mm:ss'Z'}."
        );

    // RFC 7523, section 3, allows a server to refuse what it has seen; that Entra does is not documented.
    public static EntraError AssertionReplayed { get; } = Refused(50013, "Assertion failed: it has been used before [Reason - jti].");

    public static EntraError NoFederatedCredential(LabApplication application) =>
        Refused(70025, $"The client '{application.Id}'({application.Name}) has no configured federated identity credentials.");

    public static EntraError FederatedIssuer(string issuer) => Refused(700211, NoFederatedRecord("issuer", issuer));

    public static EntraError FederatedAudience(string audience) => Refused(700212, NoFederatedRecord("audience", audience));

    public static EntraError FederatedSubject(string subject) => Refused(700213, NoFederatedRecord("subject", subject));

    public static EntraError ScopeNotDefault(string scope) =>
        new(
            "invalid_scope",
            1002012,
            $"The provided value for scope {scope} is not valid. "
                + "Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
        );

    private static string NoFederatedRecord(string what, string value) =>
        $"No matching federated identity record found for presented assertion {what} '{value}'. Check your federated identity credential Subject, Audience "
        + "and Issuer "
        + "against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

    private static EntraError Refused(int code, string text) => new("invalid_client", code, text, StatusCodes.Status401Unauthorized);
}
