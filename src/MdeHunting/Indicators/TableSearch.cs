namespace MdeHunting.Indicators;

/// <summary>How far a table was searched.</summary>
internal enum SearchState
{
    /// <summary>Not yet.</summary>
    Waiting,

    /// <summary>As a whole.</summary>
    Whole,

    /// <summary>In part: rows are missing, or some could not be compared.</summary>
    Part,

    /// <summary>Not: the call failed, or was not made.</summary>
    Failed,

    /// <summary>Not: the account does not have the table.</summary>
    NotThere,

    /// <summary>Not: somebody chose other tables (-Table).</summary>
    NotMeant,
}

/// <summary>How far a table was searched for an indicator.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsState">Whether it says how things are, and not what happened.</param>
/// <param name="State">How far.</param>
/// <param name="Reason">Why no further; null where it was searched as a whole.</param>
internal sealed record TableSearch(string Table, bool IsState, SearchState State, string? Reason)
{
    /// <summary>From when on it was searched (UTC), where that is later than what was asked for.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Whether it was searched as a whole from then on: what is missing is what the service does not retain.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether it is a table of the sweep: one that the account has, and that somebody chose or nobody left out.</summary>
    public bool IsPlanned => State is not (SearchState.NotThere or SearchState.NotMeant);
}
