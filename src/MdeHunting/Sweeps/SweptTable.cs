using MdeHunting.Contract;
using MdeHunting.Kql.Writing;
using MdeHunting.Tables;

namespace MdeHunting.Sweeps;

/// <summary>A table, and what of it is searched.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns that are searched.</param>
internal sealed record SweptTable(KnownTable Table, IReadOnlyList<SweptColumn> Columns)
{
    private const string DefaultTime = "Timestamp";

    /// <summary>Its name.</summary>
    public string Name => Table.Name;

    /// <summary>The column by which its rows lie in time; null for a state without one.</summary>
    public string? TimeColumn { get; } =
        TimeColumns.Bundled.Knows(Table.Name) ? TimeColumns.Bundled.Of(Table.Name)
        : Table.Columns.Any(column => column.Name == DefaultTime) ? DefaultTime
        : null;

    /// <summary>Whether it is the tenant's own, of whose time nothing is known but that it has such a column.</summary>
    public bool IsOwn => TimeColumn is not null && !TimeColumns.Bundled.Knows(Name);

    /// <summary>Whether it says how things are, and not what happened: nothing found in it says nothing of the past.</summary>
    public bool IsState => TimeColumn is null || SnapshotTables.Has(Name);

    /// <summary>On which device a row is; null where the table does not say.</summary>
    public KqlText? Device { get; init; }

    /// <summary>By or to whom; null where the table does not say.</summary>
    public KqlText? Account { get; init; }

    /// <summary>The names of its columns with texts in which an indicator can stand, and that are not compared with it.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The columns with SHA-256 and those with the SHA-1 of the same file.</summary>
    public IEnumerable<(SweptColumn Sha256, SweptColumn Sha1)> HashPairs =>
        from longer in Columns
        where longer.Kind == SweptKind.Sha256
        from shorter in Columns
        where shorter.Kind == SweptKind.Sha1 && FileOf(shorter) == FileOf(longer)
        select (longer, shorter);

    /// <summary>
    /// The columns of hashes, each with those by which a row that is without it can name the same file: a file whose other hash is there was not compared. Of a
    /// SHA-256 that is the SHA-1, by which -Widen looks for it.
    /// </summary>
    public IEnumerable<(SweptColumn Hash, IReadOnlyList<SweptColumn> Others)> HashGaps =>
        from hash in Columns
        where IsHash(hash)
        let others = Columns
            .Where(other => other != hash && IsHash(other) && FileOf(other) == FileOf(hash) && (hash.Kind != SweptKind.Sha256 || other.Kind == SweptKind.Sha1))
            .ToList()
        where others.Count > 0
        select (hash, (IReadOnlyList<SweptColumn>)others);

    private static bool IsHash(SweptColumn column) => column.Kind is SweptKind.Sha1 or SweptKind.Sha256 or SweptKind.Md5;

    // The hashes of one file differ in their names by the algorithm alone.
    private static string FileOf(SweptColumn hash) => hash.Name.Replace("SHA256", string.Empty).Replace("SHA1", string.Empty).Replace("MD5", string.Empty);
}
