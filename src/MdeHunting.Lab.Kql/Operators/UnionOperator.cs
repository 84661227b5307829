using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>union</c>: the rows of several tables, one table after the other.</summary>
/// <param name="Legs">The tables beside the one before the pipe.</param>
/// <param name="IsInner">Whether only the columns that all tables have come out.</param>
/// <param name="SourceColumn">The column that says which table a row is from, or null.</param>
/// <param name="IsFuzzy">Whether a table that is not there is passed over, as long as one is.</param>
internal sealed record UnionOperator(IReadOnlyList<UnionLeg> Legs, bool IsInner, string? SourceColumn, bool IsFuzzy) : TabularOperator("union")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of("kind", "withsource", "isfuzzy")
        from legs in UnionLeg.Parser.SeparatedByCommas()
        select (TabularOperator)Create(options, legs);

    public override Relation Bind(Relation input, QueryContext query) => Unite([input, .. BindLegs(query, hasInput: true)]);

    /// <summary>Binds it with no table before it.</summary>
    public Relation Bind(QueryContext query) => Unite(BindLegs(query, hasInput: false));

    private Relation Unite(IReadOnlyList<Relation> tables)
    {
        var merge = UnionColumns.Merge(tables, IsInner);
        if (SourceColumn is null)
        {
            return new(merge.Columns, tables.SelectMany((table, i) => merge.Rows(table, i)));
        }

        var names = new ColumnNames();
        var source = new KqlColumn(names.Take(SourceColumn), KqlType.String);
        KqlColumn[] columns = [source, .. merge.Columns.Select(column => column with { Name = names.Take(column.Name) })];
        return new(
            columns,
            tables.SelectMany(
                (table, i) =>
                {
                    var name = table.TableName ?? $"union_arg{i}";
                    return merge.Rows(table, i).Select(row => (object?[])[name, .. row]);
                }
            )
        );
    }

    private static UnionOperator Create(IReadOnlyDictionary<string, string> options, IReadOnlyList<UnionLeg> legs) =>
        new(legs, Is(options, "kind", "outer", "inner"), options.GetValueOrDefault("withsource"), Is(options, "isfuzzy", "false", "true"));

    // An option of two values, the first of which it has by itself.
    private static bool Is(IReadOnlyDictionary<string, string> options, string option, string first, string second)
    {
        var value = options.GetValueOrDefault(option, first);
        return value == first || value == second ? value == second : throw SemanticError.NoOption("union", option, value);
    }

    private List<Relation> BindLegs(QueryContext query, bool hasInput)
    {
        var tables = new List<Relation>();
        KqlException? missing = null;
        foreach (var leg in Legs)
        {
            try
            {
                tables.AddRange(leg.Bind(query));
            }
            catch (KqlException failure) when (IsFuzzy && failure.IsForMissingTable)
            {
                missing = failure;
            }
        }

        return tables.Count == 0 && !hasInput && missing is not null ? throw missing : tables;
    }
}
