namespace MdeHunting.Kql.Slips;

/// <summary>What a token of a query is to those beside it.</summary>
internal static class SlipTokens
{
    /// <summary>A name in lower case; empty where the token is none.</summary>
    public static string LowerAt(this TokenTree query, int place) =>
        query.KindAt(place) is KqlTokenKind.Identifier ? query.TextAt(place).ToLowerInvariant() : string.Empty;

    /// <summary>Whether nothing stands between a token and the next.</summary>
    public static bool IsJoined(this TokenTree query, int place) =>
        query.Has(place + 1) && query.Text.Significant[place].End == query.Text.Significant[place + 1].Start;

    /// <summary>Whether a value may end with a token: a name that is no word of the language, a literal, what is in brackets.</summary>
    public static bool IsValueEnd(this TokenTree query, int place) =>
        query.KindAt(place) switch
        {
            KqlTokenKind.Identifier => !KqlFacts.IsWord(query.TextAt(place)) && !KqlFacts.IsOperator(query.TextAt(place)),
            var kind => IsLiteral(kind) || kind is KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.BracketedName,
        };

    /// <summary>Whether a value may begin with a token.</summary>
    public static bool IsValueStart(this TokenTree query, int place) =>
        query.KindAt(place) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName or KqlTokenKind.OpenParenthesis || IsLiteral(query.KindAt(place));

    private static bool IsLiteral(KqlTokenKind kind) =>
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
