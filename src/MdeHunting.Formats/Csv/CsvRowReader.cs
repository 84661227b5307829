using System.Text;

namespace MdeHunting.Formats.Csv;

/// <summary>Reads the values of one row, line by line.</summary>
/// <param name="delimiter">What stands between two values.</param>
internal sealed class CsvRowReader(char delimiter)
{
    private const string NotClosed = "a quotation mark isn't closed";
    private const char Quote = '"';

    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private string? _damage;

    /// <summary>Whether a value in quotation marks goes on in the next line.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many characters there were.</summary>
    public int Length { get; private set; }

    /// <summary>What is wrong with the quotation marks, once there are no more lines; null for nothing.</summary>
    public string? Damage => _damage ?? (IsOpen ? NotClosed : null);

    /// <summary>The values.</summary>
    public string[] Cells => [.. _cells];

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line, with its end.</param>
    public void Add(string line)
    {
        Length += line.Length;
        var at = 0;
        var isMore = true;
        while (isMore && _damage is null)
        {
            if (!IsOpen && at < line.Length && line[at] == Quote)
            {
                (IsOpen, at) = (true, at + 1);
            }

            if (!IsOpen)
            {
                isMore = AddPlain(line, ref at);
            }
            else if (!AddQuoted(line, ref at))
            {
                return;
            }
            else
            {
                isMore = EndQuoted(line, ref at);
            }
        }
    }

    // Whether another value follows.
    private bool AddPlain(string line, ref int at)
    {
        var end = line.IndexOf(delimiter, at);
        _cells.Add(end < 0 ? line.Substring(at).TrimEnd('\r', '\n') : line.Substring(at, end - at));
        at = end + 1;
        return end >= 0;
    }

    // Whether the value ends in this line.
    private bool AddQuoted(string line, ref int at)
    {
        while (true)
        {
            var end = line.IndexOf(Quote, at);
            if (end < 0)
            {
                _cell.Append(line, at, line.Length - at);
                return false;
            }

            _cell.Append(line, at, end - at);
            at = end + 1;
            if (at == line.Length || line[at] != Quote)
            {
                return true;
            }

            _cell.Append(Quote);
            at++;
        }
    }

    private bool EndQuoted(string line, ref int at)
    {
        IsOpen = false;
        _cells.Add(_cell.ToString());
        _cell.Clear();
        while (at < line.Length && line[at] == ' ')
        {
            at++;
        }

        if (at < line.Length && line[at] == delimiter)
        {
            at++;
            return true;
        }

        // What closes in another line may be the beginning of a value there.
        _damage =
            line.Substring(at).Trim().Length == 0 ? null
            : Length > line.Length ? NotClosed
            : "something other than a separator follows a closing quotation mark";
        return false;
    }
}
