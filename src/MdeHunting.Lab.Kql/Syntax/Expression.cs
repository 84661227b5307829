using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Lab.Kql.Sources;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What a query says, before its names mean anything. A pipeline is an expression too: it may stand in parentheses wherever a table may.</summary>
internal abstract record Expression
{
    private Expression() { }

    public sealed record Literal(KqlType Type, object? Value) : Expression;

    public sealed record Name(string Text) : Expression;

    public sealed record Member(Expression Target, string Key) : Expression;

    public sealed record Element(Expression Target, Expression Key) : Expression;

    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary>The <c>*</c> of <c>arg_max(Timestamp, *)</c>.</summary>
    public sealed record Star : Expression;

    public sealed record Negate(Expression Operand) : Expression;

    public sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right) : Expression;

    /// <summary>One <c>and</c> or <c>or</c> over all its operands, so that a long chain does not nest.</summary>
    public sealed record Logical(bool IsAnd, IReadOnlyList<Expression> Operands) : Expression;

    public sealed record InList(ListOperator Operator, Expression Operand, IReadOnlyList<Expression> Items) : Expression;

    public sealed record Between(bool IsNegated, Expression Operand, Expression Low, Expression High) : Expression;

    /// <summary>An operator that makes a table out of nothing, such as <c>print</c>.</summary>
    public sealed record Generated(TabularSource Table) : Expression;

    /// <summary>A function that a <c>let</c> names: what it takes, and the statements of its body, the last of which is its result.</summary>
    public sealed record Lambda(IReadOnlyList<LambdaParameter> Parameters, IReadOnlyList<Statement> Body, bool IsView) : Expression;

    public sealed record Pipeline(Expression Source, IReadOnlyList<TabularOperator> Operators) : Expression;
}
