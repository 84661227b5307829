namespace MdeHunting.Kql.Analysis;

/// <summary>What the names of an expression stand for: the columns of the rows, and what the query names.</summary>
internal sealed class FilterNames(TokenTree query, AnalysisBudget budget)
{
    // A function may be given what it gives itself.
    private readonly HashSet<QueryName> _open = [];
    private QueryScope _scope = QueryScope.Empty;
    private RowColumns _columns = RowColumns.None;

    /// <summary>Reads something at a place with other names.</summary>
    public T At<T>(QueryScope scope, RowColumns columns, Func<T> read)
    {
        var outer = (_scope, _columns);
        (_scope, _columns) = (scope, columns);
        try
        {
            return read();
        }
        finally
        {
            (_scope, _columns) = outer;
        }
    }

    /// <summary>Whether the query gives the name to something of its own.</summary>
    public bool IsOwn(string name) => _scope.Find(name) is not null;

    /// <summary>The value of a name; null where it stands for nothing that is known.</summary>
    public FilterValue? Value(string name, FilterExpression expressions)
    {
        if (_columns.Find(name, budget) is not { } column)
        {
            return IsOwn(name) ? Each(name, expressions.Read) ?? FilterValue.Unknown : null;
        }

        return column.Kind switch
        {
            RowColumnKind.Time => FilterValue.Of(TimeTerm.OfRow),
            RowColumnKind.Made => At(column.Scope!, column.Columns!, () => expressions.Read(column.Value)),
            _ => FilterValue.Varied,
        };
    }

    /// <summary>What comes of each value that a name of the query's own may have; null where one of them gives nothing.</summary>
    public FilterValue? Each(string name, Func<TokenRange, FilterValue?> read)
    {
        if (_scope.Find(name) is not { } own)
        {
            return null;
        }

        if (!_open.Add(own))
        {
            return FilterValue.None;
        }

        try
        {
            var values = new List<(RowTimes, FilterValue)>();
            foreach (var (span, scope) in own.Values)
            {
                if (!budget.Take(span.Count) || Last(span, scope, read) is not { } value)
                {
                    return null;
                }

                values.Add((RowTimes.Open, value));
            }

            return FilterValue.Either(values);
        }
        finally
        {
            _open.Remove(own);
        }
    }

    // Of a function's body the last statement is its value, which sees the names before it.
    private FilterValue? Last(TokenRange span, QueryScope scope, Func<TokenRange, FilterValue?> read)
    {
        var statements = KqlStatement.In(query, span).ToArray();
        var inner = statements.OfType<LetStatement>().Aggregate(scope, With);
        return At(inner, _columns, () => read(statements.LastOrDefault(part => part is not LetStatement)?.Span ?? span));
    }

    private static QueryScope With(QueryScope scope, LetStatement let)
    {
        var name = new QueryName(null, static () => null);
        name.Give(let.Value, scope);
        return scope.With(let.Name, name);
    }
}
