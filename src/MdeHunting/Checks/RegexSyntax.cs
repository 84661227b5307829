using System.Text.RegularExpressions;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Checks;

/// <summary>
/// What of a regular expression no service takes, https://learn.microsoft.com/kusto/query/regex: what is told is certain, and what isn't may be wrong too.
/// </summary>
internal static class RegexSyntax
{
    private static readonly Regex Flags = new(@"\(\?[a-zA-Z]*x", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Turned = new(@"\G\{(\d{1,9}),(\d{1,9})\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>What is wrong with a pattern, as a sentence, and what to write; null where nothing is that can be told.</summary>
    public static (string Message, string Suggestion)? FaultOf(string pattern)
    {
        // Blanks and comments that are passed over may have anything in them.
        if (Flags.IsMatch(pattern) || pattern.Contains(@"\Q"))
        {
            return null;
        }

        var depth = 0;
        var isBeginning = true;
        for (var i = 0; i < pattern.Length; i++)
        {
            var begins = isBeginning;
            isBeginning = false;
            switch (pattern[i])
            {
                case '\\' when i + 1 == pattern.Length:
                    return ("The regular expression ends with a backslash.", "Write the backslash twice.");
                case '\\' when pattern[i + 1] is >= '1' and <= '9':
                    return ($"The service's regular expressions have no backreferences, such as \\{pattern[i + 1]}.", "Write out what it stands for.");
                case '\\':
                    i++;
                    break;
                case '[':
                    var end = EndOfClass(pattern, i);
                    if (end < 0)
                    {
                        return ("A [ of the regular expression isn't closed.", "Close it with ], or write \\[ for the character.");
                    }

                    i = end;
                    break;
                case '(':
                    if (IsLookAround(pattern, i))
                    {
                        return (
                            "The service's regular expressions have no lookahead, lookbehind, or atomic group.",
                            "Use a second condition, or parse or extract."
                        );
                    }

                    depth++;
                    isBeginning = i + 1 < pattern.Length && pattern[i + 1] != '?';
                    break;
                case ')':
                    if (--depth < 0)
                    {
                        return ("A ) of the regular expression closes nothing.", "Remove it, or write \\) for the character.");
                    }

                    break;
                case '|':
                    isBeginning = true;
                    break;
                case '*' or '+' or '?' when begins:
                    return (
                        $"A {pattern[i]} of the regular expression repeats nothing.",
                        $"Write .{pattern[i]} for any text, or \\{pattern[i]} for the character."
                    );
                case '{' when Turned.Match(pattern, i) is { Success: true } bounds && Number(bounds, 1) > Number(bounds, 2):
                    return ($"The bounds {bounds.Value} of the regular expression are in the wrong order.", "Write the lower bound first.");
            }
        }

        return depth > 0 ? ("A ( of the regular expression isn't closed.", "Close it with ), or write \\( for the character.") : null;
    }

    /// <summary>Tells of what is wrong with a pattern.</summary>
    public static void Tell(QueryCheck check, KqlNode pattern, (string Message, string Suggestion) fault) =>
        check.Add("MDE026", pattern, fault.Message, fault.Suggestion);

    private static int Number(Match bounds, int group) => int.Parse(bounds.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsLookAround(string pattern, int open) =>
        string.CompareOrdinal(pattern, open + 1, "?", 0, 1) == 0
        && open + 2 < pattern.Length
        && (pattern[open + 2] is '=' or '!' or '>' || pattern[open + 2] == '<' && open + 3 < pattern.Length && pattern[open + 3] is '=' or '!');

    // The first ] that isn't the class's own first character, escaped, or the end of a name such as [:alpha:].
    private static int EndOfClass(string pattern, int open)
    {
        var i = open + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (
                pattern[i] == '['
                && i + 1 < pattern.Length
                && pattern[i + 1] == ':'
                && pattern.IndexOf(":]", i, StringComparison.Ordinal) is > 0 and var named
            )
            {
                i = named + 1;
            }
            else if (pattern[i] == ']')
            {
                return i;
            }
        }

        return -1;
    }
}
