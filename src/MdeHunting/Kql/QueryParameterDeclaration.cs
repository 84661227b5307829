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
    /// <summary>The word behind <c>declare</c>.</summary>
    public const string Word = "query_parameters";

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
                .. Pieces(query, open)
                    .Where(parameter => query.NameAt(parameter.Start) is not null)
                    .Select(parameter => new QueryParameterDeclaration(query.NameAt(parameter.Start)!, query.TextAt(parameter.Start + 2), parameter)),
            ];
    }

    /// <summary>The tokens at which parameters are declared and no statement begins; what stands before them isn't ended.</summary>
    public static IEnumerable<int> Misplaced(TokenTree query) =>
        Enumerable
            .Range(0, query.Whole.End)
            .Where(token =>
                query.Is(token, "declare")
                && query.Is(token + 1, Word)
                && token > 0
                && query.KindAt(token - 1) is not (KqlTokenKind.Semicolon or KqlTokenKind.OpenBrace)
            );

    /// <summary>What is wrong with a statement that declares parameters, and at which token; null where nothing is.</summary>
    public static (int Token, string What, string NextStep)? Fault(TokenTree query, DirectiveStatement directive)
    {
        const string form = "Write it as declare query_parameters(name:type = default, …); with one pair of parentheses.";
        var open = directive.Span.Start + 2;
        if (query.KindAt(open) != KqlTokenKind.OpenParenthesis)
        {
            return (open, $"'{Word}' must be followed by '('", form);
        }

        var close = query.PartnerOf(open);
        foreach (var parameter in Pieces(query, open))
        {
            if (FaultOf(query, parameter) is { } fault)
            {
                return (fault.Token, fault.What, form);
            }
        }

        return query.IsOpen(open) || query.KindAt(close) != KqlTokenKind.CloseParenthesis ? (open, "its '(' isn't closed by a ')'", form)
            : close + 1 < directive.Span.End
                ? (close + 1, $"its ')' is followed by '{Short(query.TextAt(close + 1))}'", "Write a ';' after the ')', and the query after it.")
            : null;
    }

    // Name:type or Name:type = value, and of the value whatever has no comma; what it may be depends on the type.
    private static (int Token, string What)? FaultOf(TokenTree query, TokenRange parameter)
    {
        var start = parameter.Start;
        if (parameter.IsEmpty || query.NameAt(start) is null)
        {
            return (start, parameter.IsEmpty ? "a parameter is missing" : $"'{Short(query.TextAt(start))}' isn't the name of a parameter");
        }

        if (parameter.Count < 2 || !query.Is(start + 1, ":"))
        {
            return (start, $"the parameter '{query.NameAt(start)}' has no type, which ':' stands before");
        }

        if (parameter.Count < 3 || query.KindAt(start + 2) != KqlTokenKind.Identifier)
        {
            return (start + 1, $"the parameter '{query.NameAt(start)}' has no type after its ':'");
        }

        return parameter.Count == 3 ? null
            : !query.Is(start + 3, "=") ? (start + 3, $"the type of '{query.NameAt(start)}' is followed by '{Short(query.TextAt(start + 3))}'")
            : parameter.Count == 4 ? (start + 3, $"the parameter '{query.NameAt(start)}' has no value after its '='")
            : Enumerable.Range(start + 4, parameter.Count - 4).FirstOrDefault(token => query.KindAt(token) == KqlTokenKind.Semicolon) is > 0 and var end
                ? (end, "a ';' stands before its ')'")
            : null;
    }

    private static string Short(string text) => text.Length > 40 ? $"{text.Substring(0, 40)}…" : text;

    // Without parameters there is no piece either.
    private static IEnumerable<TokenRange> Pieces(TokenTree query, int open) =>
        query.Inside(open).IsEmpty ? [] : query.Split(query.Inside(open), KqlTokenKind.Comma);

    /// <summary>Its default value; null where it has none.</summary>
    public TokenRange? Default(TokenTree query) => query.Is(Span.Start + 3, "=") ? Span.From(Span.Start + 4) : null;
}
