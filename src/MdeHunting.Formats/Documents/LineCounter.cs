namespace MdeHunting.Formats.Documents;

/// <summary>Tells in which line a position is; asked in the order of the positions, it goes through the bytes once.</summary>
/// <param name="document">The document.</param>
internal sealed class LineCounter(DocumentBytes document)
{
    private int _position;
    private int _line = 1;

    /// <summary>The line of a position, counted from 1.</summary>
    /// <param name="position">The position, counted from the document's beginning.</param>
    public int At(long position)
    {
        if (position < _position)
        {
            (_position, _line) = (0, 1);
        }

        for (; _position < position; _position++)
        {
            if (document.Buffer[document.Start + _position] == (byte)'\n')
            {
                _line++;
            }
        }

        return _line;
    }
}
