namespace MdeHunting.Kql.Analysis;

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

    /// <summary>Whether it holds for two texts; null where that is not known. What a text has as a word is known where it is all of it, or not there.</summary>
    public static bool? Holds(string word, string text, string other)
    {
        var comparison = word.EndsWith("_cs", StringComparison.Ordinal) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return word switch
        {
            "=~" => text.Equals(other, comparison),
            "!~" => !text.Equals(other, comparison),
            "startswith" or "startswith_cs" => text.StartsWith(other, comparison),
            "endswith" or "endswith_cs" => text.EndsWith(other, comparison),
            "contains" or "contains_cs" => text.IndexOf(other, comparison) >= 0,
            "matches" or "like" or "like_cs" => null,
            _ when text.IndexOf(other, comparison) < 0 => false,
            _ => text.Equals(other, comparison) ? true : null,
        };
    }

    /// <summary>Whether it may compare a text with its beginning.</summary>
    public static bool IsOfBeginning(string word) => Beginnings.Contains(word);
}
