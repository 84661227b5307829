using MdeHunting.Kql.Parsing;
using MdeHunting.Tables;

namespace MdeHunting.Kql.Binding;

// Where rows are from.
internal sealed partial class QueryBinder
{
    /// <summary>Rows or a value, whatever it is.</summary>
    private BoundValue Evaluate(KqlNode node, BindingScope scope)
    {
        if (!Take())
        {
            return BoundValue.Unknown;
        }

        switch (node)
        {
            case PipelineNode pipeline:
                return BoundValue.Of(Pipeline(pipeline, scope, null));
            case StepNode step:
                return BoundValue.Of(Source(step, scope));
            case NameNode name:
                return Named(name, scope);
            case CallNode call:
                return Called(call, scope);
            case UnreadNode:
                return BoundValue.Unknown;
            default:
                return BoundValue.Of(Value(node, new RowContext(scope)));
        }
    }

    private RowType RowsOf(KqlNode? node, BindingScope scope) => node is null ? RowType.Unknown : Evaluate(node, scope).Rows ?? RowType.Unknown;

    private RowType Pipeline(PipelineNode pipeline, BindingScope scope, RowType? around)
    {
        // What is named by 'as' is known behind it, in this pipeline and in what follows.
        var rows = pipeline.Source is null ? around ?? RowType.Unknown : RowsOf(pipeline.Source, scope);
        foreach (var step in pipeline.Steps)
        {
            if (!Take())
            {
                return RowType.Unknown;
            }

            if (_silent == 0)
            {
                _bound.Note(step, rows);
            }

            rows = After(step, rows, scope);
        }

        return rows;
    }

    private BoundValue Named(NameNode name, BindingScope scope)
    {
        if (scope.Find(name.Name) is { } known)
        {
            return known.Function is { } function && function.Parameters.All(parameter => parameter.IsOptional)
                ? Call(known, [], new RowContext(scope), null)
                : known;
        }

        if (_tables.Find(name.Name) is { } rows)
        {
            if (_silent == 0)
            {
                _bound.Note(name, _tables.Table(name.Name)!);
            }

            return BoundValue.Of(rows);
        }

        Tell(BindProblemKind.UnknownTable, name, name.Name);
        return BoundValue.Unknown;
    }

    private BoundValue Called(CallNode call, BindingScope scope)
    {
        var context = new RowContext(scope);
        switch (KqlFacts.SourceOf(call.Name))
        {
            case KqlSource.Named:
                return BoundValue.Of(call.Arguments.Count > 0 && call.Arguments[0] is LiteralNode literal ? TableOf(literal) : RowType.Unknown);
            case KqlSource.Argument:
                return call.Arguments.Count > 0 ? Evaluate(call.Arguments[0], scope) : BoundValue.Unknown;
            case KqlSource.List or KqlSource.Profile:
                return BoundValue.Unknown;
        }

        if (scope.Find(call.Name) is { Function: not null } own)
        {
            return Call(own, call.Arguments, context, null, call);
        }

        var type = Value(call, context);
        return KqlSignatures.Of(call.Name).FirstOrDefault()?.Result == "rows" || type == KqlDataType.Unknown ? BoundValue.Unknown : BoundValue.Of(type);
    }

    private RowType TableOf(LiteralNode literal)
    {
        var name = _tokens.Text.ValueOf(_tokens.Text.Significant[literal.Start]);
        if (_tables.Find(name) is { } rows)
        {
            return rows;
        }

        Tell(BindProblemKind.UnknownTable, literal, name);
        return RowType.Unknown;
    }

