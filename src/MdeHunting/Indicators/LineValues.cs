namespace MdeHunting.Indicators;

/// <summary>The values of the line that was last read.</summary>
internal sealed class LineValues
{
    // More than a line usually has: to clear what was large takes time in proportion to that.
    private const int MostKept = 64;

    private HashSet<string> _values = new(StringComparer.OrdinalIgnoreCase);
    private int _line;

    /// <summary>Adds a value of a line.</summary>
    public void Add(int line, string value)
    {
        if (_line != line)
        {
            _line = line;
            if (_values.Count > MostKept)
            {
                _values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            }

            _values.Clear();
        }

        _values.Add(value);
    }

    /// <summary>Whether a line has a value, where it is the one that was last read.</summary>
    public bool Has(int line, string value) => _line == line && _values.Contains(value);
}
