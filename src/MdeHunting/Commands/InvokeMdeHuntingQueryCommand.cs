using System.Collections;
using System.Data;
using System.Management.Automation;
using MdeHunting.Checks;
using MdeHunting.Commands.Prompt;
using MdeHunting.Connections;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running;
using MdeHunting.Schema;

namespace MdeHunting.Commands;

/// <summary>Runs advanced hunting queries and returns the results.</summary>
/// <include file="../Help/Invoke-MdeHuntingQuery.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingQuery", DefaultParameterSetName = "Query", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(OutputShape.TypeName)]
public sealed class InvokeMdeHuntingQueryCommand : HuntingCommand, IDynamicParameters
{
    private readonly QueryInput _input = new();
    private QueryFiles _files = null!;
    private RowColumnsWatch? _watch;
    private OutputFolder? _folder;
    private RunCheck? _check;
    private QueryParameters _values = QueryParameters.None;

    /// <summary>
    /// Specifies the queries as strings, each of which runs separately. Text that isn't a query, such as a file's name, is rejected and isn't sent.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Query")]
    [GetContentLine]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(QueryCompleter))]
    public string?[]? Query { get; set; }

    /// <summary>Specifies query files. Each contains one query, in UTF-8, UTF-16, or UTF-32. Wildcards are accepted.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies query files, each of which contains one query. The path is used as it is, without wildcards. Files from Get-ChildItem bind to this
    /// parameter.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Specifies values for names that the query uses, such as @{ hosts = 'dc01', 'dc02'; since = (Get-Date).AddDays(-7) }. Each becomes a typed let
    /// statement ahead of the query, so that whatever a value contains, it stays one value. A query's own declare query_parameters statement is
    /// checked and replaced. Tab after -Parameter and a space offers a hashtable with the names that it declares.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(QueryParameterCompleter))]
    public IDictionary? Parameter { get; set; }

    /// <summary>Returns one MdeHuntingResult for each query: its rows, its schema, whether it's complete, what it cost, and when it ran.</summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Returns one System.Data.DataTable for each query, with typed columns even if there are no rows. Dynamic values are JSON.</summary>
    [Parameter]
    public SwitchParameter AsDataTable { get; set; }

    /// <summary>
    /// Specifies a folder to write the rows to, one file for each window of time, with a journal of what was written. Returns an MdeOutputFile for
    /// each file. The folder is created if it doesn't exist, and must be empty.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Specifies the format of the files in -OutputPath: Csv, which spreadsheets and Import-Csv read, or JsonLines. The default is Csv.</summary>
    [Parameter]
    public MdeOutputFormat OutputFormat { get; set; }

    /// <summary>
    /// Continues the run in -OutputPath: verifies its files, and queries only what's missing, as of the moment when the first run began. The time
    /// range, -Split, -Force, -MaxRows, and -OutputFormat default to those of the first run.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// Specifies what happens if a query would be rejected or silently wrong, as far as that can be seen without the service: Warn, which is the
    /// default, writes one warning and runs the query; Stop returns an error instead of running it; None doesn't check. An unknown column of a
    /// documented table is reported only if a similar name exists, because the tenant may have more columns than the documentation; after
    /// Get-MdeHuntingSchema -Live, it's always reported. A query of more than a million characters isn't checked, and a warning or an error says so.
    /// For all rules, use Test-MdeHuntingQuery.
    /// </summary>
    [Parameter]
    public MdeQueryCheckMode Check { get; set; }

    /// <summary>Called by PowerShell, and returns none. While a line is completed, Tab is told what the output will have.</summary>
    public object? GetDynamicParameters() => OutputShape.Of(this, OutputProperties);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _folder?.Dispose();
        base.Dispose();
    }

    private protected override bool KeepsResults => AsResult;

    private protected override QueryParameters Values => _values;

    private protected override RunCheck? Checking => _check;

    private protected override bool WritesFiles => _folder is not null;

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var output = new OutputArgument(OutputPath, Resume, MyInvocation.BoundParameters);
        output.Check(
            AsResult ? nameof(AsResult)
            : AsDataTable ? nameof(AsDataTable)
            : null
        );
        if (AsResult && AsDataTable)
        {
            throw new HuntingException(HuntingFailure.ArgumentConflict, "-AsResult and -AsDataTable can't be used together.", "Specify one of them.");
        }

        _check = Check == MdeQueryCheckMode.None ? null : new RunCheck(Check);
        await base.BeginProcessingAsync(streams, token).ConfigureAwait(false);
        if (await output.ReadAsync(SessionState, RecordedPath, streams).ConfigureAwait(false) is { } options)
        {
            _folder = new OutputFolder(
                options with
                {
                    ConnectionColumn = ConnectionColumn,
                    QueryColumn = () => HasSeveralQueries ? QueryColumn : null,
                    Connections = () => Resolved,
                }
            );
        }

        if (Parameter is { } given)
        {
            var (values, refusal) = await streams.InvokeAsync(() => ParameterValues.Read(given)).ConfigureAwait(false);
            _values = values ?? throw refusal!;
        }

        _files = new QueryFiles(SessionState);
        _watch = await streams
            .InvokeAsync(() => RunningPipeline.LosesNoColumns(MyInvocation) ? null : RowColumnsWatch.Of(RunningPipeline.TableAround(MyInvocation)))
            .ConfigureAwait(false);
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var ready =
            ParameterSetName == "Query"
                ? (await streams.InvokeAsync(Refusals).ConfigureAwait(false)).SelectMany(Take)
                : await streams.InvokeAsync(() => _files.Of(Path, LiteralPath)).ConfigureAwait(false);
        foreach (var query in ready)
        {
            await HuntAsync(query, streams, token).ConfigureAwait(false);
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var query in _input.Flush())
        {
            await HuntAsync(query, streams, token).ConfigureAwait(false);
        }

        await base.EndProcessingAsync(streams, token).ConfigureAwait(false);
        foreach (var unused in _values.Unused)
        {
            await streams.WarnAsync($"No query uses the parameter '{unused}'.").ConfigureAwait(false);
        }

        if (_folder is { } folder)
        {
            await folder.EndAsync(streams).ConfigureAwait(false);
        }
    }

    private protected override IResultSink CreateSink(SequencedStreams streams, JobSubject subject) =>
        _folder is { } folder ? new FolderOutput(folder, subject, streams.WriteAsync)
        : AsResult ? new ResultOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : AsDataTable ? new TableOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : new RowOutput(streams.WriteManyAsync, Watching(streams, subject));

    // Nothing is told where no table takes its columns from the first row.
    private Func<IReadOnlyList<MdeHuntingColumn>, Task>? Watching(SequencedStreams streams, JobSubject subject) =>
        _watch is { } watch ? columns => streams.WarnAsync(() => watch.See(columns, subject.RowsName(HasSeveralQueries))) : null;

    private IEnumerable<string> OutputProperties()
    {
        var type =
            AsResult ? typeof(MdeHuntingResult)
            : AsDataTable ? typeof(DataTable)
            : OutputPath is not null ? typeof(MdeOutputFile)
            : null;
        if (type is not null)
        {
            return type.GetProperties().Select(property => property.Name);
        }

        string[] queries = [.. TypedQueries.Of(Query, Path, LiteralPath, isOfPacks: false)];
        var tables = EffectiveSchema.Tables(RunspaceConnections.Current);
        return
        [
            .. Connection is { Length: > 1 } ? (string[])[ConnectionColumn] : [],
            .. queries.Length > 1 ? (string[])[QueryColumn] : [],
            .. queries.SelectMany(query => OutputShape.ColumnsOf(query, tables)),
        ];
    }

    private List<(string? Query, HuntingException? Refusal)> Refusals() =>
        [.. (Query is { Length: > 0 } queries ? queries : [null]).Select(query => (query, QueryRefusal.Of(query, name => FileName.Exists(this, name))))];

    private IEnumerable<QuerySource> Take((string? Query, HuntingException? Refusal) given) =>
        given.Refusal is { } refusal ? [.. _input.Flush(), new QuerySource(() => throw refusal)] : _input.Take(given.Query);
}
