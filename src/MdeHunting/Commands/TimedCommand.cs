using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Evidence;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>
/// A command that sends queries about a time: on which connections, over which time, how many at once, and what is recorded of them as evidence.
/// </summary>
public abstract class TimedCommand : SendingCommand, IDisposable
{
    // Where several connections are asked and nothing else was said.
    private const int UsualThrottleLimit = 5;

    private EvidenceRecording? _evidence;
    private EvidenceRecording? _ownEvidence;

    private protected TimedCommand() { }

    /// <summary>
    /// Specifies the connections to run each query on, as names, patterns such as Contoso*, tenant ids, domains, or objects. The default is the
    /// current connection. With more than one, queries run on all of them in parallel.
    /// </summary>
    [Parameter]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public ConnectionReference?[]? Connection { get; set; }

    /// <summary>
    /// Specifies the start of the time range (inclusive), as a DateTime or as text in ISO 8601 such as 2026-11-20T08:00Z. A time without a zone is
    /// local time, and is rejected if the change of the clocks skips or repeats it. Without -EndTime or -Timespan, the time range ends now.
    /// </summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public DateTime? StartTime { get; set; }

    /// <summary>
    /// Specifies the end of the time range (exclusive), in the same forms as -StartTime. Without -StartTime or -Timespan, the time range starts
    /// 30 days ago, because the service retains 30 days. If the end itself is older, the time range is the 30 days before it, and all its
    /// rows are missing.
    /// </summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public DateTime? EndTime { get; set; }

    /// <summary>
    /// Specifies the length of the time range: a TimeSpan, 7d or 24h as in KQL, 1w, or ISO 8601 (P7D, start/end, start/P1D, P1D/end). The text 24:00:00
    /// isn't valid, because .NET reads it as 24 days. The time range begins at -StartTime, or ends at -EndTime or now.
    /// </summary>
    [Parameter]
    [Alias("Last")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string? Timespan { get; set; }

    /// <summary>
    /// Specifies how many queries run at once. The default is 1 for one connection and 5 for more. A query that waits, for a quota or for a service that can't
    /// be reached, doesn't count, so that it doesn't delay the other connections.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public int ThrottleLimit { get; set; }

    /// <summary>
    /// Specifies a folder to record evidence in: for each tenant a bag (RFC 8493) with every query as specified, every request as sent, and every response
    /// as received. A bag that isn't sealed is continued. Stop-MdeEvidence -Path seals it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EvidencePath { get; set; }

    /// <summary>Specifies the case that the evidence in -EvidencePath is for, as it's recorded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? CaseId { get; set; }

    /// <summary>Specifies who collects the evidence in -EvidencePath, as it's recorded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Operator { get; set; }

    /// <summary>Records the evidence of all tenants in one bag, which is the folder -EvidencePath itself.</summary>
    [Parameter]
    public SwitchParameter SingleBag { get; set; }

    /// <summary>Closes what the command records into, however it ended.</summary>
    public virtual void Dispose() => _ownEvidence?.Dispose();

    /// <summary>The folder that the command records evidence in, once <see cref="EvidenceAsync"/> was called; null for none.</summary>
    private protected string? RecordedPath => _evidence?.Path;

    /// <summary>The connections, once <see cref="ResolveConnectionsAsync"/> was called.</summary>
    private protected IReadOnlyList<MdeConnection> Resolved { get; private set; } = [];

    /// <summary>How many queries run at once.</summary>
    private protected int QueriesAtOnce =>
        ThrottleLimit > 0 ? ThrottleLimit
        : Connection is { Length: > 1 } ? UsualThrottleLimit
        : 1;

    /// <summary>The connections.</summary>
    /// <exception cref="HuntingException">One is given twice.</exception>
    private protected async Task<IReadOnlyList<MdeConnection>> ResolveConnectionsAsync(PipelineStreams streams)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        var connections = new List<MdeConnection>();
        foreach (var reference in Connection is { Length: > 0 } named ? named : [null])
        {
            // What a pattern means as well isn't meant twice.
            var meant = table.ResolveAll(reference);
            connections.AddRange(meant.Count > 1 ? meant.Except(connections) : meant);
        }

        if (connections.GroupBy(connection => connection).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"The connection '{twice.Key.Name}' is specified more than once.",
                "Specify each connection once."
            )
            {
                Target = twice.Key,
            };
        }

        foreach (var connection in connections)
        {
            _evidence?.Check(connection);
        }

        if (_evidence is null)
        {
            await TellNotRecordedAsync(connections, streams).ConfigureAwait(false);
        }

        return Resolved = connections;
    }

    private static async Task TellNotRecordedAsync(IReadOnlyList<MdeConnection> connections, PipelineStreams streams)
    {
        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        if (runspace.TakeOther(connections) is { } other)
        {
            await streams
                .WarnAsync(
                    $"Another runspace of this process records evidence in '{other}'. This runspace doesn't: its queries aren't recorded. To record them, "
                        + "use -EvidencePath with the same folder."
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What the command records into; null for nothing. To be called before connections are resolved, which rejects those whose bag is sealed.
    /// </summary>
    /// <exception cref="EvidenceException">The folder isn't valid, or the session's bag can't be written.</exception>
    /// <exception cref="HuntingException">Something of the evidence was given without its folder.</exception>
    private protected async Task<EvidenceRecording?> EvidenceAsync(PipelineStreams streams)
    {
        var started = await streams.InvokeAsync(static () => RunspaceEvidence.Current.Recording).ConfigureAwait(false);
        if (EvidencePath is not { } path)
        {
            var given =
                CaseId is not null ? nameof(CaseId)
                : Operator is not null ? nameof(Operator)
                : SingleBag ? nameof(SingleBag)
                : null;
            return given is null
                ? _evidence = started
                : throw new HuntingException(
                    HuntingFailure.ArgumentConflict,
                    $"-{given} was specified without -EvidencePath.",
                    "Specify the folder with -EvidencePath, or use Start-MdeEvidence."
                );
        }

        // What is specified takes precedence over what the session records into, which tells that it lacks this command.
        var folder = await EvidenceFolder.OfAsync(SessionState, path, streams).ConfigureAwait(false);
        await EvidenceFolder.OpenFirstAsync(streams).ConfigureAwait(false);
        started?.Note($"{MyInvocation.MyCommand.Name} recorded into '{folder}' instead.");
        var mask = await EvidenceFolder.OwnMaskAsync(streams).ConfigureAwait(false);
        return _evidence = _ownEvidence = new EvidenceRecording(EvidenceBags.OfProcess, folder, new EvidenceCase(CaseId, Operator), SingleBag, mask);
    }
}
