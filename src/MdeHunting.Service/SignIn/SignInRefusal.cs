namespace MdeHunting.Service.SignIn;

/// <summary>An error of Entra ID that says what to do: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.</summary>
/// <param name="Code">The number behind AADSTS.</param>
/// <param name="Failure">What it means here.</param>
/// <param name="What">What happened, in plain words.</param>
/// <param name="NextStep">What to try next.</param>
internal sealed record SignInRefusal(int Code, SignInFailure Failure, string What, string NextStep)
{
    private const string AskAdministrator = "Have an administrator open the app registration, API permissions, and choose 'Grant admin consent'.";
    private const string NoCode = "Connect without -DeviceCode: the browser of this machine shows the tenant which device it is.";

    private static readonly Dictionary<int, SignInRefusal> ByCode = new SignInRefusal[]
    {
        new(
            65001,
            SignInFailure.ConsentMissing,
            "Nobody has consented to the permission that hunting needs, for this application in this tenant.",
            AskAdministrator
        ),
        new(90094, SignInFailure.ConsentMissing, "The tenant requires an administrator's consent to the permission that hunting needs.", AskAdministrator),
        new(90095, SignInFailure.ConsentMissing, "The tenant requires an administrator's consent to the permission that hunting needs.", AskAdministrator),
        new(
            90099,
            SignInFailure.ConsentMissing,
            "The application isn't authorized in the customer's tenant, which a partner's delegated administrator needs.",
            AskAdministrator
        ),
        new(
            65002,
            SignInFailure.ApplicationNotPreauthorized,
            "The application is Microsoft's own, and Microsoft hasn't given it the permission that hunting needs; no administrator can.",
            "Use -ClientId GraphCommandLineTools, or the id of your own app registration."
        ),
        new(
            7000112,
            SignInFailure.ApplicationDisabled,
            "The application is disabled in the tenant.",
            "Have an administrator of the tenant enable it under Enterprise applications, Properties, or use another application."
        ),
        new(
            65004,
            SignInFailure.SignInDeclined,
            "The sign-in was declined on the page.",
            "Run Connect-MdeTenant again, and accept there if you started the sign-in."
        ),
        new(
            650053,
            SignInFailure.ScopeUnknown,
            "The API doesn't have the permission that was requested.",
            "Check -Scope. Without it, the module requests the permission that hunting needs."
        ),
        new(
            500011,
            SignInFailure.ScopeUnknown,
            "The tenant doesn't know the API: nobody there has used it, or has Defender.",
            "Check -Api and the tenant; Graph is in every tenant."
        ),
        new(
            50105,
            SignInFailure.UserNotAssigned,
            "The application admits only users who are assigned to it, and this account isn't.",
            "Have an administrator assign the account under Enterprise applications, Users and groups."
        ),
        new(
            53003,
            SignInFailure.BlockedByConditionalAccess,
            "A Conditional Access policy of the tenant blocks this sign-in.",
            "If you used -DeviceCode, remove it, because many tenants block device codes. Otherwise, give the tenant's administrator "
                + "the correlation ID, and ask which policy it was."
        ),
        new(53000, SignInFailure.DeviceNotCompliant, "A Conditional Access policy requires a compliant device.", NoCode),
        new(53001, SignInFailure.DeviceNotJoined, "A Conditional Access policy requires a device that is joined to the tenant's domain.", NoCode),
        new(530035, SignInFailure.DeviceCodeBlocked, "The tenant's security defaults block signing in with a device code.", "Connect without -DeviceCode."),
        new(
            50076,
            SignInFailure.MultifactorRequired,
            "The tenant requires a second factor.",
            "Run Connect-MdeTenant again and confirm with the second factor. -NonInteractive prevents its prompt."
        ),
        new(
            50079,
            SignInFailure.MultifactorEnrolmentRequired,
            "The account has to set up a second factor first.",
            "Sign in once at https://aka.ms/mfasetup with this account, and connect again."
        ),
        new(50058, SignInFailure.SignInRequired, "Nobody is signed in.", "Run Connect-MdeTenant again."),
        new(
            700016,
            SignInFailure.ApplicationNotFound,
            "The tenant doesn't know the application.",
            "Check -ClientId and -TenantId; an application of another tenant needs an administrator's consent in this one first."
        ),
        new(
            7000218,
            SignInFailure.PublicClientNotAllowed,
            "The app registration isn't a public client, so users can't sign in with it without a secret.",
            "In the app registration, under Authentication, set 'Allow public client flows' to Yes."
        ),
        new(
            7000215,
            SignInFailure.SecretInvalid,
            "The client secret is wrong.",
            "Specify the secret's value, not its ID. It's shown only once, when it's created."
        ),
        new(
            7000222,
            SignInFailure.SecretExpired,
            "The client secret has expired.",
            "Create a new one in the app registration under Certificates & secrets, or better, a certificate."
        ),
        new(
            700027,
            SignInFailure.CertificateUnknown,
            "The application doesn't have this certificate.",
            "Upload its public part in the app registration under Certificates & secrets."
        ),
        new(700024, SignInFailure.ClockSkewed, "The sign-in isn't within its validity period.", "Set this machine's clock."),
        new(
            70021,
            SignInFailure.FederationNotTrusted,
            "The application trusts no token of this issuer and subject.",
            "Compare the federated credential in the app registration with the token's iss, sub and aud (Get-MdeTokenInfo reads it)."
        ),
        new(
            700211,
            SignInFailure.FederationNotTrusted,
            "The application trusts no token of this issuer.",
            "Compare the issuer in the federated credential with the token's iss (Get-MdeTokenInfo reads it)."
        ),
        new(
            700212,
            SignInFailure.FederationNotTrusted,
            "The application trusts no token for this audience.",
            "Compare the audience in the federated credential with the token's aud (Get-MdeTokenInfo reads it)."
        ),
        new(
            700213,
            SignInFailure.FederationNotTrusted,
            "The application trusts no token of this subject.",
            "Compare the subject in the federated credential with the token's sub (Get-MdeTokenInfo reads it)."
        ),
        new(
            54005,
            SignInFailure.SignInFailed,
            "The code of this sign-in was used already: the identity service's response to it was lost on the way.",
            "Run Connect-MdeTenant again."
        ),
        new(
            50020,
            SignInFailure.UserNotInTenant,
            "The account isn't in this tenant.",
            "Sign in with an account of the tenant, or have its administrator invite this one as a guest."
        ),
        new(90002, SignInFailure.TenantNotFound, "The tenant doesn't exist.", "Check -TenantId and -Cloud."),
        new(50057, SignInFailure.AccountDisabled, "The account is disabled.", "Sign in with another account, or have an administrator enable it."),
        new(700082, SignInFailure.SignInRevoked, "The sign-in has expired, because it wasn't used for a long time.", "Run Connect-MdeTenant again."),
        new(
            50173,
            SignInFailure.SignInRevoked,
            "The sign-in was revoked, for example by a changed password or an administrator.",
            "Run Connect-MdeTenant again."
        ),
        new(
            50011,
            SignInFailure.RedirectNotRegistered,
            "The app registration doesn't list the redirect address http://localhost.",
            "In the app registration, under Authentication, add the platform 'Mobile and desktop applications' with http://localhost."
        ),
    }.ToDictionary(r => r.Code);

    /// <summary>The refusal of a code; null for one that has no advice of its own.</summary>
    public static SignInRefusal? Find(int code) => ByCode.TryGetValue(code, out var refusal) ? refusal : null;
}
