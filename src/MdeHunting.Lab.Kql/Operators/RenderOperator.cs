using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>render</c>: how a person would like to see the rows, which changes none of them.</summary>
internal sealed record RenderOperator() : TabularOperator("render")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from chart in Tokens.Of(SyntaxKind.Word)
        from properties in (TokenListParser<SyntaxKind, bool>)SkipProperties
        select (TabularOperator)new RenderOperator();

    public override Relation Bind(Relation input, QueryContext query) => input.Step(input.Rows);

    // Whatever they are, up to the end of the operator.
    private static TokenListParserResult<SyntaxKind, bool> SkipProperties(TokenList<SyntaxKind> input)
    {
        var depth = 0;
        var rest = input;
        for (var next = rest.ConsumeToken(); next.HasValue; next = rest.ConsumeToken())
        {
            var kind = next.Value.Kind;
            if (depth == 0 && kind is SyntaxKind.Pipe or SyntaxKind.Semicolon or SyntaxKind.CloseParenthesis or SyntaxKind.CloseBrace)
            {
                break;
            }

            depth +=
                kind is SyntaxKind.OpenParenthesis ? 1
                : kind is SyntaxKind.CloseParenthesis ? -1
                : 0;
            rest = next.Remainder;
        }

        return TokenListParserResult.Value(true, input, rest);
    }
}
