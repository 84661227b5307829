namespace MdeHunting.Kql.Completion;

/// <summary>A pipeline that is open at the cursor: of the query, or within a bracket that has not been closed.</summary>
/// <param name="opener">The index of the bracket's token; -1 for the query itself.</param>
internal sealed class CompletionScope(int opener)
{
    /// <summary>The index of the bracket's token; -1 for the query itself.</summary>
    public int Opener => opener;

    /// <summary>The statements before the one at the cursor.</summary>
    public List<TokenRange> Statements { get; } = [];

    /// <summary>The segments before the one at the cursor: the source, and operators.</summary>
    public List<TokenRange> Segments { get; } = [];

    /// <summary>Where the segment at the cursor begins.</summary>
    public int Start { get; private set; } = opener + 1;

    /// <summary>The pipelines that are open at the end of a query's beginning, from the query to the innermost.</summary>
    public static IReadOnlyList<CompletionScope> OpenIn(TokenTree query)
    {
        var scopes = new List<CompletionScope> { new(-1) };
        for (var i = 0; i < query.Whole.End; i++)
        {
            switch (query.KindAt(i))
            {
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace when query.IsOpen(i):
                    scopes.Add(new CompletionScope(i));
                    break;
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace:
                    i = query.PartnerOf(i);
                    break;
                case KqlTokenKind.Pipe:
                    scopes[scopes.Count - 1].Pipe(i);
                    break;
                case KqlTokenKind.Semicolon:
                    scopes[scopes.Count - 1].Semicolon(i);
                    break;
            }
        }

        return scopes;
    }

    // A pipe ends a segment.
    private void Pipe(int index)
    {
        Segments.Add(new TokenRange(Start, index));
        Start = index + 1;
    }

    // A semicolon ends a statement.
    private void Semicolon(int index)
    {
        Statements.Add(new TokenRange(Segments.Count > 0 ? Segments[0].Start : Start, index));
        Segments.Clear();
        Start = index + 1;
    }
}
