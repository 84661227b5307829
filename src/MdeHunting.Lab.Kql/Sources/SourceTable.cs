using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>Every operator that makes a table by itself: its keyword, and the parser of what follows that.</summary>
internal static class SourceTable
{
    public static IReadOnlyDictionary<string, TokenListParser<SyntaxKind, TabularSource>> All { get; } =
        new Dictionary<string, TokenListParser<SyntaxKind, TabularSource>>(StringComparer.Ordinal)
        {
            ["datatable"] = DataTableSource.Parser,
            ["find"] = FindSource.Parser,
            ["print"] = PrintSource.Parser,
            ["range"] = RangeSource.Parser,
            ["search"] = SearchSource.Parser,
            ["union"] = UnionSource.Parser,
        };
}

/// <summary><c>union</c> at the start of a query: the rows of several tables.</summary>
internal sealed record UnionSource(UnionOperator Union) : TabularSource
{
    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        UnionOperator.Parser.Select(union => (TabularSource)new UnionSource((UnionOperator)union));

    public override Relation Bind(QueryContext query) => Union.Bind(query);
}
