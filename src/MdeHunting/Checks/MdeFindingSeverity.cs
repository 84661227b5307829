namespace MdeHunting;

/// <summary>How grave a finding of Test-MdeHuntingQuery is.</summary>
public enum MdeFindingSeverity
{
    /// <summary>Something to know about the query.</summary>
    Information,

    /// <summary>The query runs, and may cost more than it has to, or mean something else.</summary>
    Warning,

    /// <summary>The service refuses the query.</summary>
    Error,
}
