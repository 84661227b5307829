using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>One of the tables of a <c>union</c>, or a pattern that several tables' names match.</summary>
internal abstract record UnionLeg
{
    private UnionLeg() { }

    public static TokenListParser<SyntaxKind, UnionLeg> Parser { get; } =
        NamePattern
            .Parser.Where(pattern => pattern.IsWildcard)
            .Try()
            .Select(pattern => (UnionLeg)new Matching(pattern))
            .Or(ExpressionParser.Table.Select(table => (UnionLeg)new One(table)));

    /// <summary>Every table of the database.</summary>
    public static UnionLeg Every { get; } = new Matching(new NamePattern("*", IsWildcard: true));

    /// <summary>A table under way.</summary>
    public static UnionLeg Of(Relation table) => new Bound(table);

    public abstract IEnumerable<Relation> Bind(QueryContext query);

    /// <summary>The same tables, each with something done to it.</summary>
    public UnionLeg Through(Func<Relation, Relation> step) => new Stepped(this, step);

    private sealed record Stepped(UnionLeg Tables, Func<Relation, Relation> Step) : UnionLeg
    {
        public override IEnumerable<Relation> Bind(QueryContext query) => Tables.Bind(query).Select(Step);
    }

    private sealed record Bound(Relation Table) : UnionLeg
    {
        public override IEnumerable<Relation> Bind(QueryContext query) => [Table];
    }

    private sealed record One(Expression Table) : UnionLeg
    {
        public override IEnumerable<Relation> Bind(QueryContext query) => [TableBinder.Bind(Table, query, "union")];
    }

    // Tables of the database, and those functions of the query that are meant to be found.
    private sealed record Matching(NamePattern Pattern) : UnionLeg
    {
        public override IEnumerable<Relation> Bind(QueryContext query)
        {
            var views = query
                .Views.Where(view => Pattern.Matches(view.Name))
                .OrderBy(view => view.Name, StringComparer.Ordinal)
                .Select(view => FunctionBinder.BindTable(view, [], query) with { TableName = view.Name });
            var tables = query.Database.Tables.Keys.Where(Pattern.Matches).Select(name => TableBinder.FindInDatabase(name, query)!);
            Relation[] found = [.. views, .. tables];
            return found.Length > 0 ? found : throw SemanticError.NoTable(Pattern.Text, "union");
        }
    }
}
