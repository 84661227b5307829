using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Undoes what reports do to an address so that nobody follows it by mistake: <c>hxxp</c>, <c>[.]</c>, <c>(dot)</c>, <c>[:]//</c>, <c>[at]</c>. It looks at one
/// piece of a text at a time; whether what comes out is an address, its reader decides, and where it is none the piece stays what it was.
/// </summary>
internal static class Refanging
{
    /// <summary>The pattern of how an address begins, defanged or not; upper and lower case are the same to it.</summary>
    public const string Beginning = @"(h(xx|tt|\*\*)ps?|f(x|t)p)(\[:\]|:|\[:)//";

    // Patterns that are matched at many places of a large text; none can backtrack.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // Brackets that close are often of another kind than those that open, or missing on one side.
    // All that stand together, so that each of many isn't tried as the first one.
    private const string Opened = @"(?<![\[({])[\[({]+";
    private const string Close = @"[\])}]";
    private const string Bracket = @"[\[\](){}]";

    private static readonly Regex Word = new($@"{Opened} ?(dot|punto|punkt|point) ?{Close}+|{Opened}\.{Close}+|\[\.|\.\]|[\u3002\uff0e\uff61]", Options);
    private static readonly Regex Torn = new($@"(?<=\w)({Bracket}+\.{Bracket}*|\.{Bracket}+|\^+\.)(?=\w)", Options);
    private static readonly Regex EscapedDot = new(@"^[^\\]*(\\+\.[^\\]*)+$", Options);
    private static readonly Regex Backslashes = new(@"\\+\.", Options);
    private static readonly Regex At = new($@"{Opened} ?(@|at|arroba) ?{Close}+|\uff20", Options);
    private static readonly Regex Hyphen = new(@"(?<=\w)\[-\](?=\w)", Options);
    private static readonly Regex Colon = new(@"\[:\]|\(:\)|\uff1a", Options);
    private static readonly Regex Separator = new(@"\[://\]|\(://\)|:\[//\]", Options);
    private static readonly Regex Backslashed = new(
        @"^[\[(]?(h(xx|tt|\*\*|\+\+|00|zz|\[tt\]|\(tt\))p|f[xt*]p|meow|xxxx)(s|\[s\]|\(s\))?[\])]?(:|\[:\]?)(\\/?|/\\)",
        Options
    );
    private static readonly Regex Slash = new(@"\[(?<s>//?)\]|\((?<s>/)\)", Options);
    private static readonly Regex Scheme = new(
        @"^(?<b>[\[(])?(h(xx|tt|\*\*|\+\+|00|zz|\[tt\]|\(tt\))p|(?<f>f(x|t|\*)p)|meow|xxxx)(?<s>s|\[s\]|\(s\))?(?(b)[\])])(:/{2,3}|//)",
        Options
    );

    private static readonly char[] Marks = ['[', ']', '(', ')', '{', '}', '^'];

    // What is looked for besides dots has one of these.
    private static readonly char[] FurtherMarks = [.. Marks, '\\', '/', ':', '@', '\uff20', '\uff1a'];

    /// <summary>The piece without that; the same one where nothing was done to it.</summary>
    public static string Undo(string piece)
    {
        if (!MayHaveAny(piece))
        {
            return piece;
        }

        var text = Word.Replace(piece, ".");
        if (text.IndexOfAny(FurtherMarks) < 0)
        {
            return text;
        }

        text = text.IndexOf('\\') >= 0 && EscapedDot.IsMatch(text) ? Backslashes.Replace(text, ".") : text;
        text = At.Replace(text, "@");
        text = Colon.Replace(text, ":");
        text = Backslashed.IsMatch(text) ? WithSlashes(text) : text;
        text = Separator.Replace(text, "://");
        text = Slash.Replace(text, match => match.Groups["s"].Value);
        text = Scheme.Replace(text, match => (match.Groups["f"].Success ? "ftp" : "http") + (match.Groups["s"].Success ? "s" : string.Empty) + "://");

        // A path keeps its brackets, and that of a file has backslashes left.
        if (text.IndexOf('\\') >= 0)
        {
            return text;
        }

        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = text.IndexOfAny(['/', '?', '#'], start) is >= 0 and var path ? path : text.Length;
        var host = text.Substring(start, end - start);
        return host.IndexOfAny(Marks) < 0 ? text : text.Substring(0, start) + Hyphen.Replace(Torn.Replace(host, "."), "-") + text.Substring(end);
    }

    // hxxp:\\evil.com\a, http:\/\/evil.com.
    private static string WithSlashes(string piece)
    {
        var text = Backslashes.Replace(piece, ".").Replace(@"\/", "/").Replace('\\', '/');
        var rest = text.IndexOf(':') + 1;
        return $"{text.Substring(0, rest)}//{text.Substring(rest).TrimStart('/')}";
    }

    // Most pieces are words.
    private static bool MayHaveAny(string piece)
    {
        foreach (var c in piece)
        {
            if (c is '[' or '(' or '{' or ']' or ')' or '}' or '\\' or '^' or '*' or '\u3002' or '\uff0e' or '\uff61' or '\uff20' or '\uff1a')
            {
                return true;
            }
        }

        return piece.IndexOf("//", StringComparison.Ordinal) is > 0 and <= 8;
    }
}
