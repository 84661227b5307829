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

    /// <summary>A pipe ends a segment.</summary>
    public void Pipe(int index)
    {
        Segments.Add(new TokenRange(Start, index));
        Start = index + 1;
    }

    /// <summary>A semicolon ends a statement.</summary>
    public void Semicolon(int index)
    {
        Statements.Add(new TokenRange(Segments.Count > 0 ? Segments[0].Start : Start, index));
        Segments.Clear();
        Start = index + 1;
    }
}
