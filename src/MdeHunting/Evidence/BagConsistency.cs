using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Checks that a bag doesn't contradict itself, although each of its sums is right: the log, what is told of each response (<see cref="StoredFacts"/>), and
/// what is stored.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="sumOf">The SHA-256 and the length of a file, by its name from the bag on.</param>
internal sealed class BagConsistency(IJournalFiles files, string path, Func<string, FileSum> sumOf)
{
    private const string Meaning = "What the log says of each query, request, and response is what is stored of it.";

    // What a line of the log has of its own.
    private static readonly HashSet<string> OfLines = new(["at", "event", "files", "chain", "why", "response", "unanswered"], StringComparer.Ordinal);

    private static readonly HashSet<string> Events = new(
        [
            "opened",
            "continued",
            "query",
            "request",
            "storing",
            "stored",
            "failed",
            "ended",
            "note",
            "finding",
            "unfinished",
            "notSealed",
            RecordedFailure.NotWrittenEvent,
            EvidenceTransfers.Event,
            EvidenceSeal.Event,
        ],
        StringComparer.Ordinal
    );

    private readonly List<string> _faults = [];
    private readonly StoredFacts _facts = new(files, path);
    private readonly Dictionary<long, JournalLine> _queries = [];
    private readonly Dictionary<long, JournalLine> _requests = [];
    private readonly Dictionary<long, JournalLine> _ends = [];

    // By the queries whose end is to come: what tells the process that runs them from every other one.
    private readonly Dictionary<long, string?> _running = [];
    private string? _writer;
    private readonly Dictionary<long, long> _rows = [];
    private readonly Dictionary<long, long> _responses = [];
    private readonly Dictionary<long, string> _partial = [];
    private readonly Dictionary<string, List<JournalLine>> _told = new(StringComparer.Ordinal);

    /// <summary>Checks it.</summary>
    /// <param name="lines">The lines of the log.</param>
    /// <param name="there">The files that are there.</param>
    /// <param name="isSealed">Whether the bag is sealed.</param>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public MdeEvidenceCheck Run(IReadOnlyList<JournalLine> lines, IReadOnlyList<string> there, bool isSealed)
    {
        if (lines.Count > 0 && lines[0].Text("event") != "opened")
        {
            _faults.Add($"{BagFolder.LogName}, line 1, isn't the one that opens the bag.");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            Take(lines[i], FormattableString.Invariant($"{BagFolder.LogName}, line {i + 1},"));
        }

        foreach (var folder in _told.Keys.OrderBy(folder => folder, StringComparer.Ordinal))
        {
            Compare(folder, _told[folder]);
        }

        CompareRows();
        if (isSealed && lines.LastOrDefault(line => line.Text("event") == EvidenceSeal.Event) is { } seal)
        {
            CompareCounts(seal, [.. there.Where(file => file.StartsWith(BagText.Payload, StringComparison.Ordinal))]);
        }

        return new MdeEvidenceCheck(
            "Consistency",
            Meaning,
            _faults,
            _faults.Count == 0 ? FormattableString.Invariant($"{_told.Count:N0} of them compared.") : null
        );
    }

    private void Take(JournalLine line, string place)
    {
        var name = line.Text("event");
        if (name is null || !Events.Contains(name))
        {
            _faults.Add($"{place} has the event '{name}', which this version of the module doesn't write.");
        }

        TakeProcess(name, line, place);
        if (line.Number("query") is not { } query)
        {
            return;
        }

        if (name == "query")
        {
            if (_queries.ContainsKey(query))
            {
                _faults.Add(FormattableString.Invariant($"{place} begins query {query} again."));
            }

            _queries[query] = line;
            _running[query] = _writer;
            return;
        }

        if (!_queries.ContainsKey(query))
        {
            _faults.Add(FormattableString.Invariant($"{place} is of query {query}, which no line before it begins."));
        }

        if (line.Number("request") is { } request)
        {
            if (_requests.ContainsKey(request) == (name == "request"))
            {
                _faults.Add(
                    FormattableString.Invariant($"{place} is of request {request}, which ")
                        + (name == "request" ? "a line before it begins." : "no line before it begins.")
                );
            }

            if (name == "request")
            {
                _requests[request] = line;
            }
        }

        if (name == "ended")
        {
            _running.Remove(query);
            if (_ends.ContainsKey(query))
            {
                _faults.Add(FormattableString.Invariant($"{place} ends query {query} again."));
            }

            _ends[query] = line;
        }

        if (name == "stored" && (line.Text("response") ?? line.Text("unanswered")) is { } folder && !BagText.Climbs(folder))
        {
            if (!_told.TryGetValue(folder, out var told))
            {
                _told.Add(folder, told = []);
                _responses.TryGetValue(query, out var responses);
                _responses[query] = responses + (line.Text("response") is null ? 0 : 1);
            }

            told.Add(line);
        }
    }

    // A process that goes on with a bag has ended its queries, or said why it couldn't; one that ended itself hasn't gone on.
    private void TakeProcess(string? name, JournalLine line, string place)
    {
        if (name == RecordedFailure.NotWrittenEvent)
        {
            _running.Clear();
        }

        if (name is not ("opened" or "continued"))
        {
            return;
        }

        _writer = line.Text("writer");
        foreach (var query in _running.Where(one => one.Value is not null && one.Value == _writer).Select(one => one.Key).OrderBy(number => number))
        {
            _faults.Add(
                FormattableString.Invariant($"No line says how query {query} ended, and the process that ran it went on ({place.TrimEnd(',')}): ")
                    + "a line was taken out."
            );
        }

        _running.Clear();
    }

