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

    // Behind a mark that isn't one of a version or of a path, and ahead of one.
    private static readonly Regex Address = new(@"(?<![\w./+-])[0-9]{1,3}(\.[0-9]{1,3}){3}(?![\w.+-])", Options);
    private static readonly char[] Ends = ['.', ',', ':', ';', '!', '?', '*', '_', '~', '\u2026'];
    private static readonly char[] LabelMarks = [':', '='];
    private static readonly char[] Marks = ['[', '(', '{', ':', '=', '@'];

    /// <summary>Such pieces, and what is wrong with each.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">What was found in it.</param>
    public static IEnumerable<(string Text, string Why)> In(string line, IReadOnlyList<FoundToken> found)
    {
        var whole = line.Trim();
        foreach (var span in found.Count < 2 ? [] : AddressSpan.In(whole).Where(span => span.Networks is null))
        {
            yield return (
                span.Text,
                FormattableString.Invariant(
                    $"It's a range of addresses that more than {AddressSpan.MostNetworks} networks make up, so only its ends are read. Specify networks, such as 198.51.100.0/24."
                )
            );
        }

        if (found.Count == 1 && whole.Length - found[0].Original.Length < Least)
        {
            yield break;
        }

        foreach (var piece in LooseText.Tightened(whole).Split(IndicatorText.Between, StringSplitOptions.RemoveEmptyEntries))
        {
            if (MayBeOne(piece) && Bare(piece) is var bare && !IsFound(bare, found) && BrokenForms.OfPiece(bare) is { } why)
            {
                yield return (Digits.Match(bare) is { Success: true } digits ? digits.Value : bare, why);
            }
            else if (MayBeOne(piece) && piece.IndexOf('.') > 0 && Amid(piece) is { } address && !IsFound(address, found))
            {
                yield return (address, $"It's an address amid other characters, '{piece}', and only an address that stands alone is read.");
            }
        }
    }

    private static bool IsFound(string text, IReadOnlyList<FoundToken> found) =>
        found.Any(one => one.Original.IndexOf(text, StringComparison.Ordinal) >= 0 || text.IndexOf(one.Original, StringComparison.Ordinal) >= 0);

    private static string? Amid(string piece) =>
        Address.Match(piece) is { Success: true, Value: var text } && IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, text) is not null ? text : null;

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
