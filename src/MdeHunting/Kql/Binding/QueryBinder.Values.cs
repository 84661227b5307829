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

        if (context.Rows is { } rows && rows.MayHave(name.Name) || name.Name[0] == '$' || _tables.Has(name.Name))
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
        if (path.Root is NameNode { Name: ['$', ..] side } && path.Steps[0].Name is { } name)
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

    private KqlDataType CallValue(CallNode call, RowContext context)
    {
        switch (KqlFacts.SourceOf(call.Name))
        {
            case KqlSource.Scalar:
                return call.Arguments.Count > 0 && Evaluate(call.Arguments[0], context.Scope) is { } single
                    ? single.Rows is { } rows
                        ? FirstOf(rows)
                        : single.Type
                    : KqlDataType.Unknown;
            case KqlSource.Argument or KqlSource.Named or KqlSource.List or KqlSource.Profile:
                return FirstOf(Called(call, context.Scope).Rows ?? RowType.Unknown);
        }

        if (context.Scope.Find(call.Name) is { } own)
        {
            return Call(own, call.Arguments, context, null, call) is { Rows: null } result ? result.Type : KqlDataType.Unknown;
        }

        if (KqlFacts.ValueOf(call.Name) == KqlValue.Column)
        {
            return ColumnIfExists(call, context);
        }

        var types = new KqlDataType[call.Arguments.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = Value(call.Arguments[i], context);
        }

        if (context.IsOfRow && KqlFacts.KindOf(call.Name) is KqlFunctionKind.Aggregate or KqlFunctionKind.Unordered)
        {
            Tell(BindProblemKind.Aggregate, call.Start, call.Start + 1, call.Name);
        }

        var signatures = KqlSignatures.Of(call.Name);
        if (signatures.Count == 0)
        {
            if (
                KqlFacts.KindOf(call.Name) == KqlFunctionKind.Unknown
                && (KqlFacts.BeginningOf(call.Name) & (KqlBeginning.Elsewhere | KqlBeginning.Function)) == 0
            )
            {
                Tell(BindProblemKind.UnknownFunction, call.Start, call.Start + 1, call.Name);
            }

            return KqlDataType.Unknown;
        }

        return Checked(call, signatures, types);
    }

    private KqlDataType Checked(CallNode call, IReadOnlyList<KqlSignature> signatures, KqlDataType[] types)
    {
        KqlSignature? counted = null;
        var wrong = -1;
        foreach (var signature in signatures)
        {
            // case(condition, value, …, other): of an odd number.
            var isOdd = types.Length % 2 != 0 || signature.Result != "case";
            if (types.Length < signature.Least || types.Length > signature.Most || !isOdd)
            {
                continue;
            }

            var refused = Refused(signature, types);
            if (refused < 0)
            {
                return Operands.Result(signature, call, types);
            }

            (counted, wrong) = (signature, refused);
        }

        if (counted is null)
        {
            Tell(new BindProblem(BindProblemKind.ArgumentCount, call.Start, call.Start + 1, call.Name) { Signatures = signatures });
            return KqlDataType.Unknown;
        }

        var argument = call.Arguments[wrong];
        Tell(
            new BindProblem(BindProblemKind.ArgumentType, argument.Start, argument.End, call.Name)
            {
                Parameter = counted.ParameterOf(wrong),
                Type = types[wrong],
                Column = OfTable(argument),
            }
        );
        return Operands.Result(counted, call, types);
    }

    private static int Refused(KqlSignature signature, KqlDataType[] types)
    {
        for (var i = 0; i < types.Length; i++)
        {
            if (signature.ParameterOf(i).Refuses(types[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // The column whose name it is given, or another value where there is none.
    private KqlDataType ColumnIfExists(CallNode call, RowContext context)
    {
        Values([.. call.Arguments.Skip(1)], context);
        return
            call.Arguments.Count > 0
            && call.Arguments[0] is LiteralNode literal
            && context.Rows?.Find(_tokens.Text.ValueOf(_tokens.Text.Significant[literal.Start])) is { } column
            ? column.Type
            // The query asks for it because another schema may have it, of any type.
            : KqlDataType.Unknown;
    }

    private BoundColumn? OfTable(KqlNode node) => _bound.ColumnOf(node) is { Table: not null } column ? column : null;
}
