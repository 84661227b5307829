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

    /// <summary>Whether a value may begin with a token.</summary>
    public static bool IsValueStart(this TokenTree query, int place) =>
        query.KindAt(place) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName or KqlTokenKind.OpenParenthesis || query.IsLiteral(place);
}
