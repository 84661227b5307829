namespace MdeHunting.Kql.Analysis;

/// <summary>Reads <c>join</c> and <c>lookup</c>.</summary>
internal sealed class JoinAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics)
{
    private readonly TokenTree _query = analyzer.Query;

    public RowsetInfo ReadLookup(QueryOperator read)
    {
        var right = ReadRight(read, out var kind);
        if (kind is not null && (KqlFacts.JoinRows(kind) & KqlJoinRows.Lookup) == 0)
        {
            diagnostics.CannotSplit(read.Token, $"lookup kind={kind}", "it isn't a kind of lookup", "Use leftouter or inner.");
        }

        RequireConstant(right, read);
        return Joined(read.Rows, right, kind);
    }

    public RowsetInfo ReadJoin(QueryOperator read)
    {
        var right = ReadRight(read, out var kind);
        if ((KqlFacts.JoinRows(kind) & KqlJoinRows.Each) == 0)
        {
            diagnostics.CannotSplit(
                read.Token,
                kind is null ? read.Name : $"{read.Name} kind={kind}",
                Why(kind),
                "Write kind=inner, leftouter, leftsemi, or leftanti if that's what you mean."
            );
        }

        RequireConstant(right, read);
        return Joined(read.Rows, right, kind);
    }

    // Behind a join that gives the rows of one side only, those of the other are still read.
    private static RowsetInfo Joined(RowsetInfo left, RowsetInfo right, string? kind)
    {
        var given = KqlFacts.JoinRows(kind);
        var ofLeft = (given & KqlJoinRows.Right) != 0 ? left.WithColumns(static _ => RowColumns.None) : left;
        var names = new JoinedNames(ofLeft.Sources);
        var ofRight = right.WithColumns((given & KqlJoinRows.Left) != 0 ? static _ => RowColumns.None : columns => columns.RightOf(names));
        return left.Of(ofLeft.Sources.Concat(ofRight.Sources));
    }

    private static string Why(string? kind) =>
        KqlFacts.JoinRows(kind) switch
        {
            KqlJoinRows.Unique => "without a kind, it's innerunique, which keeps one row for each key, and would keep one in each window",
            var rows when (rows & KqlJoinRows.RightAlone) != 0 =>
                "it also returns rows of its right side that match nothing, and would return them again in each window",
            _ => "it isn't a kind that's known to return the same rows in windows",
        };

    private void RequireConstant(RowsetInfo right, QueryOperator read)
    {
        if (right.IsWindowed)
        {
            diagnostics.CannotSplit(
                read.Token,
                read.Name,
                "its right side is a table with a time column, and each window would read only a part of it",
                "Put that table on the left and one without a time column on the right, or join the returned rows."
            );
        }
    }

    private RowsetInfo ReadRight(QueryOperator read, out string? kind)
    {
        var place = new OptionAnalyzer(_query).Skip(read.Arguments, out var options);
        kind = options.TryGetValue("kind", out var told) ? told : null;
        var on = _query.Find(read.Arguments.From(place), "on");
        var right = new TokenRange(place, on < 0 ? read.Arguments.End : on);
        if (on >= 0)
        {
            analyzer.Expressions.Read(read.Arguments.From(on + 1), read.Scope);
        }

        if (!right.IsEmpty)
        {
            return diagnostics.LookedUp(() => analyzer.ReadTable(right, read.Scope));
        }

        diagnostics.CannotRead(read.Token, "it has no right side");
        return RowsetInfo.Constant;
    }
}
