using System.Net;
using MdeHunting.Contract;

namespace MdeHunting.Service.Responses;

/// <summary>
/// How a service says that a query costs too much: in words, under several statuses. The words are those of
/// https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api and https://learn.microsoft.com/defender-xdr/advanced-hunting-errors,
/// and "preempted" of published reports.
/// </summary>
/// <param name="Words">Words that are in the message, whatever its case.</param>
/// <param name="Failure">What it means here.</param>
/// <param name="What">What happened.</param>
/// <param name="NextStep">What to try next.</param>
/// <param name="IsOfTenant">Whether the tenant has used up its share, so that the query's own cost does not matter.</param>
internal sealed record CostRefusal(string[] Words, HuntingFailure Failure, string What, string NextStep, bool IsOfTenant = false)
{
    private static readonly CostRefusal TimedOut = new(
        ["exceeded the timeout period", "query timed out"],
        HuntingFailure.QueryTimeout,
        "The service stopped the query, because it ran too long",
        "Narrow it: use a shorter time range, fewer tables, and filters before joins and parsing."
    );

    private static readonly CostRefusal[] All =
    [
        new(
            ["exceeded the allowed result size"],
            HuntingFailure.ResultTooLarge,
            "The result is larger than the service returns",
            "Return less: use a shorter time range, and project only the columns that you need."
        ),
        TimedOut,
        new(
            ["exceeded processing resources"],
            HuntingFailure.ProcessingResourcesExceeded,
            "The tenant has used up its share of the service's processors",
            "Wait as long as the service says before the next query, and narrow this one. Running it again unchanged would take resources from other programs.",
            IsOfTenant: true
        ),
        new(
            ["excessive resource consumption", "allowed size limit when processed", "preempted"],
            HuntingFailure.ProcessingResourcesExceeded,
            "The query used too much of the service's processors or memory",
            "Narrow it: use a shorter time range, fewer tables, and filters before joins and parsing. Running it again unchanged would take resources from other programs."
        ),
    ];

    /// <summary>What may help against it.</summary>
    /// <param name="status">The status that it came with; with 429 the tenant's calls are used up as well.</param>
    public HuntingRemedies Remedies(HttpStatusCode status) =>
        IsOfTenant ? HuntingRemedies.WaitForShare
        : (int)status == 429 ? HuntingRemedies.None
        : HuntingRemedies.Narrow;

    /// <summary>The refusal that an error tells of; null where it is another.</summary>
    public static CostRefusal? Find(HttpStatusCode status, ServiceError? error)
    {
        if (
            error?.Message is { } message
            && Array.Find(All, refusal => refusal.Words.Any(words => message.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0)) is { } told
        )
        {
            return told;
        }

        // Graph's way for a query that runs too long: a gateway's status with an error of the service itself, which has no words.
        return status == HttpStatusCode.GatewayTimeout && error?.Code == "UnknownError" ? TimedOut : null;
    }
}
