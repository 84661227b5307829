using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// Operators behind which the rows are others: groups, series, joins, and parts.
internal sealed partial class QueryBinder
{
    private RowType Grouped(StepNode step, RowType rows, RowContext context)
    {
        var grouped = new RowType();
        if (step.Clause("by") is { } by)
        {
            foreach (var key in by.Items)
            {
                Put(grouped, key, Value(key, context with { IsOfRow = true }), context, replaces: false);
            }
        }

        Once([.. step.Clause("by")?.Items ?? [], .. step.Items.Where(item => Bare(item) is AssignNode)]);

        var keys = new HashSet<string>(grouped.Columns.Select(column => column.Name), StringComparer.Ordinal);
        foreach (var item in step.Items)
        {
            var type = Value(item, context);
            Ungrouped(item, rows);
            var bare = Bare(item);
            var call = (bare is AssignNode assign ? assign.Value : bare) as CallNode;
            if (call is not null && KqlFacts.ValueOf(call.Name) is KqlValue.LeastRow or KqlValue.GreatestRow or KqlValue.AnyRow)
            {
                RowOf(grouped, call, bare as AssignNode, rows, keys);

                // any(X) gives any_X, and what is made of a column in a second row has a name of the service's.
                if (step.Items.Count > 1 || KqlFacts.ValueOf(call.Name) == KqlValue.AnyRow)
                {
                    grouped.NoteMadeName();
                }

                continue;
            }

            // Each has a column, of which a name that is given is the first one's.
            IReadOnlyList<string> each = call is not null && bare is not AssignNode { IsGroup: true } ? ColumnNames.OfPercentiles(call, _tokens) : [];
            if (each.Count == 0 || bare is AssignNode)
            {
                Put(grouped, item, type, context, replaces: false);
            }

            foreach (var name in bare is AssignNode ? each.Skip(1) : each)
            {
                grouped.Add(new BoundColumn(name, type));
            }

            if (each.Count > 0 && call!.Arguments[0] is not NameNode)
            {
                grouped.NoteMadeName();
            }

            // (a, b) = percentiles(x, 50, 90) gives several columns.
            if (call is { Arguments.Count: > 2 })
            {
                grouped.NoteMadeName();
            }
        }

        return grouped;
    }

    // arg_max(Timestamp, *) gives a row's columns under their own names, and a second one those that are there with a number, as Timestamp1. Names ahead of it
    // are those of the first arguments, as in (a, b) = arg_max(Timestamp, FileName), and an argument may have its own.
    private static void RowOf(RowType grouped, CallNode call, AssignNode? assign, RowType rows, HashSet<string> keys)
    {
        var own = new HashSet<string>(keys, StringComparer.Ordinal);
        var names = assign?.Names ?? [];
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = call.Arguments[i];
            if (argument is StarNode)
            {
                foreach (var column in rows.Columns)
                {
                    if (own.Add(column.Name))
                    {
                        grouped.Add(column);
                    }
                }

                grouped.OpenAs(rows);
                if (i < names.Count)
                {
                    // The other names are for the first of all columns, which are in the service's order.
                    grouped.Open();
                }

                break;
            }

            var (given, value) = argument is AssignNode { Names: [var first] } named ? (first.Name, named.Value) : (null, argument);
            var source = value is NameNode one ? rows.Find(one.Name) ?? new BoundColumn(one.Name, KqlDataType.Unknown) : null;
            if (source is not null)
            {
                own.Add(source.Name);
            }

            if ((i < names.Count ? names[i].Name : given) is { } renamed)
            {
                grouped.Add(new BoundColumn(renamed, source?.Type ?? KqlDataType.Unknown));
            }
            else if (source is not null)
            {
                grouped.Add(source);
            }
            else
            {
                grouped.NoteMadeName();
            }
        }

