namespace MdeHunting;

/// <summary>
/// The ways in which a sign-in does not succeed; each name is the ErrorId of its error record. AADSTS codes:
/// https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
/// </summary>
public enum SignInFailure
{
    /// <summary>The person declined the sign-in (AADSTS65004, authorization_declined).</summary>
    SignInDeclined,

    /// <summary>No browser could be opened here.</summary>
    BrowserUnavailable,

    /// <summary>Nobody finished the sign-in in the browser within ten minutes; what is refused on Entra ID's own page ends so too.</summary>
    BrowserTimedOut,

    /// <summary>Nobody finished the sign-in while the code could be used.</summary>
    DeviceCodeExpired,

    /// <summary>The service does not know the device code.</summary>
    DeviceCodeRejected,

    /// <summary>A person is needed, and may not be asked; or the sign-in is no longer good (AADSTS50058 and others).</summary>
    SignInRequired,

    /// <summary>The sign-in was revoked or has expired (AADSTS50173, AADSTS700082).</summary>
    SignInRevoked,

    /// <summary>Another tenant signed in than the one that was asked for.</summary>
    WrongTenant,

    /// <summary>Another account signed in than the one that was asked for, or than the connection's own.</summary>
    WrongAccount,

    /// <summary>The application has no consent for the permission (AADSTS65001, AADSTS90094, AADSTS90095, AADSTS90099).</summary>
    ConsentMissing,

    /// <summary>The API does not have the permission that was asked for (AADSTS650053), or there is no such API in the tenant (AADSTS500011).</summary>
    ScopeUnknown,

    /// <summary>The application admits only users who are assigned to it (AADSTS50105).</summary>
    UserNotAssigned,

    /// <summary>Conditional Access blocks the sign-in (AADSTS53003).</summary>
    BlockedByConditionalAccess,

    /// <summary>Conditional Access wants a compliant device (AADSTS53000).</summary>
    DeviceNotCompliant,

    /// <summary>Conditional Access wants a domain-joined device (AADSTS53001).</summary>
    DeviceNotJoined,

    /// <summary>The tenant's security defaults block device codes (AADSTS530035).</summary>
    DeviceCodeBlocked,

    /// <summary>The sign-in needs a second factor (AADSTS50076).</summary>
    MultifactorRequired,

    /// <summary>The account has to enrol in multifactor authentication first (AADSTS50079).</summary>
    MultifactorEnrolmentRequired,

    /// <summary>The tenant does not know the application (AADSTS700016).</summary>
    ApplicationNotFound,

    /// <summary>The application is no public client (AADSTS7000218).</summary>
    PublicClientNotAllowed,

    /// <summary>The client secret is wrong (AADSTS7000215).</summary>
    SecretInvalid,

    /// <summary>The client secret has expired (AADSTS7000222).</summary>
    SecretExpired,

    /// <summary>The application does not know the certificate (AADSTS700027).</summary>
    CertificateUnknown,

    /// <summary>The application does not trust the federated token (AADSTS70021, AADSTS700211 to AADSTS700213).</summary>
    FederationNotTrusted,

    /// <summary>The account is not in the tenant (AADSTS50020).</summary>
    UserNotInTenant,

    /// <summary>There is no such tenant (AADSTS90002).</summary>
    TenantNotFound,

    /// <summary>The account is disabled (AADSTS50057).</summary>
    AccountDisabled,

    /// <summary>The application does not list the redirect address (AADSTS50011).</summary>
    RedirectNotRegistered,

    /// <summary>The identity service could not be reached.</summary>
    ServiceUnreachable,

    /// <summary>The identity service did not answer a request within 60 seconds.</summary>
    SignInTimeout,

    /// <summary>The identity service, or something on the way to it, gave a response that is not valid.</summary>
    InvalidIdentityResponse,

    /// <summary>The identity service showed a certificate that is not trusted.</summary>
    CertificateRefused,

    /// <summary>The proxy wants credentials, or refuses.</summary>
    ProxyRefused,

    /// <summary>This machine's clock is more than five minutes off.</summary>
    ClockSkewed,

    /// <summary>An account cannot be taken out of what is kept between processes, since that cannot be changed.</summary>
    AccountCacheUnusable,

    /// <summary>The secret, or a value of the environment, has a character that none has.</summary>
    InvalidCredential,

    /// <summary>The certificate to sign in with is not in the stores or at the path.</summary>
    CertificateNotFound,

    /// <summary>The certificate file cannot be read as PFX or PEM.</summary>
    CertificateUnreadable,

    /// <summary>The certificate's password is wrong or missing.</summary>
    CertificatePasswordWrong,

    /// <summary>The certificate has no private key.</summary>
    CertificateWithoutKey,

    /// <summary>The certificate has expired or is not yet valid.</summary>
    CertificateExpired,

    /// <summary>The federated token, or the file that it is in, cannot be read.</summary>
    FederatedTokenUnreadable,

    /// <summary>There is no managed identity on this host.</summary>
    ManagedIdentityUnavailable,

    /// <summary>The token is for another API than the one that is hunted with.</summary>
    TokenForAnotherApi,

    /// <summary>The supplied token has expired.</summary>
    TokenExpired,

    /// <summary>The identity service refused the sign-in for another reason; it is in the message.</summary>
    SignInFailed,

    /// <summary>The application is disabled in the tenant (AADSTS7000112).</summary>
    ApplicationDisabled,

    /// <summary>The application is Microsoft's own, and was not given the permission by Microsoft (AADSTS65002).</summary>
    ApplicationNotPreauthorized,

    /// <summary>The token provider ended with an error; it is in the message.</summary>
    TokenProviderFailed,

    /// <summary>What the token provider returned is no token: nothing, several objects, or something else.</summary>
    TokenProviderWithoutToken,
}
