using MdeHunting.Contract;
using MdeHunting.Schema;
using MdeHunting.Tables;

namespace MdeHunting.Sweeps;

/// <summary>Which tables of a tenant are searched, and which are not that could be.</summary>
/// <param name="Searched">Those that are searched.</param>
/// <param name="NotThere">The documented ones that are meant, and that the account cannot see.</param>
/// <param name="NotMeant">Those that somebody left out, there or not.</param>
internal sealed record SweepTables(IReadOnlyList<SweptTable> Searched, IReadOnlyList<SweptTable> NotThere, IReadOnlyList<SweptTable> NotMeant)
{
    /// <summary>Names and patterns that mean no table, and what may be meant by each.</summary>
    public IReadOnlyList<SchemaException> Unknown { get; init; } = [];

    /// <summary>Those tables that are meant and have no column that is searched.</summary>
    public IReadOnlyList<string> WithoutColumn { get; init; } = [];

    /// <summary>Of a tenant's tables those that are meant, and that have something to search.</summary>
    /// <param name="live">The tenant's tables; null where its service does not list them.</param>
    /// <param name="remembered">What is known of them otherwise.</param>
    /// <param name="patterns">The names that are meant, with wildcards; none for all.</param>
    /// <param name="connection">The connection's name.</param>
    public static SweepTables Of(IReadOnlyList<KnownTable>? live, IReadOnlyList<KnownTable> remembered, IReadOnlyList<string> patterns, string connection)
    {
        // Without a name that asks for them, only tables whose time is known: others could not be limited to it.
        var all = (live ?? remembered).Where(table => table.RetiredOn is null && (patterns.Count > 0 || TimeColumns.Bundled.Knows(table.Name))).ToList();
        var names = new HashSet<string>(all.SelectMany(table => table.Aliases.Concat([table.Name])), StringComparer.Ordinal);
        List<KnownTable> missing = live is null
            ? []
            : [.. TableCatalog.Bundled.All.Where(table => table.RetiredOn is null && !table.Aliases.Concat([table.Name]).Any(names.Contains))];
        var (searched, notThere) = (Searchable(all, patterns), Searchable(missing, patterns));
        var meant = new HashSet<string>(searched.Concat(notThere).Select(table => table.Name), StringComparer.Ordinal);
        var others = all.Where(table => TimeColumns.Bundled.Knows(table.Name)).Concat(missing).Where(table => !meant.Contains(table.Name));
        var known = all.Concat(missing).ToList();
        return new SweepTables(searched, notThere, patterns.Count == 0 ? [] : Searchable(others, []))
        {
            Unknown =
            [
                .. patterns
                    .Where(pattern => !Meant(pattern, known).Any())
                    .Select(pattern =>
                        SchemaSelection.NoTable(
                            pattern,
                            known.Select(table => table.Name),
                            live is null ? "The documented schema has" : $"The tenant of {connection} has"
                        )
                    ),
            ],
            WithoutColumn =
            [
                .. patterns
                    .SelectMany(pattern => Meant(pattern, all))
                    .Select(table => table.Name)
                    .Where(name => !meant.Contains(name))
                    .Distinct(StringComparer.Ordinal)
                    .OrderBy(name => name, StringComparer.Ordinal),
            ],
        };
    }

    private static IEnumerable<KnownTable> Meant(string pattern, IEnumerable<KnownTable> tables) =>
        SchemaSelection.Match(pattern, tables, table => [table.Name, .. table.Aliases]);

    private static SweptTable[] Searchable(IEnumerable<KnownTable> tables, IReadOnlyList<string> patterns)
    {
        var meant = tables.ToList();
        return
        [
            .. (patterns.Count == 0 ? meant : patterns.SelectMany(pattern => Meant(pattern, meant)))
                .Distinct()
                .OrderBy(table => table.Name, StringComparer.Ordinal)
                .Select(IndicatorColumns.Bundled.Of)
                .OfType<SweptTable>(),
        ];
    }
}
