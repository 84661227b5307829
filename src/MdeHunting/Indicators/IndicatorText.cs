using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Finds indicators in lines of a text, whether it is a list with one of them in each line or a report that speaks of them.
/// </summary>
internal static class IndicatorText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Bullet = new(@"^([-*+\u2022\u00b7\u2023\u25aa\u2013\u2014]|\[[ xX]\]|[0-9]{1,4}[.)])\s+", Options);
    private static readonly Regex Remark = new(@"\s+(#|//|;|--)\s+(?<text>\S.*)$", Options);

    // evil [.] com and hxxp:// evil.com: what stands alone between blanks belongs to both sides.
    private static readonly Regex LooseDot = new(
        @"(?<=[\w\]\)-])[ \t]+(?<dot>\[ ?(\.|dot) ?\]|\( ?(\.|dot) ?\)|\{ ?(\.|dot) ?\})[ \t]+(?=\w)",
        Options | RegexOptions.IgnoreCase
    );
    private static readonly Regex LooseAt = new(
        @"(?<=\w)[ \t]+(?<at>\[ ?(@|at) ?\]|\( ?(@|at) ?\)|\{ ?(@|at) ?\})[ \t]+(?=\w)",
        Options | RegexOptions.IgnoreCase
    );
    private static readonly Regex LooseScheme = new(@"(?<=\b(h(xx|tt|\*\*)ps?|fxp)(\[:\]|:)//)[ \t]+(?=[\w\[])", Options | RegexOptions.IgnoreCase);

    // Their folders may have blanks in their names, and their last names have none where nothing says where they end.
    private static readonly Regex LongName = new(
        @"(?<![\w\\])(([A-Za-z]:|%[A-Za-z0-9_()]+%|\\\\[\w.$-]+)\\|HK(LM|CU|CR|U|CC|EY_[A-Z_]+):?\\)([^\\/:*?""<>|%\r\n\t,;`']{1,120}\\)*[^\\/:*?""<>|\s,;`']+",
        Options
    );

    private static readonly char[] Quotes = ['"', '\'', '`', '\u201c', '\u201d', '\u201e', '\u2018', '\u2019', '\u00ab', '\u00bb'];
    private static readonly char[] Separators = [.. " \t\u00a0\u3000<>|".ToCharArray(), .. Quotes];
    private static readonly char[] Inner = [',', ';'];

    /// <summary>The indicators of a line.</summary>
    public static IEnumerable<FoundToken> Read(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || IsComment(text))
        {
            yield break;
        }

        var remark = Remark.Match(text) is { Success: true } found && text.IndexOf("://", StringComparison.Ordinal) != found.Index - 1 ? found : null;
        var value = Bullet.Replace(remark is null ? text : text.Substring(0, remark.Index), string.Empty).Trim();
        if (Whole(value) is { } whole)
        {
            yield return whole with
            {
                Context = remark?.Groups["text"].Value,
            };
            yield break;
        }

        foreach (var token in Within(text))
        {
            yield return token with
            {
                Context = text,
            };
        }
    }

    private static bool IsComment(string text) => text[0] is '#' or ';' || text.StartsWith("//", StringComparison.Ordinal);

    private static FoundToken? Whole(string text)
    {
        var bare = text.Length > 2 && Quotes.Contains(text[0]) && Quotes.Contains(text[text.Length - 1]) ? text.Substring(1, text.Length - 2) : text;
        return Of(bare.TrimEnd(Inner));
    }

    private static IEnumerable<FoundToken> Within(string line)
    {
        var text = LooseDot.Replace(line, match => match.Groups["dot"].Value.Replace(" ", string.Empty));
        text = LooseAt.Replace(text, match => match.Groups["at"].Value.Replace(" ", string.Empty));
        text = LooseScheme.Replace(text, string.Empty).Replace("](", "] (");
        foreach (Match name in LongName.Matches(text))
        {
            if (Of(name.Value.TrimEnd('.', ')', ']', '}')) is { } found)
            {
                yield return found;
            }
        }

        foreach (var piece in LongName.Replace(text, " ").Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var found in Pieces(piece))
            {
                yield return found;
            }
        }
    }

    // A comma may be a part of an address, and more often stands between two.
    private static IEnumerable<FoundToken> Pieces(string piece)
    {
        if (piece.IndexOfAny(Inner) is var comma && (comma < 0 || (comma > 0 && comma < piece.Length - 1 && IsOneAddress(piece))))
        {
            if (Trimmed(piece) is { } found)
            {
                yield return found;
            }

            yield break;
        }

        foreach (var part in piece.Split(Inner, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Trimmed(part) is { } found)
            {
                yield return found;
            }
        }
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
        while (text.Length > 0)
        {
            if (!EndsWithMark(text) && Of(text) is { } found)
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
        if (EndsWithMark(text))
        {
            return text.Substring(0, text.Length - 1);
        }

        var last = text[text.Length - 1];
        if (text[0] is '(' or '[' or '{' or '*' or '_' or '~' or '=' or '.' or ':' && !(text[0] is '(' or '[' or '{' && IsPairedAtStart(text)))
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
        && (last is '.' or ':' or '!' or '?' or '*' or '_' or '~' or '\u2026' or '\u3002' || (last is ')' or ']' or '}' && !IsPaired(text, last)));

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

    private static FoundToken? Of(string text) => IndicatorRecognizer.Recognize(text) is { } token ? new FoundToken(text, token) : null;
}

/// <summary>An indicator as it was found.</summary>
/// <param name="Original">As the text has it.</param>
/// <param name="Token">What it is.</param>
internal readonly record struct FoundToken(string Original, RecognizedToken Token)
{
    /// <summary>What stands beside it: a remark behind it, or the line that it is in.</summary>
    public string? Context { get; init; }
}
