using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Who gave a bag to whom. Before it is sealed that stands in its log; after that in a file beside it, whose first line has the hash of the tag manifest, and
/// whose lines are chained.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder, or its archive.</param>
internal sealed class EvidenceTransfers(IJournalFiles files, string path)
{
    /// <summary>What stands behind the name of a bag, or of an archive without its ending, for the file.</summary>
    public const string Suffix = ".transfers.ndjson";

    /// <summary>The event of a line that tells of one.</summary>
    public const string Event = "transfer";

    private const string Archive = ".zip";
    private const string DamagedNextStep = "Nothing was changed. Compare the file with another copy of it.";

    /// <summary>The file beside the bag: one for a folder and the archive that was made of it.</summary>
    public string FilePath => (path.EndsWith(Archive, StringComparison.OrdinalIgnoreCase) ? path.Substring(0, path.Length - Archive.Length) : path) + Suffix;

    /// <summary>Adds a transfer of a sealed bag.</summary>
    /// <param name="disk">The file system, in which the file is also where the bag is an archive.</param>
    /// <param name="facts">What is told of it.</param>
    /// <param name="now">The time of this machine (UTC).</param>
    /// <exception cref="EvidenceException">The file is of another bag, was changed, is in use, or cannot be written.</exception>
    public void Add(IJournalFiles disk, JournalLine facts, DateTime now)
    {
        var file = FilePath;
        var held = file + ".lock";
        CheckIsFile(disk, file);
        CheckIsFile(disk, held);
        BagFolder.Guard(
            file,
            () =>
            {
                using (disk.TryLock(held) ?? throw InUse(file))
                {
                    var text = disk.FileExists(file) ? Read(disk, file) : null;
                    using var log = new JournalLog(disk, file, text);
                    var seal = Seal() ?? throw Damaged(BagText.TagManifestName, "it's missing from the bag");
                    if (text is not { Lines.Count: > 0 })
                    {
                        log.Append(new JournalLine().With("at", now).With("event", "bag").With("tagManifestSha256", seal));
                    }
                    else if (text.Lines[0].Text("tagManifestSha256") != seal)
                    {
                        throw Damaged(file, "it's of another bag");
                    }

                    if (text?.Torn is { } torn)
                    {
                        log.Append(new JournalLine().With("at", now).With("event", "unfinished").With(JournalText.ToLine(torn, Path.GetFileName(file))));
                    }

                    log.Append(new JournalLine().With("at", now).With("event", Event).With(facts));
                }

                disk.Delete(held);
            },
            path
        );
    }

    /// <summary>The lines of the file beside the bag, once it was checked; none where it isn't there, or can't be trusted.</summary>
    public IReadOnlyList<JournalLine> Lines { get; private set; } = [];

    /// <summary>Checks them.</summary>
    /// <param name="log">The lines of the bag's log.</param>
    /// <param name="isSealed">Whether the bag is sealed.</param>
    /// <exception cref="EvidenceException">The file cannot be read.</exception>
    public MdeEvidenceCheck Check(IReadOnlyList<JournalLine> log, bool isSealed)
    {
        const string Meaning =
            "Who gave the bag to whom, as they noted it: no line was changed, or taken out between others. Whether the last ones were deleted isn't in the "
            + "bag: compare their number and hash with what others noted.";
        var transfers = log.Where(line => line.Text("event") == Event).ToList();
        var file = FilePath;
        var disk = new JournalFiles();
        string? hash = null;
        if (isSealed && disk.KindOf(file) != EntryKind.None)
        {
            try
            {
                CheckIsFile(disk, file);
                var text = BagFolder.Reading(file, () => Read(disk, file));
                if (text.Lines.Count == 0 || Seal() is not { } seal || text.Lines[0].Text("tagManifestSha256") != seal || text.HasTornLine)
                {
                    var why = text.HasTornLine ? "its last line is incomplete" : "its first line doesn't have the SHA-256 of this bag's tag manifest";
                    return new MdeEvidenceCheck("Transfers", Meaning, [$"'{Path.GetFileName(file)}' can't be trusted: {why}."]);
                }

                Lines = text.Lines;
                transfers.AddRange(text.Lines.Where(line => line.Text("event") == Event));
                hash = FormattableString.Invariant(
                    $" '{Path.GetFileName(file)}' has {text.Lines.Count:N0} lines, whose last one has the hash {text.LastHash}."
                );
            }
            catch (EvidenceException e) when (e.Failure == EvidenceFailure.EvidenceDamaged)
            {
                return new MdeEvidenceCheck("Transfers", Meaning, [e.What]);
            }
        }

        return transfers.Count == 0
            ? MdeEvidenceCheck.OfNothing(
                "Transfers",
                Meaning,
                isSealed ? $"None is noted in the log, and '{Path.GetFileName(file)}' isn't there." : "None is noted."
            )
            : new MdeEvidenceCheck("Transfers", Meaning, [], Detail(transfers) + hash);
    }

    private static string Detail(List<JournalLine> transfers) =>
        FormattableString.Invariant($"{transfers.Count:N0}, the last from '{transfers[transfers.Count - 1].Text("from")}' ")
        + $"to '{transfers[transfers.Count - 1].Text("to")}' at {transfers[transfers.Count - 1].Text("when")}.";

    private string? Seal()
    {
        var manifest = RecordedResponse.FullPath(path, BagText.TagManifestName);
        return files.FileExists(manifest) ? BagFolder.Reading(path, () => FileSum.Of(files, manifest, CancellationToken.None)).Sha256 : null;
    }

    private static JournalText Read(IJournalFiles disk, string file)
    {
        try
        {
            return JournalLog.Read(disk, file);
        }
        catch (OutputException e)
        {
            throw new EvidenceException(EvidenceFailure.EvidenceDamaged, e.What.Replace("The journal", "The file"), DamagedNextStep, e) { Target = file };
        }
    }

    // A link would have the lines read from, and written to, a file that nobody named.
    private static void CheckIsFile(IJournalFiles disk, string file)
    {
        switch (BagFolder.Reading(file, () => disk.KindOf(file)))
        {
            case EntryKind.Link:
                throw Damaged(file, "it's a link to a file somewhere else");
            case EntryKind.Folder:
                throw Damaged(file, "it's a folder");
            case EntryKind.Special:
                throw Damaged(file, "it's a named pipe, a socket, or a device");
        }
    }

    private static EvidenceException InUse(string file) =>
        new(EvidenceFailure.EvidenceInUse, $"Another process writes to '{file}'.", "Wait until it has ended, and run the command again.") { Target = file };

    private static EvidenceException Damaged(string file, string why) =>
        new(EvidenceFailure.EvidenceDamaged, $"'{TerminalSafeText.Line(Path.GetFileName(file))}' can't be trusted: {why}.", DamagedNextStep) { Target = file };
}
