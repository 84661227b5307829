using System.Management.Automation;
using MdeHunting.Commands.Prompt;
using MdeHunting.Indicators;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Sweeps;

namespace MdeHunting.Commands;

/// <summary>Searches tenants for indicators of compromise, and keeps a ledger of what was searched, found, not found, and not searched.</summary>
/// <include file="../Help/Find-MdeIndicator.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Find, "MdeIndicator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(OutputShape.TypeName)]
public sealed class FindMdeIndicatorCommand : TimedCommand, IDynamicParameters
{
    private readonly List<MdeIndicator> _indicators = [];
    private readonly LostValues _lost = new();
    private int _records;
    private OutputFolder? _folder;

    /// <summary>
    /// Specifies the indicators: those of Import-MdeIndicator and ConvertTo-MdeIndicator, or text that is one by its form. Skipped indicators aren't searched
    /// for, and the ledger contains them with the reason.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Indicator]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public MdeIndicator[] Indicator { get; set; } = [];

    /// <summary>Specifies the tables to search. Wildcards are accepted. The default is every table that can hold one of the indicators.</summary>
    [Parameter]
    [TableName]
    [ArgumentCompleter(typeof(SchemaNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Table { get; set; } = [];

    /// <summary>
    /// Searches for each SHA-256 also by the SHA-1 of the same files, as far as the tenant has rows with both. Many rows have only the SHA-1. It takes one more
    /// query for each table with hashes.
    /// </summary>
    [Parameter]
    public SwitchParameter Widen { get; set; }

    /// <summary>Returns the rows of each hit as well, in its Rows property. It takes one more query for each table with hits.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Returns the queries instead of running them, one MdeIndicatorPlan for each.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>
    /// Specifies the name of a variable for the ledger: one MdeIndicatorLedgerEntry for each indicator and connection. It's set before the first query runs and
    /// is kept up to date, so that it's correct after Ctrl+C. +name adds to what the variable contains. Get-MdeIndicatorLedger returns the last ledger.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? LedgerVariable { get; set; }

    /// <summary>
    /// Specifies a folder to write the hits to, one file for each query that has some, with a journal of the sweep. With -Detailed, it also contains the rows
    /// of the hits, in files for each table. Returns an MdeOutputFile for each file. The folder is created if it doesn't exist, and must be empty.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Specifies the format of the files in -OutputPath: Csv, which spreadsheets and Import-Csv read, or JsonLines. The default is Csv.</summary>
    [Parameter]
    public MdeOutputFormat OutputFormat { get; set; }

    /// <summary>
    /// Continues the sweep in -OutputPath: verifies its files, and runs only the queries whose responses it doesn't contain, as of the moment when the first
    /// sweep began. Specify the same indicators. The ledger is that of the whole sweep. The time range, -Table, -Widen, -Detailed, and -OutputFormat default
    /// to those of the first sweep.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Called by PowerShell, and returns none. While a line is completed, Tab is told what the output will have.</summary>
    public object? GetDynamicParameters() =>
        OutputShape.Of(
            this,
            PlanOnly ? typeof(MdeIndicatorPlan)
                : OutputPath is null ? typeof(MdeIndicatorHit)
                : typeof(MdeOutputFile)
        );

    /// <inheritdoc/>
    public override void Dispose()
    {
        _folder?.Dispose();
        base.Dispose();
    }

    private protected override Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        _records++;
        var given = Indicator ?? [];
        for (var i = 0; i < given.Length; i++)
        {
            var one = given[i];
            _indicators.Add(one);
            if (one.Kind == MdeIndicatorType.Unknown)
            {
                _lost.Add(MyInvocation.ExpectingInput ? _records : i + 1, one.Original, one.Reason ?? "It was read as no indicator.");
            }
        }

        return Task.CompletedTask;
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        // What fails before it begins leaves no ledger of an earlier sweep to be taken for its own.
        await KeepAsync(new SweepLedger([], []), streams).ConfigureAwait(false);
        var output = new OutputArgument(OutputPath, Resume, MyInvocation.BoundParameters);
        output.Check(PlanOnly ? nameof(PlanOnly) : null);
        var options = new SweepOptions(TimeRangeRequest.Of(StartTime, EndTime, Timespan), Table, QueriesAtOnce, Sending())
        {
            Widens = Widen,
            IsDetailed = Detailed,
            PlansOnly = PlanOnly,
            Evidence = await EvidenceAsync(streams).ConfigureAwait(false),
            Folder = _folder =
                RecordedSweep.Folder(
                    await output.ReadAsync(SessionState, RecordedPath, streams).ConfigureAwait(false) is { } place
                        ? place with
                        {
                            Connections = () => Resolved,
                        }
                        : null
                ),
        };
        if (_indicators.Count == 0)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                "There are no indicators to search for.",
                "Check what Import-MdeIndicator or ConvertTo-MdeIndicator returns."
            );
        }

        if (_lost.Count > 0)
        {
            await streams
                .WarnAsync(
                    FormattableString.Invariant($"{_lost.Count:N0} of the values can't be searched for.{_lost.Tell("Indicator")} ")
                        + "The ledger contains them as NotSearched."
                )
                .ConfigureAwait(false);
        }

        var connections = await ResolveConnectionsAsync(streams).ConfigureAwait(false);
        if (_folder is { } folder)
        {
            await folder.PrepareAsync(new JobSubject("indicators", null, null, connections[0], connections.Count == 1), streams, token).ConfigureAwait(false);
        }

        // What has expired since the first run of a sweep that is resumed is looked for as it was then.
        var distinct = SweepLedger.Distinct(_folder?.Moment is { } moment ? _indicators.Select(indicator => indicator.At(moment)) : _indicators);
        var ledger = new SweepLedger(connections, distinct);
        await KeepAsync(ledger, streams).ConfigureAwait(false);
        await streams
            .VerboseAsync(
                FormattableString.Invariant($"Indicators: {_indicators.Count:N0} specified, {distinct.Count:N0} without duplicates; ")
                    + FormattableString.Invariant($"{ledger.Entries.Count(entry => entry.IsLeftOut) / connections.Count:N0} of these are skipped.")
            )
            .ConfigureAwait(false);
        await new IndicatorSweep(connections, ledger, options, streams).RunAsync(distinct, token).ConfigureAwait(false);
        await (_folder?.EndAsync(streams) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task KeepAsync(SweepLedger ledger, PipelineStreams streams)
    {
        if (await streams.InvokeAsync(() => SweepLedgers.Keep(ledger, SessionState, LedgerVariable)).ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }
}
