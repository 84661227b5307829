using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Undoes what reports do to an address so that nobody follows it by mistake: <c>hxxp</c>, <c>[.]</c>, <c>(dot)</c>, <c>[:]//</c>, <c>[at]</c>. It looks at one
/// piece of a text at a time; whether what comes out is an address, its reader decides, and where it is none the piece stays what it was.
/// </summary>
internal static class Refanging
{
    // Patterns that are matched at many places of a large text; none can backtrack.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private static readonly Regex Dot = new(@"\[(\.|dot)\]|\((\.|dot)\)|\{(\.|dot)\}|\[\.|\.\]|[\u3002\uff0e\uff61]", Options);
    private static readonly Regex EscapedDot = new(@"^[^\\]*(\\\.[^\\]*)+$", Options);
    private static readonly Regex At = new(@"\[(@|at)\]|\((@|at)\)|\{(@|at)\}|\uff20", Options);
    private static readonly Regex Colon = new(@"\[:\]|\(:\)|\uff1a", Options);
    private static readonly Regex Separator = new(@"\[://\]|\(://\)|:\[//\]|(?<=^[a-z*+0\[\]()]{3,8}):\\\\", Options);
    private static readonly Regex Slash = new(@"\[(?<s>//?)\]", Options);
    private static readonly Regex Scheme = new(@"^(h(xx|\*\*|\+\+|00|zz|tt|\[tt\]|\(tt\))p|(?<f>f(x|\*)p)|meow)(?<s>s|\[s\]|\(s\))?(?=://)", Options);

    /// <summary>The piece without that; the same one where nothing was done to it.</summary>
    public static string Undo(string piece)
    {
        if (!MayHaveAny(piece))
        {
            return piece;
        }

        var text = Dot.Replace(piece, ".");
        text = EscapedDot.IsMatch(text) ? text.Replace("\\.", ".") : text;
        text = At.Replace(text, "@");
        text = Colon.Replace(text, ":");
        text = Separator.Replace(text, "://");
        text = Slash.Replace(text, match => match.Groups["s"].Value);
        return Scheme.Replace(text, match => (match.Groups["f"].Success ? "ftp" : "http") + (match.Groups["s"].Success ? "s" : string.Empty));
    }

    // Most pieces are words.
    private static bool MayHaveAny(string piece)
    {
        foreach (var c in piece)
        {
            if (c is '[' or '(' or '{' or '\\' or '*' or '\u3002' or '\uff0e' or '\uff61' or '\uff20' or '\uff1a')
            {
                return true;
            }
        }

        return piece.IndexOf("://", StringComparison.Ordinal) is > 0 and <= 7;
    }
}
