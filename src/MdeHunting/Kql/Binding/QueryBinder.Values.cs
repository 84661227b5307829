using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// Values: their types, and the names in them.
internal sealed partial class QueryBinder
{
    private void Values(IReadOnlyList<KqlNode> nodes, RowContext context)
    {
        foreach (var node in nodes)
        {
            Value(node, context);
        }
    }

    private KqlDataType Value(KqlNode node, RowContext context)
    {
        if (!Take())
        {
            return KqlDataType.Unknown;
        }

        var type = node switch
        {
            LiteralNode literal => literal.Type,
            NameNode name => NameValue(name, context),
            PathNode path => PathValue(path, context),
            CallNode call => CallValue(call, context),
            SignNode sign => Value(sign.Operand, context),
            ChainNode chain => ChainValue(chain, context),
            AssignNode assign => Value(assign.Value, context),
            SuffixNode suffix => Value(suffix.Value, context),
            ListNode list => ListValue(list, context),
            PipelineNode pipeline => FirstOf(Pipeline(pipeline, context.Scope, context.Rows)),
            StepNode step => FirstOf(Source(step, context.Scope)),
            _ => KqlDataType.Unknown,
        };
        if (_silent == 0 && type != KqlDataType.Unknown)
        {
            _bound.Note(node, BoundValue.Of(type));
        }

        return type;
    }

    private KqlDataType ListValue(ListNode list, RowContext context)
    {
        Values(list.Items, context);
        return KqlDataType.Unknown;
    }

    private static KqlDataType FirstOf(RowType rows) => rows is { IsOpen: false, Columns.Count: > 0 } ? rows.Columns[0].Type : KqlDataType.Unknown;

    private KqlDataType NameValue(NameNode name, RowContext context)
    {
        if (context.Rows?.Find(name.Name) is { } column)
        {
            if (_silent == 0)
            {
                _bound.Note(name, column);
            }

            if (context.Right is { } right && !right.MayHave(name.Name))
            {
                Tell(BindProblemKind.UnknownColumn, name, name.Name, rows: right);
            }

            return column.Type;
        }

        if (context.Scope.Find(name.Name) is { } own)
        {
            return own.Type;
        }

        var isOwn = name.Name == "$table" || context.Right is not null && name.Name is "$left" or "$right";
        if (isOwn || !name.Name.StartsWith("$", StringComparison.Ordinal) && (context.Rows?.MayHave(name.Name) == true || _tables.Has(name.Name)))
        {
            return KqlDataType.Unknown;
        }

        Tell(BindProblemKind.UnknownColumn, name, name.Name, rows: context.Rows);
        return KqlDataType.Unknown;
    }

    private KqlDataType PathValue(PathNode path, RowContext context)
    {
        foreach (var step in path.Steps)
        {
            if (step.Index is { } index)
            {
                Value(index, context);
            }
        }

        // $left.DeviceId: a column of one side of a join.
        if (context.Right is not null && path.Root is NameNode { Name: "$left" or "$right" } and NameNode { Name: var side } && path.Steps[0].Name is { } name)
        {
            var rows = side.StartsWith("$r", StringComparison.Ordinal) ? context.Right : context.Rows;
            if (rows is null || rows.Find(name) is not { } found)
            {
                if (rows is not null && !rows.MayHave(name))
                {
                    Tell(BindProblemKind.UnknownColumn, path.Start + 2, path.Start + 3, name, rows: rows);
                }

                return KqlDataType.Unknown;
            }

            if (_silent == 0)
            {
                _bound.Note(path, found);
            }

            return path.Steps.Count == 1 ? found.Type : KqlDataType.Dynamic;
        }

        if (path.Steps.Any(step => step.IsCall))
        {
            return KqlDataType.Unknown;
        }

        var type = Value(path.Root, context);
        if (!KqlTypes.IsAny(type))
        {
            Tell(
                new BindProblem(BindProblemKind.Path, path.Start, path.End, path.Root is NameNode root ? root.Name : string.Empty)
                {
                    Type = type,
                    Column = OfTable(path.Root),
                }
            );
        }

        return KqlDataType.Dynamic;
    }

    private KqlDataType ChainValue(ChainNode chain, RowContext context)
    {
        var type = Value(chain.Operands[0], context);
        for (var i = 0; i < chain.Operators.Count; i++)
        {
            var infix = chain.Operators[i];
            var right = chain.Operands[i + 1];
            if (right is ListNode list && infix.Kind is KqlInfixKind.Membership or KqlInfixKind.Between)
            {
                type = AmongValue(chain, i, type, list, context);
                continue;
            }

            var other = Value(right, context);
            if (!Operands.Fit(infix, type, other))
            {
                Unfit(chain, i, type, other);
            }

            type = Operands.Result(infix, type, other);
        }

        return type;
    }

    private void Unfit(ChainNode chain, int place, KqlDataType left, KqlDataType right)
    {
        var infix = chain.Operators[place];
        Tell(
            new BindProblem(BindProblemKind.OperandType, infix.Place, infix.End, infix.Text)
            {
                Type = left,
                RightType = right,
                Chain = chain,
                Count = place,
            }
        );
    }

    private KqlDataType AmongValue(ChainNode chain, int place, KqlDataType type, ListNode list, RowContext context)
    {
        var infix = chain.Operators[place];
        foreach (var item in list.Items)
        {
            // Rows, or a name for them: in (suspicious), in (T | project DeviceId).
            var other =
                item is NameNode name && context.Rows?.Find(name.Name) is null && (context.Scope.Find(name.Name) is not null || _tables.Has(name.Name))
                    ? KqlDataType.Unknown
                    : Value(item, context);
            // between (start .. 1h): so long from the start on.
            var isSpan = infix.Kind == KqlInfixKind.Between && type == KqlDataType.DateTime && other == KqlDataType.TimeSpan;
            if (!isSpan && !Operands.Fit(infix, type, other))
            {
                Unfit(chain, place, type, other);
                break;
            }
        }

        return KqlDataType.Bool;
    }
}
