namespace MdeHunting.Kql.Analysis;

/// <summary>The words and signs that join two texts.</summary>
internal static class TextSigns
{
    /// <summary>How many tokens it has: <c>matches regex</c> has two; 0 where it is none.</summary>
    public static int Length(string word) =>
        word is "=~" or "!~" or ":" ? 1
        : KqlFacts.TextInfixOf(word) is not { } infix ? 0
        : infix == word ? 1
        : 2;

    /// <summary>Whether it holds for two texts; null where that is not known. What a text has as a word is known where it is all of it, or not there.</summary>
    public static bool? Holds(string word, string text, string other)
    {
        var match = KqlFacts.MatchOf(word);
        var comparison = (match & KqlTextMatch.Cased) != 0 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return (word, match & ~KqlTextMatch.Cased) switch
        {
            ("=~", _) => text.Equals(other, comparison),
            ("!~", _) => !text.Equals(other, comparison),
            (_, KqlTextMatch.Begins) => text.StartsWith(other, comparison),
            (_, KqlTextMatch.Ends) => text.EndsWith(other, comparison),
            (_, KqlTextMatch.Contains) => text.IndexOf(other, comparison) >= 0,
            (_, KqlTextMatch.Pattern) => null,
            _ when text.IndexOf(other, comparison) < 0 => false,
            _ => text.Equals(other, comparison) ? true : null,
        };
    }

    /// <summary>Whether it may compare a text with its beginning.</summary>
    public static bool IsOfBeginning(string word) =>
        KqlFacts.MatchOf(word) is not KqlTextMatch.None and var match && (match & (KqlTextMatch.Ends | KqlTextMatch.Pattern)) == 0;
}
