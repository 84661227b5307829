using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Finds indicators in a piece of a line without blanks, whatever label stands ahead of them, or marks of a sentence around.</summary>
internal static class PieceText
{
    // Around one name no sentence has more, and each costs another look at the piece.
    private const int MostMarks = 64;

    private const int LongestName = 255;

    // /i:http://evil.com/a, url=hxxps://evil.com/a, http://a.com|http://b.com: where an address begins within a piece.
    private static readonly Regex Begun = new(
        @"(?<=[^\w?&#/%])" + Refanging.Beginning,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    );

    private static readonly char[] LabelMarks = [':', '='];

    private static readonly char[] OfSentence = ['.', '!', '?', ')', '*', '_'];

    /// <summary>What separates two indicators of a piece, where it is no part of one.</summary>
    public static char[] Inner { get; } = [',', ';'];

    /// <summary>The indicators of a piece.</summary>
    public static IEnumerable<FoundToken> Read(string piece) => Addresses(piece).SelectMany(Pieces);

    /// <summary>Whether an address begins within an address behind what separates the two.</summary>
    public static bool HasSeparate(string text) =>
        Begun.Matches(text).Cast<Match>().Any(begun => begun.Index > 0 && text[begun.Index - 1] is '|' or ',' or ';');

    private static IEnumerable<string> Addresses(string piece)
    {
        var start = 0;
        foreach (var begun in piece.IndexOf("//", StringComparison.Ordinal) < 0 ? [] : Begun.Matches(piece).Cast<Match>().ToArray())
        {
            // An address may have another one in its query.
            if (piece.IndexOf("//", start, begun.Index - start, StringComparison.Ordinal) >= 0 && !Inner.Contains(piece[begun.Index - 1]))
            {
                continue;
            }

            yield return piece.Substring(start, begun.Index - start).TrimEnd(Inner);
            start = begun.Index;
        }

        yield return piece.Substring(start);
    }

    // A comma may be a part of an address, and more often stands between two.
    private static IEnumerable<FoundToken> Pieces(string piece)
    {
        if (piece.IndexOfAny(Inner) is var comma && (comma < 0 || (comma > 0 && comma < piece.Length - 1 && IsOneAddress(piece))))
        {
            foreach (var found in Labelled(piece))
            {
                yield return found;
            }

            yield break;
        }

        foreach (var part in piece.Split(Inner, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var found in Labelled(part))
            {
                yield return found;
            }
        }
    }

    // 2001:db8::1::2 and a fingerprint that lost a pair are broken as a whole, and what looks like an address within them was meant by nobody.
    private static bool IsOfColons(string text) =>
        text.IndexOf(':') is >= 0 and var first
        && text.IndexOf(':', first + 1) > 0
        && text.IndexOf('[') <= 0
        && (text.IndexOf('.') < 0 || text.IndexOf("::", StringComparison.Ordinal) >= 0)
        && text.All(c => c is ':' or '.' or '[' or ']' or '/' || Uri.IsHexDigit(c));

    // SHA256:ab12… has a label, and ab12…:evil.exe two indicators.
    private static IEnumerable<FoundToken> Labelled(string piece)
    {
        var mark = piece.IndexOfAny(LabelMarks);
        var mayHaveLabel = !IsOfColons(piece) && mark > 0 && mark < piece.Length - 1 && piece[mark + 1] is not ('/' or '\\');
        if (mayHaveLabel && !EndsWithMark(piece) && FoundToken.Of(piece) is { } whole)
        {
            yield return whole;
        }
        else if (mayHaveLabel && Trimmed(piece.Substring(0, mark)) is { } before)
        {
            yield return before;
            foreach (var found in Labelled(piece.Substring(mark + 1)))
            {
                yield return found;
            }
        }
        else if (Trimmed(piece) is { } found)
        {
            yield return found;
        }
        else
        {
            foreach (var name in Names(piece))
            {
                yield return name;
            }

            if (HashForms.Within(piece) is { } hash)
            {
                yield return hash with
                {
                    IsAmbiguous = true,
                };
            }
        }
    }

