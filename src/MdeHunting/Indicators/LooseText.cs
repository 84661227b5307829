using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Puts together what a line has blanks within, and separates what it has none between.</summary>
internal static class LooseText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

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

    // hxxp:\\evil[.]com\a: a path's backslashes in place of an address's slashes.
    private static readonly Regex Backslashed = new(@"(?<!\w)(h(xx|tt|\*\*)ps?|f(x|t)ps?)(\[:\]|:)\\[^\s<>""|]+", Options | RegexOptions.IgnoreCase);

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
        text = text.IndexOf('>') < 0 ? text : text.Replace("->", " ").Replace("=>", " ").Replace("<.>", "[.]");
        return text.IndexOf('\\') < 0 ? text : Backslashed.Replace(text, match => Refanging.Undo(match.Value));
    }

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
}
