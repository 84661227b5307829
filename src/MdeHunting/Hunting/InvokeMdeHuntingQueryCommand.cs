using System.Data;
using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Kql.Time;
using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>
/// <para type="synopsis">Asks an advanced hunting query and gives its rows.</para>
/// <para type="description">
/// Each row is an object with every column of the answer's Schema, in its order and typed. Nothing is given from an answer that is not whole. -AsResult gives one
/// object for each query in place of its rows, -AsDataTable one DataTable.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingQuery", DefaultParameterSetName = "Query", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(RowShape.TypeName)]
[OutputType(typeof(MdeHuntingResult))]
[OutputType(typeof(DataTable))]
public sealed class InvokeMdeHuntingQueryCommand : AsyncCommand
{
    private const int MostSeconds = 24 * 60 * 60;

    // The first line of a file, or a file's only one: the next input tells which.
    private string? _held;
    private HuntingOptions _options = null!;

    /// <summary>The queries, each run by itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Query")]
    [QueryLines]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? Query { get; set; }

    /// <summary>Query files, each one query; with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Query files, each one query; the path as it is, without wildcards. Files from Get-ChildItem are bound here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The connection to ask, by name or itself; the current one unless told otherwise.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Stop after so many rows of each query, on purpose and without an error. The service still counts the whole query.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxRows { get; set; }

    /// <summary>Give one MdeHuntingResult for each query: its rows, its Schema, whether it is complete, what it cost and when it was asked.</summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Give one System.Data.DataTable for each query, typed and with columns even where there is no row; dynamic values as JSON.</summary>
    [Parameter]
    public SwitchParameter AsDataTable { get; set; }

    /// <summary>
    /// Read only what happened from this moment on. UTC where it says so; a time without a kind is taken as local. Without -EndTime or -Timespan, until now.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTime? StartTime { get; set; }

    /// <summary>Read only what happened before this moment, which is not part of the time itself. Without -StartTime or -Timespan, the thirty days before it.</summary>
    [Parameter]
    [Moment]
    public DateTime? EndTime { get; set; }

    /// <summary>
    /// Read only so long a time: a TimeSpan, 7d or 24h as KQL writes it, or ISO 8601 (P7D, start/end, start/P1D, P1D/end). From -StartTime on, before -EndTime, or until now.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string? Timespan { get; set; }

    /// <summary>
    /// Divide the time asked for (thirty days unless told otherwise) into windows and run the query once for each: Off, a time span such as 1h, or Auto, which asks for the whole
    /// at first and divides it only as far as the service's limits make it necessary. A query that would give other rows so is refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string Split { get; set; } = "Off";

    /// <summary>How many seconds one request may take; without it the service's own limit (180, Endpoint 200) and the way there and back.</summary>
    [Parameter]
    [ValidateRange(1, MostSeconds)]
    public int TimeoutSec { get; set; }

    /// <summary>How often a query is sent again after a fault that passes by itself: an unreachable host, HTTP 408, 500, 502, 503, 504, an answer cut short.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int RetryLimit { get; set; } = SendingOptions.Default.RetryLimit;

    /// <summary>How long a query is sent again after such faults: a TimeSpan, or 10m as KQL writes it. 10 minutes unless told otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string RetryTimeout { get; set; } = "10m";

    /// <summary>How long a query may wait for the tenant's quota in all: a TimeSpan, or 15m as KQL writes it. 15 minutes unless told otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MaxQuotaWait { get; set; } = "15m";

    /// <summary>How many percent of the tenant's quotas are left to others: its own detections and programs need them too. 20 unless told otherwise.</summary>
    [Parameter]
    [ValidateRange(0, 95)]
    public int ReserveQuota { get; set; } = 20;

