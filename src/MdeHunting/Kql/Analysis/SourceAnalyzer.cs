using MdeHunting.Tables;

namespace MdeHunting.Kql.Analysis;

/// <summary>Reads what a pipeline begins with.</summary>
internal sealed class SourceAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics, TimeColumns times)
{
    private readonly TokenTree _query = analyzer.Query;
    private readonly NamedTables _named = new(analyzer, diagnostics, times);

    /// <summary>Bounds the rows of <c>union withsource=…</c> behind it; says why where that is not possible.</summary>
    public string? BoundUnion(QueryOperator read, IReadOnlyList<UnionPart> parts) => _named.BoundUnion(read, parts);

    /// <summary>Whether a span without a pipe gives rows.</summary>
    public bool IsSource(TokenRange span, QueryScope scope)
    {
        if (_query.NameAt(span.Start) is not { } name)
        {
            return false;
        }

        if (span.Count == 1)
        {
            return analyzer.MeaningOf(name, scope) is not null || (scope.Find(name) is null && times.Knows(name));
        }

        return KeywordAt(span) is not null || IsRange(span) || (IsCall(span) && CallGivesRows(name, scope));
    }

    /// <summary>Whether a table of that name is known.</summary>
    public bool IsTableName(string name) => times.Knows(name);

    /// <summary>Whether a name means nothing that the query defines and no table that is known.</summary>
    public bool IsUnknown(string name, QueryScope scope) =>
        name is not ("true" or "false" or "null") && scope.Find(name) is null && diagnostics.RowsNamed(name) is null && !times.Knows(name);

    /// <summary>Reads a source.</summary>
    public RowsetInfo Read(TokenRange span, QueryScope scope, OperatorAnalyzer operators)
    {
        if (_query.IsGroup(span))
        {
            return analyzer.ReadTable(span, scope);
        }

        if (_query.NameAt(span.Start) is not { } name)
        {
            return CannotRead(span);
        }

        if (span.Count == 1)
        {
            return ReadName(span.Start, name, scope);
        }

        var keyword = KeywordAt(span);
        if (keyword is not null && (KqlFacts.BeginningOf(keyword) & KqlBeginning.Elsewhere) != 0)
        {
            return CannotBound(
                span.Start,
                name,
                "it reads another database, workspace or service",
                $"Read a table of the tenant, or {DiagnosticBag.BoundItself}"
            ) with
            {
                Sources = RowsetInfo.Tables.Sources,
            };
        }

        switch (keyword is null ? KqlSource.None : KqlFacts.SourceOf(keyword))
        {
            case KqlSource.Tables:
                return operators.Read(span, scope, null);
            case KqlSource.Found or KqlSource.Searched:
                return _named.ReadSearch(span, name, scope);
            case KqlSource.File:
                diagnostics.ReadsWhole(span.Start, name, "it reads a file, which has no time");
                return ReadUntimed(span, scope);
            case KqlSource.Plugin:
                return operators.Read(span, scope, RowsetInfo.Constant);
            case KqlSource.Written or KqlSource.Printed:
                return ReadUntimed(span, scope);
        }

        if (IsRange(span))
        {
            analyzer.Expressions.Read(span.From(span.Start + 3), scope);
            return RowsetInfo.Constant.Of([RowSource.Untimed([_query.NameAt(span.Start + 1) ?? string.Empty])]);
        }

        if (_query.Is(span.Start + 1, "*"))
        {
            diagnostics.Wildcard(span.Start, $"{name}*");
            return RowsetInfo.Tables;
        }

        if (IsCall(span))
        {
            return ReadCall(span, name, scope);
        }

        return KqlFacts.IsOperator(_query.Text.DashedName(span.Start)) ? operators.Read(span, scope, RowsetInfo.Constant) : CannotRead(span);
    }

    // The word by which a span of several tokens begins with rows; null where it is a column or anything else.
    private string? KeywordAt(TokenRange span)
    {
        var (word, next) = (_query.TextAt(span.Start), span.Start + 1);
        var beginning = KqlFacts.BeginningOf(word);
        if ((beginning & (KqlBeginning.Call | KqlBeginning.Elsewhere)) != 0)
        {
            return _query.KindAt(next) == KqlTokenKind.OpenParenthesis ? word : null;
        }

        var isColumn =
            _query.KindAt(next) is KqlTokenKind.Comma or KqlTokenKind.Dot
            || (_query.KindAt(next) == KqlTokenKind.Operator && _query.TextAt(next) is not ("*" or "-"));
        return (beginning & KqlBeginning.Source) != 0 && !isColumn ? word : null;
    }

    private bool IsRange(TokenRange span) => KqlFacts.SourceOf(_query.TextAt(span.Start)) == KqlSource.Sequence && _query.Is(span.Start + 2, "from");

    private bool IsCall(TokenRange span) => _query.KindAt(span.Start + 1) == KqlTokenKind.OpenParenthesis && _query.PartnerOf(span.Start + 1) == span.End - 1;

