using MdeHunting.Parameters;

namespace MdeHunting.Packs.Sweeping;

/// <summary>A query of a sweep in one tenant.</summary>
/// <param name="Query">The query.</param>
/// <param name="Title">What it is called, which is no other query's of the sweep.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Composed">The query with the values of its parameters; null where they cannot be put to it.</param>
/// <param name="Verdict">Why it is not run; null where it is.</param>
internal sealed record PackTask(MdePackQuery Query, string Title, MdeConnection Connection, ComposedQuery? Composed, PackVerdict? Verdict)
{
    /// <summary>The query with the values of its parameters, without what may not be shown; as it is where they cannot be put to it.</summary>
    public required string Text { get; init; }
}
