using MdeHunting.Kql;
using MdeHunting.Kql.Parsing;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>Rules of operators by themselves.</summary>
internal static class StepRules
{
    private static readonly KqlFunctionKind[] Plugins = [KqlFunctionKind.Plugin, KqlFunctionKind.Outer];

    /// <summary>Tells of an operator.</summary>
    public static void Find(QueryCheck check, StepNode step)
    {
        var known = step.Known!;
        foreach (var option in step.Options)
        {
            Option(check, known, option);
        }

        switch (known.Rows)
        {
            case KqlRowEffect.Joined or KqlRowEffect.LookedUp:
                Join(check, step, known);
                break;
            case KqlRowEffect.Drawn:
                Chart(check, step);
                break;
            case KqlRowEffect.Limited when known.Takes(KqlArguments.Number) && !known.Takes(KqlArguments.Keys):
                if (step.Items is [SignNode { Operand: LiteralNode } below] && check.Tokens.Is(below.Start, "-"))
                {
                    check.Add(
                        "MDE018",
                        below,
                        $"{step.Name} takes a number of rows, which isn't below 0.",
                        "Specify a number, such as 10.",
                        MdeFindingSeverity.Warning
                    );
                }

                check.Add("MDE202", step.Start, step.Start + 1, $"{step.Name} returns any rows, and other ones each time.");
                if (known.Name.StartsWith("sample", StringComparison.Ordinal))
                {
                    check.Add("MDE205", step.Start, step.Start + 1, $"{step.Name} returns other rows with each run.");
                }

                break;
            case KqlRowEffect.Ordered:
                check.Add("MDE204", step.Start, step.Start + 1, "No row comes before all are sorted.");
                break;
            case KqlRowEffect.Searched when step.Items.Count == 0 && check.Bound.RowsAhead(step) is null:
                check.Add("MDE102", step.Start, step.Start + 1, "All tables are searched.");
                break;
            case KqlRowEffect.United when step.Items.Exists(item => item is StarNode):
                check.Add("MDE102", step.Start, step.Start + 1, "All tables are read.");
                break;
            case KqlRowEffect.Plugin when step.Items.Count > 0 && step.Items[0] is CallNode plugin:
                if (step.Items.Count == 1 && plugin.Name.Length > 1 && !Plugins.Any(kind => KqlFacts.KindOf(plugin.Name) == kind))
                {
                    Plugin(check, plugin);
                }

                if (plugin.Name.IndexOf("request", StringComparison.Ordinal) > 0)
                {
                    check.Add("MDE301", plugin, $"{plugin.Name} sends what it's given to another host.");
                }

                break;
        }

        switch (known.Columns)
        {
            case KqlColumnEffect.Expanded or KqlColumnEffect.Applied:
                Expand(check, step);
                break;
            case KqlColumnEffect.Grouped:
                Keys(check, step.Clause("by")?.Items ?? [], "group");
                break;
            case KqlColumnEffect.Distinct:
                Keys(check, step.Items, "compare");
                break;
            case KqlColumnEffect.Same when known.Rows == KqlRowEffect.Ordered:
                Keys(check, step.Items, "sort");
                break;
        }
    }

    // A key that is dynamic for certain: a column, or what is made of one.
    private static void Keys(QueryCheck check, IReadOnlyList<KqlNode> items, string what)
    {
        foreach (var item in items)
        {
            var key = ValueOf(item);
            var root = key is PathNode path ? path.Root : key;
            if (key is NameNode or PathNode or CallNode && check.Bound.TypeOf(key) == KqlDataType.Dynamic && check.Bound.TypeOf(root) == KqlDataType.Dynamic)
            {
                check.Add(
                    "MDE013",
                    key,
                    $"{check.TextOf(key)} is dynamic, and the service doesn't {what} dynamic values.",
                    $"Use tostring({check.TextOf(key)})."
                );
            }
        }
    }

    // A plug-in that isn't documented may be a new one.
    private static void Plugin(QueryCheck check, CallNode called)
    {
        var near = EditDistance.Ask(EditDistance.Find(called.Name, Plugins.SelectMany(KqlFacts.Functions)));
        if (!check.IsOfRun || near is not null)
        {
            check.Add(
                "MDE016",
                called.Start,
                called.Start + 1,
                $"No plug-in '{called.Name}' is documented.",
                near ?? "Make sure that the service has it under this name, which is case-sensitive.",
                near is null ? MdeFindingSeverity.Information : MdeFindingSeverity.Warning
            );
        }
    }

    // The charts that the portal knows; the services' APIs draw none.
    private static void Chart(QueryCheck check, StepNode step)
    {
        var place = step.Start + 1;
        if (
            check.Tokens.KindAt(place) == KqlTokenKind.Identifier
            && check.Tokens.TextAt(place) is var chart
            && !step.Known!.Named.Contains(chart, StringComparer.OrdinalIgnoreCase)
        )
        {
            check.Add(
                "MDE025",
                place,
                place + 1,
                $"{step.Name} has no chart '{chart}'.",
                EditDistance.Ask(EditDistance.Find(chart, step.Known.Named)) ?? $"Specify a chart such as {step.Known.Words[0].Text}, or remove {step.Name}.",
                MdeFindingSeverity.Warning
            );
        }
    }

