using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

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

    private const char NoDelimiter = '\0';

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

        return IsOneColumn(lines)
            || lines.Length > 1
                && Array.Exists(
                    Delimiters,
                    delimiter =>
                        lines[0].Count(c => c == delimiter) is > 0 and var count
                        && (IsHeader(lines[0].Split(delimiter)) || Array.TrueForAll(lines, line => line.Count(c => c == delimiter) == count))
                );
    }

    // A line that names a column, and below it nothing but values.
    private static bool IsOneColumn(IReadOnlyList<string> lines) =>
        lines.Count > 1
        && IndicatorNames.IsColumn(lines[0])
        && lines[0].IndexOfAny(Delimiters) < 0
        && lines.Skip(1).All(line => LooksLikeValue(line.Trim('"')) || IndicatorNames.IsColumn(line));

    // An address with a blank in it is still one, if not a valid one; with a remark behind the blank, the line isn't of a column.
    private static bool LooksLikeValue(string line) =>
        IndicatorNames.LooksLikeValue(line)
        || (
            line.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme
            && line.IndexOf(' ') is var blank
            && blank > scheme
            && blank < line.Length - 1
            && line[blank + 1] is not ('#' or ';' or '/' or '-' or '\u2013' or '\u2014' or '(')
        );

    /// <summary>Reads the text, a row at each step.</summary>
    /// <param name="head">Its beginning.</param>
    /// <param name="text">All of it.</param>
    /// <param name="token">Ends the reading.</param>
    public IEnumerable<int> Read(string head, TextReader text, CancellationToken token)
    {
        var first = Lines(head).FirstOrDefault() ?? string.Empty;
        var isNamed = first.StartsWith(Separator, StringComparison.OrdinalIgnoreCase) && first.Length > Separator.Length;
        var isOneColumn = IsOneColumn([.. Lines(head).Take(MostLines)]);
        var delimiter =
            isNamed ? first[Separator.Length]
            : isOneColumn ? NoDelimiter
            : DelimiterOf(head);
        string[]? header = null;
        var (isFirst, damaged) = (true, 0);
        CsvRow? broken = null;
        foreach (var row in new CsvRows(text, delimiter).Read())
        {
            token.ThrowIfCancellationRequested();
            if (row.IsComment)
            {
                sink.TakeLine(isReport ? TextLines.WithoutHeading(row.Cells[0]) : row.Cells[0], row.Line);
                continue;
            }

            if (isNamed)
            {
                isNamed = false;
                continue;
            }

            if (row.Damage is not null)
            {
                damaged++;
                broken ??= row;
            }

            // In a single column, what is no value is the heading of those below it.
            if (isFirst ? IsHeader(row.Cells) : isOneColumn && IndicatorNames.IsColumn(row.Cells[0]))
            {
                header = row.Cells;
            }
            else if (isOneColumn && !LooksLikeValue(row.Cells[0].Trim()))
            {
                header = null;
                Take(row.Cells, header, row.Line);
            }
            else
            {
                Take(row.Cells, header, row.Line);
            }

            isFirst = false;
            yield return row.Line;
        }

        if (broken is not null)
        {
            throw Damaged(broken, damaged);
        }
    }

    private IndicatorException Damaged(CsvRow first, int count) =>
        new(
            IndicatorFailure.IndicatorFileDamaged,
            count == 1
                ? FormattableString.Invariant($"{source.Called} is damaged in line {first.Line}: {first.Damage}.")
                : FormattableString.Invariant($"{source.Called} is damaged in {count:N0} lines, the first of which is line {first.Line}: {first.Damage}."),
            $"{(count == 1 ? "That line was" : "Those lines were")} read without regard to quotation marks, and all others as usual. "
                + "Check what was read, or correct the file."
        )
        {
            Target = source.Name,
        };

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

        var named = cells.Select((text, place) => (place < header.Length ? header[place] : FormattableString.Invariant($"{place + 1}"), text));
        foreach (var stated in IndicatorNames.Read(named, line))
        {
            sink.Take(stated);
        }
    }
}