    private bool CallGivesRows(string name, QueryScope scope) =>
        scope.Find(name) is { } own ? own.Rows is not null : KqlFacts.SourceOf(name) is KqlSource.Named or KqlSource.Argument or KqlSource.List;

    private RowsetInfo ReadName(int token, string name, QueryScope scope)
    {
        if (analyzer.MeaningOf(name, scope) is { } rows)
        {
            return rows;
        }

        if (scope.Find(name) is not null)
        {
            return CannotRead(new TokenRange(token, token + 1));
        }

        if (!name.Contains('*'))
        {
            return ReadTableName(token, name);
        }

        diagnostics.Wildcard(token, name);
        return RowsetInfo.Tables;
    }

    // Its columns are Name:type of datatable and externaldata, and Name = … of print.
    private RowsetInfo ReadUntimed(TokenRange span, QueryScope scope)
    {
        analyzer.Expressions.Read(span.From(span.Start + 1), scope);
        var names = Enumerable.Range(span.Start, span.Count).Where(i => _query.Is(i + 1, ":") || _query.Is(i + 1, "=")).Select(_query.NameAt).OfType<string>();
        return RowsetInfo.Constant.Of([RowSource.Untimed(names)]);
    }

    private RowsetInfo ReadTableName(int token, string name)
    {
        if (!times.Knows(name))
        {
            if (diagnostics.Tables.MayBeMissing(token))
            {
                diagnostics.ReadsWhole(token, name, "the time column of a table or function with that name isn't known");
                return RowsetInfo.Unknown;
            }

            return CannotBound(
                token,
                name,
                "the time column of a table or function with that name isn't known",
                $"Check the spelling, including the case, or {DiagnosticBag.BoundItself}"
            );
        }

        var time = times.Of(name);
        return diagnostics.ReadsTable(token, name, time) ? RowsetInfo.Table(time) : RowsetInfo.Constant.Of(RowsetInfo.Table(time).Sources);
    }

    private RowsetInfo ReadCall(TokenRange span, string name, QueryScope scope)
    {
        var arguments = _query.Inside(span.Start + 1);
        if (scope.Find(name) is { } own)
        {
            return ReadOwnFunction(span.Start, name, own, arguments, scope);
        }

        if (_query.KindAt(span.Start) == KqlTokenKind.BracketedName)
        {
            diagnostics.BracketedFunction(span.Start, name);
            analyzer.Expressions.Read(arguments, scope);
            return KqlFacts.SourceOf(name) == KqlSource.Named && arguments.Count == 1 && _query.Text.Significant[arguments.Start].IsString
                ? RowsetInfo.Table(times.Of(_query.Text.ValueOf(_query.Text.Significant[arguments.Start])))
                : RowsetInfo.Unknown;
        }

        switch (KqlFacts.SourceOf(name))
        {
            case KqlSource.List:
                diagnostics.ReadsWhole(span.Start, name, "it reads a list that has no time");
                analyzer.Expressions.Read(arguments, scope);
                return RowsetInfo.Constant;
            case KqlSource.Named when arguments.Count == 1 && _query.Text.Significant[arguments.Start].IsString:
                return ReadTableName(arguments.Start, _query.Text.ValueOf(_query.Text.Significant[arguments.Start]));
            case KqlSource.Named:
                return CannotBound(
                    span.Start,
                    name,
                    "which table it reads, or which part of it, is known only when the query runs",
                    "Write the table's name and nothing else in it, as in table('DeviceEvents')."
                );
            case KqlSource.Argument:
                return analyzer.ReadTable(arguments, scope);
        }

        diagnostics.UnknownFunction(span.Start, name);
        analyzer.Expressions.Read(arguments, scope);
        return RowsetInfo.Unknown;
    }

    private RowsetInfo ReadOwnFunction(int token, string name, QueryName own, TokenRange arguments, QueryScope scope)
    {
        var (isWindowed, given) = analyzer.Expressions.ReadArguments(arguments, scope, own.Parameters ?? []);
        if (isWindowed)
        {
            diagnostics.CannotSplit(token, name, "it's a function of rows, and might need all of them together", "Write its operators in its place.");
        }

        var rows = own.Rows ?? RowsetInfo.Constant;
        if (!rows.IsOfParameter)
        {
            diagnostics.Used(given);
        }

        return rows.Given(given) with
        {
            IsWindowed = rows.IsWindowed || isWindowed,
        };
    }

    private RowsetInfo CannotRead(TokenRange span)
    {
        diagnostics.CannotRead(span.Start, "it's neither a table nor anything else that a query can start with");
        analyzer.Expressions.Read(span, QueryScope.Empty);
        return RowsetInfo.Unknown;
    }

    private RowsetInfo CannotBound(int token, string name, string why, string instead)
    {
        diagnostics.CannotBound(token, name, why, instead);
        return RowsetInfo.Unknown;
    }
}
