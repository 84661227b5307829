namespace MdeHunting.Kql.Slips;

/// <summary>
/// Finds queries that stand one after another in a text, as the portal takes them: with a blank line between. The services' APIs take a text as one query, in
/// which a blank line means nothing, and which ends with its only tabular statement.
/// </summary>
internal static class SeveralQueries
{
    private static readonly HashSet<string> Statements = new(KqlFacts.Beginnings(KqlBeginning.Query), StringComparer.Ordinal);

    private static readonly HashSet<string> InfixWords = new(KqlFacts.Infixes.SelectMany(word => word.Text.Split(' ')), StringComparer.Ordinal);

    /// <summary>The lines on which the text's queries begin, the first of them too; one where it is one query.</summary>
    /// <param name="query">The text.</param>
    /// <param name="isTable">Whether a name is that of a table.</param>
    public static IReadOnlyList<int> Lines(string query, Func<string, bool> isTable)
    {
        var text = new SourceText(query);
        var lines = new List<int>();
        var depth = 0;
        var statement = 0;
        for (var i = 0; i < text.Significant.Count; i++)
        {
            var token = text.Significant[i];
            var isNext = i > 0 && depth == 0 && text.Significant[i - 1].Kind is KqlTokenKind.Semicolon;
            var isFirst = i == 0 || (isNext && IsTabular(text, statement)) || (depth == 0 && Begins(text, i, isTable));
            if (isFirst)
            {
                lines.Add(text.LineAndColumn(token.Start).Line);
            }

            statement = isFirst || isNext ? i : statement;
            depth = Math.Max(
                0,
                depth
                    + (
                        token.Kind switch
                        {
                            KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace => 1,
                            KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace => -1,
                            _ => 0,
                        }
                    )
            );
        }

        return lines;
    }

    // A text may have any number of the other statements before its query. A ';' on its own is none.
    private static bool IsTabular(SourceText text, int statement) =>
        text.Significant[statement].Kind is not KqlTokenKind.Semicolon
        && !(
            text.Significant[statement].Kind is KqlTokenKind.Identifier
            && (KqlFacts.BeginningOf(text.TextOf(text.Significant[statement])) & KqlBeginning.Definition) != 0
        );

    private static bool Begins(SourceText text, int index, Func<string, bool> isTable)
    {
        var (before, token) = (text.Significant[index - 1], text.Significant[index]);
        var between = LineEnds(text.Source.Substring(before.End, token.Start - before.End));
        if (between == 0 || token.Kind is not (KqlTokenKind.Identifier or KqlTokenKind.BracketedName or KqlTokenKind.Dot) || !IsEnd(text, index - 1))
        {
            return false;
        }

        // A management command, such as .show tables.
        if (token.Kind is KqlTokenKind.Dot)
        {
            return between > 1;
        }

        var name = text.ValueOf(token);
        return token.Kind is KqlTokenKind.BracketedName
            ? isTable(name)
            : !IsWord(name)
                && (
                    Statements.Contains(name)
                    || isTable(name)
                    || (
                        between > 1
                        && index + 1 < text.Significant.Count
                        && text.Significant[index + 1].Kind is KqlTokenKind.Pipe or KqlTokenKind.OpenParenthesis
                    )
                );
    }

    private static bool IsWord(string name) => InfixWords.Contains(name) || KqlFacts.Is(KqlWordPlaces.Within, name);

    // Whether a query could end there: with a value, or an operator that needs none.
    private static bool IsEnd(SourceText text, int index)
    {
        var token = text.Significant[index];
        if (token.Kind is KqlTokenKind.Operator)
        {
            return text.TextOf(token) == "*";
        }

        if (token.Kind is not KqlTokenKind.Identifier)
        {
            return token.Kind
                is not (
                    KqlTokenKind.Pipe
                    or KqlTokenKind.Semicolon
                    or KqlTokenKind.Comma
                    or KqlTokenKind.Dot
                    or KqlTokenKind.OpenParenthesis
                    or KqlTokenKind.OpenBracket
                    or KqlTokenKind.OpenBrace
                );
        }

        var name = text.TextOf(token);
        if (index > 0 && text.Significant[index - 1].Kind is KqlTokenKind.Pipe)
        {
            return KqlFacts.Operator(name)?.Takes(KqlArguments.Optional) ?? true;
        }

        return !Statements.Contains(name) && (!IsWord(name) || KqlFacts.Is(KqlWordPlaces.EndOfKey, name));
    }

    private static int LineEnds(string between)
    {
        var lines = between.Replace("\r\n", "\n");
        return lines.Count(KqlCharacters.IsLineEnd);
    }
}
