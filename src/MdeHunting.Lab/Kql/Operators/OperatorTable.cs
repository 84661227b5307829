using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Every operator after a pipe: its keyword, and the parser of what follows that.</summary>
internal static class OperatorTable
{
    public static IReadOnlyDictionary<string, TokenListParser<KqlToken, TabularOperator>> All { get; } =
        new Dictionary<string, TokenListParser<KqlToken, TabularOperator>>(StringComparer.Ordinal)
        {
            ["count"] = CountOperator.Parser,
            ["extend"] = ExtendOperator.Parser,
            ["filter"] = WhereOperator.Parser,
            ["limit"] = TakeOperator.Parser,
            ["order"] = SortOperator.Parser,
            ["project"] = ProjectOperator.Parser,
            ["sort"] = SortOperator.Parser,
            ["summarize"] = SummarizeOperator.Parser,
            ["take"] = TakeOperator.Parser,
            ["top"] = TopOperator.Parser,
            ["where"] = WhereOperator.Parser,
        };
}
