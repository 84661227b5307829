using MdeHunting.Contract;
using MdeHunting.Tables;

namespace MdeHunting.Kql.Binding;

/// <summary>The columns of the tables that there are.</summary>
internal sealed class TableRows
{
    private static readonly Lazy<TableRows> OfBundled = new(() => new TableRows(TableCatalog.Bundled.All));

    private readonly Dictionary<string, KnownTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowType> _rows = new(StringComparer.Ordinal);

    /// <summary>Takes over the tables of a catalogue or a tenant.</summary>
    public TableRows(IReadOnlyList<KnownTable> tables)
    {
        All = tables;
        foreach (var table in tables)
        {
            _tables[table.Name] = table;
            foreach (var alias in table.Aliases)
            {
                _tables[alias] = table;
            }
        }
    }

    /// <summary>The documented tables.</summary>
    public static TableRows Bundled => OfBundled.Value;

    /// <summary>The tables.</summary>
    public IReadOnlyList<KnownTable> All { get; }

    /// <summary>Those of a list.</summary>
    public static TableRows Of(IReadOnlyList<KnownTable> tables) => ReferenceEquals(tables, TableCatalog.Bundled.All) ? Bundled : new TableRows(tables);

    /// <summary>Whether there is a table of that name.</summary>
    public bool Has(string name) => _tables.ContainsKey(name);

    /// <summary>The table of a name; null where there is none.</summary>
    public KnownTable? Table(string name) => _tables.TryGetValue(name, out var table) ? table : null;

    /// <summary>The columns of a table; null where there is none of that name. The caller may not change it.</summary>
    public RowType? Find(string name)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            return null;
        }

        // Several threads may come to the same, which is the same for all.
        lock (_rows)
        {
            if (!_rows.TryGetValue(name, out var rows))
            {
                rows = new RowType();
                foreach (var column in table.Columns)
                {
                    rows.Set(new BoundColumn(column.Name, KqlTypes.Of(column.Type), table.Name));
                }

                _rows.Add(name, (table.Columns.Count == 0 ? rows.Open() : rows).Freeze());
            }

            return rows;
        }
    }
}
