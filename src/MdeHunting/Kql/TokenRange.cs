namespace MdeHunting.Kql;

/// <summary>A run of a query's significant tokens: the first one's index, and that after the last.</summary>
internal readonly record struct TokenRange(int Start, int End)
{
    /// <summary>How many tokens it has.</summary>
    public int Count => End - Start;

    /// <summary>Whether it has none.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>The same without the tokens before <paramref name="start"/>.</summary>
    public TokenRange From(int start) => this with { Start = start };
}
