namespace MdeHunting.Contract;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with its case.</param>
/// <param name="Type">Its type as KQL writes it: <c>string</c>, <c>datetime</c>, <c>long</c>, <c>int</c>, <c>bool</c>, <c>real</c>, <c>guid</c>,
/// <c>dynamic</c>.</param>
internal readonly record struct KnownColumn(string Name, string Type)
{
    /// <summary>The column that a service tells of, whose types are .NET's short names.</summary>
    public static KnownColumn Of(MdeHuntingColumn column) =>
        new(
            column.Name,
            column.Kind switch
            {
                ColumnKind.String => "string",
                ColumnKind.DateTime => "datetime",
                ColumnKind.Int64 => "long",
                ColumnKind.Int32 => "int",
                ColumnKind.Boolean => "bool",
                ColumnKind.Double => "real",
                ColumnKind.Decimal => "decimal",
                ColumnKind.Guid => "guid",
                ColumnKind.TimeSpan => "timespan",
                ColumnKind.Dynamic => "dynamic",
                _ => column.Type,
            }
        );
}
