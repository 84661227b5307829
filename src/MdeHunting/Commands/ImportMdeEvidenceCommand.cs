using System.Management.Automation;
using MdeHunting.Commands.Prompt;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Pipeline;
using MdeHunting.Results;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>Returns the rows of the responses that a bag of evidence contains, without a tenant or a network.</summary>
/// <include file="../Help/Import-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsData.Import, "MdeEvidence")]
[OutputType(OutputShape.TypeName)]
public sealed class ImportMdeEvidenceCommand : AsyncCommand, IDynamicParameters
{
    private readonly List<(string Folder, MdeEvidence Query)> _queries = [];

    /// <summary>Specifies a bag, a folder of bags, or the zip archive of a bag, sealed or not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Specifies the numbers of the queries whose rows to return, as Get-MdeEvidence returns them. The default is all of the bag.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Request")]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public long[] Number { get; set; } = [];

    /// <summary>
    /// Specifies the name of the first column of each row, which contains the connection that the row comes from. It's added only if the rows come from more
    /// than one connection.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string ConnectionColumn { get; set; } = BatchOptions.UsualConnectionColumn;

    /// <summary>Called by PowerShell, and returns none. While a line is completed, Tab is told what the output will have.</summary>
    public object? GetDynamicParameters() => OutputShape.Of(this, type: null);

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var folder = await EvidenceFolder.OfAsync(SessionState, Path, streams).ConfigureAwait(false);
        var missing = new HashSet<long>(Number);
        using (var found = EvidenceBags.OfProcess.Find(folder))
        {
            var asked = found
                .Paths.SelectMany(bag => MdeEvidence.Read(found.Files, bag))
                .Where(query => Number.Length == 0 || Number.Contains(query.Number))
                .Select(query => (folder, query));
            _queries.AddRange(asked);
        }

        missing.ExceptWith(_queries.Where(one => one.Folder == folder).Select(one => one.Query.Number));
        await TellMissingAsync(folder, missing, streams).ConfigureAwait(false);
    }

    // Only now it is known whether the rows are those of several connections.
    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var connections = _queries.Select(one => (one.Query.TenantId, one.Query.Connection)).Distinct().ToList();
        var areNamesEnough = connections.Select(one => one.Connection).Distinct(StringComparer.OrdinalIgnoreCase).Count() == connections.Count;
        // What was specified is opened once for all of its queries.
        foreach (var queries in _queries.GroupBy(one => one.Folder, one => one.Query))
        {
            using var found = EvidenceBags.OfProcess.Find(queries.Key);
            foreach (var query in queries)
            {
                var name = areNamesEnough ? query.Connection : $"{query.Connection} ({query.TenantId})";
                await ReturnAsync(found.Files, query, connections.Count > 1 ? name ?? string.Empty : null, streams, token).ConfigureAwait(false);
            }
        }
    }

    private async Task ReturnAsync(IJournalFiles files, MdeEvidence query, string? label, PipelineStreams streams, CancellationToken token)
    {
        if (!query.IsComplete)
        {
            await streams
                .WarnAsync(
                    FormattableString.Invariant($"Query {query.Number} of '{query.Path}' isn't complete: ") + (query.Missing ?? "the log doesn't say why")
                )
                .ConfigureAwait(false);
        }

        foreach (var response in query.Responses.Where(response => !BagText.Climbs(response)))
        {
            if (RecordedResponse.Read(files, query.Path, response) is { HasRows: true } recorded)
            {
                IResultSink rows = new RowOutput(streams.WriteManyAsync);
                await ReturnAsync(files, recorded, label is null ? rows : new ConnectionColumnSink(rows, [(ConnectionColumn, label)]), streams, token)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task TellMissingAsync(string folder, HashSet<long> missing, PipelineStreams streams)
    {
        foreach (var number in missing.OrderBy(number => number))
        {
            await streams
                .WriteErrorAsync(
                    new EvidenceException(
                        EvidenceFailure.EvidenceNotFound,
                        FormattableString.Invariant($"The bag of evidence in '{folder}' has no query {number}."),
                        "Get-MdeEvidence lists the queries of a bag with their numbers."
                    )
                    {
                        Target = folder,
                    }
                )
                .ConfigureAwait(false);
        }
    }

    private static async Task ReturnAsync(IJournalFiles files, RecordedResponse recorded, IResultSink rows, PipelineStreams streams, CancellationToken token)
    {
        var content = recorded.Open(files);
        using var bytes = content.Content;
        try
        {
            await ServiceLoader.Service.ReadStoredAsync(content, rows, streams, token).ConfigureAwait(false);
        }
        catch (HuntingException e)
        {
            await streams
                .WriteErrorAsync(
                    new EvidenceException(
                        EvidenceFailure.EvidenceNotValid,
                        $"'{recorded.Folder}' of the bag of evidence in '{recorded.Path}' can't be read as a response: {e.What}",
                        "Test-MdeEvidence says what else was changed. Compare the bag with another copy of it.",
                        e
                    )
                    {
                        Target = recorded.Path,
                    }
                )
                .ConfigureAwait(false);
        }
    }
}
