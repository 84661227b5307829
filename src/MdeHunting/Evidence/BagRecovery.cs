using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Does what a process left undone that ended while it filled or sealed a bag.</summary>
/// <param name="files">The files.</param>
/// <param name="bag">The bag.</param>
internal sealed class BagRecovery(IJournalFiles files, EvidenceBag bag)
{
    /// <summary>What was being stored gets its name, or is left out and told.</summary>
    /// <param name="text">What its log has.</param>
    /// <param name="there">The files that are there.</param>
    /// <exception cref="EvidenceException">It cannot be read or written.</exception>
    public void Run(JournalText text, IReadOnlyList<string> there)
    {
        var storing = new List<JournalLine>();
        var (queries, requests, responses) = (0L, 0L, 0L);
        foreach (var line in text.Lines)
        {
            switch (line.Text("event"))
            {
                case "storing":
                    storing.Add(line);
                    break;
                case "stored":
                    // Requests that run at once store their files at once.
                    storing.RemoveAll(begun => begun.Texts("files").SequenceEqual(line.Texts("files")));
                    bag.Remember(line.Texts("files"));
                    break;
            }

            queries = Math.Max(queries, line.Number("query") ?? 0);
            requests = Math.Max(requests, line.Number("request") ?? 0);
        }

        storing.ForEach(FinishStoring);
        foreach (var file in there)
        {
            if (file.EndsWith(JournalFolder.UnfinishedSuffix, StringComparison.Ordinal) && files.FileExists(bag.FullPath(file)))
            {
                Remove(file, "The process that wrote it ended before it was stored.");
            }

            var name = file.StartsWith(BagText.Payload, StringComparison.Ordinal) ? file.Substring(BagText.Payload.Length).Split('/')[0] : string.Empty;
            responses = long.TryParse(name, out var number) ? Math.Max(responses, number) : responses;
        }

        bag.CountFrom(queries, requests, responses);
    }

    private void Remove(string file, string why)
    {
        bag.Append("unfinished", new JournalLine().With("file", file).With("why", why));
        bag.Write(file, () => files.Delete(bag.FullPath(file)));
    }

    private void FinishStoring(JournalLine line)
    {
        var storing = line.Texts("files");

        // The log may come from anybody; what it names lies below its folder.
        var isWhole = storing.Count > 0 && !storing.Any(sum => BagText.Climbs(sum.Key));
        foreach (var sum in storing.Where(_ => isWhole))
        {
            var full = bag.FullPath(sum.Key);
            if (!files.FileExists(full) && files.FileExists(full + JournalFolder.UnfinishedSuffix))
            {
                bag.Write(sum.Key, () => files.Move(full + JournalFolder.UnfinishedSuffix, full));
            }
        }

        if (isWhole && storing.All(IsStored))
        {
            bag.Append("stored", line.Without("at", "event", "chain").With("why", "Its names were given after the process that wrote it had ended."));
            bag.Remember(storing);
        }
    }

    private bool IsStored(KeyValuePair<string, string> sum)
    {
        var full = bag.FullPath(sum.Key);
        return files.FileExists(full) && BagFolder.Reading(full, () => FileSum.Of(files, full, CancellationToken.None)).Sha256 == sum.Value;
    }
}
