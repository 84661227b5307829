using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Checks a bag's log: that it is of one piece, that what is stored is what it says and nothing else, and what it says of each request.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="sumOf">The SHA-256 of a file, by its name from the bag on.</param>
/// <param name="token">Ends it.</param>
internal sealed class LogVerification(IJournalFiles files, string path, Func<string, string> sumOf, CancellationToken token)
{
    private const string Meaning = "What was done, in its order: no line was changed, taken out, added, or moved, and what it lists is there.";
    private const string RequestsMeaning = "Each query says how it ended, and each request says what its response was, or that none came.";

    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _storing = new(StringComparer.Ordinal);
    private readonly List<string> _sendings = [];
    private readonly HashSet<string> _responses = new(StringComparer.Ordinal);

    /// <summary>Checks it.</summary>
    /// <param name="there">The files that are there.</param>
    /// <param name="isSealed">Whether the bag is sealed.</param>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    /// <param name="untold">Why this process could not write to it, where its log doesn't say so.</param>
    public LogFindings Run(IReadOnlyList<string> there, bool isSealed, string? untold)
    {
        JournalText text;
        try
        {
            text = files.FileExists(RecordedResponse.FullPath(path, BagFolder.LogName))
                ? BagFolder.ReadLog(files, path)
                : throw new EvidenceException(EvidenceFailure.EvidenceDamaged, $"{BagFolder.LogName} is missing", "Restore it.");
        }
        catch (EvidenceException e) when (e.Failure == EvidenceFailure.EvidenceDamaged)
        {
            return new LogFindings(
                new MdeEvidenceCheck("Log", Meaning, [e.What]),
                new MdeEvidenceCheck("Requests", RequestsMeaning, [$"{BagFolder.LogName} can't be read, so nothing is known of them."]),
                [],
                []
            );
        }

        foreach (var line in text.Lines)
        {
            Take(line);
        }

        var faults = Faults(text, isSealed);
        faults.AddRange(Unknown(there, isSealed));
        faults.AddRange(BagFolder.OtherFolders(files, path, there).Select(folder => $"'{folder}/' isn't a folder of the bag: it was added."));
        faults.AddRange(text.Lines.Where(line => line.Text("event") == "finding").Select(line => $"When the bag was sealed: {line.Text("text")}"));
        var torn = text.HasTornLine ? " Another one is incomplete: the process that wrote it ended, or the end of the log was cut off." : null;
        return new LogFindings(
            new MdeEvidenceCheck(
                "Log",
                Meaning,
                faults,
                faults.Count == 0
                    ? FormattableString.Invariant($"{text.Lines.Count:N0} {(text.Lines.Count == 1 ? "line is" : "lines are")} chained.{torn}")
                    : null
            ),
            new MdeEvidenceCheck("Requests", RequestsMeaning, [], Requests(text.Lines, untold)),
            [.. _sendings.Where(folder => _responses.Contains(folder) && IsTold(folder))],
            text.Lines
        );
    }

    private void Take(JournalLine line)
    {
        var sums = line.Texts("files").Where(sum => !BagText.Climbs(sum.Key)).ToList();
        switch (line.Text("event"))
        {
            case "storing":
                sums.ForEach(sum => _storing[sum.Key] = sum.Value);
                break;
            case "stored":
                sums.ForEach(sum => _stored[sum.Key] = sum.Value);
                var response = line.Text("response");
                if ((response ?? line.Text("unanswered")) is not { } folder || BagText.Climbs(folder))
                {
                    break;
                }

                if (response is not null)
                {
                    _responses.Add(folder);
                }

                // The same folder is stored again with what is known of it.
                if (!sums.Exists(sum => sum.Key == MetaOf(folder)))
                {
                    _sendings.Add(folder);
                }

                break;
        }
    }

