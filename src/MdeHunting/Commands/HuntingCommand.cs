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

    private QueryRunner _runner = null!;
    private QueryCollector _queries = null!;

    private protected HuntingCommand() { }

    /// <summary>
    /// The connections to ask, by name or themselves; the current one unless told otherwise. Each query is asked of each of them, side by side.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public ConnectionReference?[]? Connection { get; set; }

    /// <summary>
    /// How many queries run at once: 1 for one connection and 5 for several, unless told otherwise. With 1 each query runs as it comes down the pipeline, the
    /// first one when the second comes or the input ends; with more, all are collected first and run side by side when the input ends. The responses come in
    /// the order asked. A query that waits, for a quota or for a service that is not there, is not among them, so that it keeps no other connection waiting.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; }

    /// <summary>Give out responses as they come, and not in the order asked.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>The name of the first column of each row, which says what connection it comes from; only where more than one is asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ConnectionColumn { get; set; } = BatchOptions.UsualConnectionColumn;

    /// <summary>
    /// The name of the column that says which query each row is of: the name of its file, or its number and first words. Only where more than one is asked;
    /// after that of the connection.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string QueryColumn { get; set; } = "MdeQuery";

    /// <summary>Stop after so many rows of each query, on purpose and without an error. The service still counts the whole query.</summary>
    [Parameter]
    [Alias("First")]
    [ValidateRange(1, int.MaxValue)]
    public int MaxRows { get; set; }

    /// <summary>
    /// Read only what happened from this moment on: a DateTime, or a text in ISO 8601 such as 2026-11-20T08:00Z. UTC where it says so; a time without a kind is
    /// taken as local, and refused where the change of the clocks leaves it out or repeats it. Without -EndTime or -Timespan, until now.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTime? StartTime { get; set; }

    /// <summary>
    /// Read only what happened before this moment (as -StartTime), which is not part of the time itself. Without -StartTime or -Timespan, from thirty days ago
    /// on, which is what the service keeps; where the end itself lies before that, the thirty days before it, all of which are missing.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTime? EndTime { get; set; }

    /// <summary>
    /// Read only so long a time: a TimeSpan, 7d or 24h as KQL writes it, or ISO 8601 (P7D, start/end, start/P1D, P1D/end); not 24:00:00, which .NET takes for
    /// 24 days. From -StartTime on, before -EndTime, or until now.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string? Timespan { get; set; }

    /// <summary>
    /// Divide the time asked for (thirty days unless told otherwise) into windows and run the query once for each: Off, a time span such as 1h, or Auto, which
    /// asks for the whole at first and divides it only as far as the service's limits make it necessary. A query that would give other rows so is refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string Split { get; set; } = "Off";

    /// <summary>Split a query that is refused for it all the same: it runs on each window by itself, which the result says.</summary>
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
        await new QueryBatch(connections, _runner, batch, streams).RunAsync(queries, token).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<MdeConnection>> ResolveConnectionsAsync(PipelineStreams streams)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        MdeConnection[] connections = [.. (Connection is { Length: > 0 } named ? named : [null]).Select(table.Resolve)];
        if (connections.GroupBy(connection => connection).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"The connection '{twice.Key.Name}' is given twice, and its rows would come twice.",
                "Give each connection once."
            )
            {
                Target = twice.Key,
            };
        }

        return connections;
    }
}
