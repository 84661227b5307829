using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running;
using MdeHunting.Running.Time;

namespace MdeHunting.Commands;

/// <summary>
/// A command that runs queries: on which connections, over which time, how many at once, how patiently, and how much of the tenant's quota it leaves alone. A
/// command derived from it has parameters of its own that lead to queries, passes each to <see cref="HuntAsync"/>, and says what becomes of the rows.
/// </summary>
public abstract class HuntingCommand : SendingCommand
{
    // Where several connections are asked and nothing else was said.
    private const int UsualThrottleLimit = 5;

    private readonly NotRunQueries _notRun = new();
    private QueryRunner _runner = null!;
    private QueryCollector _queries = null!;

    private protected HuntingCommand() { }

    /// <summary>
    /// Specifies the connections to run each query on, as names or objects. The default is the current connection. With more than one, queries run on
    /// all of them in parallel.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public ConnectionReference?[]? Connection { get; set; }

    /// <summary>
    /// Specifies how many queries run at once. The default is 1 for one connection and 5 for more. With 1, each query runs as it comes down the
    /// pipeline: the first one runs when the second one arrives or the input ends. With more, all queries are collected first and run in parallel
    /// when the input ends. A query that waits, for a quota or for a service that can't be reached, doesn't count, so that it doesn't delay the other
    /// connections.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; }

    /// <summary>Returns responses as they arrive, instead of in the order of the queries.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// Specifies the name of the first column of each row, which contains the connection that the row comes from. It's added only if queries run on
    /// more than one connection.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ConnectionColumn { get; set; } = BatchOptions.UsualConnectionColumn;

    /// <summary>
    /// Specifies the name of the column that contains the query that each row comes from: its file name, or its number and first words. It's added
    /// after the connection's column, and only if more than one query runs.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string QueryColumn { get; set; } = "MdeQuery";

    /// <summary>
    /// Specifies how many rows of each query to return. The rest is left out on purpose, without an error. The service still runs the whole query.
    /// </summary>
    [Parameter]
    [Alias("First")]
    [ValidateRange(1, int.MaxValue)]
    public int MaxRows { get; set; }

    /// <summary>
    /// Specifies the start of the time range (inclusive), as a DateTime or as text in ISO 8601 such as 2026-11-20T08:00Z. A time without a zone is
    /// local time, and is rejected if the change of the clocks skips or repeats it. Without -EndTime or -Timespan, the time range ends now.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTime? StartTime { get; set; }

    /// <summary>
    /// Specifies the end of the time range (exclusive), in the same forms as -StartTime. Without -StartTime or -Timespan, the time range starts
    /// thirty days ago, because the service retains thirty days. If the end itself is older, the time range is the thirty days before it, and all its
    /// rows are missing.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTime? EndTime { get; set; }

    /// <summary>
    /// Specifies the length of the time range: a TimeSpan, 7d or 24h as in KQL, or ISO 8601 (P7D, start/end, start/P1D, P1D/end). The text 24:00:00
    /// isn't valid, because .NET reads it as 24 days. The time range begins at -StartTime, or ends at -EndTime or now.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string? Timespan { get; set; }

    /// <summary>
    /// Divides the time range (by default, thirty days) into windows and runs the query once for each. Specify Off, a window's length such as 1h, or
    /// Auto, which runs the whole query first and divides it only if the service's limits require it. A query that would return different rows when
    /// split is rejected.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string Split { get; set; } = "Off";

    /// <summary>
    /// Splits the query even if splitting can change the result. The query runs separately on each window, and the result's Notes record it.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether rows are written to files, which say what each is of, in place of the output: then each is given out as it comes.</summary>
    private protected virtual bool WritesFiles => false;

    /// <summary>The values of the queries' parameters.</summary>
    private protected virtual QueryParameters Values => QueryParameters.None;

    /// <summary>Whether more than one query is run, as far as is known; that is known when the first is run.</summary>
    private protected bool HasSeveralQueries => _queries.HasSeveral;

    /// <summary>Creates what becomes of one query's rows.</summary>
    /// <param name="streams">The output, which waits for the query's turn.</param>
    /// <param name="subject">The query and its connection.</param>
    private protected abstract IResultSink CreateSink(SequencedStreams streams, JobSubject subject);

    /// <summary>Checks the parameters; a command that overrides it awaits this first.</summary>
    /// <exception cref="HuntingException">One of them is not valid.</exception>
    private protected override Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        _runner = new QueryRunner(
            new RunOptions(
                TimeRangeRequest.Of(StartTime, EndTime, Timespan),
                Running.Windows.Split.Parse(Split),
                Force,
                MaxRows == 0 ? null : MaxRows,
                Sending()
            )
        );
        _queries = new QueryCollector(isSideBySide: QueriesAtOnce > 1);
        return Task.CompletedTask;
    }

    /// <summary>Runs what still waits; a command that overrides it awaits this last.</summary>
    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var batch in _queries.Flush())
        {
            await RunAsync(batch, streams, token).ConfigureAwait(false);
        }

        await _notRun.ReportAsync(streams).ConfigureAwait(false);
    }

    /// <summary>Runs a query on each connection: now, or together with the others when the input ends.</summary>
    private protected async Task HuntAsync(QuerySource query, PipelineStreams streams, CancellationToken token)
    {
        foreach (var batch in _queries.Take(query))
        {
            await RunAsync(batch, streams, token).ConfigureAwait(false);
        }
    }

    private int QueriesAtOnce =>
        ThrottleLimit > 0 ? ThrottleLimit
        : Connection is { Length: > 1 } ? UsualThrottleLimit
        : 1;

    private async Task RunAsync(IReadOnlyList<QuerySource> queries, PipelineStreams streams, CancellationToken token)
    {
        var connections = await ResolveConnectionsAsync(streams).ConfigureAwait(false);
        var batch = new BatchOptions(QueriesAtOnce, Unordered || WritesFiles, ConnectionColumn, HasSeveralQueries ? QueryColumn : null, CreateSink)
        {
            LabelsRows = !WritesFiles,
            Parameters = Values,
        };
        await new QueryBatch(connections, _runner, _notRun, batch, streams).RunAsync(queries, token).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<MdeConnection>> ResolveConnectionsAsync(PipelineStreams streams)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        MdeConnection[] connections = [.. (Connection is { Length: > 0 } named ? named : [null]).Select(table.Resolve)];
        if (connections.GroupBy(connection => connection).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"The connection '{twice.Key.Name}' is specified more than once.",
                "Specify each connection once."
            )
            {
                Target = twice.Key,
            };
        }

        return connections;
    }
}
