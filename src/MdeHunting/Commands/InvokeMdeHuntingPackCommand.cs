using System.Collections;
using System.Management.Automation;
using MdeHunting.Checks;
using MdeHunting.Commands.Prompt;
using MdeHunting.Packs.Sweeping;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Runs the hunting queries of packs in tenants, and returns which ran, which found something, and which couldn't run and why.</summary>
/// <include file="../Help/Invoke-MdeHuntingPack.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingPack", DefaultParameterSetName = "Pack", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(OutputShape.TypeName)]
public sealed class InvokeMdeHuntingPackCommand : SplittingCommand, IDynamicParameters
{
    private readonly List<MdePackQuery> _queries = [];
    private readonly PackFiles _files = new(MdePackFormat.Auto);
    private PackFolder? _folder;

    /// <summary>Specifies the queries: those of Get-MdeHuntingPack and Import-MdeHuntingPack.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Pack")]
    [PackQuery]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public MdePackQuery[] Pack { get; set; } = [];

    /// <summary>
    /// Specifies files, zip archives, or folders with queries, which are read as Import-MdeHuntingPack reads them. Wildcards are accepted.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies files, zip archives, or folders with queries by paths that are used exactly as typed. Files from Get-ChildItem bind to this parameter.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Specifies values for the parameters that the queries declare, such as @{ device = 'dc01'; lookback = '7d' }. Each query gets those that it
    /// declares. A query whose parameter has neither a value nor a default is skipped.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(QueryParameterCompleter))]
    public IDictionary? Parameter { get; set; }

    /// <summary>
    /// Specifies how many rows of each query to keep. The default is 1000, or all rows with -OutputPath. The service still runs the whole query.
    /// </summary>
    [Parameter]
    [Alias("First")]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public int MaxRows { get; set; }

    /// <summary>
    /// Specifies a folder to write the rows to, one file for each query and connection, with an index (index.csv, index.json) and a journal. The folder is
    /// created if it doesn't exist, and must be empty.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Specifies the format of the files in -OutputPath: Csv, which spreadsheets and Import-Csv read, or JsonLines. The default is Csv.</summary>
    [Parameter]
    public MdeOutputFormat OutputFormat { get; set; }

    /// <summary>
    /// Continues the sweep in -OutputPath: verifies its files, and runs only what's missing, failed, or changed, as of the moment when the first run began.
    /// Specify the same queries, parameters, and connections. The time range, -Split, -Force, -MaxRows, and -OutputFormat default to those of the first run.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Returns the queries in the order in which they would run instead of running them, and those that can't run with the reason.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>
    /// Specifies what happens if a query would be rejected or silently wrong, as far as that can be seen without the service: Warn, which is the
    /// default, writes one warning and runs the query; Stop returns an error instead of running it; None doesn't check. A query of more than a
    /// million characters isn't checked, and a warning or an error says so. Test-MdeHuntingQuery has all rules.
    /// </summary>
    [Parameter]
    public MdeQueryCheckMode Check { get; set; }

    /// <summary>Called by PowerShell, and returns none. While a line is completed, Tab is told what the output will have.</summary>
    public object? GetDynamicParameters() => OutputShape.Of(this, PlanOnly ? typeof(MdePackPlan) : typeof(MdePackResult));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _folder?.Dispose();
        base.Dispose();
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        if (ParameterSetName == "Pack")
        {
            _queries.AddRange(Pack);
            return;
        }

        var paths = await streams.InvokeAsync(() => FilePath.Of(SessionState, Path, LiteralPath)).ConfigureAwait(false);
        await _files
            .ReadAsync(
                paths,
                queries =>
                {
                    _queries.AddRange(queries);
                    return Task.CompletedTask;
                },
                streams,
                token
            )
            .ConfigureAwait(false);
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var output = new OutputArgument(OutputPath, Resume, MyInvocation.BoundParameters);
        output.Check();
        var evidence = await EvidenceAsync(streams).ConfigureAwait(false);
        var run = Run(MaxRows, evidence);
        var values = QueryParameters.None;
        if (Parameter is { } given)
        {
            var (read, refusal) = await streams.InvokeAsync(() => ParameterValues.Read(given)).ConfigureAwait(false);
            values = read ?? throw refusal!;
        }

        // Why a file has none is told of it by itself.
        if (_queries.Count == 0 && ParameterSetName != "Pack")
        {
            return;
        }

        if (_queries.Count == 0)
        {
            throw new PackException(
                PackFailure.PackEmpty,
                "There are no queries to run.",
                "Check what Get-MdeHuntingPack or Import-MdeHuntingPack returns for these names, techniques, tables, and tags."
            );
        }

        var connections = await ResolveConnectionsAsync(streams).ConfigureAwait(false);
        _folder = await output.ReadAsync(SessionState, RecordedPath, streams).ConfigureAwait(false) is { } place
            ? new PackFolder(place, () => connections[0].Session.UtcNow) { Unread = _files.Unread }
            : null;
        var options = new PackSweepOptions(run, QueriesAtOnce, values)
        {
            PlansOnly = PlanOnly,
            Folder = _folder,
            Check = Check == MdeQueryCheckMode.None ? null : new RunCheck(Check),
        };
        await new PackSweep(connections, options, streams).RunAsync(_queries, token).ConfigureAwait(false);
    }
}
