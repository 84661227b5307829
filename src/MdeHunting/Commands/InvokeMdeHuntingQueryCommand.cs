using System.Data;
using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Kql.Time;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Asks advanced hunting queries and gives their rows.</summary>
/// <remarks>
/// <para>
/// Each row is an object with every column of the answer's Schema, in its order and typed; times are UTC. Nothing is given out of an answer that is not whole,
/// and what cannot be had is an error: a result that the service cut at its 100,000 rows ends with ResultTruncated.
/// </para>
/// <para>
/// -AsResult gives one object for each query in place of its rows, with what is known of them: whether they are complete, when, of whom and at what cost they
/// were asked. -AsDataTable gives a DataTable.
/// </para>
/// <para>
/// -StartTime, -EndTime and -Timespan bound what a query reads, without a change to the query. -Split divides that time, so that a result may be larger than
/// one answer.
/// </para>
/// <para>
/// Several connections are asked side by side. Queries wait for the tenant's quota by themselves, and what fails for a reason that passes is asked again;
/// -Verbose tells each attempt.
/// </para>
/// <para>More on rows, results and files: Get-Help about_MdeHunting_Results.</para>
/// </remarks>
/// <permission>
/// ThreatHunting.Read.All (Graph), AdvancedQuery.Read (Endpoint) or AdvancedHunting.Read (Xdr); for an application without a user, the permission of that name
/// that ends in .All. A user also needs a role in Defender, such as Security Reader. Get-MdeTokenInfo explains a 403.
/// </permission>
/// <permission>
/// Queries only read. They count against quotas that the tenant's own detections share: 45 calls a minute. -ReserveQuota leaves a part of them alone.
/// </permission>
/// <output type="MdeHunting.Row">One object for each row: without -AsResult and -AsDataTable.</output>
/// <output type="System.Data.DataTable">One for each query: with -AsDataTable. PowerShell unrolls one in a variable into its DataRows in a pipeline.</output>
/// <example>
/// Ask a question, and read the answer
/// <code>
/// Invoke-MdeHuntingQuery 'DeviceProcessEvents
///     | where InitiatingProcessFileName =~ "winword.exe" and FileName in~ ("powershell.exe", "cmd.exe")
///     | project Timestamp, DeviceName, AccountName, ProcessCommandLine'
/// </code>
/// <para>
/// What did Word start? Put the query in single quotes: KQL's own double quotes and PowerShell's dollar signs then need no care. Project the columns that you
/// want to read, and they fit the screen.
/// </para>
/// </example>
/// <example>
/// Keep queries in files, and their rows as evidence
/// <code>
/// Invoke-MdeHuntingQuery -Path ./lateral-movement.kql -Timespan 14d | Export-Csv lateral-movement.csv -NoTypeInformation -Encoding UTF8
/// </code>
/// <para>
/// A query that mattered once will matter again, so give it a file and a name. -Timespan says how far back to look, whatever the query says. Times are written
/// in ISO 8601 with seven digits and a Z, in every culture. Import the columns as text into a spreadsheet: an attacker chooses what a cell begins with.
/// </para>
/// </example>
/// <example>
/// Be sure that nothing is missing
/// <code>
/// $result = Invoke-MdeHuntingQuery -Path ./beacons.kql -AsResult
/// $result
/// $result.Rows | Group-Object DeviceName | Sort-Object Count -Descending
/// </code>
/// <para>
/// When somebody will ask "is that all?", keep the result and not only its rows. IsComplete and Missing answer it; Query, StartedAt and RequestId say what was
/// asked and when. The Schema is there even if no row is.
/// </para>
/// </example>
/// <example>
/// Get more rows than one answer holds
/// <code>
/// Invoke-MdeHuntingQuery 'DeviceNetworkEvents | where RemotePort == 445' -Timespan 30d -Split Auto | Export-Csv smb.csv -NoTypeInformation
/// </code>
/// <para>
/// -Split Auto asks for the whole at first, and for windows of time only if that is too much. A query that would give other rows so, such as one with
/// summarize, is refused: let the service do the counting, or leave -Split out.
/// </para>
/// </example>
/// <example>
/// Look at what would be sent
/// <code>
/// Invoke-MdeHuntingQuery 'DeviceLogonEvents | where AccountName == "adm-mkorhonen"' -StartTime 2026-11-01T00:00Z -EndTime 2026-11-02T00:00Z -Split 6h -WhatIf
/// </code>
/// <para>
/// -WhatIf sends nothing, costs no quota, and prints each query with the bounds that it gets. Write times with a Z; one without is taken as local.
/// </para>
/// </example>
/// <example>
/// Ask many questions of many tenants
/// <code>
/// $results = Get-ChildItem ./hunts/*.kql | Invoke-MdeHuntingQuery -Connection Contoso, Fabrikam -AsResult -ErrorVariable failed
/// $results | Group-Object FileName | ForEach-Object { $_.Group | ForEach-Object Rows | Export-Csv "$($_.Name).csv" -NoTypeInformation }
/// $failed | ForEach-Object { $_.Exception.Message }
/// </code>
/// <para>
/// All run side by side within each tenant's quota, and the results come in the order asked. Each query gets a file of its own, since Export-Csv takes its
/// columns from the first row; FileName is the query's name without what a file's cannot have. MdeConnection and MdeQuery say where a row is from. What fails
/// is an error that names the tenant and the file, and the rest goes on: look at $failed before you write "nothing found".
/// </para>
/// </example>
/// <example>
/// Stop a runbook at the first thing that goes wrong
/// <code>
/// try {
///     Invoke-MdeHuntingQuery 'AlertInfo | where Severity == "High" and Timestamp > ago(7d)' -Connection Contoso -ErrorAction Stop
/// }
/// catch {
///     Write-Warning "$($_.FullyQualifiedErrorId): $($_.Exception.NextStep)"
///     throw
/// }
/// </code>
/// <para>Every failure has a stable id to decide by, and a next step for whoever reads the log in the morning.</para>
/// </example>
/// <example>
/// Have a first look at a table
/// <code>
/// Invoke-MdeHuntingQuery DeviceEvents -Timespan 1d -MaxRows 20 | Format-List
/// </code>
/// <para>-MaxRows stops after so many rows on purpose and without an error. The service still works through the whole query, so bound the time as well.</para>
/// </example>
/// <seealso cref="ConnectMdeTenantCommand"/>
/// <seealso cref="GetMdeQuotaCommand"/>
/// <seealso href="https://learn.microsoft.com/defender-xdr/advanced-hunting-query-language">The query language</seealso>
/// <seealso href="https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables">The tables and their columns</seealso>
/// <seealso href="https://learn.microsoft.com/defender-xdr/advanced-hunting-limits">Quotas and limits</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "MdeHuntingQuery", DefaultParameterSetName = "Query", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(RowShape.TypeName)]
[OutputType(typeof(MdeHuntingResult))]
[OutputType(typeof(DataTable))]
public sealed class InvokeMdeHuntingQueryCommand : AsyncCommand
{
    private const int MostSeconds = 24 * 60 * 60;

