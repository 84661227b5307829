namespace MdeHunting.Indicators;

/// <summary>Whether a value of a stated type is read as a whole: what is cut to a part of itself would be looked for as another one.</summary>
internal static class WholeValue
{
    private const string Opening = "\"'`\u201c\u201e\u2018\u00ab<([{";
    private const string Closing = "\"'`\u201c\u201d\u2019\u00bb>)]}";
    private const string Dividing = ",;|";

    /// <summary>Whether a text is one value or several, with nothing but quotation marks, brackets and separators around them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">What was found in it; what looks like one more and is broken is told by itself.</param>
    public static bool IsAll(string text, IReadOnlyList<FoundToken> found)
    {
        string[] pieces = [.. found.Select(one => one.Original), .. BrokenValues.In(text, found).Select(one => one.Text)];
        return Covers(text, pieces) || Covers(LooseText.Tightened(text), pieces);
    }

    private static bool Covers(string text, IEnumerable<string> pieces)
    {
        var end = 0;
        foreach (var piece in pieces.OrderBy(piece => text.IndexOf(piece, StringComparison.Ordinal)))
        {
            // One text may be found as several, as a file in an archive is.
            if (end > 0 && text.LastIndexOf(piece, end - 1, StringComparison.Ordinal) is >= 0 and var before && before + piece.Length == end)
            {
                continue;
            }

            var start = text.IndexOf(piece, end, StringComparison.Ordinal);
            if (start < 0 || !(end == 0 ? IsAhead(text, start) : IsBetween(text, end, start)))
            {
                return false;
            }

            end = start + piece.Length;
        }

        return IsBehind(text, end);
    }

    private static bool IsAhead(string text, int end) => text.Take(end).All(c => char.IsWhiteSpace(c) || Opening.IndexOf(c) >= 0);

    private static bool IsBehind(string text, int start) =>
        text.Skip(start).All(c => char.IsWhiteSpace(c) || Closing.IndexOf(c) >= 0 || c is ',' or ';' or '.');

    private static bool IsBetween(string text, int start, int end)
    {
        var between = text.Substring(start, end - start);
        return between.Any(IsDivider) && between.All(c => IsDivider(c) || Opening.IndexOf(c) >= 0 || Closing.IndexOf(c) >= 0);
    }

    private static bool IsDivider(char c) => char.IsWhiteSpace(c) || Dividing.IndexOf(c) >= 0;
}
