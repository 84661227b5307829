using System.Text;
using MdeHunting.Hunting;

namespace MdeHunting.Service.Hunting;

/// <summary>A column of an answer, ready to read its cells.</summary>
internal sealed class AnswerColumn(HuntingColumn column)
{
    /// <summary>The column as the Schema has it.</summary>
    public HuntingColumn Column => column;

    /// <summary>The name as it stands in the answer's bytes, unless it is escaped there.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(column.Name);

    /// <summary>How its cells are read.</summary>
    public ColumnKind Kind { get; } = KindOf(column.Type);

    // .NET's short names, which the services send; KQL's own are taken too. SByte is how they send a bool.
    private static ColumnKind KindOf(string type)
    {
        var name = type.StartsWith("System.", StringComparison.OrdinalIgnoreCase) ? type.Substring("System.".Length) : type;
        return name.ToUpperInvariant() switch
        {
            "STRING" => ColumnKind.String,
            "DATETIME" or "DATE" => ColumnKind.DateTime,
            "INT64" or "LONG" => ColumnKind.Int64,
            "INT32" or "INT" => ColumnKind.Int32,
            "SBYTE" or "BOOLEAN" or "BOOL" => ColumnKind.Boolean,
            "DOUBLE" or "REAL" => ColumnKind.Double,
            "SQLDECIMAL" or "DECIMAL" => ColumnKind.Decimal,
            "GUID" => ColumnKind.Guid,
            "TIMESPAN" or "TIME" => ColumnKind.TimeSpan,
            "OBJECT" or "DYNAMIC" => ColumnKind.Dynamic,
            _ => ColumnKind.Unknown,
        };
    }
}
