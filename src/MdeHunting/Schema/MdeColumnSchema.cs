using MdeHunting.Contract;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A column of a table of advanced hunting.</summary>
public sealed class MdeColumnSchema : MdeOutput
{
    internal MdeColumnSchema(string table, KnownColumn column, string? difference = null)
    {
        Table = table;
        Name = column.Name;
        Type = column.Type;
        Difference = difference;
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The column's name, with its case: KQL tells cases apart.</summary>
    public string Name { get; }

    /// <summary>
    /// Its type as KQL writes it: <c>string</c>, <c>datetime</c>, <c>long</c>, <c>int</c>, <c>bool</c>, <c>real</c>, <c>guid</c>, <c>dynamic</c>.
    /// </summary>
    public string Type { get; }

    /// <summary>What the column holds, in short; null where it is not documented, or has no description.</summary>
    public string? Description => SchemaDescriptions.Of(Table, Name);

    /// <summary>How the tenant's column differs from the documented one; null where it does not, and without <c>-Live</c>.</summary>
    public string? Difference { get; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Name}: {Type}");
}
