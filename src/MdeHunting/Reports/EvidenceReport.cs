using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Reports;

/// <summary>Writes what a bag of evidence has: what was asked, of whom, when, complete or not, the rows, and the hashes.</summary>
/// <param name="files">The files of the bag.</param>
/// <param name="bag">The bag.</param>
/// <param name="page">The page.</param>
/// <param name="budget">What is left of the report's limits.</param>
/// <param name="read">Reads a stored response.</param>
internal sealed class EvidenceReport(
    IJournalFiles files,
    string bag,
    ReportPage page,
    ReportBudget budget,
    Func<StoredContent, IRowSink, Task<StoredRows>> read
)
{
    /// <summary>Writes it.</summary>
    /// <param name="test">What the checks of the bag found.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="EvidenceException">A file of the bag cannot be read.</exception>
    public async Task WriteAsync(MdeEvidenceTest test, CancellationToken token)
    {
        var facts = MdeEvidenceBag.Read(files, bag);
        var queries = MdeEvidence.Read(files, bag).ToList();
        var log = BagFolder.ReadLog(files, bag).Lines;
        var header = log.Count > 0 ? log[0] : new JournalLine();
        page.BeginSection($"Evidence {Path.GetFileName(bag)}");
        page.Facts([
            ("Case", facts.CaseId),
            ("Operator", facts.Operator),
            ("Authority", header.Text("authority")),
            ("Note", header.Text("note")),
            ("Recorded with", header.Text("tool")),
            ("Recorded on", header.Text("computer")),
            ("Started", UtcText.Second(facts.StartedAt)),
            ("Sealed", facts.SealedAt is { } at ? UtcText.Second(at) : "no: rows can still be added"),
            ("Signed by", facts.Signer),
            ("SHA-256 of tagmanifest-sha256.txt", facts.Sha256),
            ("Bag", bag),
        ]);
        page.Heading("Checks");
        page.Paragraph(test.IsValid ? "No check failed." : "The bag failed a check.", test.IsValid ? ReportTone.Good : ReportTone.Bad);
        page.Table(
            ["Check", "Result", "Found", "What it proves"],
            test.Checks.Select(check => (string?[])[check.Name, check.Result, check.Detail, check.Meaning])
        );
        page.Heading("Queries");
        page.Table(
            ["Number", "Started", "Connection", "Rows returned", "Complete", "Query"],
            queries.Select(query =>
                (string?[])
                    [
                        FormattableString.Invariant($"{query.Number}"),
                        UtcText.Second(query.StartedAt),
                        query.Connection,
                        FormattableString.Invariant($"{query.Rows:N0}"),
                        query.IsComplete ? "yes" : "NO",
                        query.Query,
                    ]
            )
        );
        WriteNotes(log);
        page.EndSection();
        foreach (var query in queries)
        {
            token.ThrowIfCancellationRequested();
            await WriteAsync(query).ConfigureAwait(false);
        }
    }

    private void WriteNotes(IReadOnlyList<JournalLine> log)
    {
        var notes = log.Where(line => line.Text("event") == "note").ToList();
        if (notes.Count == 0)
        {
            return;
        }

        page.Heading("Notes");
        page.Table(
            ["Time", "By", "Note"],
            notes.Select(note => (string?[])[note.Moment("at") is { } at ? UtcText.Second(at) : null, note.Text("operator"), note.Text("text")])
        );
    }

    private async Task WriteAsync(MdeEvidence query)
    {
        var responses = query
            .Responses.Concat(query.Unanswered)
            .Where(folder => !BagText.Climbs(folder))
            .OrderBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => RecordedResponse.Read(files, bag, folder))
            .OfType<RecordedResponse>()
            .ToList();
        var first = responses.Count > 0 ? responses[0].Meta : new JournalLine();
        page.BeginSection(FormattableString.Invariant($"Query {query.Number} of {Path.GetFileName(bag)}"));
        page.Paragraph(query.IsComplete ? "Complete." : $"Not complete: {query.Missing}", query.IsComplete ? ReportTone.Good : ReportTone.Bad);
        page.Facts([
            ("Connection", query.Connection),
            ("Tenant", query.TenantId),
            ("Account", query.Account),
            ("Application", first.Text("application") ?? first.Text("clientId")),
            ("Signed in at", first.Text("authorityHost")),
            ("Sent to", first.Text("huntingHost")),
            ("API", first.Text("api")),
            ("Cloud", first.Text("cloud")),
            ("Time range", Span(query, responses)),
            ("Started", UtcText.Millisecond(query.StartedAt)),
            ("Finished", query.FinishedAt is { } at ? UtcText.Millisecond(at) : null),
            ("Rows returned", FormattableString.Invariant($"{query.Rows:N0}")),
            ("Error", query.ErrorId),
        ]);
        if (query.Query is { } text)
        {
            page.Heading("Query as specified");
            page.Verbatim(text);
        }

        foreach (var sent in responses.Where(response => response.Meta.Text("sentQuery") is not null).GroupBy(response => response.Meta.Text("sentQuery")!))
        {
            page.Heading($"Query as sent ({string.Join(", ", sent.Select(response => response.Folder))})");
            page.Verbatim(sent.Key);
        }

        page.Heading("Requests and responses");
        page.Table(
            ["Stored in", "Time range", "Sent", "Received", "Status", "Rows", "Verdict", "SHA-256 of the stored bytes", "SHA-256 of the JSON"],
            responses.Select(response =>
                (string?[])
                    [
                        response.File ?? response.Folder,
                        Span([response]),
                        response.Meta.Moment("sentAt") is { } sent ? UtcText.Millisecond(sent) : null,
                        response.Meta.Moment("receivedAt") is { } received ? UtcText.Millisecond(received) : null,
                        Number(response, "status"),
                        Number(response, "rows"),
                        response.Meta.Text("verdict"),
                        response.Meta.Text("storedSha256"),
                        response.Meta.Text("contentSha256"),
                    ]
            )
        );
        if (responses.Exists(response => response.IsWholeAtStop))
        {
            page.Paragraph(
                FormattableString.Invariant($"The command was stopped after {query.Rows:N0} {(query.Rows == 1 ? "row" : "rows")}. The table ")
                    + "has all rows of the stored responses, also those that the command no longer returned."
            );
        }

        var rows = new ReportRows(page, budget);
        foreach (var response in responses.Where(response => response.HasRows))
        {
            await ReadAsync(response, rows).ConfigureAwait(false);
        }

        rows.End(FormattableString.Invariant($"they're in the bag '{bag}', and Import-MdeEvidence '{bag}' -Number {query.Number} returns all of them."));
        page.EndSection();
    }

    private async Task ReadAsync(RecordedResponse response, ReportRows rows)
    {
        try
        {
            var content = response.Open(files);
            using var bytes = content.Content;
            await read(content, rows).ConfigureAwait(false);
        }
        catch (HuntingException e)
        {
            page.Paragraph($"'{response.Folder}' can't be read as a response: {e.What}", ReportTone.Bad);
        }
        catch (EvidenceException e)
        {
            // What is left of the bag is reported all the same.
            page.Paragraph(e.What, ReportTone.Bad);
        }
    }

    // The requests may not have covered all of it, where the command was stopped.
    private static string? Span(MdeEvidence query, IReadOnlyList<RecordedResponse> responses) =>
        query is { StartTime: { } start, EndTime: { } end } ? Span(start, end) : Span(responses);

    private static string Span(DateTime start, DateTime end) => $"{UtcText.Millisecond(start)} to {UtcText.Millisecond(end)} (exclusive)";

    // Null where the query alone limits the time.
    private static string? Span(IReadOnlyList<RecordedResponse> responses)
    {
        var starts = responses.Select(response => response.Meta.Moment("start")).OfType<DateTime>().ToList();
        var ends = responses.Select(response => response.Meta.Moment("end")).OfType<DateTime>().ToList();
        return starts.Count > 0 && ends.Count > 0
            ? Span(starts.Min(), ends.Max())
            : responses.Select(response => response.Meta.Text("timespan")).FirstOrDefault(timespan => timespan is not null);
    }

    private static string? Number(RecordedResponse response, string name) =>
        response.Meta.Number(name) is { } number ? FormattableString.Invariant($"{number:N0}") : null;
}
