using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A query that a bag of evidence has, as the bag's log tells of it.</summary>
public sealed class MdeEvidence : MdeOutput
{
    private MdeEvidence(string path, long number)
    {
        Path = path;
        Number = number;
    }

    /// <summary>The bag's folder.</summary>
    public string Path { get; }

    /// <summary>The query's number in the bag, from 1 on.</summary>
    public long Number { get; }

    /// <summary>The query as it was given.</summary>
    public string? Query { get; private init; }

    /// <summary>The name of the connection that was asked.</summary>
    public string? Connection { get; private init; }

    /// <summary>The tenant's id; null where it was not known.</summary>
    public string? TenantId { get; private init; }

    /// <summary>Who asked: the account, else the application; null where nothing was sent.</summary>
    public string? Account { get; private init; }

    /// <summary>The start of the time range that the query was limited to (UTC, inclusive); null for the query's own.</summary>
    public DateTime? StartTime { get; private init; }

    /// <summary>The end of that time range (UTC, exclusive); null for the query's own.</summary>
    public DateTime? EndTime { get; private init; }

    /// <summary>When the query began (UTC).</summary>
    public DateTime StartedAt { get; private init; }

    /// <summary>When it ended (UTC); null where the log does not say so, since the process ended before.</summary>
    public DateTime? FinishedAt { get; private init; }

    /// <summary>How many requests were sent for it.</summary>
    public int Requests { get; private init; }

    /// <summary>The folders of the responses, from the bag on, in their order.</summary>
    public IReadOnlyList<string> Responses { get; private init; } = [];

    /// <summary>The folders of the requests to which no response came, likewise.</summary>
    internal IReadOnlyList<string> Unanswered { get; private init; } = [];

    /// <summary>
    /// How many rows the command returned. Of a response that it was stopped in the midst of, Import-MdeEvidence returns the others too.
    /// </summary>
    public long Rows { get; private init; }

    /// <summary>Whether nothing is known to be missing of them. False also where the log does not say how the query ended.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>What is missing, and why; null where nothing is.</summary>
    public string? Missing { get; private init; }

    /// <summary>The error that ended the query; null where it came to its end.</summary>
    public string? ErrorId { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Path} #{Number}");

    /// <summary>Reads the queries of a bag, in their order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The bag's folder.</param>
    /// <param name="bags">Those that this process fills; null for those of the process.</param>
    /// <exception cref="EvidenceException">It cannot be read, or its log was changed.</exception>
    internal static IEnumerable<MdeEvidence> Read(IJournalFiles files, string path, EvidenceBags? bags = null)
    {
        var lines = BagFolder.ReadLog(files, path).Lines;
        var untold = (bags ?? EvidenceBags.OfProcess).UntoldAt(path);
        foreach (var own in lines.Where(line => line.Number("query") is not null).GroupBy(line => line.Number("query")!.Value))
        {
            var number = own.Key;
            var begin = own.First();
            var end = own.LastOrDefault(line => line.Text("event") == "ended");
            var first = own.Select(line => line.Text("response") ?? line.Text("unanswered"))
                .FirstOrDefault(folder => folder is not null && !BagText.Climbs(folder));
            var meta = first is null ? null : RecordedResponse.Read(files, path, first)?.Meta;
            yield return new MdeEvidence(path, number)
            {
                Query = begin.Text("text"),
                Connection = Safe(begin.Text("connection")),
                TenantId = Safe(begin.Text("tenantId")),
                Account = Safe(meta?.Text("account") ?? meta?.Text("application") ?? meta?.Text("clientId")),
                StartTime = begin.Moment("start"),
                EndTime = begin.Moment("end"),
                StartedAt = begin.Moment("at") ?? default,
                FinishedAt = end?.Moment("at"),
                Requests = own.Count(line => line.Text("event") == "request"),
                Responses = Folders(own, "response"),
                Unanswered = Folders(own, "unanswered"),
                Rows = end?.Number("rows") ?? 0,
                IsComplete = end?.IsSet("isComplete") ?? false,
                Missing = end is null ? Safe($"The query was interrupted: {RecordedFailure.WhyInterrupted(lines, begin, untold)}") : Safe(WhatIsMissing(end)),
                ErrorId = Safe(end?.Text("errorId")),
            };
        }
    }

    private static string? WhatIsMissing(JournalLine end)
    {
        string[] told = [.. new[] { end.Text("failure"), end.Text("missing") }.OfType<string>()];
        return told.Length == 0 ? null : string.Join(" ", told);
    }

    private static string[] Folders(IEnumerable<JournalLine> lines, string name) =>
        [.. lines.Where(line => line.Text("event") == "stored").Select(line => line.Text(name)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string? Safe(string? text) => text is null ? null : TerminalSafeText.Line(text);
}
