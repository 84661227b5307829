using MdeHunting.Contract;

namespace MdeHunting.Kql.Completion;

/// <summary>
/// Follows which columns rows have on their way through a query, as far as that can be seen from its text. Where it cannot, every column of the tables that the
/// query names is possible.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="tables">The tables that there are.</param>
internal sealed class ColumnInference(TokenTree query, IReadOnlyList<KnownTable> tables)
{
    // A query is not nested deeper by people; what is, is made to break things.
    private const int MostDepth = 32;
    private const int MostSegments = 400;

    private readonly Dictionary<string, IReadOnlyList<KnownColumn>?> _named = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>What the query names by <c>let</c>, with the columns of its rows; null where they are not known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<KnownColumn>?> Named => _named;

    /// <summary>Takes note of what a statement names.</summary>
    public void Note(TokenRange statement)
    {
        if (query.TextAt(statement.Start) == "let" && query.NameAt(statement.Start + 1) is { } name && query.TextAt(statement.Start + 2) == "=")
        {
            _named[name] = Rows(statement with { Start = statement.Start + 3 });
        }
    }

    /// <summary>The columns that rows have after some segments of a pipeline; null where they are not known.</summary>
    public IReadOnlyList<KnownColumn>? After(IReadOnlyList<TokenRange> segments)
    {
        if (segments.Count > MostSegments)
        {
            return null;
        }

        var columns = segments.Count == 0 ? null : Source(segments[0]);
        foreach (var segment in segments.Skip(1))
        {
            columns = Apply(segment, columns);
        }

        return columns;
    }

    /// <summary>The columns of every table that the query names.</summary>
    public IEnumerable<KnownColumn> OfAllNamed()
    {
        var names = new HashSet<string>(
            query.Text.Significant.Where(token => token.Kind is KqlTokenKind.Identifier or KqlTokenKind.BracketedName).Select(query.Text.ValueOf),
            StringComparer.Ordinal
        );
        return tables.Where(table => names.Contains(table.Name) || table.Aliases.Any(names.Contains)).SelectMany(table => table.Columns);
    }

    private TokenRange Inside(int open, TokenRange span) => query.Inside(open) is var inside && inside.End > span.End ? inside with { End = span.End } : inside;

    private IReadOnlyList<KnownColumn>? Rows(TokenRange span)
    {
        if (_depth == MostDepth)
        {
            return null;
        }

        _depth++;
        try
        {
            return After([.. query.Split(span, KqlTokenKind.Pipe)]);
        }
        finally
        {
            _depth--;
        }
    }

    private IReadOnlyList<KnownColumn>? Source(TokenRange span)
    {
        if (span.IsEmpty)
        {
            return null;
        }

        if (query.KindAt(span.Start) == KqlTokenKind.OpenParenthesis)
        {
            return Rows(Inside(span.Start, span));
        }

        switch (KqlFacts.SourceOf(query.TextAt(span.Start)))
        {
            case KqlSource.Tables:
                return Union(span, null);
            case KqlSource.Argument when query.KindAt(span.Start + 1) == KqlTokenKind.OpenParenthesis:
                return Rows(Inside(span.Start + 1, span));
            case KqlSource.Printed:
                return Assigned(span.From(span.Start + 1), []);
        }

        return query.NameAt(span.Start) is not { } name ? null
            : _named.TryGetValue(name, out var named) ? named
            : tables.FirstOrDefault(table => table.Name == name || table.Aliases.Contains(name))?.Columns;
    }

    private IReadOnlyList<KnownColumn>? Apply(TokenRange span, IReadOnlyList<KnownColumn>? columns)
    {
        if (query.OperatorAt(span) is not var (name, rest))
        {
            return columns;
        }

        return (KqlFacts.Operator(name)?.Columns ?? KqlColumnEffect.Unknown) switch
        {
            KqlColumnEffect.Same => columns,
            KqlColumnEffect.Counted => [new KnownColumn("Count", "long")],
            KqlColumnEffect.Projected => Assigned(rest, columns ?? []),
            KqlColumnEffect.Distinct => columns is null ? null : Assigned(rest, columns),
            KqlColumnEffect.Grouped => Summarized(rest, columns ?? []),
            KqlColumnEffect.Added
            or KqlColumnEffect.Parsed
            or KqlColumnEffect.ParsedKeys
            or KqlColumnEffect.Expanded
            or KqlColumnEffect.Applied
            or KqlColumnEffect.Series => columns is null ? null : Merge(columns, Assigned(rest, columns, assignmentsOnly: true)),
            KqlColumnEffect.Removed => columns?.Where(column => !Matches(rest, column)).ToList(),
            KqlColumnEffect.Kept => columns?.Where(column => Matches(rest, column)).ToList(),
            KqlColumnEffect.Renamed => columns is null ? null : Renamed(rest, columns),
            KqlColumnEffect.Joined => columns is null ? null : Merge(columns, Other(rest) ?? []),
            KqlColumnEffect.United => Union(span, columns),
            KqlColumnEffect.Schema => [new("ColumnName", "string"), new("ColumnOrdinal", "int"), new("DataType", "string"), new("ColumnType", "string")],
            _ => null,
        };
    }

