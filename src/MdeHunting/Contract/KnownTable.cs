namespace MdeHunting.Contract;

/// <summary>A table of advanced hunting.</summary>
/// <param name="Name">Its name, with its case.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record KnownTable(string Name, IReadOnlyList<KnownColumn> Columns)
{
    /// <summary>Other spellings of its name that the service takes.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether its documentation calls it a preview, which may change.</summary>
    public bool IsPreview { get; init; }

    /// <summary>The day from which the service has it no more (UTC); null where it has it.</summary>
    public DateTime? RetiredOn { get; init; }

    /// <summary>The table that took its place; null where none did.</summary>
    public string? Successor { get; init; }
}
