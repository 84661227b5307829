using System.Management.Automation;
using MdeHunting.Checks;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Packs;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Schema;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Checks advanced hunting queries before they run: names, types, cost, completeness, and safety.</summary>
/// <include file="../Help/Test-MdeHuntingQuery.xml" path="help/*"/>
[Cmdlet(VerbsDiagnostic.Test, "MdeHuntingQuery", DefaultParameterSetName = "Query")]
[OutputType(typeof(MdeQueryFinding))]
[OutputType(typeof(bool))]
[OutputType(typeof(string))]
public sealed class TestMdeHuntingQueryCommand : SendingCommand
{
    private const int ActivityId = 1;

    private readonly List<MdeQueryFinding> _log = [];
    private SendingOptions _sending = SendingOptions.Default;
    private IReadOnlyList<KnownTable> _tables = [];
    private MdeConnection? _live;
    private HashSet<string> _excluded = [];
    private QueryFiles _files = null!;
    private int _queries;

    /// <summary>Specifies the queries as strings, each of which is checked separately.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Query")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(QueryCompleter))]
    public string[] Query { get; set; } = [];

    /// <summary>Specifies query files. Each contains one query, in UTF-8, UTF-16, or UTF-32. Wildcards are accepted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies query files by paths that are used exactly as typed, without wildcards. Files from Get-ChildItem bind to this parameter.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Specifies queries of packs, as Get-MdeHuntingPack and Import-MdeHuntingPack return them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Pack")]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public MdePackQuery[] Pack { get; set; } = [];

    /// <summary>
    /// Specifies files, zip archives, or folders of packs, as Import-MdeHuntingPack reads them. A file that can't be read, or isn't KQL, is a finding itself.
    /// Wildcards are accepted.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "PackPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] PackPath { get; set; } = [];

    /// <summary>
    /// Sends each query with take 0 behind it, in one call within the quota, and returns what the service says of it: the columns of the result, or why it
    /// rejects the query.
    /// </summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>
    /// Specifies the connection to use with -Live, by its name, its tenant's id or domain, or as an object. The default is the current connection.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Specifies the ids of rules that aren't wanted, such as MDE101. Wildcards are accepted. about_MdeHunting_Rules lists them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] ExcludeRule { get; set; } = [];

    /// <summary>Specifies the least severity of the findings to return: Information, Warning, or Error. The default is Information, which is all.</summary>
    [Parameter]
    public MdeFindingSeverity Severity { get; set; }

    /// <summary>
    /// Returns one SARIF 2.1.0 log of all queries as text, for code scanning, in which a file that can't be read is a result. Paths of files are relative to
    /// the current location; a query without a file is query-1.kql, query-2.kql, and so on.
    /// </summary>
    [Parameter]
    public SwitchParameter AsSarif { get; set; }

    /// <summary>Returns True for each query without a finding of severity Error, and False for each other one, instead of the findings.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (AsSarif && Quiet)
        {
            throw new HuntingException(HuntingFailure.ArgumentConflict, "-AsSarif and -Quiet can't be used together.", "Specify one of them.");
        }

        _sending = Sending();
        _files = new QueryFiles(SessionState);
        var unknown = new List<string>();
        _excluded = await streams.InvokeAsync(() => Excluded(unknown)).ConfigureAwait(false);
        foreach (var pattern in unknown)
        {
            await streams.WarnAsync($"-ExcludeRule: no rule has the id '{pattern}'. {NearRule(pattern)}").ConfigureAwait(false);
        }

        var connections = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        _tables = EffectiveSchema.Tables(connections);
        if (Live)
        {
            _live = connections.Resolve(Connection);
            _tables = EffectiveSchema.Tables(_live);
        }
        else if (Connection is not null)
        {
            throw new HuntingException(HuntingFailure.ArgumentConflict, "-Connection was specified without -Live.", "Specify -Live to query the service.");
        }
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        if (ParameterSetName is "Query" or "Pack")
        {
            foreach (var query in Query.Select(text => new CheckedQuery(text, Number: ++_queries)).Concat(Pack.Select(CheckedQuery.Of)))
            {
                await CheckAsync(query, streams, token).ConfigureAwait(false);
            }

            return;
        }

        if (ParameterSetName == "PackPath")
        {
            await CheckPacksAsync(streams, token).ConfigureAwait(false);
            return;
        }

