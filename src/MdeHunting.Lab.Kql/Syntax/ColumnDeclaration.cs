using Superpower;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Columns as a query declares them: <c>(Name: type, ...)</c>.</summary>
internal static class ColumnDeclaration
{
    private static readonly TokenListParser<SyntaxKind, KqlColumn> Column =
        from name in ExpressionParser.Name
        from colon in Tokens.Of(SyntaxKind.Colon)
        from type in TypeNames.Parser
        select new KqlColumn(name, type);

    public static TokenListParser<SyntaxKind, KqlColumn[]> List { get; } = Column.ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma)).InParentheses();
}
