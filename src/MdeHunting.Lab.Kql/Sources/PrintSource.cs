using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary><c>print</c>: one row of values. One that has no name is <c>print_</c> and its place.</summary>
internal sealed record PrintSource(IReadOnlyList<NamedExpression> Items) : TabularSource
{
    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        ExpressionParser.Named.SeparatedByCommas().Select(items => (TabularSource)new PrintSource(items));

    public override Relation Bind(QueryContext query)
    {
        var binder = new ExpressionBinder(query, "print", []);
        var names = new ColumnNames();
        var values = Items.Select(item => binder.Bind(item.Value)).ToArray();
        var columns = Items.Select((item, i) => new KqlColumn(names.Take(item.Name ?? $"print_{i}"), values[i].Type)).ToArray();
        return new(columns, Print(values));
    }

    private static IEnumerable<object?[]> Print(Scalar[] values)
    {
        yield return Array.ConvertAll(values, value => value.Value);
    }
}
