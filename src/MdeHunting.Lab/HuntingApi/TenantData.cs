using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>The tenants' tables, each made when it is first asked for, as of the lab's start.</summary>
internal sealed class TenantData(LabOptions options, DateTime now)
{
    private readonly Dictionary<Guid, Lazy<TimedDatabase>> _databases = options.Tenants.ToDictionary(
        tenant => tenant.Id,
        tenant => new Lazy<TimedDatabase>(() => new(tenant.Data(now), options.Retention))
    );

    /// <summary>Makes what was not asked for yet.</summary>
    /// <returns>How many rows there are in all.</returns>
    public long MakeAll() => _databases.Values.SelectMany(database => database.Value.All.Tables.Values).Sum(table => (long)table.Rows.Count);

    public TimedDatabase Of(LabTenant tenant) => _databases[tenant.Id].Value;
}
