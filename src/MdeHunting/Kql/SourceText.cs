namespace MdeHunting.Kql;

/// <summary>A query's text with its tokens.</summary>
internal sealed class SourceText
{
    private readonly Lazy<int[]> _lineStarts;

    // Each is looked at many times; two threads make the same one.
    private readonly string?[] _texts;

    /// <summary>Cuts a text, whatever it holds.</summary>
    public SourceText(string source)
    {
        Source = source;
        Tokens = KqlLexer.Tokenize(source);
        Significant = Tokens.Where(token => token.IsSignificant).ToArray();
        _texts = new string?[Significant.Count];
        _lineStarts = new Lazy<int[]>(FindLineStarts);
    }

    /// <summary>The text itself.</summary>
    public string Source { get; }

    /// <summary>Every token, which together are the text.</summary>
    public IReadOnlyList<KqlToken> Tokens { get; }

    /// <summary>The tokens without white space and comments.</summary>
    public IReadOnlyList<KqlToken> Significant { get; }

    /// <summary>A token's own text.</summary>
    public string TextOf(KqlToken token) => Source.Substring(token.Start, token.Length);

    /// <summary>The own text of a significant token.</summary>
    public string TextAt(int index) => _texts[index] ??= TextOf(Significant[index]);

    /// <summary>What a string literal stands for, what a bracketed name names, and any other token's own text.</summary>
    public string ValueOf(KqlToken token)
    {
        if (token.Kind != KqlTokenKind.BracketedName)
        {
            return token.IsString ? KqlStringLiteral.Decode(Source, token) : TextOf(token);
        }

        // Literals that follow each other are one: ['Device' 'Events'].
        var name = string.Empty;
        for (
            var place = KqlLexer.SkipTrivia(Source, token.Start + 1);
            KqlStringLiteral.Scan(Source, place) is { } literal && literal.End < token.End;
            place = KqlLexer.SkipTrivia(Source, literal.End)
        )
        {
            name += KqlStringLiteral.Decode(Source, literal);
        }

        return name;
    }

    /// <summary>
    /// The name with dashes that begins with a significant token, such as <c>project-away</c>, where nothing stands between its parts; null where that token is
    /// no name. Only the place of an operator has such names: elsewhere <c>a-b</c> is a subtraction.
    /// </summary>
    public string? DashedName(int index)
    {
        if (index >= Significant.Count || Significant[index].Kind != KqlTokenKind.Identifier)
        {
            return null;
        }

        var last = index;
        while (
            last + 2 < Significant.Count
            && Significant[last + 1] is { Kind: KqlTokenKind.Operator, Length: 1 } dash
            && Source[dash.Start] == '-'
            && dash.Start == Significant[last].End
            && Significant[last + 2] is { Kind: KqlTokenKind.Identifier } part
            && part.Start == dash.End
        )
        {
            last += 2;
        }

        return last == index ? TextAt(index) : Source.Substring(Significant[index].Start, Significant[last].End - Significant[index].Start);
    }

    /// <summary>The line and column of a position, which may be that of the text's end.</summary>
    public KqlPosition LineAndColumn(int position)
    {
        if (position < 0 || position > Source.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(position));
        }

        var found = Array.BinarySearch(_lineStarts.Value, position);
        var line = found >= 0 ? found : ~found - 1;
        return new KqlPosition(line + 1, position - _lineStarts.Value[line] + 1);
    }

    private int[] FindLineStarts()
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < Source.Length; i++)
        {
            var isFirstOfTwo = Source[i] == '\r' && KqlCharacters.At(Source, i + 1) == '\n';
            if (KqlCharacters.IsLineEnd(Source[i]) && !isFirstOfTwo)
            {
                starts.Add(i + 1);
            }
        }

        return starts.ToArray();
    }
}