    private static void Option(QueryCheck check, KqlOperator known, KqlOption option)
    {
        IReadOnlyList<string> choices = known.Rows == KqlRowEffect.Joined && option.Name == "kind" ? [.. KqlFacts.AllJoinKinds] : known.Choices(option.Name);
        if (choices.Count == 0 || choices.Contains(option.Text, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        IReadOnlyList<string> near =
            known.Rows == KqlRowEffect.Joined && KqlFacts.OtherJoin(option.Text) is { } other ? [other] : EditDistance.Find(option.Text, choices);
        check.Add(
            "MDE025",
            option.Value,
            option.Value + 1,
            $"{known.Name} has no {option.Name} '{option.Text}'.",
            EditDistance.Ask(near)
                ?? $"Specify {string.Join(", ", choices.Take(choices.Count - 1))}{(choices.Count > 2 ? "," : string.Empty)} or {choices[choices.Count - 1]}."
        );
    }

    /// <summary>Tells of what rows begin with.</summary>
    public static void Source(QueryCheck check, StepNode step)
    {
        switch (KqlFacts.SourceOf(step.Name))
        {
            case KqlSource.File:
                check.Add("MDE206", step.Start, step.Start + 1, "The service fetches the address, whose owner learns of the hunt.");
                break;
            case KqlSource.Found when !NamesTables(check, step):
                check.Add("MDE102", step.Start, step.Start + 1, "All tables are searched.");
                break;
        }
    }

    // find withsource=Name in (…): options stand ahead.
    private static bool NamesTables(QueryCheck check, StepNode step)
    {
        var place = step.Start + 1;
        while (check.Tokens.Is(place + 1, "="))
        {
            place += 3;
        }

        return check.Tokens.Is(place, "in");
    }

    private static void Join(QueryCheck check, StepNode step, KqlOperator known)
    {
        if (known.Rows == KqlRowEffect.Joined && step.Option("kind") is null)
        {
            check.Add(
                "MDE004",
                step.Start,
                step.Start + 1,
                "Without a kind, a join keeps one row of the left side for each key and drops the others.",
                "Specify kind=inner, or kind=innerunique if you mean that."
            );
        }

        if (step.Clause("on") is not { } on)
        {
            return;
        }

        foreach (var item in on.Items)
        {
            var keys = item is ChainNode chain ? chain.Operands : [item];
            Alike(check, step, item);
            foreach (var key in keys)
            {
                if (check.Bound.TypeOf(key) == KqlDataType.Dynamic)
                {
                    check.Add("MDE013", key, $"{check.TextOf(key)} is dynamic.", "Match by tostring of it, made with extend on both sides.");
                    break;
                }
            }
        }
    }

    // Both sides of a key are of one type.
    private static void Alike(QueryCheck check, StepNode join, KqlNode item)
    {
        var (left, right) = item switch
        {
            NameNode name => (check.Bound.RowsAhead(join)?.Find(name.Name), check.Bound.RowsOnRight(join)?.Find(name.Name)),
            ChainNode { Operators: [{ Kind: KqlInfixKind.Equality }], Operands: [PathNode first, PathNode second] } => (
                check.Bound.ColumnOf(first),
                check.Bound.ColumnOf(second)
            ),
            _ => default,
        };
        if (
            left is null
            || right is null
            || KqlTypes.IsAny(left.Type)
            || KqlTypes.IsAny(right.Type)
            || KqlTypes.Common(left.Type, right.Type) != KqlDataType.Unknown
        )
        {
            return;
        }

        check.Add(
            "MDE018",
            item,
            $"The key is of type {KqlTypes.NameOf(left.Type)} on the left side and of type {KqlTypes.NameOf(right.Type)} on the right side.",
            "Convert one of them with extend ahead of the join."
        );
    }

    // Without its name, and without what stands behind it.
    private static KqlNode ValueOf(KqlNode item)
    {
        var bare = item is SuffixNode suffix ? suffix.Value : item;
        return bare is AssignNode assign ? assign.Value : bare;
    }

    private static void Expand(QueryCheck check, StepNode step)
    {
        foreach (var item in step.Items)
        {
            var expanded = ValueOf(item);
            var type = check.Bound.TypeOf(expanded);
            if (!KqlTypes.IsAny(type) && type != KqlDataType.String)
            {
                check.Add(
                    "MDE009",
                    expanded,
                    $"{check.TextOf(expanded)} is of type {KqlTypes.NameOf(type)}, which {step.Name} doesn't take.",
                    "Specify a column with an array or a property bag."
                );
            }
            else if (type == KqlDataType.String)
            {
                check.Add(
                    "MDE009",
                    expanded,
                    $"{check.TextOf(expanded)} is a string, which {step.Name} doesn't take.",
                    $"Use parse_json({check.TextOf(expanded)}), or split."
                );
            }
        }
    }
}
