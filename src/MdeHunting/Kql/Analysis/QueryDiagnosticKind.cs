namespace MdeHunting.Kql.Analysis;

/// <summary>What an obstacle stands against.</summary>
internal enum QueryDiagnosticKind
{
    /// <summary>The query reads something that no <c>let</c> ahead of it can bound.</summary>
    Bounding,

    /// <summary>The windows' rows together would not be the query's.</summary>
    Splitting,
}
