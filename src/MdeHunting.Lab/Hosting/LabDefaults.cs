using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Identity;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Hosting;

/// <summary>What a lab holds and answers with, unless it is told otherwise.</summary>
internal static class LabDefaults
{
    private const int Seed = 1;

    public static IReadOnlyList<LabTenant> Tenants { get; } =
    [
        LabTenants.HalfFullOfSecurity(_ => SeedTenantData.Create()),
        LabTenants.Fabrikam(_ => SeedTenantData.Create()),
        LabTenants.Contoso(now => IntrusionTenantData.Create(Seed, now)),
    ];

    public static KqlTable RunQuery(string query, KqlDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            return KqlEngine.Run(query, database, cancellationToken);
        }
        catch (KqlException e)
        {
            throw new QueryRejectedException(e.Message, e);
        }
    }
}
