namespace MdeHunting.Kql.Slips;

/// <summary>How a text begins that is a query of another language, or lacks its first pipe.</summary>
internal static class BeginningSlips
{
    private static readonly HashSet<string> Statements = new(KqlFacts.Beginnings(~KqlBeginning.Elsewhere), StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<KqlSlip> Find(SourceText text)
    {
        var first = text.KindAt(0) is KqlTokenKind.Identifier ? OfFirst(text) : null;
        return first is null ? [] : [first];
    }

    private static KqlSlip? OfFirst(SourceText text)
    {
        var token = text.Significant[0];
        if (text.LowerAt(0) == "select" && text.KindAt(1) is not (KqlTokenKind.Pipe or null) && From(text) is var from && from > 0)
        {
            return Slip(text, $"This is SQL. A query in KQL begins with its table: {Rewritten(text, from)}.");
        }

        if (Statements.Contains(text.WordAt(0)))
        {
            return null;
        }

        if (text.WordAt(1) is "=" or "==" or "=~" or "!=" or ":" or "<" or ">" or "<=" or ">=")
        {
            return text.WordAt(1) == "=" && text.Significant.Any(other => other.Kind is KqlTokenKind.Semicolon)
                ? KqlSlips.Word(text, token.Start, token.Length, $"let {text.WordAt(0)}")
                : Slip(text, "A query in KQL begins with a table and not with a condition: write it as in DeviceEvents | where FileName == \"x\".");
        }

        var next = text.LowerAt(1);
        return
            next.Length > 0
            && text.WordAt(1) == next
            && KqlFacts.IsOperator(next)
            && text.LineAndColumn(text.Significant[1].Start).Line == text.LineAndColumn(token.Start).Line
            ? new KqlSlip(text.Significant[1].Start, next.Length, $"A '|' is missing before '{next}' ({text.LineAndColumn(text.Significant[1].Start)}).", [])
            : null;
    }

    private static int From(SourceText text) =>
        Enumerable
            .Range(1, text.Significant.Count - 1)
            .FirstOrDefault(place => text.LowerAt(place) == "from" && text.KindAt(place + 1) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName);

    private static string Rewritten(SourceText text, int from)
    {
        var columns = text.Source.Substring(text.Significant[1].Start, text.Significant[from - 1].End - text.Significant[1].Start);
        var table = text.WordAt(from + 1);
        var isPlain = Enumerable
            .Range(1, from - 1)
            .All(place => text.KindAt(place) is KqlTokenKind.Identifier or KqlTokenKind.Comma && text.LowerAt(place) is not ("distinct" or "top" or "as"));
        var filter = text.LowerAt(from + 2) == "where" ? " | where …" : string.Empty;
        return columns == "*" ? $"{table}{filter}"
            : isPlain ? $"{table}{filter} | project {columns}"
            : $"{table}{filter} | project …, or | summarize … by …";
    }

    private static KqlSlip Slip(SourceText text, string advice) => new(text.Significant[0].Start, text.Significant[0].Length, advice, []);
}
