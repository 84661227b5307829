using System.Data;
using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;
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
