using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Identity;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Hosting;

/// <summary>What a lab holds and answers with, unless it is told otherwise.</summary>
internal static class LabDefaults
{
    public static IReadOnlyList<LabTenant> Tenants { get; } =
    [
        LabTenants.HalfFullOfSecurity(now => new KqlDatabase(new Dictionary<string, KqlTable>(), now)),
        LabTenants.Contoso(now => new KqlDatabase(new Dictionary<string, KqlTable>(), now)),
    ];

    public static KqlTable RunQuery(string query, KqlDatabase database, CancellationToken cancellationToken) =>
        throw new QueryRejectedException("This lab has no query engine.");
}
