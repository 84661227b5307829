namespace MdeHunting.Kql.Parsing;

/// <summary>Goes through what a query has been read into.</summary>
internal static class KqlNodes
{
    /// <summary>Each piece of some statements, each with the operator that it belongs to; null outside of operators.</summary>
    public static void Visit(IReadOnlyList<KqlStatementNode> statements, Action<KqlNode, StepNode?> visit)
    {
        foreach (var statement in statements)
        {
            if (statement.Value is { } value)
            {
                Visit(value, null, visit);
            }
        }
    }

    // As deep as the parser went, which is not deep.
    private static void Visit(KqlNode node, StepNode? step, Action<KqlNode, StepNode?> visit)
    {
        visit(node, step);
        switch (node)
        {
            case PipelineNode pipeline:
                if (pipeline.Source is { } source)
                {
                    Visit(source, step, visit);
                }

                Visit(pipeline.Steps, step, visit);
                break;
            case StepNode own:
                Visit(own.Items, own, visit);
                foreach (var clause in own.Clauses)
                {
                    Visit(clause.Items, own, visit);
                }

                Visit(own.Parts, own, visit);
                break;
            case LambdaNode lambda:
                Visit(lambda.Body, visit);
                break;
            case CallNode call:
                Visit(call.Arguments, step, visit);
                break;
            case PathNode path:
                Visit(path.Root, step, visit);
                foreach (var part in path.Steps)
                {
                    if (part.Index is { } index)
                    {
                        Visit(index, step, visit);
                    }
                }

                break;
            case SignNode sign:
                Visit(sign.Operand, step, visit);
                break;
            case ChainNode chain:
                Visit(chain.Operands, step, visit);
                break;
            case ListNode list:
                Visit(list.Items, step, visit);
                break;
            case AssignNode assign:
                Visit(assign.Value, step, visit);
                break;
            case SuffixNode suffix:
                Visit(suffix.Value, step, visit);
                break;
        }
    }

    private static void Visit(IReadOnlyList<KqlNode> nodes, StepNode? step, Action<KqlNode, StepNode?> visit)
    {
        foreach (var node in nodes)
        {
            Visit(node, step, visit);
        }
    }
}
