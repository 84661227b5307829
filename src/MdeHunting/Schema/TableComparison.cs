using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Schema;

/// <summary>What a tenant has, beside what is documented.</summary>
internal static class TableComparison
{
    /// <summary>A documented table as it is documented.</summary>
    public static MdeTableSchema Documented(KnownTable table) => new(table, [.. table.Columns.Select(column => new MdeColumnSchema(table.Name, column))]);

    /// <summary>A documented table that the tenant does not have.</summary>
    public static MdeTableSchema Missing(KnownTable documented, string connection) =>
        new(documented, [])
        {
            Connection = connection,
            IsInTenant = false,
            Differences = [documented.RetiredOn is null ? "It's documented, but the tenant doesn't have it." : "It's retired, and the tenant doesn't have it."],
        };

    /// <summary>A table of the tenant's.</summary>
    /// <param name="live">The table as the tenant has it.</param>
    /// <param name="documented">As it is documented; null where it is not.</param>
    /// <param name="connection">The connection that was asked.</param>
    public static MdeTableSchema Live(KnownTable live, KnownTable? documented, string connection)
    {
        if (documented is null)
        {
            return new MdeTableSchema(live, [.. live.Columns.Select(column => new MdeColumnSchema(live.Name, column))])
            {
                Connection = connection,
                IsInTenant = true,
                Differences = ["It's the tenant's own, or too new: it isn't documented."],
            };
        }

        var types = documented.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var columns = live
            .Columns.Select(column => new MdeColumnSchema(
                live.Name,
                column,
                !types.TryGetValue(column.Name, out var type) ? "not documented"
                    : type == column.Type ? null
                    : $"documented as {type}"
            ))
            .ToList();
        var has = new HashSet<string>(live.Columns.Select(column => column.Name), StringComparer.Ordinal);
        return new MdeTableSchema(documented with { Name = live.Name }, columns)
        {
            Connection = connection,
            IsInTenant = true,
            Differences =
            [
                .. columns
                    .Where(column => column.Difference is not null)
                    .Select(column => TerminalSafeText.Line($"{column.Name} ({column.Type}) is {column.Difference}.")),
                .. documented
                    .Columns.Where(column => !has.Contains(column.Name))
                    .Select(column => $"{column.Name} ({column.Type}) is documented, but the tenant doesn't have it."),
            ],
        };
    }
}
