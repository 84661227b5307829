using Superpower;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Columns as a query declares them: <c>(Name: type, ...)</c>.</summary>
internal static class ColumnDeclaration
{
    private static readonly TokenListParser<KqlToken, KqlColumn> Column =
        from name in ExpressionParser.Name
        from colon in Tokens.Of(KqlToken.Colon)
        from type in TypeNames.Parser
        select new KqlColumn(name, type);

    public static TokenListParser<KqlToken, KqlColumn[]> List { get; } = Column.ManyDelimitedBy(Tokens.Of(KqlToken.Comma)).InParentheses();
}
