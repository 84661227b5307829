namespace MdeHunting.Formats.Csv;

/// <summary>Tells in which line a row begins: a value in quotes may have line ends, and lines may be empty.</summary>
internal sealed class RowLines(string text)
{
    private int _position;
    private int _line = 1;

    /// <summary>The line of the first row.</summary>
    public int First { get; private set; }

    /// <summary>The line of the next row.</summary>
    /// <param name="cells">What it has, by which its line ends are known.</param>
    public int Next(IReadOnlyList<string> cells)
    {
        while (_position < text.Length && text[_position] is '\r' or '\n')
        {
            Step();
        }

        var line = _line;
        First = First == 0 ? line : First;
        var within = cells.Sum(cell => cell.Count(c => c == '\n'));
        while (_position < text.Length && (text[_position] != '\n' || within-- > 0))
        {
            Step();
        }

        return line;
    }

    private void Step()
    {
        _line += text[_position++] == '\n' ? 1 : 0;
    }
}
