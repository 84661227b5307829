namespace MdeHunting.Sweeps;

/// <summary>A hit as a row of a file.</summary>
internal static class HitColumns
{
    private static readonly (string Name, string Type, Func<MdeIndicatorHit, object?> Read)[] Columns =
    [
        ("Connection", "String", hit => hit.Connection),
        ("TenantId", "String", hit => hit.TenantId),
        ("Indicator", "String", hit => hit.Indicator.Value),
        ("Type", "String", hit => hit.Type),
        ("Grade", "String", hit => hit.Grade),
        ("Table", "String", hit => hit.Table),
        ("Column", "String", hit => hit.Column),
        ("Value", "String", hit => hit.Value),
        ("Count", "Int64", hit => hit.Count),
        ("FirstSeen", "DateTime", hit => hit.FirstSeen),
        ("LastSeen", "DateTime", hit => hit.LastSeen),
        ("Devices", "Object", hit => hit.Devices),
        ("DeviceCount", "Int64", hit => hit.DeviceCount),
        ("IsDeviceCountEstimated", "Boolean", hit => hit.IsDeviceCountEstimated),
        ("Accounts", "Object", hit => hit.Accounts),
        ("AccountCount", "Int64", hit => hit.AccountCount),
        ("IsAccountCountEstimated", "Boolean", hit => hit.IsAccountCountEstimated),
        ("IsComplete", "Boolean", hit => hit.IsComplete),
        ("Reason", "String", hit => hit.Reason),
        ("Source", "String", hit => hit.Indicator.Source),
        ("Line", "Int32", hit => hit.Indicator.Line),
        ("Context", "String", hit => hit.Indicator.Context),
    ];

    /// <summary>The columns.</summary>
    public static IReadOnlyList<MdeHuntingColumn> All { get; } =
        MdeHuntingColumn.Settle([.. Columns.Select(column => new MdeHuntingColumn(column.Name, column.Type))]);

    /// <summary>The cells of a hit.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="format">The format that they are for: lists are in a field of CSV as Export-Csv writes those of a hit.</param>
    public static object?[] Of(MdeIndicatorHit hit, MdeOutputFormat format) =>
        Array.ConvertAll(
            Columns,
            column =>
                column.Read(hit) is var cell && cell is IReadOnlyList<string> names
                    ? (format is MdeOutputFormat.Csv ? string.Join("; ", names) : names.ToArray())
                    : cell
        );
}
