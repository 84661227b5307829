using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>
/// <c>search</c>: the rows of many tables for which a test holds, with the name of their table before them. A text that stands alone in the test is
/// looked for in every column of texts. A column that the test names must be in all of the tables.
/// </summary>
/// <param name="IsCaseSensitive">Whether a text is only found as it is written.</param>
/// <param name="Tables">The tables, or null for every one.</param>
/// <param name="Predicate">The test.</param>
internal sealed record SearchSource(bool IsCaseSensitive, IReadOnlyList<UnionLeg>? Tables, Expression Predicate) : TabularSource
{
    private const string TableColumn = "$table";

    /// <summary>The tables that are named; null where none are.</summary>
    public static readonly TokenListParser<SyntaxKind, UnionLeg[]?> In = Tokens
        .Word("in")
        .IgnoreThen(UnionLeg.Parser.SeparatedByCommas().InParentheses())
        .AsNullable()
        .OptionalOrDefault();

    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        from options in OperatorOptions.Of("kind")
        from tables in In
        from predicate in ExpressionParser.Scalar
        select (TabularSource)new SearchSource(options.GetValueOrDefault("kind") == "case_sensitive", tables, predicate);

    public override Relation Bind(QueryContext query)
    {
        var legs = Tables ?? [UnionLeg.Every];
        return new UnionOperator([.. legs.Select(leg => leg.Through(table => Keep(table, query)))], IsInner: false, TableColumn, IsFuzzy: false).Bind(query);
    }

    private Relation Keep(Relation table, QueryContext query)
    {
        return new WhereOperator(Spread(Predicate, Texts(table), IsCaseSensitive)).Bind(table, query) with { TableName = table.TableName };
    }

    /// <summary>The columns in which a text that stands alone is looked for.</summary>
    public static string[] Texts(Relation table) => [.. table.Columns.Where(column => TypeSet.Text.Contains(column.Type)).Select(column => column.Name)];

    /// <summary>A test in which each text that stands alone is looked for in columns.</summary>
    public static Expression Spread(Expression test, string[] columns, bool isCaseSensitive) =>
        test switch
        {
            Expression.Literal { Type: KqlType.String } text => new Expression.Logical(
                IsAnd: false,
                [new Expression.Literal(KqlType.Bool, false), .. columns.Select(column => Find(text, column, isCaseSensitive))]
            ),
            Expression.Logical all => all with { Operands = [.. all.Operands.Select(operand => Spread(operand, columns, isCaseSensitive))] },
            Expression.Call { Function: "not", Arguments: [var inner] } => new Expression.Call("not", [Spread(inner, columns, isCaseSensitive)]),
            _ => test,
        };

    // A star at an end stands for more letters there.
    private static Expression.Binary Find(Expression.Literal text, string column, bool isCaseSensitive)
    {
        var sought = (string)text.Value!;
        var word = sought.Contains('*') ? "contains" : "has";
        return new Expression.Binary(
            BinaryOperatorTable.All[isCaseSensitive ? $"{word}_cs" : word],
            new Expression.Name(column),
            text with
            {
                Value = sought.Trim('*'),
            }
        );
    }
}
