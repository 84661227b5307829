using MdeHunting.Results;

namespace MdeHunting.Packs.Sweeping;

/// <summary>What became of a query in a tenant, besides its rows.</summary>
/// <param name="Status">The status.</param>
internal sealed record PackOutcome(MdePackStatus Status)
{
    /// <summary>How many rows there are.</summary>
    public long Rows { get; init; }

    /// <summary>How long the calls took, in seconds; null where none was made.</summary>
    public double? Seconds { get; init; }

    /// <summary>Whether nothing is known to be missing.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What is missing.</summary>
    public IReadOnlyList<MdeMissingWindow> Missing { get; init; } = [];

    /// <summary>Why there are no rows, or not all of them.</summary>
    public string? Error { get; init; }

    /// <summary>The id of that error.</summary>
    public string? ErrorId { get; init; }

    /// <summary>When the first request was sent (UTC).</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>The service's id of the last request.</summary>
    public string? RequestId { get; init; }

    /// <summary>That of a query that gave nothing.</summary>
    public static PackOutcome Of(PackVerdict verdict) =>
        new(verdict.Status)
        {
            Error = verdict.Why,
            ErrorId = verdict.ErrorId,
            RequestId = verdict.RequestId,
        };

    /// <summary>That of a query that gave responses.</summary>
    /// <param name="result">What is known of them.</param>
    /// <param name="failure">Why rows are missing; null where no failure says so.</param>
    public static PackOutcome Of(ResultBuilder result, PackVerdict? failure)
    {
        var all = result.ToResult([], []);
        var lost = all.Missing.FirstOrDefault(window => window.ErrorId is not null);
        return new PackOutcome(
            failure is not null || lost is not null ? MdePackStatus.Cut
            : result.RowsKept > 0 ? MdePackStatus.Found
            : MdePackStatus.NothingFound
        )
        {
            Rows = result.RowsKept,
            Seconds = Math.Round(all.Statistics.Took.TotalSeconds, 3),
            IsComplete = failure is null && all.IsComplete,
            Missing = all.Missing,
            Error = failure?.Why ?? lost?.Reason,
            ErrorId = failure?.ErrorId ?? lost?.ErrorId,
            StartedAt = all.Calls.Count > 0 ? all.Calls[0].StartedAt : null,
            RequestId = all.Calls.Count > 0 ? all.Calls[all.Calls.Count - 1].RequestId : null,
        };
    }
}
