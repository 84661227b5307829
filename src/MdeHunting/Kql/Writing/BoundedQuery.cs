using System.Globalization;
using System.Text;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;

namespace MdeHunting.Kql.Writing;

/// <summary>
/// Writes a query anew so that it reads no more than a span of time: each table that it names is shadowed by a <c>let</c> of the same name ahead of it, which
/// the query's own mentions then mean, in <c>['T']</c> and the bodies of functions too; <c>table("T")</c> is written so that it means it. A table that may be
/// missing is bounded where it is named, and what writes its tables' names into its rows is bounded behind itself.
/// </summary>
internal sealed class BoundedQuery
{
    private readonly QueryAnalysis _reading;
    private readonly DateTime? _moment;

    /// <param name="reading">The query; nothing stands against bounding it.</param>
    /// <param name="moment">What <c>now()</c> is to be (UTC), the same for several queries; null to leave it to the service.</param>
    public BoundedQuery(QueryAnalysis reading, DateTime? moment)
    {
        _reading = reading;
        _moment = moment;
    }

    /// <summary>The query over a span of time.</summary>
    public string Over(TimeRange range) => Write(range, _reading.Query.Text.Source.Length, string.Empty);

    /// <summary>The query that tells how many rows lie in each bin of a span of time: the bin's start, and the number.</summary>
    /// <param name="range">The time.</param>
    /// <param name="bin">How wide a bin is.</param>
    /// <param name="place">Where the query is cut off for it.</param>
    /// <param name="only">The parts of the time to look at; all of it where there are none.</param>
    public string Counting(TimeRange range, TimeSpan bin, CountablePlace place, IReadOnlyList<TimeRange> only)
    {
        var parts = only.Count == 0 ? string.Empty : $"\n| where {string.Join(" or ", only.Select(part => $"({Within(place.TimeColumn, part)})"))}";
        return Write(range, place.Position, $"{parts}\n| summarize Rows = count() by Bin = bin({Name(place.TimeColumn)}, {KqlTimespan.Write(bin)})");
    }

    /// <summary>A moment as a literal of KQL.</summary>
    public static string Literal(DateTime moment) => $"datetime({moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)})";

    private string Write(TimeRange range, int end, string rest)
    {
        var source = _reading.Query.Text.Source;
        var result = new StringBuilder();
        var first = FirstStatement();
        var place = 0;
        foreach (
            var edit in Edits(range)
                .Append(new Edit(first, first, Shadows(range)))
                .OrderBy(edit => edit.From)
                .ThenBy(edit => edit.To)
                .Where(edit => edit.To <= end)
        )
        {
            result.Append(source, place, edit.From - place).Append(edit.Text);
            place = edit.To;
        }

        return result.Append(source, place, end - place).Append(rest).ToString();
    }

    // After set and declare, which stand first.
    private int FirstStatement()
    {
        var query = _reading.Query;
        var first = KqlStatement.In(query, query.Whole).First(statement => statement is not DirectiveStatement);
        return query.Text.Significant[first.Span.Start].Start;
    }

    private string Shadows(TimeRange range)
    {
        var lets = new StringBuilder();
        foreach (var table in _reading.Tables)
        {
            if (table is { TimeColumn: { } time, Bound: TableBound.Shadow })
            {
                lets.Append($"let {Name(table.Table)} = {Name(table.Table)} | where {Within(time, range)};\n");
            }
        }

        return lets.ToString();
    }

    private IEnumerable<Edit> Edits(TimeRange range) =>
        Calls().Concat(_reading.Filters.Select(filter => Behind(filter, range))).Concat(_reading.Tables.SelectMany(table => Inline(table, range)));

    private Edit Behind(TimeFilter filter, TimeRange range)
    {
        var end = _reading.Query.Text.Significant[filter.LastToken].End;
        return new Edit(end, end, $" | where {Within(filter.TimeColumn, range)}");
    }

    private IEnumerable<Edit> Inline(TableReference table, TimeRange range)
    {
        foreach (var token in table.Inline)
        {
            var named = _reading.Query.Text.Significant[token];
            var (from, to) = named.IsString
                ? (_reading.Query.Text.Significant[token - 2].Start, _reading.Query.Text.Significant[token + 1].End)
                : (named.Start, named.End);
            yield return new Edit(from, to, $"({Name(table.Table)} | where {Within(table.TimeColumn!, range)})");
        }
    }

    private IEnumerable<Edit> Calls()
    {
        var query = _reading.Query;
        var closing = new HashSet<int>();
        for (var i = 0; i < query.Whole.End; i++)
        {
            var token = query.Text.Significant[i];
            if (closing.Contains(i))
            {
                yield return new Edit(token.Start, token.End, "))");
            }

            if (query.KindAt(i) != KqlTokenKind.Identifier || query.KindAt(i + 1) != KqlTokenKind.OpenParenthesis || query.KindAt(i - 1) == KqlTokenKind.Dot)
            {
                continue;
            }

            var arguments = query.Inside(i + 1);
            if (WithoutArguments(i, arguments) is { } instead)
            {
                yield return new Edit(token.Start, query.Text.Significant[arguments.End].End, instead);
                i = arguments.End;
            }
            else if (_moment is { } moment && query.TextAt(i) is "now" or "ago")
            {
                closing.Add(arguments.End);
                yield return new Edit(token.Start, query.Text.Significant[i + 1].End, $"({Literal(moment)} {(query.TextAt(i) == "now" ? '+' : '-')} (");
                i++;
            }
        }
    }

    // now() is its moment. table('T') is not T's let everywhere, and so becomes T itself.
    private string? WithoutArguments(int name, TokenRange arguments)
    {
        var query = _reading.Query;
        if (arguments.IsEmpty)
        {
            return _moment is { } moment && query.TextAt(name) == "now" ? Literal(moment) : null;
        }

        if (query.TextAt(name) != "table" || arguments.Count != 1 || !query.Text.Significant[arguments.Start].IsString)
        {
            return null;
        }

        var table = query.Text.ValueOf(query.Text.Significant[arguments.Start]);
        return _reading.Tables.Any(read => read.Table == table && read is { TimeColumn: not null, Bound: TableBound.Shadow }) ? Name(table) : null;
    }

    private static string Within(string time, TimeRange range) => $"{Name(time)} >= {Literal(range.Start)} and {Name(time)} < {Literal(range.End)}";

    private static string Name(string name) => KqlName.Write(name);

    // What stands between two positions becomes another text.
    private readonly record struct Edit(int From, int To, string Text);
}
