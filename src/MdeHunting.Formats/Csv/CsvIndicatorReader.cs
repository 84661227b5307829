using MdeHunting.Contract;
using Sylvan.Data.Csv;

namespace MdeHunting.Formats.Csv;

/// <summary>
/// Reads values that are separated by commas, semicolons or tabs. A header is known by its names, or by a first line in which nothing is an indicator; without
/// one each value is read by its form.
/// </summary>
/// <param name="sink">What takes the indicators.</param>
internal sealed class CsvIndicatorReader(IIndicatorSink sink)
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

    /// <summary>Reads the text.</summary>
    public void Read(string text, CancellationToken token)
    {
        var first = Lines(text).FirstOrDefault() ?? string.Empty;
        var isNamed = first.StartsWith(Separator, StringComparison.OrdinalIgnoreCase) && first.Length > Separator.Length;
        var delimiter = isNamed ? first[Separator.Length] : DelimiterOf(text);
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            BufferSize = 1024 * 1024,
            ResultSetMode = ResultSetMode.SingleResult,
        };
        using var reader = CsvDataReader.Create(new StringReader(text), options);
        var lines = new RowLines(text);
        string[]? header = null;
        var isFirst = true;
        while (reader.Read())
        {
            token.ThrowIfCancellationRequested();
            string[] cells = [.. Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString)];
            if (cells.Length == 0 || (cells.Length == 1 && cells[0].Length == 0))
            {
                continue;
            }

            var line = lines.Next(cells);
            if (isNamed && line == lines.First)
            {
                continue;
            }

            if (isFirst && IsHeader(cells))
            {
                header = cells;
            }
            else if (!cells[0].StartsWith("#", StringComparison.Ordinal))
            {
                Take(cells, header, line);
            }

            isFirst = false;
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

    private static bool IsHeader(string[] cells) => cells.Any(IndicatorNames.Has);

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
