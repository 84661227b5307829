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
        if (options.TryGetValue("isfuzzy", out var fuzzy) && fuzzy is "true" or "1")
        {
            MayMiss(legs);
        }

        var rows = new List<UnionPart>();
        if (!read.IsSource)
        {
            var (before, isPipeline) = Before(read.Token);
            rows.Add(new UnionPart(read.Token, before, isPipeline || analyzer.IsNamedPipeline(before, read.Scope), read.Rows));
        }

        rows.AddRange(
            legs.Select(leg => new UnionPart(
                analyzer.Beginning(leg),
                leg,
                _query.Split(analyzer.Inner(leg), KqlTokenKind.Pipe).Count > 1 || analyzer.IsNamedPipeline(leg, read.Scope),
                ReadLeg(leg, read.Scope)
            ))
        );

        var isWindowed = rows.Any(leg => leg.Rows.IsWindowed);
        foreach (var token in rows.Where(leg => isWindowed && !leg.Rows.IsWindowed).Select(leg => leg.Token))
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

        // What has no time, or is left whole, keeps its name.
        if (hasSource && isWindowed && analyzer.BoundUnion(read, rows) is { } why && rows.Exists(part => !part.IsPipeline || part.Token == read.Token))
        {
            // A bounded table is no table any more, but a let.
            diagnostics.CannotBoundText(
                read.Token,
                $"{read.Name} withsource",
                why,
                "Write the names yourself, as in 'union (DeviceEvents | extend Source = \"DeviceEvents\"), …'."
            );
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

    // What a union adds its parts to, by the last of it: a table alone, what is in parentheses alone, or the last operator of a pipeline.
    private (TokenRange Span, bool IsPipeline) Before(int union)
    {
        var last = union - 2;
        var start = _query.KindAt(last) == KqlTokenKind.CloseParenthesis ? _query.PartnerOf(last) : last;
        return (new TokenRange(start, union - 1), start > 0 && !IsBeginning(start - 1));
    }

    private bool IsBeginning(int token) =>
        _query.KindAt(token)
            is KqlTokenKind.Semicolon
                or KqlTokenKind.OpenParenthesis
                or KqlTokenKind.OpenBrace
                or KqlTokenKind.OpenBracket
                or KqlTokenKind.Comma
        || _query.Is(token, "=");

    private void MayMiss(IReadOnlyList<TokenRange> legs)
    {
        foreach (var leg in legs)
        {
            diagnostics.Tables.MayMiss(leg);
        }
    }
}

/// <summary>A part of a union.</summary>
/// <param name="Token">The token that it is named by.</param>
/// <param name="Span">The part; of the rows that a union adds to, their table or the last of their pipeline.</param>
/// <param name="IsPipeline">Whether it has operators, or is the name of a let that has.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record UnionPart(int Token, TokenRange Span, bool IsPipeline, RowsetInfo Rows);
