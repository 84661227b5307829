namespace MdeHunting.Kql;

/// <summary>One statement of a query or of a function's body.</summary>
/// <param name="Span">All of it, without its semicolon.</param>
internal abstract record KqlStatement(TokenRange Span)
{
    /// <summary>The statements of a span, empty ones left out.</summary>
    public static IEnumerable<KqlStatement> In(TokenTree query, TokenRange span) =>
        query.Split(span, KqlTokenKind.Semicolon).Where(statement => !statement.IsEmpty).Select(statement => Read(query, statement));

    private static KqlStatement Read(TokenTree query, TokenRange span)
    {
        switch (query.TextAt(span.Start))
        {
            case "let" when query.NameAt(span.Start + 1) is { } name && query.Is(span.Start + 2, "="):
                return ReadLet(query, span, name);
            case { } word
                when word != "let"
                    && (KqlFacts.BeginningOf(word) & KqlBeginning.Definition) != 0
                    && span.Count > 1
                    && query.KindAt(span.Start + 1) == KqlTokenKind.Identifier:
                return new DirectiveStatement(span, word);
            default:
                return new TabularStatement(span);
        }
    }

    // let f = (a:string, T:(*)) { … }, let f = view () { … }, or let x = anything else.
    private static LetStatement ReadLet(TokenTree query, TokenRange span, string name)
    {
        var value = span.From(span.Start + 3);
        var parameters = query.Is(value.Start, "view") ? value.Start + 1 : value.Start;
        if (parameters >= span.End || query.KindAt(parameters) != KqlTokenKind.OpenParenthesis)
        {
            return new LetStatement(span, name, value, null);
        }

        var body = query.PartnerOf(parameters) + 1;
        return body < span.End && query.KindAt(body) == KqlTokenKind.OpenBrace && query.PartnerOf(body) == span.End - 1
            ? new LetStatement(span, name, query.Inside(body), query.Inside(parameters))
            : new LetStatement(span, name, value, null);
    }
}

/// <summary>A let statement.</summary>
/// <param name="Span">All of it.</param>
/// <param name="Name">What it names.</param>
/// <param name="Value">The value, or what stands between a function's braces.</param>
/// <param name="Parameters">What stands between a function's parentheses; null where it is none.</param>
internal sealed record LetStatement(TokenRange Span, string Name, TokenRange Value, TokenRange? Parameters) : KqlStatement(Span);

/// <summary>A statement that neither gives rows nor names anything: <c>set</c>, <c>alias</c>, <c>declare</c>, <c>pattern</c>, <c>restrict</c>.</summary>
internal sealed record DirectiveStatement(TokenRange Span, string Keyword) : KqlStatement(Span);

/// <summary>A statement that gives rows.</summary>
internal sealed record TabularStatement(TokenRange Span) : KqlStatement(Span);
