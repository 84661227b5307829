using System.Management.Automation;
using MdeHunting.Checks;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>
/// A command that runs queries: on which connections, over which time, how many at once, how patiently, and how much of the tenant's quota it leaves alone. A
/// command derived from it has parameters of its own that lead to queries, passes each to <see cref="HuntAsync"/>, and says what becomes of the rows.
/// </summary>
public abstract class HuntingCommand : SplittingCommand
{
    private readonly NotRunQueries _notRun = new();
    private QueryRunner _runner = null!;
    private QueryCollector _queries = null!;

    private protected HuntingCommand() { }

    /// <summary>Returns responses as they arrive, instead of in the order of the queries.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// Specifies the name of the first column of each row, which contains the connection that the row comes from. It's added only if queries run on
    /// more than one connection.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string ConnectionColumn { get; set; } = BatchOptions.UsualConnectionColumn;

    /// <summary>
    /// Specifies the name of the column that contains the query that each row comes from: its file name, or its number and first words. It's added
    /// after the connection's column, and only if more than one query runs.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string QueryColumn { get; set; } = "MdeQuery";

    /// <summary>
    /// Specifies how many rows of each query to return. The rest is left out without an error. The service still runs the whole query.
    /// </summary>
    [Parameter]
    [Alias("First")]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public int MaxRows { get; set; }

    /// <summary>Whether rows are written to files, which say what each is of, in place of the output: then each is given out as it comes.</summary>
    private protected virtual bool WritesFiles => false;

    /// <summary>Whether results are kept with what proves them.</summary>
    private protected virtual bool KeepsResults => false;

    /// <summary>The values of the queries' parameters.</summary>
    private protected virtual QueryParameters Values => QueryParameters.None;

    /// <summary>What checks the queries as they are run; null for nothing.</summary>
    private protected virtual RunCheck? Checking => null;

    /// <summary>Whether more than one query is run, as far as is known; that is known when the first is run.</summary>
    private protected bool HasSeveralQueries => _queries.HasSeveral;

    /// <summary>Creates what becomes of one query's rows.</summary>
    /// <param name="streams">The output, which waits for the query's turn.</param>
    /// <param name="subject">The query and its connection.</param>
    private protected abstract IResultSink CreateSink(SequencedStreams streams, JobSubject subject);

    /// <summary>Checks the parameters; a command that overrides it awaits this first.</summary>
    /// <exception cref="HuntingException">One of them is not valid.</exception>
    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var evidence = await EvidenceAsync(streams).ConfigureAwait(false);
        _runner = new QueryRunner(Run(MaxRows, evidence) with { HashesContent = KeepsResults });
        _queries = new QueryCollector(isSideBySide: QueriesAtOnce > 1);
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

    private async Task RunAsync(IReadOnlyList<QuerySource> queries, PipelineStreams streams, CancellationToken token)
    {
        var connections = await ResolveConnectionsAsync(streams).ConfigureAwait(false);
        var batch = new BatchOptions(QueriesAtOnce, Unordered || WritesFiles, ConnectionColumn, HasSeveralQueries ? QueryColumn : null, CreateSink)
        {
            LabelsRows = !WritesFiles,
            Parameters = Values,
            AreSeveral = HasSeveralQueries,
            Check = Checking,
        };
        await new QueryBatch(connections, _runner, _notRun, batch, streams).RunAsync(queries, token).ConfigureAwait(false);
    }
}
