namespace MdeHunting.Kql.Analysis;

/// <summary>Reads <c>union</c>.</summary>
internal sealed class UnionAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics)
{
    private readonly TokenTree _query = analyzer.Query;

    /// <summary>Reads it.</summary>
    public RowsetInfo Read(QueryOperator read)
    {
        var place = new OptionAnalyzer(_query).Skip(read.Arguments, out var options);
        var legs = _query.Split(read.Arguments.From(place), KqlTokenKind.Comma);
        var hasSource = options.ContainsKey("withsource") || options.ContainsKey("with_source");
        if (hasSource && analyzer.ReadWithSource(read, legs) is { } named)
        {
            return named;
        }

        if (options.TryGetValue("isfuzzy", out var fuzzy) && fuzzy is "true" or "1")
        {
            MayMiss(legs);
        }

        var rows = new List<(int Token, RowsetInfo Rows)>();
        if (!read.IsSource)
        {
            rows.Add((read.Token, read.Rows));
        }

        rows.AddRange(legs.Select(leg => (analyzer.Beginning(leg), ReadLeg(leg, read.Scope))));

        var isWindowed = rows.Any(leg => leg.Rows.IsWindowed);
        foreach (var (token, _) in rows.Where(leg => isWindowed && !leg.Rows.IsWindowed))
        {
            diagnostics.CannotSplit(
                token,
                _query.TextAt(token),
                "it's a part of a union that has no time column, so each window would return all of it again",
                "Run that part as a query of its own."
            );
        }

        if (!read.IsSource && read.Rows.IsOfOneRow)
        {
            diagnostics.NotRowWise(read);
        }

        if (hasSource)
        {
            RequireUnnamed(read, legs);
        }

        var times = rows.Select(leg => leg.Rows.Time).Distinct().ToArray();
        return new RowsetInfo(isWindowed, times.Length == 1 ? times[0] : null).Of(rows.SelectMany(leg => leg.Rows.Sources));
    }

    private RowsetInfo ReadLeg(TokenRange leg, QueryScope scope)
    {
        if (!leg.IsEmpty && !_query.Is(leg.Start, "*"))
        {
            return analyzer.ReadTable(leg, scope);
        }

        if (leg.IsEmpty)
        {
            diagnostics.CannotRead(leg.Start, "a part of a union is missing");
        }
        else
        {
            diagnostics.Wildcard(leg.Start, "*");
        }

        return RowsetInfo.Tables;
    }

    private void MayMiss(IReadOnlyList<TokenRange> legs)
    {
        foreach (var leg in legs)
        {
            diagnostics.Tables.MayMiss(leg);
        }
    }

    // A bounded table is no table any more, but a let.
    private void RequireUnnamed(QueryOperator read, IEnumerable<TokenRange> legs)
    {
        var isNamed = legs.Any(leg => _query.Split(analyzer.Inner(leg), KqlTokenKind.Pipe).Count == 1) || !read.IsSource;
        if (isNamed)
        {
            diagnostics.CannotBoundText(
                read.Token,
                $"{read.Name} withsource",
                "its column would not have the names of all its parts, because it is not the tables themselves that a bounded query reads where they "
                    + "stand beside pipelines, or have different time columns",
                "Write the names yourself, as in 'union (DeviceEvents | extend Source = \"DeviceEvents\"), …'."
            );
        }
    }
}
