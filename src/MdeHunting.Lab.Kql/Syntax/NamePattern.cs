using System.IO.Enumeration;
using System.Text;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>A name, or a pattern of names in which <c>*</c> stands for any text.</summary>
internal sealed record NamePattern(string Text, bool IsWildcard)
{
    /// <summary>A pattern is one word to the language and several tokens here, with nothing between them.</summary>
    public static TokenListParser<SyntaxKind, NamePattern> Parser { get; } =
        ((TokenListParser<SyntaxKind, NamePattern>)ReadWildcard).Or(ExpressionParser.Name.Select(name => new NamePattern(name, IsWildcard: false)));

    public bool Matches(string name) => IsWildcard ? FileSystemName.MatchesSimpleExpression(Text.Replace("\\", "\\\\"), name, ignoreCase: false) : Text == name;

    private static TokenListParserResult<SyntaxKind, NamePattern> ReadWildcard(TokenList<SyntaxKind> input)
    {
        var text = new StringBuilder();
        var isWildcard = false;
        var rest = input;
        var end = -1;
        for (var next = rest.ConsumeToken(); next.HasValue && IsPart(next.Value); next = rest.ConsumeToken())
        {
            if (end >= 0 && next.Value.Position.Absolute != end)
            {
                break;
            }

            var part = next.Value.ToStringValue();
            isWildcard |= part == "*";
            text.Append(part);
            end = next.Value.Position.Absolute + part.Length;
            rest = next.Remainder;
        }

        return isWildcard
            ? TokenListParserResult.Value(new NamePattern(text.ToString(), IsWildcard: true), input, rest)
            : TokenListParserResult.Empty<SyntaxKind, NamePattern>(input);
    }

    private static bool IsPart(Token<SyntaxKind> token) =>
        token.Kind is SyntaxKind.Word or SyntaxKind.Integer or SyntaxKind.Timespan || (token.Kind == SyntaxKind.Symbol && token.Span.EqualsValue("*"));
}
