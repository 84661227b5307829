using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Tables;

namespace MdeHunting.Schema;

/// <summary>The tables that a name can mean here: the documented ones, and what is remembered of the current connection's tenant.</summary>
internal static class EffectiveSchema
{
    /// <summary>Those of a session.</summary>
    public static IReadOnlyList<KnownTable> Tables(ConnectionTable connections) => Tables(connections.All.LastOrDefault());

    /// <summary>Those of a connection, or the documented ones alone. A table as the tenant has it stands in for the documented one.</summary>
    public static IReadOnlyList<KnownTable> Tables(MdeConnection? connection)
    {
        var live = connection?.Schema.Remembered ?? [];
        if (live.Count == 0)
        {
            return TableCatalog.Bundled.All;
        }

        var names = new HashSet<string>(live.Select(table => table.Name), StringComparer.Ordinal);
        KnownTable[] all = [.. TableCatalog.Bundled.All.Where(table => !names.Contains(table.Name)), .. live];
        return connection!.Schema.IsWhole ? new WholeTables(all) : all;
    }
}
