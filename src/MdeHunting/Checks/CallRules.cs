using MdeHunting.Kql;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Checks;

/// <summary>Rules of calls.</summary>
internal static class CallRules
{
    /// <summary>Tells of a call.</summary>
    public static void Find(QueryCheck check, CallNode call, StepNode? step)
    {
        var first = call.Arguments.Count > 0 ? call.Arguments[0] : null;
        switch (call.Name)
        {
            case "isnull" or "isnotnull" or "notnull" when first is CallNode { Name: "indexof" or "indexof_regex" or "array_index_of" }:
                check.Add("MDE011", call, "The position is -1 where nothing is found, and never null.", "Compare it with -1.");
                break;
            case "isnull" or "isnotnull" or "notnull" when first is not null && check.Bound.TypeOf(first) == KqlDataType.String:
                check.Add(
                    "MDE005",
                    call,
                    $"A string is never null, so this is always {(call.Name == "isnull" ? "false" : "true")}.",
                    $"Use {(call.Name == "isnull" ? "isempty" : "isnotempty")}({check.TextOf(first)})."
                );
                break;
            case "dcount" or "dcountif" or "count_distinct" when first is not null && check.Bound.TypeOf(first) == KqlDataType.Dynamic && step is not null:
                check.Add("MDE010", first, "Dynamic values are counted as they are written.", $"Use tostring({check.TextOf(first)}).");
                break;
            case "iff" or "iif" when call.Arguments.Count == 3:
                Branches(check, call);
                break;
        }

        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (
                KqlSignatures.Of(call.Name) is [var signature, ..]
                && i < signature.Parameters.Count
                && signature.Parameters[i].IsPattern
                && check.StringOf(call.Arguments[i]) is { } pattern
                && RegexSyntax.FaultOf(pattern) is { } fault
            )
            {
                RegexSyntax.Tell(check, call.Arguments[i], fault);
            }
        }

        if (KqlFacts.KindOf(call.Name) == KqlFunctionKind.Random)
        {
            check.Add("MDE205", call, $"{call.Name} gives another value with each run.");
        }

        if ((KqlFacts.BeginningOf(call.Name) & KqlBeginning.Elsewhere) != 0)
        {
            check.Add("MDE301", call, $"{call.Name} reads another service or workspace.");
        }
    }

    private static void Branches(QueryCheck check, CallNode call)
    {
        var (then, other) = (check.Bound.TypeOf(call.Arguments[1]), check.Bound.TypeOf(call.Arguments[2]));
        if (!KqlTypes.IsAny(then) && !KqlTypes.IsAny(other) && KqlTypes.Common(then, other) == KqlDataType.Unknown)
        {
            check.Add(
                "MDE012",
                call.Arguments[2],
                $"One branch is of type {KqlTypes.NameOf(then)}, and this one {KqlTypes.NameOf(other)}.",
                "Convert one of them."
            );
        }
    }
}
