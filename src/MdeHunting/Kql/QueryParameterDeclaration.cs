namespace MdeHunting.Kql;

/// <summary>
/// A parameter that a query declares: <c>declare query_parameters(Name:type = default, …)</c>,
/// https://learn.microsoft.com/kusto/query/query-parameters-statement.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as it is written; empty where there is none.</param>
/// <param name="Span">All of it.</param>
internal readonly record struct QueryParameterDeclaration(string Name, string Type, TokenRange Span)
{
    private const string Word = "query_parameters";

    /// <summary>Whether a text may have such a statement; one that has not is not read for it.</summary>
    public static bool MayBeIn(string query) => query.IndexOf(Word, StringComparison.Ordinal) >= 0;

    /// <summary>The parameters that a query declares.</summary>
    public static IReadOnlyList<QueryParameterDeclaration> In(string query)
    {
        if (!MayBeIn(query))
        {
            return [];
        }

        var tree = TokenTree.Of(new SourceText(query));
        return [.. KqlStatement.In(tree, tree.Whole).OfType<DirectiveStatement>().SelectMany(directive => In(tree, directive) ?? [])];
    }

    /// <summary>The parameters that a statement declares; null where it is another statement.</summary>
    public static IReadOnlyList<QueryParameterDeclaration>? In(TokenTree query, DirectiveStatement directive)
    {
        var open = directive.Span.Start + 2;
        return !query.Is(open - 1, Word) ? null
            : query.KindAt(open) != KqlTokenKind.OpenParenthesis ? []
            :
            [
                .. query
                    .Split(query.Inside(open), KqlTokenKind.Comma)
                    .Where(parameter => query.NameAt(parameter.Start) is not null)
                    .Select(parameter => new QueryParameterDeclaration(query.NameAt(parameter.Start)!, query.TextAt(parameter.Start + 2), parameter)),
            ];
    }

    /// <summary>Its default value; null where it has none.</summary>
    public TokenRange? Default(TokenTree query) => query.Is(Span.Start + 3, "=") ? Span.From(Span.Start + 4) : null;
}
