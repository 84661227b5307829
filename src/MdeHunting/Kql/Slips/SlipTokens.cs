namespace MdeHunting.Kql.Slips;

/// <summary>Looks at the tokens of a query by their place, where one before the first or after the last is none.</summary>
internal static class SlipTokens
{
    /// <summary>The kind of a token; null where there is none.</summary>
    public static KqlTokenKind? KindAt(this SourceText text, int place) => place >= 0 && place < text.Significant.Count ? text.Significant[place].Kind : null;

    /// <summary>The text of a token; empty where there is none.</summary>
    public static string WordAt(this SourceText text, int place) => text.KindAt(place) is null ? string.Empty : text.TextOf(text.Significant[place]);

    /// <summary>A name in lower case; empty where the token is none.</summary>
    public static string LowerAt(this SourceText text, int place) =>
        text.KindAt(place) is KqlTokenKind.Identifier ? text.WordAt(place).ToLowerInvariant() : string.Empty;

    /// <summary>Whether nothing stands between a token and the next.</summary>
    public static bool IsJoined(this SourceText text, int place) =>
        text.KindAt(place + 1) is not null && text.Significant[place].End == text.Significant[place + 1].Start;

    /// <summary>Whether a value may end with a token: a name that is no word of the language, a literal, what is in brackets.</summary>
    public static bool IsValueEnd(this SourceText text, int place) =>
        text.KindAt(place) switch
        {
            KqlTokenKind.Identifier => !KqlFacts.IsWord(text.WordAt(place)) && !KqlFacts.IsOperator(text.WordAt(place)),
            null => false,
            var kind => IsLiteral(kind) || kind is KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.BracketedName,
        };

    /// <summary>Whether a value may begin with a token.</summary>
    public static bool IsValueStart(this SourceText text, int place) =>
        text.KindAt(place) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName or KqlTokenKind.OpenParenthesis || IsLiteral(text.KindAt(place));

    private static bool IsLiteral(KqlTokenKind? kind) =>
        kind
            is KqlTokenKind.String
                or KqlTokenKind.VerbatimString
                or KqlTokenKind.MultiLineString
                or KqlTokenKind.Integer
                or KqlTokenKind.Real
                or KqlTokenKind.Timespan
                or KqlTokenKind.RawGuid
                or KqlTokenKind.TypedLiteral;
}
