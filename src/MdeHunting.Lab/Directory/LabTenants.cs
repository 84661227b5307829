using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Directory;

/// <summary>The tenants that the lab has unless it is given others.</summary>
public static class LabTenants
{
    /// <summary>The tenant of a small trial subscription.</summary>
    public static LabTenant HalfFullOfSecurity(Func<DateTime, KqlDatabase> data) =>
        new(new Guid("11111111-1111-1111-1111-111111111111"), "HalfFullofSecurity.onmicrosoft.com", "HalfFullofSecurity", "NA", data)
        {
            Accounts = [new(new Guid("44444444-4444-4444-4444-444444444444"), "JonathanGlass@HalfFullofSecurity.onmicrosoft.com", "Jonathan", "Glass")],
            Applications = [LabApplications.Hunting, LabApplications.GraphCommandLineToolsWithConsent],
        };

    /// <summary>The tenant of an organisation with an intrusion.</summary>
    public static LabTenant Contoso(Func<DateTime, KqlDatabase> data) =>
        new(new Guid("55555555-5555-5555-5555-555555555555"), "contoso.example", "Contoso", "EU", data)
        {
            Accounts = [LabAccounts.Responder, LabAccounts.Guest, LabAccounts.Administrator, .. LabAccounts.Refused],
            Applications =
            [
                LabApplications.Hunting,
                LabApplications.Runbook,
                LabApplications.OverPrivileged,
                LabApplications.NoRoles,
                LabApplications.NoConsent,
                LabApplications.GraphCommandLineToolsForRegistration,
            ],
            ManagedIdentities = LabManagedIdentities.All,
        };

    /// <summary>The tenant of another organisation, which the same applications are installed in.</summary>
    public static LabTenant Fabrikam(Func<DateTime, KqlDatabase> data) =>
        new(new Guid("77777777-7777-7777-7777-777777777777"), "fabrikam.example", "Fabrikam", "NA", data)
        {
            Accounts = [new(new Guid("66666666-6666-6666-6666-777777777777"), "analyst@fabrikam.example", "Alex", "Analyst")],
            Applications = [LabApplications.Hunting, LabApplications.Runbook, LabApplications.GraphCommandLineToolsWithConsent],
        };
}
