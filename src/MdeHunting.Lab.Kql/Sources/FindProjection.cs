using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>What comes out of <c>find</c>: <c>project Name, Other:type, pack_all()</c>.</summary>
/// <param name="Names">The columns, each with the type that it must have, where one is named.</param>
/// <param name="HasBag">Whether the others come out in a property bag.</param>
internal sealed record FindProjection(IReadOnlyList<(string Name, KqlType? Type)> Names, bool HasBag)
{
    private static readonly TokenListParser<SyntaxKind, (string Name, KqlType? Type)> Column =
        from name in ExpressionParser.Name
        from type in Tokens.Of(SyntaxKind.Colon).IgnoreThen(TypeNames.Parser).Select(type => (KqlType?)type).OptionalOrDefault()
        select (name, type);

    private static readonly TokenListParser<SyntaxKind, (string Name, KqlType? Type)> All =
        from word in Tokens.Word("pack_all")
        from open in Tokens.Of(SyntaxKind.OpenParenthesis)
        from close in Tokens.Of(SyntaxKind.CloseParenthesis)
        select (string.Empty, (KqlType?)null);

    // One word to the language and three tokens here.
    private static readonly TokenListParser<SyntaxKind, FindProjection?> Smart =
        from word in Tokens.Word("project")
        from dash in Tokens.Of(SyntaxKind.Symbol).Where(symbol => symbol.Span.EqualsValue("-"))
        from smart in Tokens.Word("smart")
        select (FindProjection?)null;

    /// <summary>Reads it; null for <c>project-smart</c>, which is the same as nothing.</summary>
    public static TokenListParser<SyntaxKind, FindProjection?> Parser { get; } =
        Smart
            .Try()
            .Or(
                Tokens
                    .Word("project")
                    .IgnoreThen(All.Try().Or(Column).SeparatedByCommas())
                    .Select(items =>
                        (FindProjection?)new FindProjection([.. items.Where(item => item.Name.Length > 0)], items.Any(item => item.Name.Length == 0))
                    )
            )
            .OptionalOrDefault();

    /// <summary>The columns of a table; those that it lacks are null, or empty.</summary>
    public NamedExpression[] Columns(Relation table) =>
        [
            .. Names.Select(item =>
            {
                var place = table.PlaceOf(item.Name);
                var type = item.Type ?? (place is { } at ? table.Columns[at].Type : KqlType.String);
                return place is { } found && table.Columns[found].Type == type
                    ? new NamedExpression(null, new Expression.Name(item.Name))
                    : new NamedExpression(item.Name, new Expression.Literal(type, Scalar.NullOf(type)));
            }),
        ];
}