        var sources = await streams.InvokeAsync(() => _files.Of(Path, LiteralPath)).ConfigureAwait(false);
        foreach (var source in sources)
        {
            var (text, failure) = Read(source);
            if (failure is not null && AsSarif && source.Path is { } file && failure.Failure != HuntingFailure.QueryFileNotFound)
            {
                await ReportAsync([UnreadFiles.Of(failure, file)], streams).ConfigureAwait(false);
                continue;
            }

            if (failure is not null)
            {
                await streams.WriteErrorAsync(failure).ConfigureAwait(false);
                continue;
            }

            await CheckAsync(new CheckedQuery(text!, source.Path, source.FileName), streams, token).ConfigureAwait(false);
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (AsSarif)
        {
            var folder = await streams.InvokeAsync(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath).ConfigureAwait(false);
            var version = MyInvocation.MyCommand.Module?.Version?.ToString() ?? typeof(SarifLog).Assembly.GetName().Version.ToString(3);
            await streams.WriteAsync(new SarifLog(folder, version).Write(_log)).ConfigureAwait(false);
        }
    }

    private static (string? Text, HuntingException? Failure) Read(Running.QuerySource source)
    {
        try
        {
            return (source.ReadText(), null);
        }
        catch (HuntingException e)
        {
            return (null, e);
        }
    }

    // The nearest id, or that with the most of its beginning.
    private static string NearRule(string id)
    {
        var ids = CheckRules.All.Select(rule => rule.Id).ToList();
        return EditDistance.Ask(EditDistance.Find(id, ids))
            ?? (
                id.Length > 3 && ids.Find(one => one.StartsWith(id.Substring(0, 4), StringComparison.OrdinalIgnoreCase)) is { } near
                    ? EditDistance.Ask([near])!
                    : "For the ids, see about_MdeHunting_Rules."
            );
    }

    private HashSet<string> Excluded(List<string> unknown)
    {
        var excluded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pattern in ExcludeRule)
        {
            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            var ids = CheckRules.All.Select(rule => rule.Id).Where(wildcard.IsMatch).ToList();
            excluded.UnionWith(ids);
            if (ids.Count == 0)
            {
                unknown.Add(pattern);
            }
        }

        return excluded;
    }

    private async Task CheckPacksAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var path in await streams.InvokeAsync(() => FilePath.Of(SessionState, PackPath, [])).ConfigureAwait(false))
        {
            if (!path.IsOfFileSystem)
            {
                await streams.WriteErrorAsync(PackFiles.OfAnotherProvider(path)).ConfigureAwait(false);
                continue;
            }

            foreach (var reading in new PackReader(MdePackFormat.Auto).Read(path.Full, token))
            {
                if (reading.Failure is { Failure: PackFailure.PackNotFound } missing)
                {
                    await streams.WriteErrorAsync(missing).ConfigureAwait(false);
                }
                else if (UnreadFiles.Of(reading) is { } unread)
                {
                    await ReportAsync([unread], streams).ConfigureAwait(false);
                }

                foreach (var query in reading.Queries)
                {
                    await CheckAsync(CheckedQuery.Of(query), streams, token).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task CheckAsync(CheckedQuery query, PipelineStreams streams, CancellationToken token)
    {
        var found = QueryCheck.Of(query.Text, _tables, DateTime.UtcNow);
        var findings = found.Select(query.ToFinding).ToList();

        if (_live is { } connection && IsQuery(query, found))
        {
            var said = await CheckLiveAsync(query, connection, streams, token).ConfigureAwait(false);
            if (said is null)
            {
                return;
            }

            findings.Add(said);
        }

        await ReportAsync(findings, streams).ConfigureAwait(false);
    }

    private async Task ReportAsync(IReadOnlyList<MdeQueryFinding> found, PipelineStreams streams)
    {
        var findings = found.Where(finding => !_excluded.Contains(finding.RuleId)).ToList();
        if (Quiet)
        {
            await streams.WriteAsync(!findings.Exists(finding => finding.Level == MdeFindingSeverity.Error)).ConfigureAwait(false);
            return;
        }

        foreach (var finding in findings.Where(finding => finding.Level >= Severity))
        {
            if (AsSarif)
            {
                _log.Add(finding);
            }
            else
            {
                await streams.WriteAsync(finding).ConfigureAwait(false);
            }
        }
    }

    // What is no query of this language costs no call; of one that only we can't read, the service has the last word.
    private static bool IsQuery(CheckedQuery query, IReadOnlyList<QueryFinding> found) =>
        !found.Any(finding => finding.RuleId == "MDE019") && !TokenTree.Of(new SourceText(query.Text)).Whole.IsEmpty;

    private async Task<MdeQueryFinding?> CheckLiveAsync(CheckedQuery query, MdeConnection connection, PipelineStreams streams, CancellationToken token)
    {
        var progress = new ConnectionProgress(streams, ActivityId, $"Checking in {connection.Name}", 1);
        var report = new CommandReport(streams, progress);
        try
        {
            return await new LiveCheck(connection, _sending).RunAsync(query, report, token).ConfigureAwait(false);
        }
        catch (HuntingException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
            return null;
        }
        finally
        {
            await progress.CompleteAsync().ConfigureAwait(false);
            await report.CompleteAsync().ConfigureAwait(false);
        }
    }
}
