using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.Tables;

namespace MdeHunting.Checks;

/// <summary>Rules of the order in which operators follow each other.</summary>
internal static class PipelineRules
{
    private static readonly HashSet<string> TimeNames = new(["Timestamp", "TimeGenerated", "ActivityTimestamp"], StringComparer.Ordinal);

    /// <summary>Tells of a pipeline.</summary>
    public static void Find(QueryCheck check, PipelineNode pipeline)
    {
        // Whether the rows have an order cannot be seen where they are a function's, a name's or a part's.
        var isUnordered = pipeline.Source is NameNode table && check.Tables.Has(table.Name);
        var made = new HashSet<string>(StringComparer.Ordinal);
        StepNode? maker = null;
        var isTimed = false;
        foreach (var step in pipeline.Steps)
        {
            if (step.Known is not { } known)
            {
                return;
            }

            if (
                isUnordered
                && known.Columns is KqlColumnEffect.Added or KqlColumnEffect.Projected or KqlColumnEffect.Same
                && known.Rows != KqlRowEffect.Ordered
            )
            {
                Windows(check, step);
            }

            isTimed |= known.Rows == KqlRowEffect.Filtered && IsOfTime(step);
            if (isTimed && known.Rows == KqlRowEffect.Joined)
            {
                OtherSide(check, step);
            }

            isUnordered &= known.Rows is KqlRowEffect.Each or KqlRowEffect.Filtered && !IsSerializing(known);
            if (known.Rows == KqlRowEffect.Filtered && maker is not null && !step.Items.Exists(item => Names(item, made)) && !IsOfUnknown(check, step))
            {
                check.Add(
                    "MDE104",
                    step.Start,
                    step.Start + 1,
                    $"The filter doesn't need what {maker.Name} ahead of it computes.",
                    $"Move it ahead of {maker.Name}."
                );
            }

            if (
                known.Columns is KqlColumnEffect.Added or KqlColumnEffect.Parsed
                && known.Rows == KqlRowEffect.Each
                && !IsSerializing(known)
                && !step.Items.Exists(ReadsOthers)
            )
            {
                Collect(step, made);
                maker ??= step;
            }
            else if (known.Rows != KqlRowEffect.Filtered)
            {
                made.Clear();
                maker = null;
            }
        }

        States(check, pipeline);
    }

    private static bool IsSerializing(KqlOperator known) => known is { Columns: KqlColumnEffect.Added } && known.Takes(KqlArguments.Optional);

    private static void Windows(QueryCheck check, StepNode step)
    {
        if (IsSerializing(step.Known!))
        {
            return;
        }

        foreach (var item in step.Items)
        {
            var value = item is AssignNode assign ? assign.Value : item;
            if (value is CallNode call && KqlFacts.KindOf(call.Name) == KqlFunctionKind.Window)
            {
                check.Add("MDE008", call, $"{call.Name} needs rows in an order.", "Put order by or serialize ahead.");
            }
        }
    }

    // Whether a value goes by other rows than its own, which a filter ahead of it would drop.
    private static bool ReadsOthers(KqlNode item)
    {
        var reads = false;
        KqlNodes.Visit(
            [new KqlStatementNode(0, 0, null, item)],
            (node, _) => reads |= node is CallNode call && KqlFacts.KindOf(call.Name) == KqlFunctionKind.Window
        );
        return reads;
    }

    // What is misspelled may be a column that the operator ahead makes.
    private static bool IsOfUnknown(QueryCheck check, StepNode step) =>
        check.Bound.Problems.Any(problem => problem.Kind == BindProblemKind.UnknownColumn && problem.Start >= step.Start && problem.Start < step.End);

    private static void Collect(StepNode step, HashSet<string> made)
    {
        foreach (var column in step.Declared)
        {
            made.Add(column.Name);
        }

        foreach (var item in step.Items)
        {
            if (item is AssignNode assign)
            {
                foreach (var name in assign.Names)
                {
                    made.Add(name.Name);
                }
            }
        }
    }

    private static bool Names(KqlNode node, HashSet<string> names) =>
        node switch
        {
            NameNode name => names.Contains(name.Name),
            ChainNode chain => chain.Operands.Any(one => Names(one, names)),
            CallNode call => call.Arguments.Any(one => Names(one, names)),
            PathNode path => Names(path.Root, names) || path.Steps.Any(step => step.Index is { } index && Names(index, names)),
            ListNode list => list.Items.Any(one => Names(one, names)),
            AssignNode assign => Names(assign.Value, names),
            SignNode sign => Names(sign.Operand, names),
            LiteralNode => false,
            _ => true,
        };

    private static bool IsOfTime(StepNode step)
    {
        var isOfTime = false;
        KqlNodes.Visit([new KqlStatementNode(0, 0, null, step)], (node, _) => isOfTime |= node is NameNode name && TimeNames.Contains(name.Name));
        return isOfTime;
    }

    // The rows that the left side is matched with, where they are a table's and nothing bounds them.
    private static void OtherSide(QueryCheck check, StepNode join)
    {
        var side = join.Items.Count > 0 ? join.Items[0] : null;
        var source = (side is PipelineNode pipeline ? pipeline.Source : side) as NameNode;
        var isBounded = side is PipelineNode { Steps: var steps } && steps.Any(step => step.Known?.Rows == KqlRowEffect.Filtered && IsOfTime(step));
        if (
            source is not null
            && !isBounded
            && check.Tables.Has(source.Name)
            && TimeColumns.Bundled.Of(source.Name) is not null
            && !SnapshotTables.Has(source.Name)
        )
        {
            check.Add("MDE105", source, $"{source.Name} is read over all the time that the service retains, and the other side isn't.");
        }
    }

    // A table of states, cut to less than a day, and the latest row of each taken.
    private static void States(QueryCheck check, PipelineNode pipeline)
    {
        if (pipeline.Source is not NameNode source || !SnapshotTables.Has(source.Name) || !pipeline.Steps.Any(TakesLatest))
        {
            return;
        }

        foreach (var step in pipeline.Steps)
        {
            if (step.Known?.Rows == KqlRowEffect.Filtered && step.Items.Select(Narrow).FirstOrDefault(one => one is not null) is { } narrow)
            {
                check.Add("MDE015", narrow, $"Many rows of {source.Name} are older than that.");
            }
        }

        CallNode? Narrow(KqlNode node) =>
            node switch
            {
                ChainNode chain => chain.Operands.Select(Narrow).FirstOrDefault(one => one is not null),
                CallNode { Arguments: [LiteralNode { Type: KqlDataType.TimeSpan } span] } call
                    when KqlFacts.ValueOf(call.Name) == KqlValue.Ago && check.Tokens.TextAt(span.Start) is var text && text[text.Length - 1] is 'h' or 'm' =>
                    call,
                _ => null,
            };
    }

    private static bool TakesLatest(StepNode step) =>
        step.Known?.Columns == KqlColumnEffect.Grouped
        && step.Items.Exists(item => (item is AssignNode assign ? assign.Value : item) is CallNode call && KqlFacts.ValueOf(call.Name) == KqlValue.GreatestRow);
}
