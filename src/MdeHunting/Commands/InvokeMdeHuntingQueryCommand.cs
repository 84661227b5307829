using System.Collections;
using System.Data;
using System.Management.Automation;
using MdeHunting.Journal;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>Runs advanced hunting queries and returns the results.</summary>
/// <include file="../Help/Invoke-MdeHuntingQuery.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingQuery", DefaultParameterSetName = "Query", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(RowShape.TypeName)]
[OutputType(typeof(MdeHuntingResult))]
[OutputType(typeof(DataTable))]
[OutputType(typeof(MdeOutputFile))]
public sealed class InvokeMdeHuntingQueryCommand : HuntingCommand, IDisposable
{
    private readonly QueryInput _input = new();
    private QueryFiles _files = null!;
    private RowColumnsWatch _watch = null!;
    private OutputFolder? _folder;
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
    /// checked and replaced.
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

    /// <summary>Closes the folder, however the command ended.</summary>
    public void Dispose() => _folder?.Dispose();

    private protected override QueryParameters Values => _values;

    private protected override bool WritesFiles => _folder is not null;

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        CheckOutput();
        if (AsResult && AsDataTable)
        {
            throw new HuntingException(HuntingFailure.ArgumentConflict, "-AsResult and -AsDataTable can't be used together.", "Specify one of them.");
        }

        await base.BeginProcessingAsync(streams, token).ConfigureAwait(false);
        if (OutputPath is { } path)
        {
            _folder = Folder((await streams.InvokeAsync(() => OutputFolderPath.Of(SessionState, path)).ConfigureAwait(false)).ThrowIfNotValid());
        }

        if (Parameter is { } given)
        {
            var (values, refusal) = await streams.InvokeAsync(() => ReadValues(given)).ConfigureAwait(false);
            _values = values ?? throw refusal!;
        }

        _files = new QueryFiles(SessionState);
        _watch = RowColumnsWatch.Of(await streams.InvokeAsync(() => RunningPipeline.TableAround(MyInvocation)).ConfigureAwait(false));
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var ready = ParameterSetName switch
        {
            "Query" => (await streams.InvokeAsync(Refusals).ConfigureAwait(false)).SelectMany(Take),
            "Path" => await streams.InvokeAsync(() => _files.Matching(Path)).ConfigureAwait(false),
            _ => await streams.InvokeAsync(() => _files.Of(LiteralPath)).ConfigureAwait(false),
        };
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
        : new RowOutput(streams.WriteManyAsync, columns => streams.WarnAsync(() => _watch.See(columns, subject.RowsName)));

    private void CheckOutput()
    {
        if (OutputPath is null && (Resume || MyInvocation.BoundParameters.ContainsKey(nameof(OutputFormat))))
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"-{(Resume ? nameof(Resume) : nameof(OutputFormat))} was specified without -OutputPath.",
                "Specify the folder with -OutputPath."
            );
        }

        if (OutputPath is not null && (AsResult || AsDataTable))
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"-OutputPath and -{(AsResult ? nameof(AsResult) : nameof(AsDataTable))} can't be used together.",
                "Specify one of them."
            );
        }
    }

    private static (QueryParameters? Values, HuntingException? Refusal) ReadValues(IDictionary given)
    {
        try
        {
            return (QueryParameters.Read(given, TimeZoneInfo.Local), null);
        }
        catch (HuntingException e)
        {
            return (null, e);
        }
    }

    private OutputFolder Folder(OutputFolderPath path)
    {
        var given = MyInvocation.BoundParameters;
        return new OutputFolder(
            new OutputFolderOptions(new JournalFiles(), path.Full, given.ContainsKey(nameof(OutputFormat)) ? OutputFormat : null)
            {
                IsResume = Resume,
                IsPreview = given.TryGetValue("WhatIf", out var whatIf) ? LanguagePrimitives.IsTrue(whatIf) : path.IsPreviewPreferred,
                Given = new HashSet<string>(given.Keys, StringComparer.OrdinalIgnoreCase),
                ConnectionColumn = ConnectionColumn,
                QueryColumn = () => HasSeveralQueries ? QueryColumn : null,
            }
        );
    }

    private List<(string? Query, HuntingException? Refusal)> Refusals() =>
        [.. (Query is { Length: > 0 } queries ? queries : [null]).Select(query => (query, QueryRefusal.Of(query, name => FileName.Exists(this, name))))];

    private IEnumerable<QuerySource> Take((string? Query, HuntingException? Refusal) given) =>
        given.Refusal is { } refusal ? [.. _input.Flush(), new QuerySource(() => throw refusal)] : _input.Take(given.Query);
}
