using System.Text;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Results;

/// <summary>Writes rows as the text of a file. For one thread at a time.</summary>
internal abstract class RowFormat
{
    /// <summary>The end of the names of such files, with its point.</summary>
    public abstract string Extension { get; }

    /// <summary>Bytes that stand at the beginning of a file.</summary>
    public virtual byte[] Preamble => [];

    /// <summary>The format.</summary>
    public static RowFormat Of(MdeOutputFormat format) => format is MdeOutputFormat.Csv ? new CsvFormat() : new JsonLinesFormat();

    /// <summary>Writes what stands before the rows.</summary>
    public virtual void WriteHeader(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns) { }

    /// <summary>Writes a row, whose cells are in the columns' order.</summary>
    public abstract void WriteRow(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns, object?[] cells);
}

/// <summary>
/// Comma-separated values: the exact text of each cell in quotation marks, nothing for a null, lines that end with CR LF. Nothing is put before a text that a
/// spreadsheet would run as a formula: it is evidence.
/// </summary>
internal sealed class CsvFormat : RowFormat
{
    /// <inheritdoc/>
    public override string Extension => ".csv";

    /// <inheritdoc/>
    public override byte[] Preamble { get; } = Encoding.UTF8.GetPreamble();

    /// <inheritdoc/>
    public override void WriteHeader(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            WriteField(text, i, columns[i].PropertyName);
        }

        text.Append("\r\n");
    }

    /// <inheritdoc/>
    public override void WriteRow(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns, object?[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            // A line without anything would be passed over by who reads it.
            WriteField(
                text,
                i,
                cells[i] is { } value ? ExactText.Of(value)
                    : cells.Length == 1 ? string.Empty
                    : null
            );
        }

        text.Append("\r\n");
    }

    private static void WriteField(StringBuilder text, int place, string? value)
    {
        if (place > 0)
        {
            text.Append(',');
        }

        if (value is null)
        {
            return;
        }

        text.Append('"');
        if (value.IndexOf('"') < 0)
        {
            text.Append(value);
        }
        else
        {
            text.Append(value.Replace("\"", "\"\""));
        }

        text.Append('"');
    }
}

/// <summary>A JSON object for each row, with every column, in lines that end with LF.</summary>
internal sealed class JsonLinesFormat : RowFormat
{
    /// <inheritdoc/>
    public override string Extension => ".jsonl";

    /// <inheritdoc/>
    public override void WriteRow(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns, object?[] cells)
    {
        text.Append('{');
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            JsonString.Write(text, columns[i].PropertyName);
            text.Append(':');
            CompactJson.Write(text, cells[i]);
        }

        text.Append("}\n");
    }
}