    private void Compare(string folder, List<JournalLine> told)
    {
        var query = told[0].Number("query");
        var kql = $"{folder}/query.kql";
        if (
            query is { } number
            && _queries.TryGetValue(number, out var begin)
            && files.FileExists(RecordedResponse.FullPath(path, kql))
            && sumOf(kql).Sha256 != Sha256Text.Of(begin.Text("text") ?? string.Empty)
        )
        {
            _faults.Add(FormattableString.Invariant($"'{kql}' isn't query {number} as {BagFolder.LogName} has it."));
        }

        if (RecordedResponse.Read(files, path, folder) is not { } recorded)
        {
            if (query is { } ended && _ends.ContainsKey(ended))
            {
                _faults.Add(FormattableString.Invariant($"{BagFolder.LogName} says how query {ended} ended, and not what '{folder}' was found to be."));
            }

            return;
        }

        var meta = $"'{folder}/meta.json'";
        if (recorded.Meta.Text("version") is var version && version != EvidenceBag.Version)
        {
            _faults.Add($"{meta} has the version '{version}', which this version of the module doesn't know.");
        }

        foreach (var member in told.SelectMany(line => line.Members).Where(member => !OfLines.Contains(member.Key)))
        {
            var known = recorded.Meta.Members.FirstOrDefault(one => one.Key == member.Key).Value;
            if (!AreSame(member.Value, known))
            {
                _faults.Add($"{meta} says {member.Key}: {Shown(known)}, and {BagFolder.LogName} says {Shown(member.Value)}.");
            }
        }

        CompareContent(recorded, meta);
        _facts.Compare(
            recorded,
            query is { } asked && _queries.TryGetValue(asked, out var asking) ? asking : null,
            told[0].Number("request") is { } sent && _requests.TryGetValue(sent, out var sending) ? sending : null,
            _faults.Add
        );
        if (query is { } own && recorded.Meta.Text("verdict") is not RecordedResponse.SetAside)
        {
            if (recorded.Meta.Text("verdict") is RecordedResponse.MaybeTruncated or RecordedResponse.RowsLeftOut)
            {
                _partial[own] = $"{meta} that its rows aren't all";
            }

            _rows.TryGetValue(own, out var rows);
            _rows[own] = rows + (recorded.Meta.Number("rowsReturned") ?? recorded.Meta.Number("rowsBeforeStop") ?? 0);
        }
    }

    private void CompareContent(RecordedResponse recorded, string meta)
    {
        if (
            recorded.Meta.Text("received") == nameof(Contract.RecordingOutcome.Complete)
            && recorded.File is { } file
            && files.FileExists(RecordedResponse.FullPath(path, file))
            && (sumOf(file).Sha256 != recorded.Meta.Text("storedSha256") || sumOf(file).Bytes != recorded.Meta.Number("storedBytes"))
        )
        {
            _faults.Add($"'{file}' doesn't have the length and the SHA-256 that {meta} has of it.");
        }
    }

    // A query that failed has what had come until then.
    private void CompareRows()
    {
        foreach (var end in _ends.OrderBy(end => end.Key))
        {
            var query = FormattableString.Invariant($"{BagFolder.LogName} says that query {end.Key}");
            _rows.TryGetValue(end.Key, out var rows);
            var isCounted = end.Value.Text("errorId") is null or RecordedFailure.StoppedId;
            if (isCounted && end.Value.Number("rows") is { } told && told != rows)
            {
                _faults.Add(FormattableString.Invariant($"{query} returned {told:N0} rows, and its responses have {rows:N0}{(told > rows ? " only" : null)}."));
            }

            _responses.TryGetValue(end.Key, out var responses);
            if (end.Value.Number("responses") is { } stored && stored != responses)
            {
                _faults.Add(FormattableString.Invariant($"{query} has {stored:N0} responses, and {responses:N0} are stored."));
            }

            if (end.Value.IsSet("isComplete") != (end.Value.Text("missing") ?? end.Value.Text("errorId")) is null)
            {
                _faults.Add($"{query} {(end.Value.IsSet("isComplete") ? "is complete, and what is missing" : "isn't complete, and not why")}.");
            }

            if (end.Value.IsSet("isComplete") && _partial.TryGetValue(end.Key, out var partial))
            {
                _faults.Add($"{query} is complete, and {partial}.");
            }
        }
    }

    private void CompareCounts(JournalLine seal, IReadOnlyList<string> payload)
    {
        var bytes = payload.Sum(file => sumOf(file).Bytes);
        if (seal.Number("files") != payload.Count || seal.Number("bytes") != bytes)
        {
            _faults.Add(
                FormattableString.Invariant($"{BagFolder.LogName} says that {seal.Number("files"):N0} files with {seal.Number("bytes"):N0} bytes were sealed, ")
                    + FormattableString.Invariant($"and {BagText.Payload} has {payload.Count:N0} with {bytes:N0}.")
            );
        }
    }

    private static bool AreSame(object one, object? other) =>
        one is IReadOnlyList<KeyValuePair<string, string>> texts ? other is IReadOnlyList<KeyValuePair<string, string>> others && texts.SequenceEqual(others)
        : one is IReadOnlyList<TypedName> names ? other is IReadOnlyList<TypedName> known && names.SequenceEqual(known)
        : one.Equals(other);

    private static string Shown(object? value) =>
        value switch
        {
            null => "nothing",
            IReadOnlyList<KeyValuePair<string, string>> texts => string.Join(", ", texts.Select(text => $"{text.Key} {text.Value}")),
            IReadOnlyList<TypedName> names => string.Join(", ", names.Select(name => $"{name.Name} {name.Type}")),
            _ => $"'{Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)}'",
        };
}
