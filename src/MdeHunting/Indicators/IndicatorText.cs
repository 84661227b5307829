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

    // Their folders may have blanks in their names, and their last names have none where nothing says where they end.
    private static readonly Regex LongName = new(
        @"(?<![\w\\])((((\\{2,4}[?.]|\\{1,2}\?\?)\\{1,2})?[A-Za-z]:|%[A-Za-z0-9_()]+%|\$(\{env:[\w()]+\}|env:\w+)|Program Files( \(x86\))?|Common Files|Documents and Settings|\\{2,4}\?\\{1,2}UNC|\\{2,4}[\w.$-]+)\\{1,2}|HK(LM|CU|CR|U|CC|EY_[A-Z_]+):?\\{1,2}|\\{1,2}(?i:REGISTRY\\{1,2}(MACHINE|USER))\\{1,2})"
            + @"([^\\/:*?""<>|%\r\n\t,;`']{1,120}((?<!\s)\\+|\\))*[^\\/:*?""<>|\s,;`']+"
            + @"|(?<![\w/\\])[A-Za-z]:/([^\\/:*?""<>|%\s,;`'.]+( [^\\/:*?""<>|%\s,;`'.]+)*/|[^\\/:*?""<>|%\s,;`']+/)*[^\\/:*?""<>|\s,;`']+",
        Options
    );

    // What is behind a path's beginning where it goes on with a wildcard: *\evil.exe, \*.tmp, ?.exe; and not the marks of a sentence.
    private static readonly Regex Wildcard = new(@"\G(\\[^\s<>""|]*[*?]|[*?]+(\\|\.?\w))[^\s<>""|,;]*", Options);

    private static readonly Regex LongNames = new(@"^(?=[^@]{24}|([^@0-9]*[0-9]){5}|[^@]*[$=%])[^@\s<>:]+@[^@\s<>]+$", Options);

    // "bad actor.exe": quotes say where a name with blanks begins and ends.
    private static readonly Regex Quoted = new(
        @"""(?<name>[^""\r\n]{3,260})""|`(?<name>[^`\r\n]{3,260})`|\u201e(?<name>[^\u201c\u201d\r\n]{3,260})[\u201c\u201d]|\u201c(?<name>[^\u201d\r\n]{3,260})\u201d"
            + @"|(?<!\w)'(?<name>[^'\r\n]{3,260})'(?!\w)|\u2018(?<name>[^\u2019\r\n]{3,260})\u2019(?!\w)|\u00ab(?<name>[^\u00bb\r\n]{3,260})\u00bb",
        Options
    );

    private static readonly char[] Quotes = ['"', '\'', '`', '\u201c', '\u201d', '\u201e', '\u2018', '\u2019', '\u00ab', '\u00bb'];
    private static readonly char[] Separators = [.. " \t\u00a0\u3000<>|\u2192".ToCharArray(), .. Quotes];
    private static readonly char[] BeforeRemarks = ['#', ';'];
    private static readonly char[] CommentMarks = ['#', ';', '/', ' ', '\t'];

    /// <summary>What separates the pieces of a line.</summary>
    public static char[] Between { get; } = [.. Separators, .. PieceText.Inner];

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

        var remark = RemarkOf(text);
        var value = ValueOf(text, remark);
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

    /// <summary>What a line of a list has for a value, whatever it is: without a bullet, a remark, and quotation marks.</summary>
    public static string ValueOf(string line)
    {
        var text = line.Trim();
        return Unquoted(ValueOf(text, RemarkOf(text)));
    }

    private static Match? RemarkOf(string text) =>
        MayHaveRemark(text) && Remark.Match(text) is { Success: true } found && text.IndexOf("://", StringComparison.Ordinal) != found.Index - 1 ? found : null;

    private static string ValueOf(string text, Match? remark) => Bullet.Replace(remark is null ? text : text.Substring(0, remark.Index), string.Empty).Trim();

    private static string Unquoted(string text) => (IsQuoted(text) ? text.Substring(1, text.Length - 2) : text).TrimEnd(PieceText.Inner);

    // Names with blanks have the form of lines with several words, and nothing but those words tells one from the other.
    private static IEnumerable<FoundToken> OneOrMany(FoundToken whole, string line)
    {
        var type = whole.Token.Type;
        if (type == MdeIndicatorType.Url && PieceText.HasSeparate(whole.Original))
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

    /// <summary>Whether a line is a comment.</summary>
    public static bool IsComment(string text) => text[0] is '#' or ';' || (text.StartsWith("//", StringComparison.Ordinal) && OfNoScheme(text) is null);

    // //evil.example/ is an address of a page, as pages have it, or one that somebody commented out; //evil.example is a comment.
    private static FoundToken? OfNoScheme(string text) =>
        text.Length > 4
        && text[0] == '/'
        && text[1] == '/'
        && text.IndexOf('/', 2) > 0
        && char.IsLetterOrDigit(text[2])
        && FoundToken.Of(text.Substring(2)) is { Token.Type: MdeIndicatorType.Url } found
            ? found with
            {
                IsAmbiguous = true,
            }
            : null;

    private static FoundToken? Whole(string text) =>
        MessageId(text) ?? OfNoScheme(text) ?? (FoundToken.Of(Unquoted(text)) is { } found ? found with { Token = FileForms.Alone(found.Token) } : null);

    // <a@evil.example> alone may be a message's ID, or a mail address as mails have it; without the marks, where its name is long or has many digits.
    private static FoundToken? MessageId(string text) =>
        text.IndexOf('@') > 0 && LongNames.IsMatch(text) && FoundToken.Of(text) is { Token: { Type: MdeIndicatorType.MailAddress } bare } alone
            ? alone with
            {
                Token = bare with { Other = MdeIndicatorType.MessageId, OtherValue = $"<{text}>" },
            }
        : text.Length > 2
        && text[0] == '<'
        && text[text.Length - 1] == '>'
        && FoundToken.Of(text.Substring(1, text.Length - 2)) is { Token: { Type: MdeIndicatorType.MailAddress } token } mail
            ? mail with
            {
                Token = token with { Other = MdeIndicatorType.MessageId, OtherValue = text },
            }
        : null;

    private static bool IsQuoted(string text) => text.Length > 2 && Quotes.Contains(text[0]) && Quotes.Contains(text[text.Length - 1]);

    private static IEnumerable<FoundToken> Within(string line) => Beside(ProseNames.Widened(line, Tokens(line).SelectMany(JoinedValues.Of)));

    // payload.com beside a hash may be a file, and is a host where it stands alone.
    private static IEnumerable<FoundToken> Beside(IEnumerable<FoundToken> tokens)
    {
        FoundToken[] found = [.. tokens];
        return Array.Exists(found, one => one.Token.Type is MdeIndicatorType.Md5 or MdeIndicatorType.Sha1 or MdeIndicatorType.Sha256)
            ? found.Select(one => one with { Token = FileForms.BesideAHash(one.Token) })
            : found;
    }

    private static IEnumerable<FoundToken> Tokens(string line)
    {
        var text = line;
        foreach (var span in AddressSpan.In(line))
        {
            foreach (var network in span.Networks ?? [])
            {
                yield return new FoundToken(span.Text, IndicatorRecognizer.Recognize(network)!.Value) { IsAmbiguous = span.IsAmbiguous };
            }

            text = span.Networks is null || span.IsAmbiguous ? text : text.Replace(span.Text, " ");
        }

        text = LooseText.Tightened(text);
        foreach (Match quoted in text.IndexOfAny(Quotes) < 0 ? [] : Quoted.Matches(text).Cast<Match>().ToArray())
        {
            if (
                quoted.Groups["name"].Value.Trim() is var name
                && name.IndexOf(' ') > 0
                && FoundToken.Of(name) is { Token.Type: MdeIndicatorType.FileName or MdeIndicatorType.FilePath or MdeIndicatorType.RegistryKey } whole
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
                else if (FoundToken.Of(name.Value.TrimEnd('.', ')', ']', '}')) is { } found)
                {
                    yield return found;
                }

                others.Append(text, at, name.Index - at).Append(' ');
                at = end;
            }

            text = others.Append(text, at, text.Length - at).ToString();
        }

        foreach (var found in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).SelectMany(PieceText.Read))
        {
            yield return found;
        }
    }
}