    private string? NameOf(TokenRange item) => item.Count == 1 ? query.NameAt(item.Start) : FunctionCall.At(query, item)?.ColumnName(query);

    // A name alone is that column, and a star all of them; with a sign of equality, a new one; a call without a name may have one that is made of it.
    private List<KnownColumn> Assigned(TokenRange span, IReadOnlyList<KnownColumn> columns, bool assignmentsOnly = false)
    {
        var found = new List<KnownColumn>();
        foreach (var item in query.Split(span, KqlTokenKind.Comma).Where(item => !item.IsEmpty))
        {
            if (item.Count == 1 && query.Is(item.Start, "*"))
            {
                found.AddRange(columns);
            }
            else if (query.NameAt(item.Start) is { } name && query.TextAt(item.Start + 1) == "=" && item.Count > 1)
            {
                found.Add(new KnownColumn(name, string.Empty));
            }
            else if (!assignmentsOnly && NameOf(item) is { } own)
            {
                found.Add(columns.FirstOrDefault(column => column.Name == own) is { Name: not null } known ? known : new KnownColumn(own, string.Empty));
            }
        }

        return found;
    }

    private List<KnownColumn> Summarized(TokenRange span, IReadOnlyList<KnownColumn> columns)
    {
        var by = query.Find(span, "by");
        var found = new List<KnownColumn>();
        if (by >= 0)
        {
            found.AddRange(Assigned(span.From(by + 1), columns));
        }

        foreach (var item in query.Split(span with { End = by >= 0 ? by : span.End }, KqlTokenKind.Comma).Where(item => !item.IsEmpty))
        {
            found.AddRange(
                FunctionCall.At(query, item) is { IsOfRow: true } call
                    ? call.Arguments.SelectMany(argument => Assigned(argument, columns))
                    : Assigned(item, columns)
            );
        }

        return Merge(found, []);
    }

    private List<KnownColumn> Renamed(TokenRange span, IReadOnlyList<KnownColumn> columns)
    {
        var names = query
            .Split(span, KqlTokenKind.Comma)
            .Where(item => item.Count == 3 && query.TextAt(item.Start + 1) == "=" && query.NameAt(item.Start + 2) is not null)
            .GroupBy(item => query.NameAt(item.Start + 2)!, StringComparer.Ordinal)
            .ToDictionary(item => item.Key, item => query.NameAt(item.First().Start) ?? item.Key, StringComparer.Ordinal);
        return [.. columns.Select(column => names.TryGetValue(column.Name, out var name) ? column with { Name = name } : column)];
    }

    private bool Matches(TokenRange span, KnownColumn column) =>
        query
            .Split(span, KqlTokenKind.Comma)
            .Where(item => !item.IsEmpty)
            .Any(item =>
            {
                var first = query.Text.Significant[item.Start].Start;
                return item.Count == 1 && query.NameAt(item.Start) is { } name
                    ? name == column.Name
                    : NamePattern.Matches(query.Text.Source.Substring(first, query.Text.Significant[item.End - 1].End - first), column.Name);
            });

    private IReadOnlyList<KnownColumn>? Other(TokenRange span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (query.KindAt(i) == KqlTokenKind.OpenParenthesis)
            {
                return Rows(Inside(i, span));
            }

            if (query.TextAt(i + 1) == "=")
            {
                i += 2;
            }
            else if (query.NameAt(i) is not null)
            {
                return Source(new TokenRange(i, i + 1));
            }
        }

        return null;
    }

    private IReadOnlyList<KnownColumn>? Union(TokenRange span, IReadOnlyList<KnownColumn>? columns)
    {
        var start = span.Start + 1;
        while (start + 2 < span.End && query.TextAt(start + 1) == "=")
        {
            start += 3;
        }

        var all = columns ?? [];
        foreach (var item in query.Split(span.From(start), KqlTokenKind.Comma))
        {
            if (Source(item) is not { } more)
            {
                return null;
            }

            all = Merge(all, more);
        }

        return all;
    }

    private static List<KnownColumn> Merge(IReadOnlyList<KnownColumn> first, IReadOnlyList<KnownColumn> second)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. first.Concat(second).Where(column => names.Add(column.Name))];
    }
}
