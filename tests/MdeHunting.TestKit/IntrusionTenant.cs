using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;

namespace MdeHunting.TestKit;

/// <summary>The tenant that the tests look at, made once; its now is a Wednesday.</summary>
public sealed class IntrusionTenant
{
    public const int Seed = 7;

    public static readonly DateTime Now = new DateTime(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc).AddTicks(1_234_567);

    public KqlDatabase Database { get; } = IntrusionTenantData.Create(Seed, Now);

    internal IEnumerable<TableRow> Rows(string table) => TableRow.Of(Database, table);
}
