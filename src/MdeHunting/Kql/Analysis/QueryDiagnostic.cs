namespace MdeHunting.Kql.Analysis;

/// <summary>Something in a query that stands against bounding it in time, or against splitting it into windows.</summary>
/// <param name="Kind">What it stands against.</param>
/// <param name="Name">What it is, as the query spells it: an operator, a function, a table.</param>
/// <param name="Token">The index of its first significant token.</param>
/// <param name="Why">Why it does.</param>
/// <param name="Instead">What to write instead.</param>
internal sealed record QueryDiagnostic(QueryDiagnosticKind Kind, string Name, int Token, string Why, string Instead)
{
    /// <summary>Whether Graph's own Timespan bounds what it reads, since it is tables of the tenant, which the query does not name one by one.</summary>
    public bool MayBeSpanned { get; init; }

    /// <summary>Whether the query can't be read from there on, with or without a time.</summary>
    public bool IsUnreadable { get; init; }
}

/// <summary>What a diagnostic stands against.</summary>
internal enum QueryDiagnosticKind
{
    /// <summary>The query reads something that no <c>let</c> ahead of it can bound.</summary>
    Bounding,

    /// <summary>The windows' rows together would not be the query's.</summary>
    Splitting,
}