    // What a pipeline begins with that is no name: union, print, range, datatable, …
    private RowType Source(StepNode step, BindingScope scope)
    {
        switch (KqlFacts.SourceOf(step.Name))
        {
            case KqlSource.Tables:
                return United(step, null, scope);
            case KqlSource.Searched when step.Items.Count > 0:
                return WithTable(United(step, null, scope));
            case KqlSource.Printed:
                return Printed(step, scope);
            case KqlSource.Found:
                return Made(["source_:string"]).Open();
            case KqlSource.Written or KqlSource.File:
                if (KqlFacts.SourceOf(step.Name) == KqlSource.Written)
                {
                    Filled(step);
                }

                return Rows(step.Declared, isOpen: step.Declared.Count == 0);
            case KqlSource.Sequence:
                var type =
                    step.Clauses.Count > 0 && step.Clauses[0].Items.Count > 0 ? Value(step.Clauses[0].Items[0], new RowContext(scope)) : KqlDataType.Unknown;
                foreach (var clause in step.Clauses.Skip(1))
                {
                    Values(clause.Items, new RowContext(scope));
                }

                return step.Items.Count > 0 && step.Items[0] is NameNode name
                    ? Rows([new KqlParameter(name.Start, name.Name, type)], isOpen: false)
                    : RowType.Unknown;
            default:
                return RowType.Unknown;
        }
    }

    private static RowType WithTable(RowType rows)
    {
        rows.Set(new BoundColumn("$table", KqlDataType.String));
        return rows;
    }

    private RowType Printed(StepNode step, BindingScope scope)
    {
        var rows = new RowType();
        var context = new RowContext(scope, IsOfRow: true);
        Once(step.Items);
        foreach (var item in step.Items)
        {
            var type = Value(item, context);
            if (item is AssignNode { IsGroup: false } named)
            {
                rows.Set(new BoundColumn(named.Names[0].Name, type));
            }
            else
            {
                rows.Set(new BoundColumn(FormattableString.Invariant($"print_{rows.Columns.Count}"), type));
                rows.NoteMadeName();
            }
        }

        return rows;
    }

    private RowType United(StepNode step, RowType? piped, BindingScope scope)
    {
        var isFuzzy = step.Options.Exists(option => option.Text == "true");
        var isInner = step.Option("kind")?.Text.StartsWith("i", StringComparison.Ordinal) == true;
        var all = new RowType();
        if (piped is not null)
        {
            Unite(piped);
        }

        foreach (var item in step.Items)
        {
            if (item is PatternNode or StarNode)
            {
                Matching(item is PatternNode pattern ? pattern.Pattern : "*");
                continue;
            }

            // A table that is not there is passed over, where the query says so.
            Unite(isFuzzy && item is NameNode name && scope.Find(name.Name) is null && !_tables.Has(name.Name) ? RowType.Unknown : RowsOf(item, scope));
        }

        foreach (var option in step.Options)
        {
            if (option.Name.StartsWith("with", StringComparison.Ordinal))
            {
                all.Set(new BoundColumn(option.Text, KqlDataType.String));
            }
        }

        return isInner ? all.Copy().Open() : all;

        void Unite(RowType rows)
        {
            foreach (var column in rows.Columns)
            {
                all.Unite(column);
            }

            all.OpenAs(rows);
        }

        void Matching(string pattern)
        {
            foreach (var table in _tables.All)
            {
                if (NamePattern.Matches(pattern, table.Name) && _tables.Find(table.Name) is { } rows)
                {
                    Unite(rows);
                }
            }

            // A tenant may have tables of its own that the pattern meets.
            all.Open();
        }
    }

    private RowType Invoked(StepNode step, RowType rows, BindingScope scope)
    {
        if (step.Items.Count == 0 || step.Items[0] is not CallNode call)
        {
            return RowType.Unknown;
        }

        if (scope.Find(call.Name) is { Function: not null } own)
        {
            return Call(own, call.Arguments, new RowContext(scope), rows, call).Rows ?? RowType.Unknown;
        }

        var after = rows.Copy();
        if (KqlFacts.SourceOf(call.Name) == KqlSource.Profile)
        {
            foreach (var column in Made(FileProfile.Columns).Columns)
            {
                if (after.Find(column.Name) is null)
                {
                    after.Set(column);
                }
            }

            return after;
        }

        if ((KqlSignatures.Of(call.Name).Count == 0 || KqlFacts.KindOf(call.Name) == KqlFunctionKind.Plugin) && scope.Find(call.Name) is null)
        {
            Tell(BindProblemKind.UnknownFunction, call.Start, call.Start + 1, call.Name);
        }

        return after.Open();
    }
}
