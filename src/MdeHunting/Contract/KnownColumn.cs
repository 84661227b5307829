namespace MdeHunting.Contract;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with its case.</param>
/// <param name="Type">Its type as KQL writes it: <c>string</c>, <c>datetime</c>, <c>long</c>, <c>int</c>, <c>bool</c>, <c>real</c>, <c>guid</c>,
/// <c>dynamic</c>.</param>
internal readonly record struct KnownColumn(string Name, string Type)
{
    private static readonly Dictionary<ColumnKind, string> Names = new()
    {
        [ColumnKind.String] = "string",
        [ColumnKind.DateTime] = "datetime",
        [ColumnKind.Int64] = "long",
        [ColumnKind.Int32] = "int",
        [ColumnKind.Boolean] = "bool",
        [ColumnKind.Double] = "real",
        [ColumnKind.Decimal] = "decimal",
        [ColumnKind.Guid] = "guid",
        [ColumnKind.TimeSpan] = "timespan",
        [ColumnKind.Dynamic] = "dynamic",
    };

    private static readonly Dictionary<string, ColumnKind> OtherNames = new(StringComparer.Ordinal)
    {
        ["boolean"] = ColumnKind.Boolean,
        ["date"] = ColumnKind.DateTime,
        ["double"] = ColumnKind.Double,
        ["int32"] = ColumnKind.Int32,
        ["int64"] = ColumnKind.Int64,
        ["time"] = ColumnKind.TimeSpan,
        ["uniqueid"] = ColumnKind.Guid,
        ["uuid"] = ColumnKind.Guid,
    };

    /// <summary>The column that a service tells of, whose types are .NET's short names.</summary>
    public static KnownColumn Of(MdeHuntingColumn column) => new(column.Name, NameOf(column.Kind) ?? column.Type);

    /// <summary>The type that KQL calls so, by any of its names, https://learn.microsoft.com/kusto/query/scalar-data-types; null where it has none.</summary>
    public static ColumnKind? KindOf(string name) =>
        OtherNames.TryGetValue(name, out var kind) ? kind
        : Names.FirstOrDefault(type => type.Value == name) is { Value: not null } found ? found.Key
        : null;

    /// <summary>What KQL calls a type; null where it is not known.</summary>
    public static string? NameOf(ColumnKind kind) => Names.TryGetValue(kind, out var name) ? name : null;
}
