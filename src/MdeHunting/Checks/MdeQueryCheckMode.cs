namespace MdeHunting;

/// <summary>What becomes of a query that would be rejected or silently wrong.</summary>
public enum MdeQueryCheckMode
{
    /// <summary>A warning says so, and it runs.</summary>
    Warn,

    /// <summary>It isn't run, and an error says why.</summary>
    Stop,

    /// <summary>It isn't checked.</summary>
    None,
}
