using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Sweeps;

/// <summary>Sends the queries of a sweep, each bounded to its time.</summary>
/// <param name="time">The time.</param>
/// <param name="options">How the sweep is run.</param>
internal sealed class SweepSender(SweepTime time, SweepOptions options)
{
    private readonly QueryRunner _untimed = new(Options(null, options));

    /// <summary>
    /// How the time of a query for rows is divided. The hits are there without them: what is too large again and again is not worth a tenant's quota.
    /// </summary>
    public static Split OfRows { get; } = Split.Auto with { MostTooLarge = 3 };

    /// <summary>How the time of a query that counts is divided, of whose rows those of all windows are added up.</summary>
    public static Split OfCounts { get; } = OfRows with { AddsUp = true };

    /// <summary>
    /// Likewise, of a query that ran too long over the whole time. Each time may take as long as the service lets a query run; what runs too long over half a
    /// day does so over any time.
    /// </summary>
    public static Split OfLongCounts { get; } = OfCounts with { IsTooLong = true, MostTooLong = 6 };

    /// <summary>Sends a query.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="table">The table that it reads.</param>
    /// <param name="query">The query.</param>
    /// <param name="output">What takes its rows.</param>
    /// <param name="report">What is reported meanwhile.</param>
    /// <param name="split">How its time is divided where it has more rows than one response holds.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>The time that it was bounded to begin with (UTC), where that is later than what is searched; else null.</returns>
    /// <exception cref="MdeException">It failed, or rows are missing.</exception>
    public async Task<DateTime?> RunAsync(
        MdeConnection connection,
        SweptTable table,
        string query,
        IResultSink output,
        IHuntingReport report,
        Split split,
        CancellationToken token
    )
    {
        try
        {
            return await SendAsync(connection, table, query, output, report, split, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure == HuntingFailure.ResultTruncated)
        {
            // A sweep has no -Split.
            throw new HuntingException(e.Failure, e.What, "Search for fewer indicators, or for a shorter time range.", e) { RequestId = e.RequestId };
        }
    }

    private async Task<DateTime?> SendAsync(
        MdeConnection connection,
        SweptTable table,
        string query,
        IResultSink output,
        IHuntingReport report,
        Split split,
        CancellationToken token
    )
    {
        if (table.TimeColumn is null)
        {
            await _untimed.RunAsync(connection, query, output, report, token).ConfigureAwait(false);
            return null;
        }

        if (table.IsOwn)
        {
            await _untimed.RunAsync(connection, SweepQuery.Within(table, time.Range) + query, output, report, token).ConfigureAwait(false);
            return null;
        }

        // Without a time of the person's, the thirty days are those that the service has when it is asked: a long sweep outlives some of the first one.
        var clock = connection.Session.UtcNow;
        var oldest = clock - TimeRangeRequest.Reach;
        if (time.IsAsked || oldest <= time.Range.Start || oldest >= time.Range.End)
        {
            await new QueryRunner(Options(time.Range, options) with { Split = split }, time.Now)
                .RunAsync(connection, query, output, report, token)
                .ConfigureAwait(false);
            return null;
        }

        await new QueryRunner(Options(time.Range with { Start = oldest }, options) with { Split = split }, clock)
            .RunAsync(connection, query, output, report, token)
            .ConfigureAwait(false);
        return oldest;
    }

    private static RunOptions Options(TimeRange? range, SweepOptions options) =>
        new(new TimeRangeRequest(range?.Start, range?.End, null), Split.Off, Force: false, MaxRows: null, options.Sending)
        {
            Evidence = options.Evidence,
            IsLookBackTold = true,
        };
}
