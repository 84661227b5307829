using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Finds in a line that has indicators what looks like one more and is none, such as a hash with a missing digit, so that it is not passed over.
/// </summary>
internal static class BrokenValues
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // The shortest text that is one of these.
    private const int Least = 7;

    private static readonly Regex Digits = new(@"(?<![0-9a-z])[0-9a-z]{30,}(?![0-9a-z])", Options);
    private static readonly char[] Ends = ['.', ',', ':', ';', '!', '?', '*', '_', '~', '\u2026'];
    private static readonly char[] LabelMarks = [':', '='];
    private static readonly char[] Marks = ['[', '(', '{', ':', '='];

    /// <summary>Such pieces, and what is wrong with each.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">What was found in it.</param>
    public static IEnumerable<(string Text, string Why)> In(string line, IReadOnlyList<FoundToken> found)
    {
        var whole = line.Trim();
        if (found.Count == 1 && whole.Length - found[0].Original.Length < Least)
        {
            yield break;
        }

        foreach (var piece in LooseText.Tightened(whole).Split(IndicatorText.Between, StringSplitOptions.RemoveEmptyEntries))
        {
            if (
                MayBeOne(piece)
                && Bare(piece) is var bare
                && !found.Any(one => one.Original.IndexOf(bare, StringComparison.Ordinal) >= 0 || bare.IndexOf(one.Original, StringComparison.Ordinal) >= 0)
                && BrokenForms.OfPiece(bare) is { } why
            )
            {
                yield return (Digits.Match(bare) is { Success: true } digits ? digits.Value : bare, why);
            }
        }
    }

    // Most pieces are words.
    private static bool MayBeOne(string piece) =>
        piece.Length >= Least - 1
        && (piece.Length >= 30 || char.IsDigit(piece[0]) || piece.IndexOfAny(Marks) >= 0 || piece.IndexOf("//", StringComparison.Ordinal) > 0);

    // Without the marks of a sentence, brackets around it, and a label: (SHA256:ab12…).
    private static string Bare(string piece)
    {
        var text = piece.Trim(Ends);
        if (text.Length > 2 && text[0] is '(' or '[' or '{' && text.IndexOfAny([')', ']', '}']) is var close && (close < 0 || close == text.Length - 1))
        {
            text = text.Substring(1, text.Length - (close < 0 ? 1 : 2)).Trim(Ends);
        }

        var mark = text.IndexOfAny(LabelMarks);
        return mark > 0 && mark < text.Length - 1 && text[mark + 1] != '/' && text.IndexOf("[:]", StringComparison.Ordinal) < 0
            ? text.Substring(mark + 1)
            : text;
    }
}
