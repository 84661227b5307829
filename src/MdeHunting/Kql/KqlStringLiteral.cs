using System.Globalization;
using System.Text;

namespace MdeHunting.Kql;

/// <summary>
/// String literals: <c>'x'</c> and <c>"x"</c> with escapes, <c>@'x'</c> and <c>@"x"</c> without, both on one line, and <c>```x```</c> and <c>~~~x~~~</c> over
/// many; each also after an <c>h</c> or <c>H</c>, with which the services hide the text from their logs.
/// </summary>
internal static class KqlStringLiteral
{
    private const int FenceLength = 3;

    /// <summary>
    /// The literal that opens at a position; null where none does. One without an end goes to the end of its line, or of the text where it may span lines.
    /// </summary>
    public static KqlToken? Scan(string text, int start)
    {
        var opening = SkipPrefix(text, start, out var isVerbatim);
        if (FenceAt(text, opening) is { } fence)
        {
            return ScanFenced(text, start, opening + FenceLength, fence);
        }

        if (KqlCharacters.At(text, opening) is not ('"' or '\''))
        {
            return null;
        }

        var closing = isVerbatim ? EndOfVerbatim(text, opening) : EndOfEscaped(text, opening);
        var isTerminated = KqlCharacters.At(text, closing) == text[opening];
        return new KqlToken(isVerbatim ? KqlTokenKind.VerbatimString : KqlTokenKind.String, start, closing + (isTerminated ? 1 : 0) - start, isTerminated);
    }

    /// <summary>What a literal stands for. A backslash that begins no escape stands for itself, though the services refuse such a query.</summary>
    public static string Decode(string text, KqlToken literal)
    {
        var opening = SkipPrefix(text, literal.Start, out _);
        var mark = literal.Kind == KqlTokenKind.MultiLineString ? FenceLength : 1;
        var start = opening + mark;
        var content = text.Substring(start, literal.End - (literal.IsTerminated ? mark : 0) - start);
        return literal.Kind switch
        {
            KqlTokenKind.String => Unescape(content),
            KqlTokenKind.VerbatimString => content.Replace(new string(text[opening], 2), text[opening].ToString()),
            _ => content,
        };
    }

    /// <summary>Where a literal has a backslash that begins no escape, for which the services refuse a query; -1 where it has none.</summary>
    public static int WrongEscape(string text, KqlToken literal)
    {
        if (literal.Kind != KqlTokenKind.String || text.IndexOf('\\', literal.Start, literal.Length) < 0)
        {
            return -1;
        }

        // Without the quotation mark at its end.
        var content = text.Substring(literal.Start, literal.Length - (literal.IsTerminated ? 1 : 0));
        var ignored = new StringBuilder();
        var place = content.IndexOf('\\');
        while (place >= 0)
        {
            if (UnescapeOne(content, place + 1, ignored) is var taken && taken == 0)
            {
                return literal.Start + place;
            }

            place = content.IndexOf('\\', place + 1 + taken);
        }

        return -1;
    }

    private static int SkipPrefix(string text, int start, out bool isVerbatim)
    {
        var position = KqlCharacters.At(text, start) is 'h' or 'H' ? start + 1 : start;
        isVerbatim = KqlCharacters.At(text, position) == '@';
        return isVerbatim ? position + 1 : position;
    }

    private static string? FenceAt(string text, int position) =>
        KqlCharacters.At(text, position) switch
        {
            '`' when KqlCharacters.Holds(text, position, "```") => "```",
            '~' when KqlCharacters.Holds(text, position, "~~~") => "~~~",
            _ => null,
        };

    private static KqlToken ScanFenced(string text, int start, int content, string fence)
    {
        var closing = text.IndexOf(fence, content, StringComparison.Ordinal);
        var end = closing < 0 ? text.Length : closing + FenceLength;
        return new KqlToken(KqlTokenKind.MultiLineString, start, end - start, closing >= 0);
    }

    private static int EndOfEscaped(string text, int opening)
    {
        var position = opening + 1;
        while (position < text.Length && text[position] != text[opening] && !KqlCharacters.IsLineEnd(text[position]))
        {
            // What is escaped cannot end the literal, but the end of the line can.
            var isEscape = text[position] == '\\' && position + 1 < text.Length && !KqlCharacters.IsLineEnd(text[position + 1]);
            position += isEscape ? 2 : 1;
        }

        return position;
    }

    private static int EndOfVerbatim(string text, int opening)
    {
        var position = opening + 1;
        while (position < text.Length && !KqlCharacters.IsLineEnd(text[position]))
        {
            if (text[position] != text[opening])
            {
                position++;
            }
            else if (KqlCharacters.At(text, position + 1) == text[opening])
            {
                position += 2;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private static string Unescape(string content)
    {
        if (content.IndexOf('\\') < 0)
        {
            return content;
        }

        var decoded = new StringBuilder(content.Length);
        var position = 0;
        while (position < content.Length)
        {
            var taken = content[position] == '\\' ? UnescapeOne(content, position + 1, decoded) : 0;
            if (taken == 0)
            {
                decoded.Append(content[position]);
            }

            position += 1 + taken;
        }

        return decoded.ToString();
    }

    // Returns how much of the text after the backslash it took; 0 where that is no escape.
    private static int UnescapeOne(string content, int position, StringBuilder decoded)
    {
        var c = KqlCharacters.At(content, position);
        var hexDigits = c switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (hexDigits > 0)
        {
            return UnescapeHex(content, position + 1, hexDigits, decoded);
        }

        if (c is >= '0' and <= '7')
        {
            return UnescapeOctal(content, position, decoded);
        }

        char? simple = c switch
        {
            '\'' or '"' or '\\' => c,
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => null,
        };
        decoded.Append(simple);
        return simple is null ? 0 : 1;
    }

    private static int UnescapeHex(string content, int position, int digits, StringBuilder decoded)
    {
        if (
            position + digits > content.Length
            || !uint.TryParse(content.Substring(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF
        )
        {
            return 0;
        }

        if (code <= char.MaxValue)
        {
            decoded.Append((char)code);
        }
        else
        {
            decoded.Append(char.ConvertFromUtf32((int)code));
        }

        return 1 + digits;
    }

    // Up to three digits, and no more than a byte.
    private static int UnescapeOctal(string content, int position, StringBuilder decoded)
    {
        var length = 0;
        var code = 0;
        while (length < 3 && KqlCharacters.At(content, position + length) is >= '0' and <= '7' and var digit && (code * 8) + digit - '0' <= byte.MaxValue)
        {
            code = (code * 8) + digit - '0';
            length++;
        }

        decoded.Append((char)code);
        return length;
    }
}
