using MdeHunting.Kql;
using MdeHunting.Text;

namespace MdeHunting.Schema;

/// <summary>Shows a place of a query: its line, and a caret under the place.</summary>
internal static class QueryExcerpt
{
    // Around the place, so that both lines fit a narrow screen.
    private const int MostBefore = 40;
    private const int MostBehind = 25;
    private const string Cut = "…";

    /// <summary>The two lines.</summary>
    /// <param name="query">The query.</param>
    /// <param name="place">The place, counted from 1 as services count.</param>
    /// <returns>The lines; null where the query has no such place.</returns>
    public static string? Of(string query, KqlPosition place)
    {
        var lines = query.Replace("\r\n", "\n").Split('\n');
        if (place.Line < 1 || place.Line > lines.Length || place.Column < 1 || place.Column > lines[place.Line - 1].Length + 1)
        {
            return null;
        }

        var line = lines[place.Line - 1];
        var at = Whole(line, place.Column - 1);
        var start = Whole(line, Math.Max(0, at - MostBefore));
        var end = Whole(line, Math.Min(line.Length, at + MostBehind));
        var before = (start > 0 ? Cut : string.Empty) + TerminalSafeText.Line(line.Substring(start, at - start));
        var behind = TerminalSafeText.Line(line.Substring(at, end - at)) + (end < line.Length ? Cut : string.Empty);
        var label = FormattableString.Invariant($"{place.Line}> ");
        return $"{label}{before}{behind}\n{new string(' ', label.Length + before.Length)}^";
    }

    // Not between the halves of a character.
    private static int Whole(string line, int at) => at > 0 && at < line.Length && char.IsSurrogatePair(line, at - 1) ? at - 1 : at;
}
