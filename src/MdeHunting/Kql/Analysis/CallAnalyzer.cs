namespace MdeHunting.Kql.Analysis;

/// <summary>Reads <c>invoke</c> and <c>evaluate</c>.</summary>
internal sealed class CallAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics)
{
    private readonly TokenTree _query = analyzer.Query;

    /// <summary>Reads <c>invoke</c>.</summary>
    public RowsetInfo ReadInvoke(QueryOperator read)
    {
        diagnostics.CannotSplit(read.Token, read.Name, "the function processes all rows together", "Write its operators in its place.");
        var open = read.Arguments.Start + 1;
        if (_query.NameAt(open - 1) is not { } name || open >= read.Arguments.End || _query.KindAt(open) != KqlTokenKind.OpenParenthesis)
        {
            diagnostics.CannotRead(read.Token, "invoke doesn't name a function");
            return read.Rows;
        }

        var own = read.Scope.Find(name);
        var (_, given) = analyzer.Expressions.ReadArguments(_query.Inside(open), read.Scope, own?.Parameters is { } parameters ? [.. parameters.Skip(1)] : []);
        if (own is { Parameters: not null })
        {
            var rows = own.Rows ?? RowsetInfo.Constant;
            if (!rows.IsOfParameter)
            {
                diagnostics.Used(read.Rows.Sources.Concat(given));
            }

            return rows.Given([.. read.Rows.Sources, .. given]) with
            {
                IsWindowed = read.Rows.IsWindowed || rows.IsWindowed,
                Time = null,
            };
        }

        diagnostics.Used(given);

        if (KqlFacts.SourceOf(name) == KqlSource.Profile && own is null && _query.KindAt(open - 1) == KqlTokenKind.Identifier)
        {
            diagnostics.ReadsWhole(open - 1, name, "it adds what is known about a file today, whatever the time of the rows");
        }
        else
        {
            diagnostics.UnknownFunction(open - 1, name);
        }

        return read.Rows with
        {
            Time = null,
        };
    }

    /// <summary>Reads <c>evaluate</c>.</summary>
    public RowsetInfo ReadEvaluate(QueryOperator read)
    {
        var place = new OptionAnalyzer(_query).Skip(read.Arguments, out _);
        var plugin = place < read.Arguments.End ? _query.NameAt(place) : null;
        if (plugin is null || KqlFacts.KindOf(plugin) != KqlFunctionKind.Plugin || _query.KindAt(place) == KqlTokenKind.BracketedName)
        {
            diagnostics.CannotBound(
                place,
                $"evaluate {plugin}",
                "the plug-in may read data that the query doesn't name",
                $"Remove it, or {DiagnosticBag.BoundItself}"
            );
        }

        diagnostics.NotRowWise(read);
        if (plugin is not null && _query.KindAt(place + 1) == KqlTokenKind.OpenParenthesis)
        {
            diagnostics.Used(
                analyzer
                    .Expressions.ReadArguments(
                        _query.Inside(place + 1),
                        read.Scope,
                        KqlFacts.SourceOf(plugin) == KqlSource.Lookup ? [new QueryParameter(plugin, true)] : []
                    )
                    .Sources
            );
        }

        return read.Rows with
        {
            Time = null,
            Order = RowOrder.None,
        };
    }
}
