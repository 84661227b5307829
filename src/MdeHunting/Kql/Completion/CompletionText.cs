namespace MdeHunting.Kql.Completion;

/// <summary>
/// A query up to the cursor, cut into what is open there. It takes any text: a bracket too many closes nothing, and one that is not closed is open.
/// </summary>
internal sealed class CompletionText
{
    private readonly int[] _partners;
    private readonly List<CompletionScope> _frames = [new(-1)];

    public CompletionText(SourceText text, int count)
    {
        Text = text;
        Count = count;
        _partners = new int[count];
        for (var i = 0; i < count; i++)
        {
            _partners[i] = -1;
            switch (text.Significant[i].Kind)
            {
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace:
                    _frames.Add(new CompletionScope(i));
                    break;
                case KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace when _frames.Count > 1:
                    _partners[Frame.Opener] = i;
                    _frames.RemoveAt(_frames.Count - 1);
                    break;
                case KqlTokenKind.Pipe:
                    Frame.Pipe(i);
                    break;
                case KqlTokenKind.Semicolon:
                    Frame.Semicolon(i);
                    break;
            }
        }
    }

    /// <summary>The text.</summary>
    public SourceText Text { get; }

    /// <summary>How many of its significant tokens stand before the word at the cursor.</summary>
    public int Count { get; }

    /// <summary>The pipelines that are open at the cursor, from the query to the innermost.</summary>
    public IReadOnlyList<CompletionScope> Frames => _frames;

    private CompletionScope Frame => _frames[_frames.Count - 1];

    /// <summary>A token's own text; empty outside.</summary>
    public string TextAt(int index) => index >= 0 && index < Count ? Text.TextOf(Text.Significant[index]) : string.Empty;

    /// <summary>A token's kind; Unknown outside.</summary>
    public KqlTokenKind KindAt(int index) => index >= 0 && index < Count ? Text.Significant[index].Kind : KqlTokenKind.Unknown;

    /// <summary>What a token names; null where it names nothing.</summary>
    public string? NameAt(int index) => KindAt(index) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName ? Text.ValueOf(Text.Significant[index]) : null;

    /// <summary>The name of the operator that a segment begins with.</summary>
    public string? OperatorAt(int index) => index < Count ? Text.DashedName(index) : null;

    /// <summary>Where a bracket closes; the end where it does not.</summary>
    public int Close(int opener) => _partners[opener] >= 0 ? _partners[opener] : Count;

    /// <summary>The pieces of a span between tokens of a kind, outside of its brackets.</summary>
    public IEnumerable<TokenRange> Split(TokenRange span, KqlTokenKind separator)
    {
        var start = span.Start;
        for (var i = span.Start; i < span.End; i++)
        {
            if (KindAt(i) == separator)
            {
                yield return new TokenRange(start, i);
                start = i + 1;
            }
            else if (_partners[i] > i)
            {
                i = _partners[i];
            }
        }

        yield return new TokenRange(start, span.End);
    }

    /// <summary>The index of a word of a span, outside of its brackets; -1 where it is not there.</summary>
    public int Find(TokenRange span, string word)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (TextAt(i) == word)
            {
                return i;
            }

            if (_partners[i] > i)
            {
                i = _partners[i];
            }
        }

        return -1;
    }
}
