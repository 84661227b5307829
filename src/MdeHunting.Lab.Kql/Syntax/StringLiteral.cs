using System.Globalization;
using System.Text;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>
/// String literals: 'x' and "x" with escapes, @'x' and @"x" without, ```x``` and ~~~x~~~ over several lines;
/// each also after an <c>h</c> or <c>H</c>, with which the services hide the text from their logs.
/// </summary>
internal static class StringLiteral
{
    private static readonly string[] Fences = ["```", "~~~"];

    public static bool Opens(ReadOnlySpan<char> text)
    {
        var body = SkipHidden(text);
        return body.Length > 0 && (body[0] is '"' or '\'' || (body[0] == '@' && body.Length > 1 && body[1] is '"' or '\'') || FenceOf(body) is not null);
    }

    /// <summary>The length of the literal that the text opens with, or 0 where it has no end.</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        var body = SkipHidden(text);
        var hidden = text.Length - body.Length;
        if (FenceOf(body) is { } fence)
        {
            var end = body[fence.Length..].IndexOf(fence);
            return end < 0 ? 0 : hidden + end + (2 * fence.Length);
        }

        var length = body[0] == '@' ? MeasureVerbatim(body) : MeasureEscaped(body);
        return length == 0 ? 0 : hidden + length;
    }

    /// <summary>What a whole literal stands for, or null where an escape in it is none.</summary>
    public static string? Decode(ReadOnlySpan<char> literal)
    {
        var body = SkipHidden(literal);
        if (FenceOf(body) is { } fence)
        {
            return body[fence.Length..^fence.Length].ToString();
        }

        if (body[0] != '@')
        {
            return Unescape(body[1..^1]);
        }

        var quote = body[1].ToString();
        return body[2..^1].ToString().Replace(quote + quote, quote);
    }

    private static ReadOnlySpan<char> SkipHidden(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[0] is 'h' or 'H' && (text[1] is '"' or '\'' or '@' || FenceOf(text[1..]) is not null) ? text[1..] : text;

    private static string? FenceOf(ReadOnlySpan<char> text)
    {
        foreach (var fence in Fences)
        {
            if (text.StartsWith(fence))
            {
                return fence;
            }
        }

        return null;
    }

    private static int MeasureEscaped(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n')
            {
                return 0;
            }

            if (text[i] == text[0])
            {
                return i + 1;
            }

            if (text[i] == '\\')
            {
                i++;
            }
        }

        return 0;
    }

    private static int MeasureVerbatim(ReadOnlySpan<char> text)
    {
        var quote = text[1];
        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n')
            {
                return 0;
            }

            if (text[i] != quote)
            {
                continue;
            }

            if (i + 1 == text.Length || text[i + 1] != quote)
            {
                return i + 1;
            }

            i++;
        }

        return 0;
    }

    private static string? Unescape(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\\') < 0)
        {
            return text.ToString();
        }

        var decoded = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] != '\\')
            {
                decoded.Append(text[0]);
                text = text[1..];
                continue;
            }

            var length = UnescapeOne(text[1..], decoded);
            if (length == 0)
            {
                return null;
            }

            text = text[(1 + length)..];
        }

        return decoded.ToString();
    }

    // Returns how much of the text after the backslash it took; 0 where that is no escape.
    private static int UnescapeOne(ReadOnlySpan<char> text, StringBuilder decoded)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        switch (text[0])
        {
            case '\'' or '"' or '\\' or '/':
                decoded.Append(text[0]);
                return 1;
            case 'a':
                decoded.Append('\a');
                return 1;
            case 'b':
                decoded.Append('\b');
                return 1;
            case 'f':
                decoded.Append('\f');
                return 1;
            case 'n':
                decoded.Append('\n');
                return 1;
            case 'r':
                decoded.Append('\r');
                return 1;
            case 't':
                decoded.Append('\t');
                return 1;
            case 'v':
                decoded.Append('\v');
                return 1;
            case 'x':
                return UnescapeHex(text[1..], 2, decoded);
            case 'u':
                return UnescapeHex(text[1..], 4, decoded);
            case 'U':
                return UnescapeHex(text[1..], 8, decoded);
            default:
                return UnescapeOctal(text, decoded);
        }
    }

    private static int UnescapeHex(ReadOnlySpan<char> text, int digits, StringBuilder decoded)
    {
        if (text.Length < digits || !uint.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return 0;
        }

        if (code <= char.MaxValue)
        {
            decoded.Append((char)code);
        }
        else if (Rune.IsValid(code))
        {
            decoded.Append(new Rune(code).ToString());
        }
        else
        {
            return 0;
        }

        return 1 + digits;
    }

    private static int UnescapeOctal(ReadOnlySpan<char> text, StringBuilder decoded)
    {
        var length = 0;
        var code = 0;
        while (length < 3 && length < text.Length && text[length] is >= '0' and <= '7' && (code * 8) + text[length] - '0' <= byte.MaxValue)
        {
            code = (code * 8) + text[length++] - '0';
        }

        if (length > 0)
        {
            decoded.Append((char)code);
        }

        return length;
    }
}
