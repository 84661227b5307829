using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Kql.Writing;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;

namespace MdeHunting.Commands;

/// <summary>Runs recorded queries again, and compares what the tenant returns today with what it returned then.</summary>
/// <include file="../Help/Compare-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsData.Compare, "MdeEvidence")]
[OutputType(typeof(MdeEvidenceComparison))]
public sealed class CompareMdeEvidenceCommand : SendingCommand
{
    private const int ActivityId = 1;

    /// <summary>Specifies a bag of evidence, a folder of bags, or the zip archive of a bag, sealed or not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// Specifies the numbers of the queries to run again, as Get-MdeEvidence returns them. The default is all of them. A query that the service rejected, or
    /// that was interrupted, can't be compared, which is an error if it's specified, and a warning if not.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Request")]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public long[] Number { get; set; } = [];

    /// <summary>
    /// Specifies the connection to run the queries on, by its name, its tenant's id or domain, or as an object. The default is a connection to the
    /// tenant that was recorded. A connection to another tenant is rejected.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var sending = Sending();
        var folder = await EvidenceFolder.OfAsync(SessionState, Path, streams).ConfigureAwait(false);
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        var started = await streams.InvokeAsync(static () => RunspaceEvidence.Current.Recording).ConfigureAwait(false);
        var asked = Connection is null ? null : table.Resolve(Connection);
        using var found = EvidenceBags.OfProcess.Find(folder);
        foreach (var bag in found.Paths)
        {
            foreach (var query in MdeEvidence.Read(found.Files, bag).Where(query => Number.Length == 0 || Number.Contains(query.Number)))
            {
                try
                {
                    if (Responses(found.Files, query).Count == 0)
                    {
                        await TellIncomparableAsync(query, streams).ConfigureAwait(false);
                        continue;
                    }

                    var connection = ConnectionOf(asked, table, query);
                    started?.Check(connection);
                    await CompareAsync(found.Files, query, connection, started, sending, streams, token).ConfigureAwait(false);
                }
                catch (MdeException e)
                {
                    await streams.WriteErrorAsync(e).ConfigureAwait(false);
                }
            }
        }
    }

    private static List<RecordedResponse> Responses(IJournalFiles files, MdeEvidence query) =>
        [
            .. query
                .Responses.Where(folder => !BagText.Climbs(folder))
                .Select(folder => RecordedResponse.Read(files, query.Path, folder))
                .OfType<RecordedResponse>()
                .Where(response => response.HasRows),
        ];

    private Task TellIncomparableAsync(MdeEvidence query, PipelineStreams streams)
    {
        var what =
            FormattableString.Invariant($"Query {query.Number} of the bag of evidence in '{query.Path}' can't be compared: it has no response with rows")
            + (query.ErrorId is { } id ? $" ({id})." : ".");
        return Number.Length == 0
            ? streams.WarnAsync(what)
            : throw new EvidenceException(EvidenceFailure.EvidenceNotComparable, what, "Run the query again with Invoke-MdeHuntingQuery.") { Target = query };
    }

    private static MdeConnection ConnectionOf(MdeConnection? asked, ConnectionTable table, MdeEvidence query)
    {
        var connection = asked ?? table.All.LastOrDefault(one => one.TenantId == query.TenantId) ?? table.Resolve(null);
        return connection.TenantId == query.TenantId
            ? connection
            : throw new EvidenceException(
                EvidenceFailure.EvidenceNotComparable,
                FormattableString.Invariant($"Query {query.Number} of the bag of evidence in '{query.Path}' is of the tenant {query.TenantId}, ")
                    + $"and the connection '{connection.Name}' is to {connection.TenantId}.",
                "Connect to that tenant with Connect-MdeTenant. No query was run."
            )
            {
                Target = connection,
            };
    }

    private static async Task CompareAsync(
        IJournalFiles files,
        MdeEvidence query,
        MdeConnection connection,
        EvidenceRecording? started,
        SendingOptions sending,
        PipelineStreams streams,
        CancellationToken token
    )
    {
        var recorded = Responses(files, query);
        var questions = recorded.ConvertAll(response => RecordedQuestion.Of(files, response));
        var comparison = new RowComparison();
        foreach (var response in recorded)
        {
            // Also what -MaxRows left out then, since nothing is left out today.
            var content = response.Open(files) with
            {
                MaxRows = int.MaxValue,
            };
            using var bytes = content.Content;
            await ServiceLoader.Service.ReadStoredAsync(content, comparison.OfThen(), streams, token).ConfigureAwait(false);
        }

        var at = connection.Session.UtcNow;
        var evidence = started?.Begin(connection, query.Query ?? string.Empty);
        var result = new ResultBuilder(connection, query.Query ?? string.Empty);
        var progress = new ConnectionProgress(streams, ActivityId, $"Comparing evidence with {connection.Name}", 1);
        var report = new CommandReport(streams, progress);
        try
        {
            foreach (var question in questions)
            {
                // The query's own now() and ago() count from then.
                var request = new HuntingRequest(BoundedQuery.AtMoment(question.Query, question.SentAt)) { Timespan = question.Timespan, Sending = sending };
                var response = await (evidence?.Session ?? connection.Session).HuntAsync(request, comparison.OfToday(), report, token).ConfigureAwait(false);
                result.Add(response);
                if (TruncationCheck.Fault(request, response.RowCount, connection.Session.RowLimit) is { } fault)
                {
                    result.AddMissing(new MdeMissingWindow(null, null, fault.ErrorId, fault.Message));
                }
            }

            evidence?.End(result, null);
        }
        catch (Exception e) when (e is not EvidenceException)
        {
            evidence?.End(result, e);
            throw;
        }
        finally
        {
            await progress.CompleteAsync().ConfigureAwait(false);
            await report.CompleteAsync().ConfigureAwait(false);
        }

        await streams.WriteAsync(new MdeEvidenceComparison(query, connection.Name, at, comparison)).ConfigureAwait(false);
    }
}
