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
    private static readonly Regex LooseScheme = new(
        @"(?<=\b(h(xx|tt|\*\*)ps?|fxp)(\[:\]|:)//)[ \t]+(?=[\w\[])|(?<=\b(h(xx|tt|\*\*)ps?|fxp))[ \t]+(?=(\[:\]|:)//)",
        Options | RegexOptions.IgnoreCase
    );

    // Their folders may have blanks in their names, and their last names have none where nothing says where they end.
    private static readonly Regex LongName = new(
        @"(?<![\w\\])((((\\\\[?.]|\\\?\?)\\)?[A-Za-z]:|%[A-Za-z0-9_()]+%|\\\\\?\\UNC|\\\\[\w.$-]+)\\|HK(LM|CU|CR|U|CC|EY_[A-Z_]+):?\\)"
            + @"([^\\/:*?""<>|%\r\n\t,;`']{1,120}\\)*[^\\/:*?""<>|\s,;`']+"
            + @"|(?<![\w/\\])[A-Za-z]:/([^\\/:*?""<>|%\s,;`'.]+( [^\\/:*?""<>|%\s,;`'.]+)*/|[^\\/:*?""<>|%\s,;`']+/)*[^\\/:*?""<>|\s,;`']+",
        Options
    );

    // What is behind a path's beginning where it goes on with a wildcard: *\evil.exe, \*.tmp, ?.exe; and not the marks of a sentence.
    private static readonly Regex Wildcard = new(@"\G(\\[^\s<>""|]*[*?]|[*?]+(\\|\.?\w))[^\s<>""|,;]*", Options);

    // hxxp:\\evil[.]com\a: a path's backslashes in place of an address's slashes.
    private static readonly Regex Backslashed = new(@"(?<!\w)(h(xx|tt|\*\*)ps?|f(x|t)ps?)(\[:\]|:)\\[^\s<>""|]+", Options | RegexOptions.IgnoreCase);

    // "bad actor.exe": quotes say where a name with blanks begins and ends.
    private static readonly Regex Quoted = new(
        @"""(?<name>[^""\r\n]{3,260})""|`(?<name>[^`\r\n]{3,260})`|\u201e(?<name>[^\u201c\u201d\r\n]{3,260})[\u201c\u201d]|\u201c(?<name>[^\u201d\r\n]{3,260})\u201d"
            + @"|(?<!\w)'(?<name>[^'\r\n]{3,260})'(?!\w)|\u2018(?<name>[^\u2019\r\n]{3,260})\u2019(?!\w)|\u00ab(?<name>[^\u00bb\r\n]{3,260})\u00bb",
        Options
    );

    // /i:http://evil.com/a, url=hxxps://evil.com/a, http://a.com|http://b.com: where an address begins within a piece.
    private static readonly Regex Begun = new(@"(?<=[^\w?&#/%])(h(xx|tt|\*\*)ps?|f(x|t)p)(\[:\]|:|\[:)//", Options | RegexOptions.IgnoreCase);

    private static readonly char[] Quotes = ['"', '\'', '`', '\u201c', '\u201d', '\u201e', '\u2018', '\u2019', '\u00ab', '\u00bb'];
    private static readonly char[] Separators = [.. " \t\u00a0\u3000<>|\u2192".ToCharArray(), .. Quotes];
    private static readonly char[] Inner = [',', ';'];
    private static readonly char[] BeforeRemarks = ['#', ';'];
    private static readonly char[] LabelMarks = [':', '='];
    private static readonly char[] CommentMarks = ['#', ';', '/', ' ', '\t'];

    // Around one name no sentence has more, and each costs another look at the piece.
    private const int MostMarks = 64;

    /// <summary>What separates the pieces of a line.</summary>
    public static char[] Between { get; } = [.. Separators, .. Inner];

    /// <summary>The indicators of a line.</summary>
    public static IEnumerable<FoundToken> Read(string line)
    {
        var text = line.Trim();
        if (text.Length == 0)
        {
            yield break;
        }

        if (IsComment(text))
        {
            // Who defangs names an attacker's: the line is a report's heading, or was commented out of a list of them.
            FoundToken[] named = text.Length > 1 && MayBeDefanged(text) ? [.. Within(text.TrimStart(CommentMarks))] : [];
            foreach (var token in Array.Exists(named, one => one.Token.WasDefanged) ? named : [])
            {
                yield return token with
                {
                    Context = text,
                };
            }

            yield break;
        }

        var remark =
            MayHaveRemark(text) && Remark.Match(text) is { Success: true } found && text.IndexOf("://", StringComparison.Ordinal) != found.Index - 1
                ? found
                : null;
        var value = Bullet.Replace(remark is null ? text : text.Substring(0, remark.Index), string.Empty).Trim();
        if (Whole(value) is { } whole)
        {
            var said = remark?.Groups["text"].Value;
            foreach (var token in IsQuoted(value) ? [whole] : OneOrMany(whole, value).SelectMany(JoinedValues.Of))
            {
                yield return token with
                {
                    Context = said ?? (token.Original == whole.Original ? null : text),
                };
            }

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

    // Names with blanks have the form of lines with several words, and nothing but those words tells one from the other.
    private static IEnumerable<FoundToken> OneOrMany(FoundToken whole, string line)
    {
        var type = whole.Token.Type;
        if (
            type == MdeIndicatorType.Url
            && Begun.Matches(whole.Original).Cast<Match>().Any(begun => begun.Index > 0 && whole.Original[begun.Index - 1] is '|' or ',' or ';')
        )
        {
            return Within(line);
        }

        if (
            type is not (MdeIndicatorType.FileName or MdeIndicatorType.FilePath or MdeIndicatorType.RegistryKey)
            || !whole.Original.Any(char.IsWhiteSpace)
            || NameWords.IsOneName(whole.Original, type)
        )
        {
            return [whole];
        }

        FoundToken[] inner = [.. Beside(Tokens(line))];
        return inner.Length == 0 || inner is [var only] && only.Token.Value == whole.Token.Value ? [whole]
            : NameWords.MayBeOneName(whole.Original, type, [.. inner.Select(one => one.Token)])
                ? [whole with { IsAmbiguous = true }, .. inner.Select(one => one with { IsAmbiguous = true })]
            : Within(line);
    }

    private static bool MayHaveRemark(string text) =>
        text.IndexOfAny(BeforeRemarks) >= 0 || text.IndexOf("//", StringComparison.Ordinal) >= 0 || text.IndexOf("--", StringComparison.Ordinal) >= 0;

    private static bool MayBeDefanged(string text) => text.IndexOfAny(['[', '(', '{', '*']) >= 0 || text.IndexOf("//", 1, StringComparison.Ordinal) > 0;

    private static bool HasLooseBracket(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is '[' or '(' or '{' && text[i - 1] is ' ' or '\t')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line is a comment.</summary>
    public static bool IsComment(string text) => text[0] is '#' or ';' || text.StartsWith("//", StringComparison.Ordinal);

    private static FoundToken? Whole(string text) => Of((IsQuoted(text) ? text.Substring(1, text.Length - 2) : text).TrimEnd(Inner));

    private static bool IsQuoted(string text) => text.Length > 2 && Quotes.Contains(text[0]) && Quotes.Contains(text[text.Length - 1]);

    private static IEnumerable<FoundToken> Within(string line) => Beside(ProseNames.Widened(line, Tokens(line).SelectMany(JoinedValues.Of)));

    // payload.com beside a hash may be a file, and is a host where it stands alone.
    private static IEnumerable<FoundToken> Beside(IEnumerable<FoundToken> tokens)
    {
        FoundToken[] found = [.. tokens];
        return Array.Exists(found, one => one.Token.Type is MdeIndicatorType.Md5 or MdeIndicatorType.Sha1 or MdeIndicatorType.Sha256)
            ? found.Select(one => one with { Token = IndicatorRecognizer.BesideAHash(one.Token) })
            : found;
    }

    /// <summary>A line in which what belongs together stands together, and what is separated has a blank between.</summary>
    public static string Tightened(string line)
    {
        var text = line;
        if (HasLooseBracket(line))
        {
            text = LooseDot.Replace(text, match => match.Groups["dot"].Value.Replace(" ", string.Empty));
            text = LooseAt.Replace(text, match => match.Groups["at"].Value.Replace(" ", string.Empty));
        }

        text = text.IndexOf("//", StringComparison.Ordinal) < 0 ? text : LooseScheme.Replace(text, string.Empty);
        text = text.Replace("](", "] (");
        text = text.IndexOf('>') < 0 ? text : text.Replace("->", " ").Replace("=>", " ");
        return text.IndexOf('\\') < 0 ? text : Backslashed.Replace(text, match => Refanging.Undo(match.Value));
    }

    private static IEnumerable<FoundToken> Tokens(string line)
    {
        var text = Tightened(line);
        foreach (Match quoted in text.IndexOfAny(Quotes) < 0 ? [] : Quoted.Matches(text).Cast<Match>().ToArray())
        {
            if (
                quoted.Groups["name"].Value.Trim() is var name
                && name.IndexOf(' ') > 0
                && Of(name) is { Token.Type: MdeIndicatorType.FileName or MdeIndicatorType.FilePath or MdeIndicatorType.RegistryKey } whole
                && (whole.Token.Type == MdeIndicatorType.FileName || NameWords.IsOneName(name, whole.Token.Type))
            )
            {
                yield return whole;
                text = text.Replace(quoted.Value, " ");
            }
        }

        if (text.IndexOf('\\') >= 0 || text.IndexOf(":/", StringComparison.Ordinal) > 0)
        {
            var (others, at) = (new System.Text.StringBuilder(), 0);
            foreach (Match name in LongName.Matches(text))
            {
                var end = name.Index + name.Length;
                if (name.Index < at)
                {
                    continue;
                }

                // C:\Temp\*.tmp is no path: what is ahead of its wildcard is another file's, or a folder's.
                if (Wildcard.Match(text, end) is { Success: true } wildcard)
                {
                    end += wildcard.Length;
                }
                else if (Of(name.Value.TrimEnd('.', ')', ']', '}')) is { } found)
                {
                    yield return found;
                }

                others.Append(text, at, name.Index - at).Append(' ');
                at = end;
            }

            text = others.Append(text, at, text.Length - at).ToString();
        }

        foreach (var piece in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).SelectMany(Addresses))
        {
            foreach (var found in Pieces(piece))
            {
                yield return found;
            }
        }
    }

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

    // SHA256:ab12… has a label, and ab12…:evil.exe two indicators.
    private static IEnumerable<FoundToken> Labelled(string piece)
    {
        var mark = piece.IndexOfAny(LabelMarks);
        var mayHaveLabel = mark > 0 && mark < piece.Length - 1 && piece[mark + 1] is not ('/' or '\\');
        if (mayHaveLabel && !EndsWithMark(piece) && Of(piece) is { } whole)
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
            if (!EndsWithMark(text) && !(text[0] is '(' or '[' or '{' && !IsPairedAtStart(text)) && Of(text) is { } found)
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

    /// <summary>What a piece is; null where it is no indicator.</summary>
    public static FoundToken? Of(string text) => IndicatorRecognizer.Recognize(text) is { } token ? new FoundToken(text, token) : null;
}
