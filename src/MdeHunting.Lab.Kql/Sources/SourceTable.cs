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
            ["print"] = PrintSource.Parser,
            ["range"] = RangeSource.Parser,
            ["search"] = SearchSource.Parser,
            ["union"] = UnionSource.Parser,
        };
}
