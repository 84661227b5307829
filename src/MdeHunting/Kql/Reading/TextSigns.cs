namespace MdeHunting.Kql.Reading;

/// <summary>The words and signs that join two texts.</summary>
internal static class TextSigns
{
    private static readonly HashSet<string> Beginnings = new(StringComparer.Ordinal)
    {
        "startswith",
        "startswith_cs",
        "hasprefix",
        "hasprefix_cs",
        "has",
        "has_cs",
        "contains",
        "contains_cs",
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "=~",
        "!~",
        ":",
        "endswith",
        "endswith_cs",
        "hassuffix",
        "hassuffix_cs",
        "like",
        "like_cs",
        "matches",
    };

    /// <summary>How many tokens it has: <c>matches regex</c> has two; 0 where it is none.</summary>
    public static int Length(string word) =>
        word == "matches" ? 2
        : Beginnings.Contains(word) || Others.Contains(word) ? 1
        : 0;

    /// <summary>Whether it may compare a text with its beginning.</summary>
    public static bool IsOfBeginning(string word) => Beginnings.Contains(word);
}
