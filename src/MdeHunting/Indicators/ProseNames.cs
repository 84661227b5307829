using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Tells where the name of a file in a sentence may begin with the words ahead of it, as in <c>the file Invoice March.exe was run</c>: where these begin with
/// capital letters, and are none of those that sentences begin with or name files by.
/// </summary>
internal static class ProseNames
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Ahead = new(@"(?<![\w.\\/:-])(\p{Lu}[\w()-]*\p{Ll}[\w()-]* ){1,4}$", Options | RegexOptions.RightToLeft);

    private static readonly HashSet<string> Other = new(
        (
            "a after all also an and are as at attachment attackers backdoor because been before binary both but by copied copies created creates deleted deletes document "
            + "downloaded downloader downloads dropped dropper drops each either executable executed executes file filename files finally first folder for found from "
            + "hash has have he her his if implant in installed installer installs into is it its later launched launches like loaded loader loads malicious malware "
            + "microsoft modified modifies name named next no not now observed of on one only open opened opens or other our path payload powershell process processes "
            + "ran ransomware renamed run running runs sample saved saves script second see seen she so some started starts such suspicious that the their then these "
            + "they third this those through to tool trojan two under use used user users uses using via was we were when where which while who windows with wrote "
            + "you your"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly char[] Blank = [' '];

    /// <summary>The tokens of a line, and ahead of a name that may be longer, the longer one; both are ambiguous then.</summary>
    public static IEnumerable<FoundToken> Widened(string line, IEnumerable<FoundToken> tokens)
    {
        foreach (var token in tokens)
        {
            if (Longer(line, token) is { } longer)
            {
                yield return longer with
                {
                    IsAmbiguous = true,
                };
                yield return token with
                {
                    IsAmbiguous = true,
                };
            }
            else
            {
                yield return token;
            }
        }
    }

    private static FoundToken? Longer(string line, FoundToken token)
    {
        if (token.Token is not { Type: MdeIndicatorType.FileName } || token.Original.IndexOf(' ') >= 0)
        {
            return null;
        }

        var place = line.IndexOf(token.Original, StringComparison.Ordinal);
        if (place < 2 || line[place - 1] != ' ' || Ahead.Match(line.Substring(0, place)) is not { Success: true } match)
        {
            return null;
        }

        var words = match.Value.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var first = Array.FindLastIndex(words, Other.Contains) + 1;
        return first < words.Length ? FoundToken.Of($"{string.Join(" ", words.Skip(first))} {token.Original}") : null;
    }
}
