namespace MdeHunting.Kql;

/// <summary>
/// Cuts any text into tokens that put together give the text back to the letter. It never throws, and takes time in proportion to the text: what is cut
/// short, broken or no KQL at all comes out as the tokens that it can be.
/// </summary>
internal sealed class KqlLexer
{
    // Longest first, so that a prefix never wins.
    private static readonly string[] Operators =
    [
        "==",
        "=~",
        "=>",
        "!=",
        "!~",
        "<=",
        "<>",
        ">=",
        "..",
        "=",
        "<",
        ">",
        "!",
        "~",
        "+",
        "-",
        "*",
        "/",
        "%",
        ":",
        "?",
        "@",
    ];

    private readonly string _text;
    private readonly List<KqlToken> _tokens = [];

    // The one type whose literals are cut into tokens; it is compared in place, since every name of a query may be it.
    private const string Dynamic = "dynamic";

    // How many brackets are open since that of a dynamic(, which counts; 0 outside of one.
    private int _dynamicDepth;
    private bool _isAfterDynamic;

    private KqlLexer(string text) => _text = text;

    /// <summary>The text's tokens, in order; each character belongs to exactly one.</summary>
    public static KqlToken[] Tokenize(string text)
    {
        var lexer = new KqlLexer(text);
        for (var position = 0; position < text.Length; )
        {
            var token = lexer.Next(position);
            lexer._tokens.Add(token);
            lexer.TrackDynamic(token);
            position = token.End;
        }

        return lexer._tokens.ToArray();
    }

    /// <summary>The first position from <paramref name="start"/> on that is neither white space nor part of a comment.</summary>
    public static int SkipTrivia(string text, int start)
    {
        var end = KqlCharacters.SkipWhile(text, start, KqlCharacters.IsBlank);
        while (KqlCharacters.Holds(text, end, "//"))
        {
            end = KqlCharacters.SkipWhile(text, KqlCharacters.EndOfLine(text, end), KqlCharacters.IsBlank);
        }

        return end;
    }

    private KqlToken Next(int start)
    {
        var c = _text[start];
        if (KqlCharacters.IsBlank(c))
        {
            return Token(KqlTokenKind.WhiteSpace, start, KqlCharacters.SkipWhile(_text, start, KqlCharacters.IsBlank));
        }

        if (KqlCharacters.Holds(_text, start, "//"))
        {
            return Token(KqlTokenKind.Comment, start, KqlCharacters.EndOfLine(_text, start));
        }

        if (KqlStringLiteral.Scan(_text, start) is { } literal)
        {
            return literal;
        }

        if (KqlNumberLiteral.ScanGuid(_text, start) is { } guid)
        {
            return guid;
        }

        if (KqlCharacters.IsDigit(c))
        {
            return KqlNumberLiteral.Scan(_text, start) is var number && number.Kind == KqlTokenKind.Identifier ? Word(start, number.End) : number;
        }

        if (KqlCharacters.IsNameStart(c))
        {
            return Word(start, KqlCharacters.EndOfName(_text, start + 1));
        }

        return c == '[' && _dynamicDepth == 0 && ScanBracketedName(start) is { } bracketed ? bracketed : ScanSign(start);
    }

    private KqlToken Word(int start, int end)
    {
        if (ScanTypedLiteral(start, end) is { } literal)
        {
            return literal;
        }

        return Token(_dynamicDepth > 0 ? KqlTokenKind.LiteralWord : KqlTokenKind.Identifier, start, end);
    }

    // As for Microsoft's lexer, the parenthesis follows the name at once and the literal ends at the first closing one, on the same line. What opens another
    // parenthesis, or begins a new operator or statement, was never a literal: its words stay visible.
    private KqlToken? ScanTypedLiteral(int start, int end)
    {
        if (
            KqlCharacters.At(_text, end) != '('
            || end - start > KqlFacts.LongestLiteral
            || KqlFacts.LiteralOf(_text.Substring(start, end - start)) is KqlLiteral.None or KqlLiteral.Dynamic
        )
        {
            return null;
        }

        var close = KqlCharacters.SkipWhile(_text, end + 1, static c => c is not (')' or '(' or '|' or ';') && !KqlCharacters.IsLineEnd(c));
        return KqlCharacters.At(_text, close) == ')' ? Token(KqlTokenKind.TypedLiteral, start, close + 1) : null;
    }

    private KqlToken? ScanBracketedName(int start)
    {
        var close = SkipTrivia(_text, start + 1);
        var parts = 0;
        for (; close < _text.Length && KqlStringLiteral.Scan(_text, close) is { IsTerminated: true } part; parts++)
        {
            close = SkipTrivia(_text, part.End);
        }

        return parts > 0 && KqlCharacters.At(_text, close) == ']' ? Token(KqlTokenKind.BracketedName, start, close + 1) : null;
    }

    private KqlToken ScanSign(int start)
    {
        var kind = _text[start] switch
        {
            '|' => KqlTokenKind.Pipe,
            ';' => KqlTokenKind.Semicolon,
            ',' => KqlTokenKind.Comma,
            '.' when KqlCharacters.At(_text, start + 1) != '.' => KqlTokenKind.Dot,
            '(' => KqlTokenKind.OpenParenthesis,
            ')' => KqlTokenKind.CloseParenthesis,
            '[' => KqlTokenKind.OpenBracket,
            ']' => KqlTokenKind.CloseBracket,
            '{' => KqlTokenKind.OpenBrace,
            '}' => KqlTokenKind.CloseBrace,
            _ => KqlTokenKind.Operator,
        };
        if (kind != KqlTokenKind.Operator)
        {
            return Token(kind, start, start + 1);
        }

        foreach (var sign in Operators)
        {
            if (KqlCharacters.Holds(_text, start, sign))
            {
                return Token(KqlTokenKind.Operator, start, start + sign.Length);
            }
        }

        // The halves of a surrogate pair stay together.
        return Token(KqlTokenKind.Unknown, start, start + (start + 1 < _text.Length && char.IsSurrogatePair(_text, start) ? 2 : 1));
    }

    // A pipe or a semicolon has no place in a dynamic literal, so one that was never closed hides no more than its own part of the query.
    private void TrackDynamic(KqlToken token)
    {
        if (!token.IsSignificant)
        {
            return;
        }

        _dynamicDepth = token.Kind switch
        {
            KqlTokenKind.Pipe or KqlTokenKind.Semicolon => 0,
            KqlTokenKind.OpenParenthesis when _isAfterDynamic => _dynamicDepth + 1,
            KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace when _dynamicDepth > 0 => _dynamicDepth + 1,
            KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace when _dynamicDepth > 0 => _dynamicDepth - 1,
            _ => _dynamicDepth,
        };
        _isAfterDynamic = token.Kind == KqlTokenKind.Identifier && token.Length == Dynamic.Length && KqlCharacters.Holds(_text, token.Start, Dynamic);
    }

    private static KqlToken Token(KqlTokenKind kind, int start, int end) => new(kind, start, end - start);
}
