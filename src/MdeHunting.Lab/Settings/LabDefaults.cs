using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Settings;

/// <summary>What a lab holds and answers with, unless it is told otherwise.</summary>
internal static class LabDefaults
{
    private const int Seed = 1;

    public static IReadOnlyList<LabTenant> Tenants { get; } = With(now => IntrusionTenantData.Create(Seed, now));

    /// <summary>The same tenants, with so many rows in the intrusion's largest table.</summary>
    /// <param name="rows">From <see cref="IntrusionTenantData.FewestRows"/> to <see cref="IntrusionTenantData.MostRows"/>.</param>
    /// <param name="token">Stops the making of them.</param>
    public static IReadOnlyList<LabTenant> TenantsOf(int rows, CancellationToken token) => With(now => IntrusionTenantData.Create(Seed, now, rows, token));

    public static KqlTable RunQuery(string query, KqlDatabase database, CancellationToken token)
    {
        try
        {
            return KqlEngine.Run(query, database, token);
        }
        catch (KqlException e)
        {
            throw new QueryRejectedException(e.Message, e);
        }
    }

    private static IReadOnlyList<LabTenant> With(Func<DateTime, KqlDatabase> intrusion) =>
        [LabTenants.HalfFullOfSecurity(_ => SeedTenantData.Create()), LabTenants.Fabrikam(_ => SeedTenantData.Create()), LabTenants.Contoso(intrusion)];
}
