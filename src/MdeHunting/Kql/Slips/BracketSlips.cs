namespace MdeHunting.Kql.Slips;

/// <summary>A bracket without its other half.</summary>
internal static class BracketSlips
{
    public static IEnumerable<KqlSlip> Find(TokenTree query)
    {
        if (!query.Has(query.Unpaired) || !query.Text.Significant[query.Unpaired].IsTerminated)
        {
            yield break;
        }

        var token = query.Text.Significant[query.Unpaired];
        var place = query.Text.LineAndColumn(token.Start);
        var half = Half(token.Kind);
        yield return new KqlSlip(
            token.Start,
            token.Length,
            query.IsOpen(query.Unpaired)
                ? $"A '{half}' is missing for the '{query.TextAt(query.Unpaired)}' ({place})."
                : $"A '{half}' is missing before the '{query.TextAt(query.Unpaired)}' ({place}).",
            []
        );
    }

    private static char Half(KqlTokenKind kind) =>
        kind switch
        {
            KqlTokenKind.OpenParenthesis => ')',
            KqlTokenKind.CloseParenthesis => '(',
            KqlTokenKind.OpenBracket => ']',
            KqlTokenKind.CloseBracket => '[',
            KqlTokenKind.OpenBrace => '}',
            _ => '{',
        };
}
