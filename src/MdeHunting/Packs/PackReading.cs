namespace MdeHunting.Packs;

/// <summary>What was read of a file.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Queries">Its queries.</param>
internal sealed record PackReading(string Path, IReadOnlyList<MdePackQuery> Queries)
{
    /// <summary>Why it cannot be read; null where it could be.</summary>
    public PackException? Failure { get; init; }

    /// <summary>What it is, where it has no queries.</summary>
    public string? What { get; init; }

    /// <summary>Parts of it that are no queries, with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
