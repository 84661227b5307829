using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Every operator after a pipe: its keyword, and the parser of what follows that.</summary>
internal static class OperatorTable
{
    public static IReadOnlyDictionary<string, TokenListParser<SyntaxKind, TabularOperator>> All { get; } =
        new Dictionary<string, TokenListParser<SyntaxKind, TabularOperator>>(StringComparer.Ordinal)
        {
            ["as"] = AsOperator.Parser,
            ["count"] = CountOperator.Parser,
            ["distinct"] = DistinctOperator.Parser,
            ["extend"] = ExtendOperator.Parser,
            ["filter"] = WhereOperator.Parser,
            ["fork"] = ForkOperator.Parser,
            ["getschema"] = GetSchemaOperator.Parser,
            ["invoke"] = InvokeOperator.Parser,
            ["join"] = JoinOperator.Parser,
            ["limit"] = TakeOperator.Parser,
            ["lookup"] = LookupOperator.Parser,
            ["mv-apply"] = MvApplyOperator.Parser,
            ["mv-expand"] = MvExpandOperator.Parser,
            ["mvexpand"] = MvExpandOperator.Parser,
            ["order"] = SortOperator.Parser,
            ["parse"] = ParseOperator.Parser,
            ["parse-where"] = ParseOperator.WhereParser,
            ["partition"] = PartitionOperator.Parser,
            ["project"] = ProjectOperator.Parser,
            ["project-away"] = ProjectAwayOperator.Parser,
            ["project-keep"] = ProjectKeepOperator.Parser,
            ["project-rename"] = ProjectRenameOperator.Parser,
            ["project-reorder"] = ProjectReorderOperator.Parser,
            ["render"] = RenderOperator.Parser,
            ["sample"] = SampleOperator.Parser,
            ["sample-distinct"] = SampleDistinctOperator.Parser,
            ["serialize"] = SerializeOperator.Parser,
            ["sort"] = SortOperator.Parser,
            ["summarize"] = SummarizeOperator.Parser,
            ["take"] = TakeOperator.Parser,
            ["top"] = TopOperator.Parser,
            ["union"] = UnionOperator.Parser,
            ["where"] = WhereOperator.Parser,
        };
}
