using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>What <c>mv-expand</c> and <c>mv-apply</c> take apart: an expression, the name of its parts, and their type.</summary>
internal sealed record ExpandItem(string? Name, Expression Value, KqlType Type)
{
    private static readonly TokenListParser<SyntaxKind, KqlType> ToType = Tokens.Word("to").IgnoreThen(TypeNames.TypeOf).OptionalOrDefault(KqlType.Dynamic);

    public static TokenListParser<SyntaxKind, ExpandItem> Parser { get; } =
        from item in ExpressionParser.Named
        from type in ToType
        select new ExpandItem(item.Name, item.Value, type);

    /// <summary>How many rows one row may become.</summary>
    public static TokenListParser<SyntaxKind, Expression?> Limit { get; } =
        Tokens.Word("limit").IgnoreThen(ExpressionParser.Scalar).AsNullable().OptionalOrDefault();
}
