using System.Security.Cryptography;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Directory;

/// <summary>A tenant: who may sign in, which applications it has, and what its hunting tables hold.</summary>
/// <param name="Id">The tenant id.</param>
/// <param name="Domain">The domain that names the tenant as well as its id does.</param>
/// <param name="Name">The display name.</param>
/// <param name="Region">A token's "tenant_region_scope": NA, EU, …</param>
/// <param name="Data">Makes the tables, given the lab's present moment (UTC); called once, at the tenant's first query.</param>
public sealed record LabTenant(Guid Id, string Domain, string Name, string Region, Func<DateTime, KqlDatabase> Data)
{
    /// <summary>The accounts that may sign in, the usual one first.</summary>
    public IReadOnlyList<LabAccount> Accounts { get; init; } = [];

    /// <summary>The applications that exist in this tenant.</summary>
    public IReadOnlyList<LabApplication> Applications { get; init; } = [];

    /// <summary>The managed identities of the tenant's one host.</summary>
    public IReadOnlyList<LabManagedIdentity> ManagedIdentities { get; init; } = [];

    /// <summary>The object id of an application's service principal, which differs from tenant to tenant.</summary>
    internal Guid ServicePrincipalOf(LabApplication application) => new(SHA256.HashData([.. Id.ToByteArray(), .. application.Id.ToByteArray()]).AsSpan(0, 16));

    internal LabApplication? FindApplication(string clientId) =>
        Guid.TryParse(clientId, out var id) ? Applications.FirstOrDefault(application => application.Id == id && !application.IsWithoutPrincipal) : null;

    internal LabAccount? FindAccount(string userPrincipalName) =>
        Accounts.FirstOrDefault(account =>
            string.Equals(account.UserPrincipalName, userPrincipalName, StringComparison.OrdinalIgnoreCase)
            || string.Equals(account.HomeName, userPrincipalName, StringComparison.OrdinalIgnoreCase)
        );
}