    // Where several connections are asked and nothing else was said.
    private const int UsualThrottleLimit = 5;

    private readonly QueryInput _intake = new();
    private readonly List<QuerySource> _collected = [];
    private readonly FileNames _fileNames = new();
    private readonly SavedNames _savedNames = new();
    private RunOptions _options = null!;
    private RowColumnsWatch _watch = null!;
    private QuerySource? _first;
    private int _count;

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

    /// <summary>
    /// The connections to ask, by name or themselves; the current one unless told otherwise. Each query is asked of each of them, side by side.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public ConnectionReference?[]? Connection { get; set; }

    /// <summary>
    /// How many queries run at once: 1 for one connection and 5 for several, unless told otherwise. With 1 each query runs as it comes down the pipeline, the
    /// first one when the second comes or the input ends; with more, all are collected first and run side by side when the input ends. The answers come in the
    /// order asked.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; }

    /// <summary>Give out answers as they come, and not in the order asked.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>The name of the first column of each row, which says what connection it comes from; only where more than one is asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ConnectionColumn { get; set; } = "MdeConnection";

    /// <summary>
    /// The name of the column that says which query each row is of: the name of its file, or its number and first words. Only where more than one is asked;
    /// after that of the connection.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string QueryColumn { get; set; } = "MdeQuery";

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

    /// <summary>How many seconds one request may take; without it the service's own limit (180, Endpoint 200) and the way there and back.</summary>
    [Parameter]
    [ValidateRange(1, MostSeconds)]
    public int TimeoutSec { get; set; }

    /// <summary>
    /// How often a query is sent again after a fault that passes by itself: an unreachable host, HTTP 408, 500, 502, 503, 504, an answer cut short.
    /// </summary>
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

        var time = new TimeRangeRequest(
            StartTime,
            EndTime,
            Timespan is null
                ? null
                : TimespanArgument.Parse(Timespan)
                    ?? throw new HuntingException(
                        HuntingFailure.TimeInvalid,
                        $"-Timespan '{Timespan}' is not a time span.",
                        TimespanArgument.Advice(Timespan) ?? "Specify one such as 7d, 24h, P7D, or 2026-11-01T00:00Z/P1D."
                    )
        );
        _options = new RunOptions(time, Running.Windows.Split.Parse(Split), Force, MaxRows == 0 ? null : MaxRows, Sending());
        _watch = RowColumnsWatch.Of(await streams.InvokeAsync(() => RunningPipeline.TableAround(MyInvocation)).ConfigureAwait(false));
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        IEnumerable<QuerySource> ready =
            ParameterSetName == "Query"
                ? (await streams.InvokeAsync(Refusals).ConfigureAwait(false)).SelectMany(Take)
                : (await streams.InvokeAsync(ResolvePaths).ConfigureAwait(false)).Select(path => new QuerySource(() => QueryFile.Read(Named(path)), path.Full)
                {
                    FileName = _fileNames.Of(path.Full),
                });
        foreach (var query in ready)
        {
            await TakeAsync(query, streams, token).ConfigureAwait(false);
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var query in _intake.Flush())
        {
            await TakeAsync(query, streams, token).ConfigureAwait(false);
        }

