using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Cuts a query into tokens; white space and comments fall away.</summary>
internal sealed class KqlTokenizer : Tokenizer<SyntaxKind>
{
    // Longest first, so that a prefix never wins.
    private static readonly (string Text, SyntaxKind Kind)[] Punctuation =
    [
        ("==", SyntaxKind.Symbol),
        ("=~", SyntaxKind.Symbol),
        ("!=", SyntaxKind.Symbol),
        ("!~", SyntaxKind.Symbol),
        ("<=", SyntaxKind.Symbol),
        (">=", SyntaxKind.Symbol),
        ("<>", SyntaxKind.Symbol),
        ("..", SyntaxKind.Range),
        ("<", SyntaxKind.Symbol),
        (">", SyntaxKind.Symbol),
        ("+", SyntaxKind.Symbol),
        ("-", SyntaxKind.Symbol),
        ("*", SyntaxKind.Symbol),
        ("/", SyntaxKind.Symbol),
        ("%", SyntaxKind.Symbol),
        ("=", SyntaxKind.Assign),
        ("|", SyntaxKind.Pipe),
        (",", SyntaxKind.Comma),
        (";", SyntaxKind.Semicolon),
        (":", SyntaxKind.Colon),
        (".", SyntaxKind.Dot),
        ("(", SyntaxKind.OpenParenthesis),
        (")", SyntaxKind.CloseParenthesis),
        ("[", SyntaxKind.OpenBracket),
        ("]", SyntaxKind.CloseBracket),
        ("{", SyntaxKind.OpenBrace),
        ("}", SyntaxKind.CloseBrace),
    ];

    protected override IEnumerable<Result<SyntaxKind>> Tokenize(TextSpan span)
    {
        var rest = SkipBlanks(span);
        while (!rest.IsAtEnd)
        {
            var (kind, length) = Scan(rest.AsReadOnlySpan());
            if (kind == SyntaxKind.None)
            {
                yield return Result.Empty<SyntaxKind>(rest);
                yield break;
            }

            var after = rest.Skip(length);
            yield return Result.Value(kind, rest, after);
            rest = SkipBlanks(after);
        }
    }

    private static TextSpan SkipBlanks(TextSpan span)
    {
        var text = span.AsReadOnlySpan();
        var length = 0;
        while (length < text.Length)
        {
            if (IsBlank(text[length]))
            {
                length++;
            }
            else if (text[length..].StartsWith("//"))
            {
                length += LineLength(text[length..]);
            }
            else
            {
                break;
            }
        }

        return span.Skip(length);
    }

    // The zero-width ones come along when a query is pasted from a web page or a document.
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\u180e' or '\u200b' or '\ufeff';

    private static int LineLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny("\r\n\u2028\u2029");
        return end < 0 ? text.Length : end;
    }

    private static (SyntaxKind Kind, int Length) Scan(ReadOnlySpan<char> text)
    {
        if (StringLiteral.Opens(text))
        {
            return StringLiteral.Measure(text) is > 0 and var length ? (SyntaxKind.String, length) : default;
        }

        if (char.IsAsciiDigit(text[0]))
        {
            return ScanNumber(text);
        }

        if (IsNameStart(text[0]))
        {
            return ScanWord(text);
        }

        if (text[0] == '!' && text.Length > 1 && IsNameStart(text[1]))
        {
            return (SyntaxKind.NotWord, 1 + OperatorWordLength(text[1..]));
        }

        foreach (var (symbol, kind) in Punctuation)
        {
            if (text.StartsWith(symbol))
            {
                return (kind, symbol.Length);
            }
        }

        return default;
    }

    private static (SyntaxKind Kind, int Length) ScanWord(ReadOnlySpan<char> text)
    {
        var length = OperatorWordLength(text);
        if (!TypedLiteral.IsTypeName(text[..length]))
        {
            return (SyntaxKind.Word, length);
        }

        var open = length;
        while (open < text.Length && IsBlank(text[open]))
        {
            open++;
        }

        if (open == text.Length || text[open] != '(')
        {
            return (SyntaxKind.Word, length);
        }

        var close = text[open..].IndexOf(')');
        return close < 0 ? default : (SyntaxKind.Typed, open + close + 1);
    }

    private static int OperatorWordLength(ReadOnlySpan<char> text)
    {
        var length = NameLength(text);
        return text[..length] is "in" && length < text.Length && text[length] == '~' ? length + 1 : length;
    }

    private static (SyntaxKind Kind, int Length) ScanNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X')
        {
            var hex = 2 + CountWhile(text[2..], char.IsAsciiHexDigit);
            return hex > 2 && NameLength(text[hex..]) == 0 ? (SyntaxKind.Integer, hex) : default;
        }

        var kind = SyntaxKind.Integer;
        var length = CountWhile(text, char.IsAsciiDigit);

        // A second dot makes it a range: 1..5.
        if (length < text.Length && text[length] == '.' && !text[(length + 1)..].StartsWith("."))
        {
            kind = SyntaxKind.Real;
            length++;
            length += CountWhile(text[length..], char.IsAsciiDigit);
        }

        var exponent = ExponentLength(text[length..]);
        if (exponent > 0)
        {
            return NameLength(text[(length + exponent)..]) == 0 ? (SyntaxKind.Real, length + exponent) : default;
        }

        var suffix = NameLength(text[length..]);
        if (suffix == 0)
        {
            return (kind, length);
        }

        return TimespanLiteral.IsUnit(text.Slice(length, suffix)) ? (SyntaxKind.Timespan, length + suffix) : default;
    }

    private static int ExponentLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('e' or 'E'))
        {
            return 0;
        }

        var sign = text.Length > 1 && text[1] is '+' or '-' ? 1 : 0;
        var digits = CountWhile(text[(1 + sign)..], char.IsAsciiDigit);
        return digits == 0 ? 0 : 1 + sign + digits;
    }

    private static int NameLength(ReadOnlySpan<char> text) => CountWhile(text, IsNamePart);

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or '$';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$';

    private static int CountWhile(ReadOnlySpan<char> text, Func<char, bool> accepts)
    {
        var length = 0;
        while (length < text.Length && accepts(text[length]))
        {
            length++;
        }

        return length;
    }
}
