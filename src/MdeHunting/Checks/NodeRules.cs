using MdeHunting.Kql.Parsing;

namespace MdeHunting.Checks;

/// <summary>Rules of the pieces of a query, of which each is looked at once.</summary>
internal static class NodeRules
{
    /// <summary>Tells of what the pieces have.</summary>
    public static void Find(QueryCheck check) =>
        KqlNodes.Visit(
            check.Bound.Parsed.Statements,
            (node, step) =>
            {
                switch (node)
                {
                    case ChainNode chain:
                        ComparisonRules.Find(check, chain);
                        break;
                    case LiteralNode literal:
                        LiteralRules.Find(check, literal);
                        break;
                    case CallNode call:
                        CallRules.Find(check, call, step);
                        break;
                    case PipelineNode pipeline:
                        PipelineRules.Find(check, pipeline);
                        break;
                    case StepNode { Known: null } source:
                        StepRules.Source(check, source);
                        break;
                    case StepNode own:
                        StepRules.Find(check, own);
                        break;
                }
            }
        );
}
