using System.Data;
using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>Asks advanced hunting queries and gives their rows.</summary>
/// <include file="../Help/Invoke-MdeHuntingQuery.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingQuery", DefaultParameterSetName = "Query", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(RowShape.TypeName)]
[OutputType(typeof(MdeHuntingResult))]
[OutputType(typeof(DataTable))]
public sealed class InvokeMdeHuntingQueryCommand : HuntingCommand
{
    private readonly QueryInput _input = new();
    private QueryFiles _files = null!;
    private RowColumnsWatch _watch = null!;

    /// <summary>The queries as strings, each run by itself. What is no query, such as the name of a file, is refused and not sent.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Query")]
    [GetContentLine]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(QueryCompleter))]
    public string?[]? Query { get; set; }

    /// <summary>Query files, each one query, in UTF-8, UTF-16 or UTF-32; with wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Query files, each one query; the path as it is, without wildcards. Files from Get-ChildItem are bound here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Give one MdeHuntingResult for each query: its rows, its Schema, whether it is complete, what it cost and when it was asked.</summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Give one System.Data.DataTable for each query, typed and with columns even where there is no row; dynamic values as JSON.</summary>
    [Parameter]
    public SwitchParameter AsDataTable { get; set; }

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (AsResult && AsDataTable)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                "-AsResult and -AsDataTable were given together, and each asks for another kind of output.",
                "Give one of them."
            );
        }

        await base.BeginProcessingAsync(streams, token).ConfigureAwait(false);
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
    }

    private protected override IResultSink CreateSink(SequencedStreams streams, JobSubject subject) =>
        AsResult ? new ResultOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : AsDataTable ? new TableOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : new RowOutput(streams.WriteManyAsync, columns => streams.WarnAsync(() => _watch.See(columns, subject.RowsName)));

    private List<(string? Query, HuntingException? Refusal)> Refusals() =>
        [.. (Query is { Length: > 0 } queries ? queries : [null]).Select(query => (query, QueryRefusal.Of(query, name => FileName.Exists(this, name))))];

    private IEnumerable<QuerySource> Take((string? Query, HuntingException? Refusal) given) =>
        given.Refusal is { } refusal ? [.. _input.Flush(), new QuerySource(() => throw refusal)] : _input.Take(given.Query);
}
