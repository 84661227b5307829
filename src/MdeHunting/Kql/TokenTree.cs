namespace MdeHunting.Kql;

/// <summary>
/// A query's tokens with its brackets paired, so that it can be read in pieces: statements, operators, arguments. It takes any text: a closing bracket closes
/// the one that was opened last, and one that is not closed holds what is there to the end.
/// </summary>
internal sealed class TokenTree
{
    private const int None = -1;

    // The index of each bracket's other half; -1 for every other token.
    private readonly int[] _partners;

    private TokenTree(SourceText text, int[] partners, int unpaired)
    {
        Text = text;
        _partners = partners;
        Unpaired = unpaired;
    }

    /// <summary>The query.</summary>
    public SourceText Text { get; }

    /// <summary>
    /// The index of the first bracket that has no other half of its kind, or of the first string without an end; -1 where every one has.
    /// </summary>
    public int Unpaired { get; }

    /// <summary>All of the query.</summary>
    public TokenRange Whole => new(0, _partners.Length);

    /// <summary>Pairs the brackets of a query.</summary>
    public static TokenTree Of(SourceText text) => Of(text, text.Significant.Count);

    /// <summary>Pairs the brackets of a query's beginning.</summary>
    /// <param name="text">The query.</param>
    /// <param name="count">How many of its significant tokens there are to be.</param>
    public static TokenTree Of(SourceText text, int count)
    {
        var partners = new int[count];
        var open = new Stack<int>();
        var (mismatched, endless) = (None, None);
        for (var i = 0; i < count; i++)
        {
            partners[i] = None;
            var token = text.Significant[i];
            if (token.Kind is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace)
            {
                open.Push(i);
            }
            else if (token.Kind is KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace)
            {
                var isMatch = open.Count > 0 && Closing(text.Significant[open.Peek()].Kind) == token.Kind;
                mismatched = mismatched == None && !isMatch ? i : mismatched;
                if (open.Count > 0)
                {
                    partners[i] = open.Pop();
                    partners[partners[i]] = i;
                }
            }
            else if (!token.IsTerminated)
            {
                endless = endless == None ? i : endless;
            }
        }

        return new TokenTree(
            text,
            partners,
            mismatched != None ? mismatched
                : open.Count > 0 ? open.Last()
                : endless
        );
    }

    /// <summary>Whether there is a token of that index.</summary>
    public bool Has(int index) => index >= 0 && index < _partners.Length;

    /// <summary>A token's kind; Unknown outside of the query.</summary>
    public KqlTokenKind KindAt(int index) => Has(index) ? Text.Significant[index].Kind : KqlTokenKind.Unknown;

    /// <summary>A token's own text; empty outside of the query.</summary>
    public string TextAt(int index) => Has(index) ? Text.TextAt(index) : string.Empty;

    /// <summary>What a token names: an identifier, or a bracketed name without its brackets; null for other tokens.</summary>
    public string? NameAt(int index) =>
        KindAt(index) switch
        {
            KqlTokenKind.Identifier => Text.TextAt(index),
            KqlTokenKind.BracketedName => Text.ValueOf(Text.Significant[index]),
            _ => null,
        };

    /// <summary>Whether the token is an operator sign or a keyword with this very text.</summary>
    public bool Is(int index, string text) =>
        KindAt(index) is KqlTokenKind.Operator or KqlTokenKind.Identifier
        && Text.Significant[index] is var token
        && token.Length == text.Length
        && KqlCharacters.Holds(Text.Source, token.Start, text);

    /// <summary>Whether a token is a value that is written out.</summary>
    public bool IsLiteral(int index) => Has(index) && Text.Significant[index].IsLiteral;

    /// <summary>Whether a value may end with a token: a name that is no word of the language, a literal, what is in brackets.</summary>
    public bool IsValueEnd(int index) =>
        KindAt(index) switch
        {
            KqlTokenKind.Identifier => !KqlFacts.IsWord(TextAt(index)) && !KqlFacts.IsOperator(TextAt(index)),
            KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.BracketedName => true,
            _ => IsLiteral(index),
        };

    /// <summary>The operator that a span begins with, and what stands behind its name; null where it begins with no name.</summary>
    public (string Name, TokenRange Arguments)? OperatorAt(TokenRange span)
    {
        if (span.Start >= _partners.Length || Text.DashedName(span.Start) is not { } name)
        {
            return null;
        }

        var end = Text.Significant[span.Start].Start + name.Length;
        var arguments = span.Start;
        while (arguments < span.End && Text.Significant[arguments].End <= end)
        {
            arguments++;
        }

        return (name, span.From(arguments));
    }

    /// <summary>Whether a token is a bracket that is opened and not closed.</summary>
    public bool IsOpen(int index) =>
        KindAt(index) is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace && _partners[index] == None;

    /// <summary>The index of a bracket's other half, the end where an opening one has none; -1 for other tokens, and outside of the query.</summary>
    public int PartnerOf(int index) =>
        !Has(index) ? None
        : IsOpen(index) ? _partners.Length
        : _partners[index];

    /// <summary>What stands between a bracket and its other half.</summary>
    public TokenRange Inside(int open) => new(open + 1, PartnerOf(open));

    /// <summary>Whether the whole span is one pair of parentheses.</summary>
    public bool IsGroup(TokenRange span) => span.Count >= 2 && KindAt(span.Start) == KqlTokenKind.OpenParenthesis && _partners[span.Start] == span.End - 1;

    /// <summary>The pieces of a span between tokens of a kind, those within brackets not counted; one piece where there are none.</summary>
    public IReadOnlyList<TokenRange> Split(TokenRange span, KqlTokenKind separator)
    {
        var pieces = new List<TokenRange>();
        var start = span.Start;
        foreach (var i in TopLevel(span))
        {
            if (KindAt(i) != separator)
            {
                continue;
            }

            pieces.Add(new TokenRange(start, i));
            start = i + 1;
        }

        pieces.Add(span.From(start));
        return pieces;
    }

    /// <summary>The index of the first such operator sign or keyword of a span, outside of its brackets; -1 where there is none.</summary>
    public int Find(TokenRange span, string text)
    {
        foreach (var i in TopLevel(span))
        {
            if (Is(i, text))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The tokens of a span that are outside of its brackets; an opening bracket is given, what it holds and its other half are not.</summary>
    public IEnumerable<int> TopLevel(TokenRange span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            yield return i;
            if (PartnerOf(i) is var partner && partner > i)
            {
                i = partner;
            }
        }
    }

    private static KqlTokenKind Closing(KqlTokenKind open) =>
        open switch
        {
            KqlTokenKind.OpenParenthesis => KqlTokenKind.CloseParenthesis,
            KqlTokenKind.OpenBracket => KqlTokenKind.CloseBracket,
            _ => KqlTokenKind.CloseBrace,
        };
}
