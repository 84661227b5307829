namespace MdeHunting.Indicators;

/// <summary>
/// Tells a list, each line of which ought to have an indicator, from a report, whose sentences speak of some; and counts what a list has besides indicators.
/// </summary>
internal sealed class LineTally
{
    // What a list says of a value beside it, or ahead of several, is shorter than a sentence.
    private const int MostWords = 4;

    // A bullet or a number, and a quotation mark.
    private const int MostAhead = 5;

    // A list may have some sentences about it.
    private const int Share = 5;

    private readonly LostValues _lost = new();
    private int _entries;
    private int _sentences;
    private int _line;
    private bool _hasAny;
    private bool _isEntry;
    private int _words;
    private (string Text, string Why, bool IsPlain)? _reason;

    /// <summary>Whether the lines so far are a list's.</summary>
    public bool IsList
    {
        get
        {
            EndLine();
            return _entries > _sentences && _sentences <= Math.Max(1, (_entries + _sentences) / Share);
        }
    }

    /// <summary>What the lines have that was read as no indicator.</summary>
    public LostValues Lost
    {
        get
        {
            EndLine();
            return _lost;
        }
    }

    /// <summary>Takes a line, or a cell of one.</summary>
    /// <param name="number">The line's number.</param>
    /// <param name="text">The text, which is no comment.</param>
    /// <param name="found">Its indicators.</param>
    public void Take(int number, string text, IReadOnlyList<FoundToken> found)
    {
        if (number != _line)
        {
            EndLine();
            (_line, _hasAny, _isEntry, _words, _reason) = (number, false, false, 0, null);
        }

        _hasAny |= found.Count > 0;
        _isEntry |= found.Count > 0 && text.IndexOf(found[0].Original, StringComparison.Ordinal) is >= 0 and <= MostAhead;
        _words += found.Count == 1 && found[0].Original.Length == text.Length ? 0 : Math.Max(0, Words(text) - found.Sum(one => Words(one.Original)));
    }

    /// <summary>Takes what was read as none of a line that was taken: all of it, or a piece beside indicators.</summary>
    public void Lose(string text, string why, bool isPlain, bool isWhole)
    {
        if (!isWhole)
        {
            _lost.Add(_line, text, why);
        }
        else if ((_words > 0 || !isPlain) && (_reason is null || (_reason.Value.IsPlain && !isPlain)))
        {
            _reason = (text, why, isPlain);
        }
    }

    private void EndLine()
    {
        if (_line > 0 && (_hasAny || _reason is not null))
        {
            var isEntry = _isEntry || _words <= MostWords;
            _entries += isEntry ? 1 : 0;
            _sentences += isEntry ? 0 : 1;
            if (_reason is { } reason && (!_hasAny || !reason.IsPlain))
            {
                _lost.Add(_line, reason.Text, reason.Why, reason.IsPlain);
            }
        }

        _line = 0;
    }

    // Lines of hyphens have none.
    private static int Words(string text)
    {
        var (count, isIn) = (0, false);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                isIn = false;
            }
            else if (!isIn && char.IsLetterOrDigit(c))
            {
                (isIn, count) = (true, count + 1);
            }
        }

        return count;
    }
}
