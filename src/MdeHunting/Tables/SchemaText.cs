using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Tables;

/// <summary>Says in a line what a table is.</summary>
internal static class SchemaText
{
    /// <summary>Of a table: how many columns it has, and what is to be known of it.</summary>
    public static string Of(KnownTable table)
    {
        var columns = FormattableString.Invariant($"{table.Columns.Count} columns");
        return table.RetiredOn is { } day
            ? FormattableString.Invariant($"retired on {UtcText.Day(day)}{(table.Successor is null ? string.Empty : $": use {table.Successor}")}")
            : $"{columns}{(table.IsPreview ? ", a preview" : string.Empty)}";
    }
}