    /// <summary>Split a query that is refused for it all the same: it runs on each window by itself, which the result says.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (AsResult && AsDataTable)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                "-AsResult and -AsDataTable were given together, and each asks for another kind of output.",
                "Give one of them.");
        }

        var time = new AskedTime(StartTime, EndTime, Timespan is null ? null : AskedTimespan.Parse(Timespan) ?? throw new HuntingException(
            HuntingFailure.TimeInvalid, $"-Timespan '{Timespan}' is no time span.", "Give one such as 7d, 24h, P7D, or 2026-11-01T00:00Z/P1D."));
        _options = new HuntingOptions(time, Windows.Split.Parse(Split), Force, MaxRows == 0 ? null : MaxRows, Sending());
        return Task.CompletedTask;
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        if (ParameterSetName == "Query")
        {
            foreach (var query in Query is { Length: > 0 } queries ? queries : [null])
            {
                await TakeAsync(query, streams, token).ConfigureAwait(false);
            }

            return;
        }

        foreach (var path in await streams.InvokeAsync(ResolvePaths).ConfigureAwait(false))
        {
            await TryAsync(() => HuntAsync(QueryFile.Read(path), streams, token), streams).ConfigureAwait(false);
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (_held is { } query)
        {
            await TryAsync(() => HuntAsync(query, streams, token), streams).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(string? query, PipelineStreams streams, CancellationToken token)
    {
        var place = query is null ? null : QueryLines.PlaceOf(query);
        if (place > 1)
        {
            throw new HuntingException(
                HuntingFailure.QueryFromLines,
                "These are the lines of a file, and each would run as a query of its own.",
                "Use -Path, or Get-Content -Raw, to run the file as one query.")
            {
                Target = _held ?? query,
            };
        }

        if (_held is { } earlier)
        {
            _held = null;
            await TryAsync(() => HuntAsync(earlier, streams, token), streams).ConfigureAwait(false);
        }

        if (place is not null)
        {
            _held = query;
            return;
        }

        await TryAsync(() => HuntAsync(query, streams, token), streams).ConfigureAwait(false);
    }

    private async Task HuntAsync(string? query, PipelineStreams streams, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            throw new HuntingException(HuntingFailure.EmptyQuery, "The query is empty.", "Give a query in KQL, such as 'DeviceInfo | take 10'.") { Target = query };
        }

        var table = await streams.InvokeAsync(() => RunspaceConnections.Current).ConfigureAwait(false);
        var connection = table.Resolve(Connection);

        // The service may ask for the person again in the middle: a claims challenge.
        var prompt = new HuntingPrompt(streams);
        try
        {
            await _options.RunAsync(connection, query!, Output(streams), prompt, new PipelineReport(streams), token).ConfigureAwait(false);
        }
        finally
        {
            await prompt.CompleteAsync().ConfigureAwait(false);
        }
    }

    private SendingOptions Sending() => new()
    {
        TimeLimit = TimeoutSec == 0 ? null : TimeSpan.FromSeconds(TimeoutSec),
        RetryLimit = RetryLimit,
        RetryTimeout = Span("-RetryTimeout", RetryTimeout),
        MaxQuotaWait = Span("-MaxQuotaWait", MaxQuotaWait),
        Reserve = ReserveQuota / 100.0,
    };

    private static TimeSpan Span(string parameter, string text) => KqlTimespan.Parse(text) is { } span && span >= TimeSpan.Zero ? span : throw new HuntingException(
        HuntingFailure.TimeInvalid, $"{parameter} '{text}' is no time span.", "Give one such as 30s, 10m or 00:10:00.");

    private IHuntingOutput Output(PipelineStreams streams) => AsResult ? new ResultOutput(streams.WriteAsync)
        : AsDataTable ? new TableOutput(streams.WriteAsync)
        : new RowOutput(streams.WriteManyAsync);

    // One bad query among many is told, and the others go on; without a connection, or with a time that makes no sense, none could.
    private static async Task TryAsync(Func<Task> hunt, PipelineStreams streams)
    {
        try
        {
            await hunt().ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is not HuntingFailure.TimeInvalid)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
        catch (SignInException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private List<string> ResolvePaths()
    {
        if (ParameterSetName == "LiteralPath")
        {
            return [.. LiteralPath.Select(GetUnresolvedProviderPathFromPSPath)];
        }

        var files = new List<string>();
        foreach (var path in Path)
        {
            // What is not there is told when it is read, as a failure of ours, and the other paths go on.
            var found = WildcardPattern.ContainsWildcardCharacters(path) ? Matches(path) : [];
            files.AddRange(found.Count > 0 ? found : [GetUnresolvedProviderPathFromPSPath(path)]);
        }

        return files;
    }

    private ICollection<string> Matches(string path)
    {
        try
        {
            return GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }
}
