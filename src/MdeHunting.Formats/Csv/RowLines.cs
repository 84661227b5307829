namespace MdeHunting.Formats.Csv;

/// <summary>
/// Passes a text on to who reads rows of it, and tells in which line each row begins: a value in quotes may have line ends, and lines may be empty. It keeps
/// what was read ahead of the row.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class RowLines(TextReader text) : TextReader
{
    private char[] _ahead = new char[4096];
    private int _from;
    private int _to;
    private int _line = 1;

    /// <summary>The line of the first row.</summary>
    public int First { get; private set; }

    /// <summary>The line of what comes next.</summary>
    public int Line => _line;

    /// <inheritdoc/>
    public override int Peek() => text.Peek();

    /// <inheritdoc/>
    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = text.Read(buffer, index, count);
        if (_to + read > _ahead.Length)
        {
            var kept = _to - _from;
            var room = kept + read > _ahead.Length ? new char[Math.Max(2 * _ahead.Length, kept + read)] : _ahead;
            Array.Copy(_ahead, _from, room, 0, kept);
            (_ahead, _from, _to) = (room, 0, kept);
        }

        Array.Copy(buffer, index, _ahead, _to, read);
        _to += read;
        return read;
    }

    /// <summary>The comment ahead of the next row, and its line; null where there is none.</summary>
    public (string Text, int Line)? NextComment()
    {
        SkipEnds();
        if (_from == _to || _ahead[_from] != '#')
        {
            return null;
        }

        var end = Array.IndexOf(_ahead, '\n', _from, _to - _from) is >= 0 and var found ? found : _to;
        var text = new string(_ahead, _from, end - _from).TrimEnd('\r');
        _from = end;
        return (text, _line);
    }

    /// <summary>The line of the next row.</summary>
    /// <param name="cells">What it has, by which its line ends are known.</param>
    public int Next(IReadOnlyList<string> cells)
    {
        SkipEnds();
        var line = _line;
        First = First == 0 ? line : First;
        var within = cells.Sum(cell => cell.Count(c => c == '\n'));
        while (_from < _to && (_ahead[_from] != '\n' || within-- > 0))
        {
            Step();
        }

        return line;
    }

    private void SkipEnds()
    {
        while (_from < _to && _ahead[_from] is '\r' or '\n')
        {
            Step();
        }
    }

    private void Step()
    {
        _line += _ahead[_from++] == '\n' ? 1 : 0;
    }
}
