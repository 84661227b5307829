using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>as Name</c>: what stands before it has a name for the operators after it.</summary>
internal sealed record AsOperator(string Alias) : TabularOperator("as")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        OperatorOptions.Of().IgnoreThen(ExpressionParser.Name).Select(name => (TabularOperator)new AsOperator(name));

    public override Relation Bind(Relation input, QueryContext query) => input with { TableName = Alias };
}
