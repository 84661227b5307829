using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>render</c>: how a person would like to see the rows, which changes none of them.</summary>
internal sealed record RenderOperator() : TabularOperator("render")
{
    public static TokenListParser<KqlToken, TabularOperator> Parser { get; } =
        from chart in Tokens.Of(KqlToken.Word)
        from properties in (TokenListParser<KqlToken, bool>)SkipProperties
        select (TabularOperator)new RenderOperator();

    public override Relation Bind(Relation input, QueryContext query) => input.Step(input.Rows);

    // Whatever they are, up to the end of the operator.
    private static TokenListParserResult<KqlToken, bool> SkipProperties(TokenList<KqlToken> input)
    {
        var depth = 0;
        var rest = input;
        for (var next = rest.ConsumeToken(); next.HasValue; next = rest.ConsumeToken())
        {
            var kind = next.Value.Kind;
            if (depth == 0 && kind is KqlToken.Pipe or KqlToken.Semicolon or KqlToken.CloseParenthesis or KqlToken.CloseBrace)
            {
                break;
            }

            depth +=
                kind is KqlToken.OpenParenthesis ? 1
                : kind is KqlToken.CloseParenthesis ? -1
                : 0;
            rest = next.Remainder;
        }

        return TokenListParserResult.Value(true, input, rest);
    }
}
