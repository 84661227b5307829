using MdeHunting.Contract;
using MdeHunting.Formats.Documents;
using Sylvan.Data.Csv;

namespace MdeHunting.Formats.Csv;

/// <summary>
/// Reads values that are separated by commas, semicolons or tabs. A header is known by its names, or by a first line in which nothing is an indicator; without
/// one each value is read by its form.
/// </summary>
/// <param name="source">The document that messages are about.</param>
/// <param name="isReport">Whether # begins a heading, and no comment.</param>
/// <param name="sink">What takes the indicators.</param>
internal sealed class CsvIndicatorReader(IndicatorDocument source, bool isReport, IIndicatorSink sink)
{
    private const string Separator = "sep=";
    private const int MostLines = 20;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Whether a text is likely to be such values: its first lines have the same number of the same separator.</summary>
    public static bool IsCsv(string text)
    {
        string[] lines = [.. Lines(text).Take(MostLines)];
        if (lines.Length == 0)
        {
            return false;
        }

        if (lines[0].StartsWith(Separator, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return lines.Length > 1
            && Array.Exists(
                Delimiters,
                delimiter =>
                    lines[0].Count(c => c == delimiter) is > 0 and var count
                    && (IsHeader(lines[0].Split(delimiter)) || Array.TrueForAll(lines, line => line.Count(c => c == delimiter) == count))
            );
    }

    /// <summary>Reads the text, a row at each step.</summary>
    /// <param name="head">Its beginning.</param>
    /// <param name="text">All of it.</param>
    /// <param name="token">Ends the reading.</param>
    public IEnumerable<int> Read(string head, TextReader text, CancellationToken token)
    {
        var first = Lines(head).FirstOrDefault() ?? string.Empty;
        var isNamed = first.StartsWith(Separator, StringComparison.OrdinalIgnoreCase) && first.Length > Separator.Length;
        var delimiter = isNamed ? first[Separator.Length] : DelimiterOf(head);
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            BufferSize = 1024 * 1024,
            ResultSetMode = ResultSetMode.SingleResult,
        };
        using var lines = new RowLines(text);
        using var reader = Checked(lines, () => CsvDataReader.Create(lines, options));
        string[]? header = null;
        var isFirst = true;
        while (Checked(lines, () => reader.Read() ? Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString).ToArray() : null) is { } cells)
        {
            token.ThrowIfCancellationRequested();
            if (cells.Length == 0 || (cells.Length == 1 && cells[0].Length == 0))
            {
                continue;
            }

            TakeComments(lines);
            var line = lines.Next(cells);
            if (isNamed && line == lines.First)
            {
                continue;
            }

            if (isFirst && IsHeader(cells))
            {
                (header, isFirst) = (cells, false);
            }
            else
            {
                Take(cells, header, line);
                isFirst = false;
            }

            yield return line;
        }

        TakeComments(lines);
    }

    // The library leaves them out.
    private void TakeComments(RowLines lines)
    {
        while (lines.NextComment() is { } comment)
        {
            sink.TakeLine(isReport ? TextLines.WithoutHeading(comment.Text) : comment.Text, comment.Line);
        }
    }

    // A quotation mark that nothing closes takes all that follows for one value.
    private T Checked<T>(RowLines lines, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException or CsvInvalidCharacterException)
        {
            TakeComments(lines);
            throw new IndicatorException(
                IndicatorFailure.IndicatorFileDamaged,
                FormattableString.Invariant($"{source.Called} is damaged in the row that begins in line {lines.Line}: a quotation mark isn't closed, ")
                    + "or something other than a separator follows it.",
                "What stands ahead of that was read. Correct the row"
                    + (source.IsText ? "." : ", or specify -Format Text to read each line for what it contains."),
                e
            )
            {
                Target = source.Name,
            };
        }
    }

    private static IEnumerable<string> Lines(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } kept && kept[0] != '#')
            {
                yield return kept;
            }
        }
    }

    private static char DelimiterOf(string text) =>
        Lines(text).FirstOrDefault() is { } line ? Delimiters.OrderByDescending(delimiter => line.Count(c => c == delimiter)).First() : ',';

    private static bool IsHeader(string[] cells) => IndicatorNames.IsHeader(cells);

    private void Take(string[] cells, string[]? header, int line)
    {
        if (header is null)
        {
            foreach (var cell in cells.Where(cell => cell.Trim().Length > 0))
            {
                sink.TakeLine(cell, line);
            }

            return;
        }

        foreach (var stated in IndicatorNames.Read(header.Zip(cells, (name, text) => (name, text)), line))
        {
            sink.Take(stated);
        }
    }
}