        foreach (var name in names)
        {
            if (grouped.Find(name.Name) is null)
            {
                grouped.Set(new BoundColumn(name.Name, KqlDataType.Unknown));
            }
        }
    }

    private RowType Series(StepNode step, RowType rows, RowContext context)
    {
        var series = new RowType();
        foreach (var clause in step.Clauses)
        {
            foreach (var item in clause.Items)
            {
                var type = Value(item, context);
                if (clause.Word == "on" && Bare(item) is NameNode axis)
                {
                    // The moments of a series are one value.
                    series.Set(new BoundColumn(axis.Name, KqlDataType.Dynamic));
                }
                else if (clause.Word is "by" or "on")
                {
                    Put(series, item, clause.Word == "by" ? type : KqlDataType.Dynamic, context, replaces: true);
                }
                else if (clause.Word == "step" && step.Clause("on") is { Items: [var on] })
                {
                    Stepped(step, item, type, _bound.TypeOf(Bare(on)));
                }
            }
        }

        foreach (var item in step.Items)
        {
            Value(item, context);
            Put(series, item, KqlDataType.Dynamic, context, replaces: true);
        }

        return series;
    }

    // An axis of times has steps of time.
    private void Stepped(StepNode step, KqlNode node, KqlDataType type, KqlDataType axis)
    {
        var wanted = axis is KqlDataType.DateTime or KqlDataType.TimeSpan ? KqlDataType.TimeSpan : axis;
        if (!KqlTypes.IsAny(type) && !KqlTypes.IsAny(axis) && (wanted == KqlDataType.TimeSpan) != (type == KqlDataType.TimeSpan))
        {
            Tell(
                new BindProblem(BindProblemKind.ArgumentType, node.Start, node.End, step.Name)
                {
                    Parameter = new KqlSignatureParameter("step", wanted == KqlDataType.TimeSpan ? KqlTypes.NameOf(wanted) : "number", false, false),
                    Type = type,
                }
            );
        }
    }

    private RowType Joined(StepNode step, KqlOperator known, RowType rows, RowContext context)
    {
        var right = step.Items.Count > 0 ? RowsOf(step.Items[0], context.Scope) : RowType.Unknown;
        var keys = new List<string>();
        if (_silent == 0)
        {
            _bound.NoteRight(step, right);
        }

        if (step.Clause("on") is { } on)
        {
            var both = new RowContext(context.Scope, rows, right);
            foreach (var item in on.Items)
            {
                Value(item, both);
                if (item is NameNode name)
                {
                    keys.Add(name.Name);
                }
                else if (item is ChainNode { Operands: [PathNode, PathNode { Steps: [{ Name: { } key }] }] })
                {
                    keys.Add(key);
                }
            }
        }

        var kind = KqlFacts.JoinRows(step.Option("kind")?.Text);
        if ((kind & (KqlJoinRows.Left | KqlJoinRows.Right)) != 0)
        {
            return (kind & KqlJoinRows.Left) != 0 ? rows : right;
        }

        var all = rows.Copy().OpenAs(right);
        var isLookup = known.Rows == KqlRowEffect.LookedUp;
        foreach (var column in right.Columns)
        {
            if (!(isLookup && keys.Contains(column.Name)))
            {
                all.Add(column);
            }
        }

        return all;
    }

    // The values, and how often each is there or what it comes to.
    private RowType Frequent(StepNode step, RowContext context)
    {
        var rows = new RowType();
        foreach (var item in step.Items)
        {
            Number(step, item, context);
        }

        if (step.Clause("of") is not { Items: [var of] })
        {
            return RowType.Unknown;
        }

        Put(rows, of, Value(of, context), context, replaces: false);
        var by = step.Clause("by") is { Items: [var added] } ? added : null;
        if (by is not null)
        {
            Value(by, context);
        }

        if (ColumnNames.Of(by ?? of, _tokens) is { } name)
        {
            rows.Add(new BoundColumn($"approximate_{(by is null ? "count" : "sum")}_{name}", KqlDataType.Long));
        }

        return of is NameNode && by is null or NameNode ? rows : rows.Open();
    }

    // Each level gives its value, and what it goes by under a name of the service's where the query gives none.
    private RowType Levels(StepNode step, RowContext context)
    {
        if (step.Clauses.Count == 0)
        {
            return RowType.Unknown;
        }

        var levels = new RowType();
        string? key = null;
        foreach (var clause in step.Clauses)
        {
            var item = clause.Items[0];
            var type = Value(item, context);
            if (clause.Word == "of")
            {
                key = ColumnNames.Of(item, _tokens);
                Put(levels, item, type, context, replaces: false);
            }
            else if (item is AssignNode || key is null)
            {
                Put(levels, item, type, context, replaces: false);
                levels.NoteMadeName();
            }
            else
            {
                levels.Add(new BoundColumn($"aggregated_{key}", type));
            }
        }

        return levels;
    }

    private static RowType Made(IEnumerable<string> columns)
    {
        var rows = new RowType();
        foreach (var column in columns)
        {
            var colon = column.IndexOf(':');
            rows.Set(new BoundColumn(column.Substring(0, colon), KqlTypes.Of(column.Substring(colon + 1))));
        }

        return rows;
    }

    // Operators of which little is known.
    private RowType Others(StepNode step, KqlOperator known, RowType rows, RowContext context)
    {
        switch (known.Rows)
        {
            case KqlRowEffect.Plugin:
                return Evaluated(step, rows, context);
            case KqlRowEffect.Scanned:
                return Scanned(step, rows, context);
            case KqlRowEffect.Parts:
                Values(step.Items, context);
                var all = new RowType();
                foreach (var part in step.Parts)
                {
                    var result = Pipeline(part, context.Scope, rows);
                    foreach (var column in result.Columns)
                    {
                        all.Unite(column);
                    }

                    all.OpenAs(result);
                }

                // One part for each value has the columns of the part; several have several tables.
                return known.HasBy && step.Parts.Count == 1 ? all : RowType.Unknown;
        }

        if (known.Takes(KqlArguments.Number) && step.Clause("of") is { Items.Count: 1 } of)
        {
            if (step.Items.Count > 0)
            {
                Number(step, step.Items[0], context);
            }

            return Listed(of.Items, rows, context);
        }

        return RowType.Unknown;
    }
}
