namespace MdeHunting.Kql.Analysis;

/// <summary>Reads what operators do to the columns of their rows, as far as filters on the time may come to use them.</summary>
internal sealed class ColumnAnalyzer(TokenTree query)
{
    /// <summary>The rows behind an operator, with their columns.</summary>
    public RowsetInfo After(QueryOperator read, RowsetInfo rows)
    {
        var made = new Dictionary<string, RowColumn?>(StringComparer.Ordinal);
        var isClosed = false;
        switch (read.Operator.Columns)
        {
            case KqlColumnEffect.Added:
                Each(read.Arguments, item => Make(made, item, read.Scope));
                break;
            case KqlColumnEffect.Projected or KqlColumnEffect.Kept or KqlColumnEffect.Distinct:
                isClosed = !HasStar(read.Arguments);
                Each(read.Arguments, item => MakeOrKeep(made, item, read.Scope));
                break;
            case KqlColumnEffect.Renamed:
                Each(read.Arguments, item => Rename(made, item, read.Scope));
                break;
            case KqlColumnEffect.Removed:
                Each(read.Arguments, item => Set(made, item, RowColumnKind.Gone));
                break;
            case KqlColumnEffect.Grouped:
                isClosed = !HasStar(read.Arguments);
                Summarize(made, read);
                break;
            case KqlColumnEffect.Counted or KqlColumnEffect.Series:
                isClosed = true;
                break;
            case KqlColumnEffect.Expanded:
                Each(read.Arguments, item => Set(made, item, RowColumnKind.Other));
                break;
            case KqlColumnEffect.Applied:
                Each(
                    read.Arguments with
                    {
                        End = Math.Max(read.Arguments.Start, query.Find(read.Arguments, "on")),
                    },
                    item => Set(made, item, RowColumnKind.Other)
                );
                break;
            case KqlColumnEffect.Parsed:
                SetAll(made, read.Arguments.From(Math.Max(read.Arguments.Start, query.Find(read.Arguments, "with"))), static (_, _) => true);
                break;
            case KqlColumnEffect.ParsedKeys:
                SetAll(made, read.Arguments, static (query, i) => query.Is(i + 1, ":"));
                break;
        }

        return rows.WithColumns(columns => columns.With(made, isClosed));
    }

    private void Each(TokenRange items, Action<TokenRange> read)
    {
        foreach (var item in query.Split(items, KqlTokenKind.Comma))
        {
            read(item);
        }
    }

    // Name = …, or (Name, Name) = …, of which the values are not told apart.
    private bool Make(Dictionary<string, RowColumn?> made, TokenRange item, QueryScope scope)
    {
        if (query.Is(item.Start + 1, "=") && query.NameAt(item.Start) is { } name)
        {
            made[name] = new RowColumn(RowColumnKind.Made, item.From(item.Start + 2), scope);
            return true;
        }

        if (query.KindAt(item.Start) != KqlTokenKind.OpenParenthesis || !query.Is(query.PartnerOf(item.Start) + 1, "="))
        {
            return false;
        }

        SetAll(made, query.Inside(item.Start), static (_, _) => true);
        return true;
    }

    // An item without a name, such as bin(Time, 1h), has that of its column.
    private void MakeOrKeep(Dictionary<string, RowColumn?> made, TokenRange item, QueryScope scope)
    {
        if (!Make(made, item, scope))
        {
            Keep(made, item);
        }
    }

    private void Keep(Dictionary<string, RowColumn?> made, TokenRange item)
    {
        for (var i = item.Start; i < item.End; i++)
        {
            if (query.NameAt(i) is { } name && !made.ContainsKey(name))
            {
                made[name] = null;
            }
        }
    }

    private void Rename(Dictionary<string, RowColumn?> made, TokenRange item, QueryScope scope)
    {
        if (Make(made, item, scope) && item.Count == 3 && query.NameAt(item.Start + 2) is { } old && !made.ContainsKey(old))
        {
            made[old] = new RowColumn(RowColumnKind.Gone);
        }
    }

    private void Set(Dictionary<string, RowColumn?> made, TokenRange item, RowColumnKind kind)
    {
        if (query.NameAt(item.Start) is { } name)
        {
            made[name] = new RowColumn(kind);
        }
    }

    private void SetAll(Dictionary<string, RowColumn?> made, TokenRange span, Func<TokenTree, int, bool> isOne)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (query.NameAt(i) is { } name && isOne(query, i))
            {
                made[name] = new RowColumn(RowColumnKind.Other);
            }
        }
    }

    private void Summarize(Dictionary<string, RowColumn?> made, QueryOperator read)
    {
        var by = query.Find(read.Arguments, "by");
        Each(read.Arguments with { End = by < 0 ? read.Arguments.End : by }, item => Aggregate(made, item, read.Scope));
        if (by >= 0)
        {
            Each(read.Arguments.From(by + 1), item => MakeOrKeep(made, item, read.Scope));
        }
    }

    // The latest row of a group is within a time where any of it is, the first is not.
    private void Aggregate(Dictionary<string, RowColumn?> made, TokenRange item, QueryScope scope)
    {
        var isNamed = Make(made, item, scope);
        var call = isNamed ? item.From(item.Start + 2) : item;
        if (FunctionCall.At(query, call) is not { } aggregate)
        {
            return;
        }

        switch (aggregate.Value)
        {
            case KqlValue.LeastRow:
                foreach (var argument in aggregate.Arguments.Skip(1))
                {
                    Keep(made, argument);
                }

                if (aggregate.FirstColumn(query) is { } least)
                {
                    made[least] = new RowColumn(RowColumnKind.Made, call, scope);
                }
                else
                {
                    SetAll(made, aggregate.Arguments[0], static (_, _) => true);
                }

                break;
            case KqlValue.GreatestRow or KqlValue.AnyRow:
                foreach (var argument in aggregate.Arguments)
                {
                    Keep(made, argument);
                }

                break;
            case var _ when !isNamed && aggregate.ColumnName(query) is { } name:
                made[name] = new RowColumn(RowColumnKind.Made, call, scope);
                break;
        }
    }

    private bool IsEdge(int token, KqlTokenKind bracket) =>
        query.KindAt(token) == KqlTokenKind.Comma || query.KindAt(token) == bracket || query.Is(token, "by");

    // A wildcard, and no multiplication.
    private bool HasStar(TokenRange span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (
                query.Is(i, "*")
                && (i == span.Start || i + 1 == span.End || IsEdge(i - 1, KqlTokenKind.OpenParenthesis) || IsEdge(i + 1, KqlTokenKind.CloseParenthesis))
            )
            {
                return true;
            }
        }

        return false;
    }
}
