namespace MdeHunting.Kql;

/// <summary>Tells a line of a query from a query: what cannot stand by itself.</summary>
internal static class QueryFragment
{
    /// <summary>Whether a text is one line that needs others before or after it.</summary>
    public static bool Is(string text) => !text.Trim().Any(KqlCharacters.IsLineEnd) && (Continues(text) || IsOpen(text));

    /// <summary>Whether a text goes on with what another began.</summary>
    public static bool Continues(string text)
    {
        var query = new SourceText(text);
        return query.Significant.Count > 0
                && query.Significant[0].Kind
                    is KqlTokenKind.Pipe
                        or KqlTokenKind.Comma
                        or KqlTokenKind.Semicolon
                        or KqlTokenKind.CloseParenthesis
                        or KqlTokenKind.CloseBracket
                        or KqlTokenKind.CloseBrace
            || (query.Significant.Count > 0 && KqlFacts.Is(KqlWordPlaces.Continuing, query.TextOf(query.Significant[0])));
    }

    /// <summary>Whether a text ends before its query does: with a comment alone, a definition, an operator or a bracket that is not closed.</summary>
    public static bool IsOpen(string text)
    {
        var query = new SourceText(text);
        if (query.Significant.Count == 0)
        {
            return query.Tokens.Any(token => token.Kind is KqlTokenKind.Comment);
        }

        var last = query.Significant[query.Significant.Count - 1];
        var isCut =
            last.Kind is KqlTokenKind.Pipe or KqlTokenKind.Comma or KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace
            || (last.Kind is KqlTokenKind.Operator && query.TextOf(last) != "*")
            || (query.Significant.Count > 1 && last.Kind is KqlTokenKind.Identifier && KqlFacts.Is(KqlWordPlaces.Last, query.TextOf(last)))
            || last is { Kind: KqlTokenKind.MultiLineString, IsTerminated: false };
        var structure = TokenTree.Of(query);
        return isCut
            || (
                structure.Unpaired >= 0
                && structure.KindAt(structure.Unpaired) is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace
            )
            || (structure.Unpaired < 0 && KqlStatement.In(structure, structure.Whole).All(statement => statement is not TabularStatement));
    }
}
