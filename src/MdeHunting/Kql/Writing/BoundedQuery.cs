using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Tables;

namespace MdeHunting.Kql.Writing;

/// <summary>
/// Writes a query anew so that it reads no more than a span of time: each table that it names is shadowed by a <c>let</c> of the same name ahead of it, which
/// the query's own references then mean, in <c>['T']</c> and the bodies of functions too; <c>table("T")</c> is written so that it means it. A table that may be
/// missing is bounded where it is named, and what writes its tables' names into its rows is bounded behind itself.
/// </summary>
internal sealed class BoundedQuery
{
    private readonly QueryAnalysis _analysis;
    private readonly TokenTree _query;
    private readonly DateTime? _moment;

    /// <param name="analysis">The query; nothing stands against bounding it.</param>
    /// <param name="moment">What <c>now()</c> is to be (UTC), the same for several queries; null to leave it to the service.</param>
    public BoundedQuery(QueryAnalysis analysis, DateTime? moment)
    {
        _analysis = analysis;
        _query = analysis.Query;
        _moment = moment;
    }

    /// <summary>A query whose <c>now()</c> and <c>ago()</c> count from a moment, whenever it is run; unchanged where its brackets are not paired.</summary>
    /// <param name="query">The query.</param>
    /// <param name="moment">The moment (UTC).</param>
    public static string AtMoment(string query, DateTime moment)
    {
        var analysis = QueryAnalyzer.Read(query, TimeColumns.Bundled);
        if (analysis.Query.Unpaired >= 0)
        {
            return query;
        }

        var rewriter = new QueryRewriter(analysis.Query);
        new BoundedQuery(analysis, moment).FixMoment(rewriter);
        return rewriter.Write(query.Length, KqlText.None);
    }

    /// <summary>The query over a span of time.</summary>
    public string Over(TimeRange range) => Write(range, _query.Text.Source.Length, KqlText.None);

    /// <summary>The query that tells how many rows lie in each bin of a span of time: the bin's start, and the number.</summary>
    /// <param name="range">The time.</param>
    /// <param name="bin">How wide a bin is.</param>
    /// <param name="place">Where the query is cut off for it.</param>
    /// <param name="only">The parts of the time to look at; all of it where there are none.</param>
    public string Counting(TimeRange range, TimeSpan bin, CountablePlace place, IReadOnlyList<TimeRange> only)
    {
        var time = KqlWriter.Name(place.TimeColumn);
        var parts = KqlText.Join(KqlText.Of($" or "), only.Select(part => KqlText.Of($"({Within(place.TimeColumn, part)})")));
        var where = only.Count == 0 ? KqlText.None : KqlText.Of($"\n| where {parts}");
        return Write(range, place.Position, KqlText.Of($"{where}\n| summarize Rows = count() by Bin = bin({time}, {KqlWriter.Value(bin)})"));
    }

    private string Write(TimeRange range, int end, KqlText rest)
    {
        var rewriter = new QueryRewriter(_query);
        FixMoment(rewriter);
        foreach (var filter in _analysis.Filters)
        {
            BoundBehind(rewriter, filter, range);
        }

        foreach (var table in _analysis.Tables)
        {
            BoundInline(rewriter, table, range);
        }

        rewriter.InsertStatements(Shadows(range));
        return rewriter.Write(end, rest);
    }

    private static void BoundBehind(QueryRewriter rewriter, TimeFilter filter, TimeRange range)
    {
        var column = KqlWriter.Name(filter.TimeColumn);
        var within = Within(filter.TimeColumn, range);
        var where = filter.HasUntimed ? KqlText.Of($" | where isnull({column}) or ({within})") : KqlText.Of($" | where {within}");
        if (filter.Projection is { } first)
        {
            rewriter.InsertAhead(first, KqlText.Of($"{column}, "));
            where = KqlText.Of($"{where} | project-away {column}");
        }

        rewriter.InsertBehind(filter.LastToken, where);
    }

    private KqlText Shadows(TimeRange range)
    {
        var lets =
            from table in _analysis.Tables
            where table is { TimeColumn: not null, Bound: TableBound.Shadow }
            let name = KqlWriter.Name(table.Table)
            select KqlText.Of($"let {name} = {name} | where {Within(table.TimeColumn!, range)};\n");
        return KqlText.Join(KqlText.None, lets);
    }

    // T, or table('T').
    private void BoundInline(QueryRewriter rewriter, TableReference table, TimeRange range)
    {
        foreach (var token in table.Inline)
        {
            var isCall = _query.Text.Significant[token].IsString;
            rewriter.Replace(
                isCall ? token - 2 : token,
                isCall ? token + 1 : token,
                KqlText.Of($"({KqlWriter.Name(table.Table)} | where {Within(table.TimeColumn!, range)})")
            );
        }
    }

    private void FixMoment(QueryRewriter rewriter)
    {
        var closing = new HashSet<int>();
        for (var i = 0; i < _query.Whole.End; i++)
        {
            if (closing.Contains(i))
            {
                rewriter.Replace(i, i, KqlText.Of($"))"));
            }

            if (_query.KindAt(i) != KqlTokenKind.Identifier || _query.KindAt(i + 1) != KqlTokenKind.OpenParenthesis || _query.KindAt(i - 1) == KqlTokenKind.Dot)
            {
                continue;
            }

            var arguments = _query.Inside(i + 1);
            if (WithoutArguments(i, arguments) is { } instead)
            {
                rewriter.Replace(i, arguments.End, instead);
                i = arguments.End;
            }
            else if (_moment is { } moment && KqlFacts.ValueOf(_query.TextAt(i)) is KqlValue.Now or KqlValue.Ago)
            {
                closing.Add(arguments.End);
                rewriter.Replace(
                    i,
                    i + 1,
                    KqlText.Of($"({KqlWriter.Value(moment)} {(KqlFacts.ValueOf(_query.TextAt(i)) == KqlValue.Now ? KqlText.Of($"+") : KqlText.Of($"-"))} (")
                );
                i++;
            }
        }
    }

    // now() is its moment. table('T') is not T's let everywhere, and so becomes T itself.
    private KqlText? WithoutArguments(int name, TokenRange arguments)
    {
        if (arguments.IsEmpty)
        {
            return _moment is { } moment && KqlFacts.ValueOf(_query.TextAt(name)) == KqlValue.Now ? KqlWriter.Value(moment) : null;
        }

        if (KqlFacts.SourceOf(_query.TextAt(name)) != KqlSource.Named || arguments.Count != 1 || !_query.Text.Significant[arguments.Start].IsString)
        {
            return null;
        }

        var table = _query.Text.ValueOf(_query.Text.Significant[arguments.Start]);
        return _analysis.Tables.Any(read => read.Table == table && read is { TimeColumn: not null, Bound: TableBound.Shadow }) ? KqlWriter.Name(table) : null;
    }

    private static KqlText Within(string time, TimeRange range)
    {
        var column = KqlWriter.Name(time);
        return KqlText.Of($"{column} >= {KqlWriter.Value(range.Start)} and {column} < {KqlWriter.Value(range.End)}");
    }
}
