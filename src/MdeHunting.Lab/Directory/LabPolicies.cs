namespace MdeHunting.Lab.Directory;

/// <summary>
/// What an organisation's settings refuse sign-ins with. Numbers and texts (shortened):
/// https://learn.microsoft.com/entra/identity-platform/reference-error-codes; that claims come with refusals of Conditional Access:
/// https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide. The pairs of error and suberror are those of public logs where there
/// are any: another tenant may see others.
/// </summary>
public static class LabPolicies
{
    /// <summary>Conditional Access blocks.</summary>
    public static LabPolicy Blocked { get; } =
        new(
            53003,
            "invalid_grant",
            "message_only",
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            LabFlows.Person
        )
        {
            HasClaims = true,
        };

    /// <summary>Conditional Access wants a compliant device.</summary>
    public static LabPolicy NotCompliant { get; } =
        new(
            53000,
            "interaction_required",
            "additional_action",
            "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. "
                + "The user must enroll their device with an approved MDM provider like Intune.",
            LabFlows.Person
        )
        {
            HasClaims = true,
        };

    /// <summary>Conditional Access wants a device of the domain.</summary>
    public static LabPolicy NotJoined { get; } =
        new(
            53001,
            "interaction_required",
            "additional_action",
            "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not "
                + "domain joined.",
            LabFlows.Person
        )
        {
            HasClaims = true,
        };

    /// <summary>
    /// Security defaults allow no device code; the browser is not affected.
    /// https://learn.microsoft.com/entra/fundamentals/security-defaults
    /// </summary>
    public static LabPolicy DeviceCodeBlocked { get; } =
        new(
            530035,
            "invalid_grant",
            "message_only",
            "Access has been blocked by security defaults. This is due to the request using legacy auth or being deemed unsafe by security defaults policies. "
                + "For additional information, please visit enforced security policies.",
            LabFlows.DeviceCode
        );

    /// <summary>A second factor is needed.</summary>
    public static LabPolicy MultifactorNeeded { get; } =
        new(
            50076,
            "interaction_required",
            "basic_action",
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication "
                + "to access the resource.",
            LabFlows.Person
        )
        {
            HasClaims = true,
        };

    /// <summary>A second factor must be registered first.</summary>
    public static LabPolicy EnrolmentNeeded { get; } =
        new(
            50079,
            "interaction_required",
            "basic_action",
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor "
                + "authentication to access the resource.",
            LabFlows.Person
        )
        {
            HasClaims = true,
        };

    /// <summary>The application is for assigned users alone.</summary>
    public static LabPolicy NotAssigned { get; } =
        new(
            50105,
            "invalid_grant",
            null,
            "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. "
                + "The signed in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an "
                + "administrator.",
            LabFlows.Person
        );

    /// <summary>The account belongs to another organisation.</summary>
    public static LabPolicy OtherTenant { get; } =
        new(
            50020,
            "invalid_grant",
            null,
            "User account from identity provider does not exist in tenant and cannot access the application in that tenant. The account needs to be added "
                + "as an external user "
                + "in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
            LabFlows.DeviceCode | LabFlows.Browser
        );

    /// <summary>The account is disabled.</summary>
    public static LabPolicy Disabled { get; } = new(50057, "invalid_grant", null, "The user account is disabled.", LabFlows.Person);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LabPolicy> All { get; } =
    [Blocked, NotCompliant, NotJoined, DeviceCodeBlocked, MultifactorNeeded, EnrolmentNeeded, NotAssigned, OtherTenant, Disabled];
}