        await RunFirstAsync(streams, token).ConfigureAwait(false);
        if (_collected.Count > 0)
        {
            await RunAsync(_collected, streams, token).ConfigureAwait(false);
        }
    }

    private List<(string? Query, HuntingException? Refusal)> Refusals() =>
        [.. (Query is { Length: > 0 } queries ? queries : [null]).Select(query => (query, QueryRefusal.Of(query, name => FileName.Exists(this, name))))];

    private IEnumerable<QuerySource> Take((string? Query, HuntingException? Refusal) given) =>
        given.Refusal is { } refusal ? [.. _intake.Flush(), new QuerySource(() => throw refusal)] : _intake.Take(given.Query);

    // One at a time is asked as it comes, but for the first: whether its rows have to say that they are its, the second tells. To run side by side, all have to
    // be there.
    private async Task TakeAsync(QuerySource given, PipelineStreams streams, CancellationToken token)
    {
        var query = given with { Number = ++_count };
        query = query with { SavedName = AsResult || AsDataTable ? _savedNames.Of(query.FileName ?? query.NameOf(given.Text ?? string.Empty)) : null };
        if (Throttle > 1)
        {
            _collected.Add(query);
            return;
        }

        if (_count == 1)
        {
            _first = query;
            return;
        }

        await RunFirstAsync(streams, token).ConfigureAwait(false);
        await RunAsync([query], streams, token).ConfigureAwait(false);
    }

    private async Task RunFirstAsync(PipelineStreams streams, CancellationToken token)
    {
        if (_first is { } first)
        {
            _first = null;
            await RunAsync([first], streams, token).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(IReadOnlyList<QuerySource> queries, PipelineStreams streams, CancellationToken token)
    {
        var connections = await ResolveAsync(streams).ConfigureAwait(false);
        var arrangement = new BatchOptions(Throttle, Unordered, ConnectionColumn, _count > 1 ? QueryColumn : null, Output);
        await new QueryBatch(connections, _options, arrangement, streams).RunAsync(queries, token).ConfigureAwait(false);
    }

    private int Throttle =>
        ThrottleLimit > 0 ? ThrottleLimit
        : Connection is { Length: > 1 } ? UsualThrottleLimit
        : 1;

    private async Task<IReadOnlyList<MdeConnection>> ResolveAsync(PipelineStreams streams)
    {
        var table = await streams.InvokeAsync(() => RunspaceConnections.Current).ConfigureAwait(false);
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

    private SendingOptions Sending() =>
        new()
        {
            TimeLimit = TimeoutSec == 0 ? null : TimeSpan.FromSeconds(TimeoutSec),
            RetryLimit = RetryLimit,
            RetryTimeout = Span("-RetryTimeout", RetryTimeout),
            MaxQuotaWait = Span("-MaxQuotaWait", MaxQuotaWait),
            Reserve = ReserveQuota / 100.0,
        };

    private static TimeSpan Span(string parameter, string text) =>
        KqlTimespan.Parse(text) is { } span && span >= TimeSpan.Zero
            ? span
            : throw new HuntingException(
                HuntingFailure.TimeInvalid,
                $"{parameter} '{text}' is not a time span.",
                KqlTimespan.Advice(text) ?? "Specify one such as 30s, 10m or 00:10:00."
            );

    private IResultSink Output(SequencedStreams streams, JobSubject subject) =>
        AsResult ? new ResultOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : AsDataTable ? new TableOutput(streams.WriteAsync, subject.Name, subject.Path, subject.SavedName)
        : new RowOutput(streams.WriteManyAsync, columns => streams.WarnAsync(() => _watch.See(columns, subject.RowsName)));

    private List<FilePath> ResolvePaths()
    {
        if (ParameterSetName == "LiteralPath")
        {
            return [.. LiteralPath.Select(path => FilePath.Of(SessionState, path))];
        }

        var files = new List<FilePath>();
        foreach (var path in Path)
        {
            // What is not there is told when it is read, as a failure of ours, and the other paths go on.
            var found = WildcardPattern.ContainsWildcardCharacters(path) ? FilePath.Matching(SessionState, path) : [];
            files.AddRange(found.Count > 0 ? found : [FilePath.Of(SessionState, path)]);
        }

        return files;
    }

    private static string Named(FilePath path) =>
        path.IsOfFileSystem
            ? path.Full
            : throw new HuntingException(HuntingFailure.QueryFileUnreadable, path.Fault, "Specify the path of a file.") { Target = path.Given };
}
