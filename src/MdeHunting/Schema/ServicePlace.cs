using System.Globalization;
using System.Text.RegularExpressions;

namespace MdeHunting.Schema;

/// <summary>Where in a query a service's words say that it stumbled.</summary>
internal static class ServicePlace
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // "[line:position=2:14]", "line [2,14]", "Line: 2". In quotation marks, the words are those of the query.
    private static readonly Regex Place = new(
        @"(?<!\w)'[^']*'|\bline(:position)?\s*[=:\[]\s*(?<line>[0-9]{1,6})(\s*[:,]\s*(?<column>[0-9]{1,6}))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Limit
    );

    /// <summary>The place; null where the words say none. The column is null where they say the line alone.</summary>
    /// <param name="words">What the service says.</param>
    public static (int Line, int? Column)? In(string words)
    {
        try
        {
            for (var found = Place.Match(words); found.Success; found = found.NextMatch())
            {
                if (Number(found.Groups["line"]) is { } line)
                {
                    return (line, Number(found.Groups["column"]));
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Such words say nothing that can be read.
        }

        return null;
    }

    /// <summary>The words with the lines of other places, as those of the query as it was given.</summary>
    /// <param name="words">What the service says, also within other words.</param>
    /// <param name="lineOf">The line for one of the service's; null to leave it.</param>
    public static string WithLines(string words, Func<int, int?> lineOf)
    {
        try
        {
            return Place.Replace(
                words,
                found =>
                    found.Groups["line"] is { Success: true } line && Number(line) is { } number && lineOf(number) is { } other
                        ? found.Value.Remove(line.Index - found.Index, line.Length).Insert(line.Index - found.Index, FormattableString.Invariant($"{other}"))
                        : found.Value
            );
        }
        catch (RegexMatchTimeoutException)
        {
            return words;
        }
    }

    private static int? Number(Group digits) =>
        digits.Success && int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
