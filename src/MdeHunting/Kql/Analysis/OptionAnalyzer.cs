namespace MdeHunting.Kql.Analysis;

/// <summary>Reads the options that stand before an operator's arguments: <c>kind=inner</c>, <c>hint.strategy=broadcast</c>, <c>withsource=Table</c>.</summary>
internal readonly struct OptionAnalyzer(TokenTree query)
{
    /// <summary>Gives the index of the first token after the options.</summary>
    public int Skip(TokenRange span, out IReadOnlyDictionary<string, string> options)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var place = span.Start;
        while (place < span.End && query.KindAt(place) == KqlTokenKind.Identifier)
        {
            var sign = query.KindAt(place + 1) == KqlTokenKind.Dot ? place + 3 : place + 1;
            if (!query.Is(sign, "=") || sign + 1 >= span.End)
            {
                break;
            }

            found[query.TextAt(place)] = query.TextAt(sign + 1);
            place = sign + 2;
        }

        options = found;
        return place;
    }
}
