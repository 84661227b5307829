using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A column of a response, as its Schema names it.</summary>
public sealed class MdeHuntingColumn : MdeOutput
{
    internal MdeHuntingColumn(string name, string type)
    {
        Name = name;
        Type = type;
        PropertyName = name;
        Kind = KindOf(type);
    }

    /// <summary>The column's name in the query's result.</summary>
    public string Name { get; }

    /// <summary>The type as the service spells it: <c>String</c>, <c>DateTime</c>, <c>Int64</c>, <c>SByte</c> (a bool), …</summary>
    public string Type { get; }

    /// <summary>
    /// The name of the rows' property, and of the DataTable's column: <see cref="Name"/>, unless an earlier column or PowerShell has that name, or it is blank.
    /// PowerShell compares names without case.
    /// </summary>
    public string PropertyName { get; private init; }

    /// <summary>What its cells are, by its type.</summary>
    internal ColumnKind Kind { get; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Name}: {Type}");

    /// <summary>These columns with the property names that they have beside each other.</summary>
    internal static MdeHuntingColumn[] Settle(IReadOnlyList<MdeHuntingColumn> columns)
    {
        var names = PropertyNames.Settle([.. columns.Select(c => c.Name)]);
        return [.. columns.Select((column, i) => new MdeHuntingColumn(column.Name, column.Type) { PropertyName = names[i] })];
    }

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