    private List<string> Faults(JournalText text, bool isSealed)
    {
        var faults = new List<string>();
        if (text.Lines.Count == 0)
        {
            faults.Add("It has no line: the process that began the bag ended before anything was recorded.");
        }
        else
        {
            if (isSealed && text.Lines[text.Lines.Count - 1].Text("event") != EvidenceSeal.Event)
            {
                faults.Add("Its last line doesn't say that the bag was sealed: lines are missing from its end.");
            }

            faults.AddRange(
                Compare(text.Lines[0].Texts(EvidenceBag.BeginningFiles), "was in the bag when it was begun", "was changed after the bag was begun")
            );
        }

        if (isSealed && text.HasTornLine)
        {
            faults.Add("Its last line is incomplete: it was changed after the bag was sealed.");
        }

        faults.AddRange(Compare(_stored, "was stored", "was changed after it was stored"));
        return faults;
    }

    // Whether the process that recorded it came so far as to say what it is.
    private bool IsTold(string folder) => _stored.ContainsKey(MetaOf(folder));

    private static string MetaOf(string folder) => $"{folder}/meta.json";

    private IEnumerable<string> Compare(IEnumerable<KeyValuePair<string, string>> sums, string was, string changed)
    {
        foreach (var sum in sums.Where(sum => !BagText.Climbs(sum.Key)).OrderBy(sum => sum.Key, StringComparer.Ordinal))
        {
            token.ThrowIfCancellationRequested();
            if (!files.FileExists(RecordedResponse.FullPath(path, sum.Key)))
            {
                yield return $"'{sum.Key}' {was}, and is missing.";
            }
            else if (sumOf(sum.Key) != sum.Value)
            {
                yield return $"'{sum.Key}' {changed}.";
            }
        }
    }

    // While the bag is filled, a file may have no name yet, or its process may have ended in the moment in which it got its name.
    private IEnumerable<string> Unknown(IReadOnlyList<string> there, bool isSealed) =>
        there
            .Where(file => !BagFolder.IsOwn(file) || (file.StartsWith(BagText.Payload, StringComparison.Ordinal) && !_stored.ContainsKey(file)))
            .Where(file => isSealed || !IsUnfinished(file))
            .Select(file =>
                BagFolder.IsOwn(file)
                    ? $"'{file}' isn't in the log: lines are missing from it, or the file was added."
                    : $"'{file}' isn't a file of the bag: it was added."
            );

    private bool IsUnfinished(string file) =>
        file.EndsWith(JournalFolder.UnfinishedSuffix, StringComparison.Ordinal) || (_storing.TryGetValue(file, out var sum) && sumOf(file) == sum);

    private string Requests(IReadOnlyList<JournalLine> lines, string? untold)
    {
        var ended = new HashSet<long?>(lines.Where(line => line.Text("event") == "ended").Select(line => line.Number("query")));
        var queries = lines.Where(line => line.Text("event") == "query").Select(line => line.Number("query")).ToList();
        var requests = lines.Count(line => line.Text("event") == "request");
        var counts =
            FormattableString.Invariant($"{queries.Count:N0} {(queries.Count == 1 ? "query" : "queries")}, ")
            + FormattableString.Invariant($"{requests:N0} {(requests == 1 ? "request" : "requests")}.");
        List<string> open =
        [
            .. queries.Where(number => !ended.Contains(number)).Select(number => FormattableString.Invariant($"query {number}")),
            .. _sendings.Where(folder => !IsTold(folder)).Select(folder => $"'{folder}'"),
        ];
        if (open.Count == 0)
        {
            return counts;
        }

        var why = lines
            .Where(line => line.Text("event") == "query" && !ended.Contains(line.Number("query")))
            .Select(line => RecordedFailure.WhyInterrupted(lines, line, untold))
            .DefaultIfEmpty(RecordedFailure.NotKnown)
            .Distinct(StringComparer.Ordinal);
        return $"{counts} Interrupted: {string.Join(", ", open)}, because {string.Join(" Or because ", why)} What was stored until then is in the bag.";
    }
}

/// <summary>What the check of a log found.</summary>
/// <param name="Check">The log itself.</param>
/// <param name="Requests">What it says of each request.</param>
/// <param name="Responses">The folders of the responses that it says all of, in their order.</param>
/// <param name="Lines">Its lines; none where it cannot be trusted.</param>
internal sealed record LogFindings(MdeEvidenceCheck Check, MdeEvidenceCheck Requests, IReadOnlyList<string> Responses, IReadOnlyList<JournalLine> Lines);
