using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Runs queries within a service's limits of time and of rows.</summary>
internal sealed class BoundedExecution(HuntingDialect dialect, LabOptions options)
{
    private readonly TimeSpan _limit = options.TimeLimit ?? dialect.TimeLimit;

    /// <summary>Runs a query, and charges the time that it takes; one that is wrong costs nothing.</summary>
    /// <exception cref="LabServiceErrorException">The query is wrong, or took too long.</exception>
    public HuntingResult Run(string query, KqlDatabase database, QuotaUse use, CancellationToken token)
    {
        var started = options.Clock.GetTimestamp();
        using var late = new CancellationTokenSource(options.RowsPerSecond is null ? _limit : Timeout.InfiniteTimeSpan, options.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            return Measure(query, database, started, use, stop.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !token.IsCancellationRequested)
        {
            use.Spend(_limit);
            throw new LabServiceErrorException(dialect.TimedOut);
        }
        catch (OperationCanceledException)
        {
            use.Spend(options.Clock.GetElapsedTime(started));
            throw;
        }
        catch (QueryRejectedException rejection)
        {
            throw new LabServiceErrorException(dialect.BadRequest(rejection.Message));
        }
    }

    private HuntingResult Measure(string query, KqlDatabase database, long started, QuotaUse use, CancellationToken token)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var table = options.RunQuery(query, database, token);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var elapsed = options.RowsPerSecond is { } rate ? TimeSpan.FromSeconds(table.Rows.Count / rate) : options.Clock.GetElapsedTime(started);
        use.Spend(elapsed < _limit ? elapsed : _limit);
        return elapsed > _limit ? throw new LabServiceErrorException(dialect.TimedOut) : new(Cut(table), elapsed, bytes);
    }

    private KqlTable Cut(KqlTable table) => table.Rows.Count > options.RowLimit ? table with { Rows = new RowSlice(table.Rows, 0, options.RowLimit) } : table;
}
