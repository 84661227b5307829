using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary><c>range x from a to b step c</c>: one column of values that are a step apart.</summary>
internal sealed record RangeSource(string Column, Expression From, Expression To, Expression Step) : TabularSource
{
    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        from column in ExpressionParser.Name
        from fromWord in Tokens.Word("from")
        from start in ExpressionParser.Scalar
        from toWord in Tokens.Word("to")
        from end in ExpressionParser.Scalar
        from stepWord in Tokens.Word("step")
        from step in ExpressionParser.Scalar
        select (TabularSource)new RangeSource(column, start, end, step);

    public override Relation Bind(QueryContext query)
    {
        var binder = new ExpressionBinder(query, "range", []);
        var (start, end, step) = (binder.Bind(From), binder.Bind(To), binder.Bind(Step));
        var steps = ValueRange.Of(start, end, step) ?? throw SemanticError.WrongArguments("range", [start.Type, end.Type, step.Type]);
        return new([new KqlColumn(Column, steps.Type)], steps.Values().Select(value => new object?[] { value }).Watched(query.Token)) { IsSerialized = true };
    }
}
