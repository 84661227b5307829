using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// Operators that leave the columns as they are, and what may stand at a place: a condition, a number, a name that isn't given yet.
internal sealed partial class QueryBinder
{
    private RowType Kept(StepNode step, KqlOperator known, RowType rows, RowContext context)
    {
        switch (known.Rows)
        {
            case KqlRowEffect.Named:
                if (step.Items is [NameNode name])
                {
                    context.Scope.Set(name.Name, BoundValue.Of(rows));
                }

                return rows;
            case KqlRowEffect.Function:
                return Invoked(step, rows, context.Scope);
            case KqlRowEffect.Searched:
                return WithTable(rows.Copy());
            case KqlRowEffect.Filtered:
                foreach (var item in step.Items)
                {
                    if (item is AssignNode { IsGroup: false } assigned)
                    {
                        Tell(BindProblemKind.Assignment, assigned.Start + 1, assigned.Start + 2, "=");
                    }

                    Condition(item, context with { IsOfRow = true });
                }

                return rows;
        }

        for (var i = 0; i < step.Items.Count; i++)
        {
            if (step.Items[i] is PatternNode or StarNode)
            {
                continue;
            }

            if (i == 0 && known.Takes(KqlArguments.Number))
            {
                Number(step, step.Items[i], context);
            }
            else
            {
                Value(step.Items[i], context with { IsOfRow = true });
            }
        }

        foreach (var clause in step.Clauses)
        {
            Values(clause.Items, context with { IsOfRow = true });
        }

        return rows;
    }

    private void Number(StepNode step, KqlNode node, RowContext context)
    {
        var type = Value(node, context with { IsOfRow = true });
        if (!KqlTypes.IsAny(type) && type is not (KqlDataType.Int or KqlDataType.Long))
        {
            Tell(new BindProblem(BindProblemKind.Number, node.Start, node.End, step.Name) { Type = type });
        }
    }

    // A number or a dynamic value may be meant for a truth value.
    private void Condition(KqlNode node, RowContext context)
    {
        var type = Value(node, context);
        if (node is not AssignNode && !KqlTypes.IsAny(type) && type != KqlDataType.Bool && !KqlTypes.IsNumber(type))
        {
            Tell(new BindProblem(BindProblemKind.Condition, node.Start, node.End, node is NameNode name ? name.Name : string.Empty) { Type = type });
        }
    }

    // Each name that is given or listed, once; those that the service makes are followed less closely.
    private void Once(IReadOnlyList<KqlNode> items)
    {
        if (items.Count < 2)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            IReadOnlyList<NameNode> given = Bare(item) switch
            {
                AssignNode assign => assign.Names,
                NameNode name => [name],
                _ => [],
            };
            foreach (var name in given)
            {
                if (!names.Add(name.Name))
                {
                    Tell(BindProblemKind.DoubledName, name, name.Name);
                }
            }
        }
    }

    // A column without a function of many rows, where rows become groups.
    private void Ungrouped(KqlNode node, RowType rows)
    {
        switch (node)
        {
            case NameNode name when rows.Find(name.Name) is not null:
                Tell(BindProblemKind.NoAggregate, name, name.Name);
                break;
            case AssignNode assign:
                Ungrouped(assign.Value, rows);
                break;
            case SuffixNode suffix:
                Ungrouped(suffix.Value, rows);
                break;
            case ChainNode chain:
                foreach (var operand in chain.Operands)
                {
                    Ungrouped(operand, rows);
                }

                break;
            case CallNode { Arguments.Count: 1 } merged when KqlFacts.Is(KqlWordPlaces.OfGroup, merged.Name):
                break;
            case CallNode call when KqlFacts.KindOf(call.Name) == KqlFunctionKind.Row:
                foreach (var argument in call.Arguments)
                {
                    Ungrouped(argument, rows);
                }

                break;
        }
    }

    // step a: condition => x = value, …: what the steps before have seen is theirs by their names.
    private RowType Scanned(StepNode step, RowType rows, RowContext context)
    {
        var all = WithDeclared(step, step.Options.Count > 0 ? rows.Copy().Open() : rows);
        var scope = new BindingScope(context.Scope);
        foreach (var clause in step.Clauses)
        {
            if (clause.Items.Count > 0 && clause.Items[0] is NameNode name)
            {
                scope.Set(name.Name, BoundValue.Unknown);
            }
        }

        var within = new RowContext(scope, all, IsOfRow: true);
        foreach (var clause in step.Clauses)
        {
            for (var i = 1; i < clause.Items.Count; i++)
            {
                var item = clause.Items[i];
                if (i == 1)
                {
                    Condition(item, within);
                    continue;
                }

                Value(item, within);
                foreach (var target in item is AssignNode assign ? assign.Names : [])
                {
                    if (!all.MayHave(target.Name))
                    {
                        Tell(BindProblemKind.UnknownColumn, target, target.Name, all);
                    }
                }
            }
        }

        return all;
    }

    // datatable (a:string, b:long) ["x", 1, "y", 2]
    private void Filled(StepNode step)
    {
        var open = _tokens.PartnerOf(step.Start + 1) + 1;
        if (step.Declared.Count == 0 || _tokens.KindAt(open) != KqlTokenKind.OpenBracket || _tokens.IsOpen(open))
        {
            return;
        }

        var values = 0;
        var isAfterValue = false;
        foreach (var i in _tokens.TopLevel(_tokens.Inside(open)))
        {
            var isComma = _tokens.KindAt(i) == KqlTokenKind.Comma;
            values += isComma || isAfterValue ? 0 : 1;
            isAfterValue = !isComma;
        }

        if (values % step.Declared.Count != 0)
        {
            Tell(new BindProblem(BindProblemKind.RowValues, step.Start, step.Start + 1, step.Name) { Count = values, Wanted = step.Declared.Count });
        }
    }
}