    // cmd.exe/powershell.exe: no folder is called so. In a.iso/docs/b.lnk, the second file is in the first.
    private static IEnumerable<FoundToken> Names(string piece)
    {
        if (piece.Length < MostMarks * LongestName && FileForms.InArchive(piece.TrimEnd(OfSentence)) is { Count: > 0 } files)
        {
            return files.Select(name => new FoundToken(name, new RecognizedToken(MdeIndicatorType.FileName, name)) { IsAmbiguous = true });
        }

        FoundToken?[] names =
            piece.IndexOf('/') is > 0 and <= LongestName && piece.Length < MostMarks * LongestName ? [.. piece.Split('/').Select(Trimmed)] : [];
        return Array.TrueForAll(names, name => name is { Token.Type: MdeIndicatorType.FileName }) ? names.OfType<FoundToken>() : [];
    }

    private static bool IsOneAddress(string piece) =>
        piece.IndexOf("//", StringComparison.Ordinal) is > 0 and var first
        && piece.IndexOfAny(Inner) > first + 2
        && piece.IndexOf("//", first + 2, StringComparison.Ordinal) < 0
        && piece.IndexOfAny(['/', '?'], first + 2) is > 0 and var path
        && path < piece.IndexOfAny(Inner);

    // Sentences put marks and brackets around what they name.
    private static FoundToken? Trimmed(string piece)
    {
        var text = piece;
        for (var marks = 0; text.Length > 0 && marks < MostMarks; marks++)
        {
            if (!EndsWithMark(text) && !(text[0] is '(' or '[' or '{' && !IsPairedAtStart(text)) && FoundToken.Of(text) is { } found)
            {
                return found;
            }

            var shorter = Peeled(text);
            if (shorter.Length == text.Length)
            {
                return null;
            }

            text = shorter;
        }

        return null;
    }

    private static string Peeled(string text)
    {
        if (IsOfColons(text))
        {
            return text.TrimEnd(':', '.');
        }

        if (EndsWithMark(text))
        {
            return text.Substring(0, text.Length - 1);
        }

        var last = text[text.Length - 1];
        if (text[0] is '(' or '[' or '{' or '*' or '_' or '~' or '=' or '.' or ':' or '@' && !(text[0] is '(' or '[' or '{' && IsPairedAtStart(text)))
        {
            return text.Substring(1);
        }

        return text.Length > 2 && ((text[0] == '(' && last == ')') || (text[0] == '[' && last == ']') || (text[0] == '{' && last == '}'))
                ? text.Substring(1, text.Length - 2)
            : text.IndexOf('=') is > 0 and var sign && text.IndexOf("://", StringComparison.Ordinal) is var scheme && (scheme < 0 || sign < scheme)
                ? text.Substring(sign + 1)
            : text.IndexOf(':') is > 0 and var colon && colon < text.Length - 3 && text[colon + 1] != '/' && IsLabel(text, colon) ? text.Substring(colon + 1)
            : text;
    }

    private static bool EndsWithMark(string text) =>
        text[text.Length - 1] is var last
        && (last is '.' or ':' or '!' or '?' or '*' or '_' or '~' or '^' or '\u2026' or '\u3002' || (last is ')' or ']' or '}' && !IsPaired(text, last)));

    // SHA256:ab12…, domain:evil.com.
    private static bool IsLabel(string text, int colon)
    {
        for (var i = 0; i < colon; i++)
        {
            if (!char.IsLetterOrDigit(text[i]) && text[i] is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPaired(string text, char close)
    {
        var open = close switch
        {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        return text.Count(c => c == open) >= text.Count(c => c == close);
    }

    private static bool IsPairedAtStart(string text)
    {
        var close = text[0] switch
        {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        return text.IndexOf(close) > 0;
    }
}
