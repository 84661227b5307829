using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Reads a whole query, and says where it cannot.</summary>
internal static class QueryParser
{
    // What nests is parsed, bound and run by recursion.
    private const int MaximumDepth = 50;
    private const int MaximumOperators = 500;

    private static readonly KqlTokenizer Tokenizer = new();

    private static readonly TokenListParser<SyntaxKind, Statement[]> Usual = StatementParser
        .Let.Or(StatementParser.Result)
        .Select(statement => new[] { statement });
    private static readonly TokenListParser<SyntaxKind, Statement[]> Statements = All(Usual);
    private static readonly TokenListParser<SyntaxKind, Statement[]> WithDeclarations = All(StatementParser.Declaration.Or(Usual));

    /// <summary>Reads a query.</summary>
    /// <param name="query">Its text.</param>
    /// <param name="takesDeclarations">Whether it may declare parameters.</param>
    public static IReadOnlyList<Statement> Parse(string query, bool takesDeclarations)
    {
        var tokens = Tokenizer.TryTokenize(query);
        if (!tokens.HasValue)
        {
            throw KqlException.Syntax(query, tokens.ErrorPosition.HasValue ? tokens.ErrorPosition : EndOf(query));
        }

        CheckSize(query, tokens.Value);
        var statements = Parse(query, tokens.Value, takesDeclarations ? WithDeclarations : Statements);

        // One query gives one result: the services' API has no place for a second.
        for (var i = 1; i < statements.Length; i++)
        {
            if (statements[i - 1].Name is null)
            {
                throw KqlException.Syntax(query, statements[i].Start);
            }
        }

        return statements;
    }

    private static Statement[] Parse(string query, TokenList<SyntaxKind> tokens, TokenListParser<SyntaxKind, Statement[]> parser)
    {
        try
        {
            var result = parser.TryParse(tokens);
            if (result.HasValue)
            {
                return result.Value;
            }

            throw KqlException.Syntax(query, result.ErrorPosition.HasValue ? result.ErrorPosition : EndOf(query));
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooComplex(query, Position.Zero);
        }
    }

    private static TokenListParser<SyntaxKind, Statement[]> All(TokenListParser<SyntaxKind, Statement[]> statement) =>
        (from one in statement from end in Tokens.Of(SyntaxKind.Semicolon).Or(Tokens.End) select one)
            .Many()
            .AtEnd()
            .Select(all => all.SelectMany(one => one).ToArray());

    private static void CheckSize(string query, TokenList<SyntaxKind> tokens)
    {
        var depth = 0;
        var operators = 0;
        foreach (var token in tokens)
        {
            if (token.Kind is SyntaxKind.OpenParenthesis or SyntaxKind.OpenBracket or SyntaxKind.OpenBrace)
            {
                depth++;
            }
            else if (token.Kind is SyntaxKind.CloseParenthesis or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace)
            {
                depth--;
            }
            else if (token.Kind == SyntaxKind.Pipe)
            {
                operators++;
            }

            if (depth > MaximumDepth || operators > MaximumOperators)
            {
                throw TooComplex(query, token.Position);
            }
        }
    }

    private static KqlException TooComplex(string query, Position at) => KqlException.Syntax(query, at, "The query is too complex");

    private static Position EndOf(string query)
    {
        var position = Position.Zero;
        foreach (var c in query)
        {
            position = position.Advance(c);
        }

        return position;
    }
}
