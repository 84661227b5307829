using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>
/// <c>find</c>: the rows of many tables for which a test holds, with the name of their table before them. What a table lacks is null in the test, and a table
/// that has none of the columns that the test names is left out.
/// </summary>
/// <param name="SourceColumn">The name of the column that says which table a row is from.</param>
/// <param name="Tables">The tables, or null for every one.</param>
/// <param name="Predicate">The test.</param>
/// <param name="Projection">
/// The columns that come out; null for those that the test names and those that all tables have, and the others in a property bag.
/// </param>
internal sealed record FindSource(string SourceColumn, IReadOnlyList<UnionLeg>? Tables, Expression Predicate, FindProjection? Projection) : TabularSource
{
    private const string Bag = "pack_";

    private static readonly TokenListParser<SyntaxKind, bool> Keyword = Tokens.Word("where").Value(true).OptionalOrDefault();

    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        from options in OperatorOptions.Of("withsource")
        from tables in SearchSource.In
        from keyword in Keyword
        from predicate in ExpressionParser.Scalar
        from projection in FindProjection.Parser
        select (TabularSource)new FindSource(options.GetValueOrDefault("withsource", "source_"), tables, predicate, projection);

    public override Relation Bind(QueryContext query)
    {
        var legs = (Tables ?? [UnionLeg.Every]).SelectMany(leg => leg.Bind(query)).ToArray();
        var named = QueryNames.In(Predicate);
        var tables = Array.FindAll(legs, table => named.Count == 0 || table.Columns.Any(column => named.Contains(column.Name)));
        if (tables.Length == 0)
        {
            // Nothing has the columns: the test says so of the tables as they are.
            tables = legs;
        }

        var merge = UnionColumns.Merge(tables, isInner: false);
        string[] common =
        [
            .. merge.Columns.Select(column => column.Name).Where(name => named.Contains(name) || tables.All(table => table.PlaceOf(name) is not null)),
        ];
        var parts = tables.Select((table, i) => Part(table, new Relation(merge.Columns, merge.Rows(table, i)), common, query)).ToArray();
        return new UnionOperator([.. parts.Select(part => UnionLeg.Of(part))], IsInner: false, SourceColumn, IsFuzzy: false).Bind(query);
    }

    private Relation Part(Relation table, Relation whole, string[] common, QueryContext query)
    {
        var kept = new WhereOperator(SearchSource.Spread(Predicate, SearchSource.Texts(table), isCaseSensitive: false)).Bind(whole, query);
        var shown = Projection is null ? [.. common.Select(name => new NamedExpression(null, new Expression.Name(name)))] : Projection.Columns(whole);
        if (Projection is null or { HasBag: true })
        {
            var rest = table.Columns.Where(column => whole.PlaceOf(column.Name) is not null && !shown.Any(one => ColumnNames.Infer(one.Value) == column.Name));
            shown = [.. shown, new NamedExpression(Bag, Packed([.. rest]))];
        }

        return new ProjectOperator(shown).Bind(kept, query) with
        {
            TableName = table.TableName,
        };
    }

    private static Expression.Call Packed(KqlColumn[] columns) =>
        new(
            "bag_pack",
            [.. columns.SelectMany(column => (Expression[])[new Expression.Literal(KqlType.String, column.Name), new Expression.Name(column.Name)])]
        );
}
