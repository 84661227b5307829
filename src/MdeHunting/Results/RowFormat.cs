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

    /// <summary>Begins a file: writes what stands before the rows, which have these columns.</summary>
    public abstract void WriteHeader(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns);

    /// <summary>Writes a row, whose cells are in the columns' order.</summary>
    public abstract void WriteRow(StringBuilder text, object?[] cells);
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
    public override void WriteRow(StringBuilder text, object?[] cells)
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

        if (value is not null)
        {
            text.Append('"').Append(value.Replace("\"", "\"\"")).Append('"');
        }
    }
}

/// <summary>A JSON object for each row, with every column, in lines that end with LF.</summary>
internal sealed class JsonLinesFormat : RowFormat
{
    // With what parts them from the cells before and behind.
    private string[] _names = [];

    /// <inheritdoc/>
    public override string Extension => ".jsonl";

    /// <inheritdoc/>
    public override void WriteHeader(StringBuilder text, IReadOnlyList<MdeHuntingColumn> columns)
    {
        _names = new string[columns.Count];
        for (var i = 0; i < _names.Length; i++)
        {
            var name = new StringBuilder(i == 0 ? string.Empty : ",");
            JsonString.Write(name, columns[i].PropertyName);
            _names[i] = name.Append(':').ToString();
        }
    }

    /// <inheritdoc/>
    public override void WriteRow(StringBuilder text, object?[] cells)
    {
        text.Append('{');
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(_names[i]);
            CompactJson.Write(text, cells[i]);
        }

        text.Append("}\n");
    }
}
