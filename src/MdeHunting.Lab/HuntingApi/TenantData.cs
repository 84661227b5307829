using MdeHunting.Lab.Identity;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>The tenants' tables, each made when it is first asked for, as of the lab's start.</summary>
internal sealed class TenantData(IReadOnlyList<LabTenant> tenants, DateTime now)
{
    private readonly Dictionary<Guid, Lazy<KqlDatabase>> _databases =
        tenants.ToDictionary(tenant => tenant.Id, tenant => new Lazy<KqlDatabase>(() => tenant.Data(now)));

    /// <summary>Makes what was not asked for yet.</summary>
    /// <returns>How many rows there are in all.</returns>
    public long MakeAll() => _databases.Values.Sum(database => database.Value.Tables.Values.Sum(table => (long)table.Rows.Count));

    public KqlDatabase Of(LabTenant tenant) => _databases[tenant.Id].Value;
}
