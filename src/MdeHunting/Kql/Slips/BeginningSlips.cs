namespace MdeHunting.Kql.Slips;

/// <summary>How a text begins that is a query of another language, or lacks its first pipe.</summary>
internal static class BeginningSlips
{
    private static readonly HashSet<string> Statements = new(
        KqlFacts.Beginnings(~(KqlBeginning.Elsewhere | KqlBeginning.Apart)),
        StringComparer.OrdinalIgnoreCase
    );

    public static IEnumerable<KqlSlip> Find(TokenTree query)
    {
        var first = query.KindAt(0) is KqlTokenKind.Identifier ? OfFirst(query) : null;
        return first is null ? [] : [first];
    }

    private static KqlSlip? OfFirst(TokenTree query)
    {
        var token = query.Text.Significant[0];
        if (query.LowerAt(0) == "select" && query.Has(1) && query.KindAt(1) is not KqlTokenKind.Pipe && From(query) is var from && from > 0)
        {
            return Slip(query, $"This is SQL. In KQL, a query starts with its table: {Rewritten(query, from)}.");
        }

        if (Statements.Contains(query.TextAt(0)))
        {
            return null;
        }

        if (query.TextAt(1) is "=" or "==" or "=~" or "!=" or ":" or "<" or ">" or "<=" or ">=")
        {
            return query.TextAt(1) == "=" && query.Text.Significant.Any(other => other.Kind is KqlTokenKind.Semicolon)
                ? KqlSlips.Word(query.Text, token.Start, token.Length, $"let {query.TextAt(0)}")
                : Slip(query, "In KQL, a query starts with a table, not with a condition. For example: DeviceEvents | where FileName == \"x\".");
        }

        var next = query.LowerAt(1);
        return
            next.Length > 0
            && query.TextAt(1) == next
            && KqlFacts.IsOperator(next)
            && query.Text.LineAndColumn(query.Text.Significant[1].Start).Line == query.Text.LineAndColumn(token.Start).Line
            ? new KqlSlip(
                query.Text.Significant[1].Start,
                next.Length,
                $"A '|' is missing before '{next}' ({query.Text.LineAndColumn(query.Text.Significant[1].Start)}).",
                []
            )
            : null;
    }

    private static int From(TokenTree query) =>
        Enumerable
            .Range(1, query.Text.Significant.Count - 1)
            .FirstOrDefault(place => query.LowerAt(place) == "from" && query.KindAt(place + 1) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName);

    private static string Rewritten(TokenTree query, int from)
    {
        var columns = query.Text.Source.Substring(query.Text.Significant[1].Start, query.Text.Significant[from - 1].End - query.Text.Significant[1].Start);
        var table = query.TextAt(from + 1);
        var isPlain = Enumerable
            .Range(1, from - 1)
            .All(place => query.KindAt(place) is KqlTokenKind.Identifier or KqlTokenKind.Comma && query.LowerAt(place) is not ("distinct" or "top" or "as"));
        var filter = query.LowerAt(from + 2) == "where" ? " | where …" : string.Empty;
        return columns == "*" ? $"{table}{filter}"
            : isPlain ? $"{table}{filter} | project {columns}"
            : $"{table}{filter} | project …, or | summarize … by …";
    }

    private static KqlSlip Slip(TokenTree query, string advice) => new(query.Text.Significant[0].Start, query.Text.Significant[0].Length, advice, []);
}
