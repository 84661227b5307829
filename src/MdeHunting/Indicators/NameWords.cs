using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Tells the name of a file, a path or a key that has blanks in it from a line of several words or columns that ends, or begins, as one does.
/// </summary>
internal static class NameWords
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // More words than a name of a file has, in the lists that were seen.
    private const int MostWords = 6;

    // Where a second path or an option begins, or columns do.
    private static readonly Regex Second = new(@"[ \t](\.{0,2}[\\/]|[~%-])|[ \t]{2}|\t", Options);

    // Words that stand between two names, or behind one.
    private static readonly Regex Joining = new(
        @"[ \t](and|or|to|then|into|from|in|on|at|by|via|with|is|was|were|are|has|had|drops|dropped|runs|ran|as|und|oder|et|y)[ \t]",
        Options | RegexOptions.IgnoreCase
    );

    private static readonly char[] Blanks = [' ', '\t', '\u00a0', '\u3000'];
    private static readonly char[] Slashes = ['\\', '/'];

    /// <summary>Whether it can hardly be anything but one name: the blanks are in its folders, or its last part reads as a name alone.</summary>
    public static bool IsOneName(string text, MdeIndicatorType type)
    {
        if (type == MdeIndicatorType.FileName || Second.IsMatch(text) || EndsAmid(text))
        {
            return false;
        }

        var last = text.Substring(text.LastIndexOfAny(Slashes) + 1);
        return last.IndexOfAny(Blanks) < 0 || !Joining.IsMatch(last);
    }

    /// <summary>Whether it may be one name all the same, beside what is found in it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="type">What it is as a whole.</param>
    /// <param name="inner">What is found in it.</param>
    public static bool MayBeOneName(string text, MdeIndicatorType type, IReadOnlyList<RecognizedToken> inner) =>
        !Second.IsMatch(text)
        && !EndsAmid(text)
        && (
            type != MdeIndicatorType.FileName
            || (inner is [{ Type: MdeIndicatorType.FileName } or { Other: MdeIndicatorType.FileName }] && text.Split(Blanks).Length <= MostWords)
        );

    // A word ahead of the last one that ends as a file's name does.
    private static bool EndsAmid(string text)
    {
        for (var blank = text.IndexOfAny(Blanks); blank > 0; blank = text.IndexOfAny(Blanks, blank + 1))
        {
            var dot = text.LastIndexOf('.', blank - 1);
            if (dot > 0 && FileForms.IsEnding(text.Substring(dot + 1, blank - dot - 1).TrimEnd(',', ';', ')')))
            {
                return true;
            }
        }

        return false;
    }
}
