using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Reads regular expressions as MISP has them: between two equal signs, with letters behind that say how they are to be read.</summary>
internal static class DelimitedPattern
{
    /// <summary>Reads one; one that stands by itself too.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="patience">How long it may take for one value.</param>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static Regex Parse(string text, TimeSpan patience)
    {
        var end = text.Length > 2 && !char.IsLetterOrDigit(text[0]) && text[0] is '/' or '#' or '~' or '@' or '%' or '!' ? text.LastIndexOf(text[0]) : 0;
        return end > 0 && Options(text.Substring(end + 1)) is { } options
            ? new Regex(text.Substring(1, end - 1), options, patience)
            : new Regex(text, RegexOptions.CultureInvariant, patience);
    }

    // Null for what are no such letters. All matches (g) and UTF-8 (u) make no difference to whether there is one.
    private static RegexOptions? Options(string letters)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in letters)
        {
            switch (letter)
            {
                case 'i':
                    options |= RegexOptions.IgnoreCase;
                    break;
                case 'm':
                    options |= RegexOptions.Multiline;
                    break;
                case 's':
                    options |= RegexOptions.Singleline;
                    break;
                case 'x':
                    options |= RegexOptions.IgnorePatternWhitespace;
                    break;
                case 'g' or 'u':
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
