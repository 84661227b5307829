using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Tables;

/// <summary>Says in a line what a table is.</summary>
internal static class SchemaText
{
    /// <summary>Of a table: how many columns it has, and what is to be known of it.</summary>
    public static string Of(KnownTable table) =>
        table.RetiredOn is { } day
            ? Sentence.Begin(Retired(day, table.Successor))
            : FormattableString.Invariant($"{table.Columns.Count} columns{(table.IsPreview ? ", in preview" : string.Empty)}");

    /// <summary>When a table was retired, and what to use instead; in lower case, to follow the table's name.</summary>
    /// <param name="day">The day from which the service has it no more.</param>
    /// <param name="successor">The table that took its place; null for none.</param>
    public static string Retired(DateTime day, string? successor) =>
        $"retired on {UtcText.Day(day)}{(successor is null ? string.Empty : $": use {successor}")}";
}
