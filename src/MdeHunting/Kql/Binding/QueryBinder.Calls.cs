using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// Calls of functions: their arguments, and what they give.
internal sealed partial class QueryBinder
{
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

        // arg_max(a, *), take_any(*): rows as they are.
        if (
            KqlFacts.KindOf(call.Name) is KqlFunctionKind.Aggregate or KqlFunctionKind.Unordered
            && KqlFacts.ValueOf(call.Name) is not (KqlValue.GreatestRow or KqlValue.LeastRow or KqlValue.AnyRow)
            && call.Arguments.FirstOrDefault(argument => argument is StarNode) is { } star
        )
        {
            Tell(BindProblemKind.AllColumns, star, call.Name);
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
        var isOneOf = false;
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
                Worded(call, signature);
                return Operands.Result(signature, call, types);
            }

            // Of several ways to call it, the one that takes the most of the arguments is meant.
            isOneOf |= refused == wrong;
            if (refused > wrong)
            {
                (counted, wrong, isOneOf) = (signature, refused, false);
            }
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
                Parameter = isOneOf ? counted.ParameterOf(wrong) with { Type = "span" } : counted.ParameterOf(wrong),
                Type = types[wrong],
                Column = OfTable(argument),
            }
        );
        return Operands.Result(counted, call, types);
    }

    // datetime_diff("day", …): a word that is written out is one of the parameter's.
    private void Worded(CallNode call, KqlSignature signature)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (
                call.Arguments[i] is LiteralNode { Type: KqlDataType.String } literal
                && literal.End == literal.Start + 1
                && signature.ParameterOf(i) is { Words.Count: > 0 } parameter
                && !parameter.Words.Contains(_tokens.Text.ValueOf(_tokens.Text.Significant[literal.Start]), StringComparer.OrdinalIgnoreCase)
            )
            {
                Tell(new BindProblem(BindProblemKind.ArgumentWord, literal.Start, literal.End, call.Name) { Parameter = parameter });
            }
        }
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
