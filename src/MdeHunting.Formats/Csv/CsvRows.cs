using System.Text;

namespace MdeHunting.Formats.Csv;

/// <summary>
/// Divides a text into rows and values, https://www.rfc-editor.org/rfc/rfc4180. A quotation mark that nothing closes would take all that follows for one value:
/// the line that it stands in is divided without regard to it, and the rows go on with the next line.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">What stands between two values.</param>
internal sealed class CsvRows(TextReader text, char delimiter)
{
    private const char Quote = '"';

    // No row of a list is longer, and each of its values may be searched for what it contains.
    private const int LongestRow = 1024 * 1024;

    // Lines that were read ahead, because a value went on in them.
    private readonly List<string> _ahead = [];
    private int _next;
    private readonly char[] _buffer = new char[16 * 1024];
    private int _from;
    private int _to;
    private int _line;

    /// <summary>The rows and comments, in their order.</summary>
    public IEnumerable<CsvRow> Read()
    {
        while (Take() is { } line)
        {
            var number = _line;
            var content = line.TrimEnd('\r', '\n');
            if (content.Length == 0)
            {
                continue;
            }

            if (content[0] == '#')
            {
                yield return new CsvRow(number, [content]) { IsComment = true };
                continue;
            }

            var row = new CsvRowReader(delimiter);
            var more = 0;
            row.Add(line);
            while (row.IsOpen && row.Length < LongestRow && ReadAhead(more) is { } next)
            {
                row.Add(next);
                more++;
            }

            if (row.Damage is { } damage)
            {
                yield return new CsvRow(number, Unquoted(content)) { Damage = damage };
                continue;
            }

            while (more-- > 0)
            {
                Take();
            }

            yield return new CsvRow(number, row.Cells);
        }
    }

    private string[] Unquoted(string line) =>
        [
            .. line.Split(delimiter)
                .Select(cell => cell.Length > 0 && cell[0] == Quote ? cell.Substring(1) : cell)
                .Select(cell => cell.Length > 0 && cell[cell.Length - 1] == Quote ? cell.Substring(0, cell.Length - 1) : cell),
        ];

    private string? Take()
    {
        var line = _next < _ahead.Count ? _ahead[_next++] : ReadLine();
        if (_next == _ahead.Count)
        {
            _ahead.Clear();
            _next = 0;
        }

        _line += line is null ? 0 : 1;
        return line;
    }

    // The line behind so many that were read ahead.
    private string? ReadAhead(int count)
    {
        if (_next + count == _ahead.Count && ReadLine() is { } read)
        {
            _ahead.Add(read);
        }

        return _next + count < _ahead.Count ? _ahead[_next + count] : null;
    }

    // A line with its end, which belongs to a value that goes on.
    private string? ReadLine()
    {
        StringBuilder? before = null;
        while (Fill())
        {
            var end = Array.FindIndex(_buffer, _from, _to - _from, static c => c is '\r' or '\n');
            var count = (end < 0 ? _to : end + 1) - _from;
            var part = new string(_buffer, _from, count);
            _from += count;
            if (end >= 0)
            {
                if (part[count - 1] == '\r' && Fill() && _buffer[_from] == '\n')
                {
                    part += '\n';
                    _from++;
                }

                return before is null ? part : before.Append(part).ToString();
            }

            (before ??= new StringBuilder()).Append(part);
        }

        return before?.ToString();
    }

    private bool Fill()
    {
        if (_from == _to)
        {
            (_from, _to) = (0, text.Read(_buffer, 0, _buffer.Length));
        }

        return _from < _to;
    }
}
