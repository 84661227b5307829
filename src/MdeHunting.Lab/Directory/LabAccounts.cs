namespace MdeHunting.Lab.Directory;

/// <summary>The accounts of Contoso: one that gets in, and one for every policy that keeps people out.</summary>
public static class LabAccounts
{
    /// <summary>The responder, whom nothing is in the way of.</summary>
    public static LabAccount Responder { get; } = new(new Guid("66666666-6666-6666-6666-666666666666"), "responder@contoso.example", "Robin", "Responder");

    /// <summary>
    /// A guest of another organisation (B2B), whom nothing is in the way of either. https://learn.microsoft.com/entra/external-id/user-properties
    /// </summary>
    public static LabAccount Guest { get; } =
        new(new Guid("66666666-6666-6666-6666-888888888888"), "visitor_fabrikam.example#EXT#@contoso.example", "Vic", "Visitor")
        {
            HomeName = "visitor@fabrikam.example",
        };

    /// <summary>Who may consent for everybody, and register applications.</summary>
    public static LabAccount Administrator { get; } =
        new(new Guid("66666666-6666-6666-6666-999999999999"), "admin@contoso.example", "Ada", "Administrator")
        {
            DirectoryRoles = [LabAccount.CloudApplicationAdministrator],
        };

    /// <summary>The accounts that are refused; each name says why.</summary>
    public static IReadOnlyList<LabAccount> Refused { get; } =
    [
        Refuse("blocked-by-ca@contoso.example", "Blair", "Blocked", LabPolicies.Blocked),
        Refuse("not-compliant@contoso.example", "Nour", "Noncompliant", LabPolicies.NotCompliant),
        Refuse("not-joined@contoso.example", "Noa", "Notjoined", LabPolicies.NotJoined),
        Refuse("no-device-code@contoso.example", "Dana", "Defaults", LabPolicies.DeviceCodeBlocked),
        Refuse("needs-mfa@contoso.example", "Morgan", "Multifactor", LabPolicies.MultifactorNeeded),
        Refuse("needs-enrolment@contoso.example", "Emery", "Enrolment", LabPolicies.EnrolmentNeeded),
        Refuse("not-assigned@contoso.example", "Ariel", "Assigned", LabPolicies.NotAssigned),
        Refuse("traveller@fabrikam.example", "Terry", "Traveller", LabPolicies.OtherTenant),
        Refuse("disabled@contoso.example", "Drew", "Disabled", LabPolicies.Disabled),
    ];

    private static LabAccount Refuse(string name, string givenName, string familyName, LabPolicy policy) =>
        new(new Guid($"66666666-6666-6666-6666-{policy.Code:D12}"), name, givenName, familyName) { Policy = policy };
}
