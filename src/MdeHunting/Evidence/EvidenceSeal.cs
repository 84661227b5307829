using System.Globalization;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Seals a bag: what its log lists is compared with what is there, and the manifests are written with what proves them.
/// </summary>
/// <remarks>
/// All of it is written under temporary names first, the log's last line is added, and then the files get their names, the tag manifest at last. So the log
/// says that the bag is sealed only when nothing but names can be missing, and a bag whose process ended then is finished by the next one.
/// </remarks>
/// <param name="files">The files.</param>
/// <param name="bag">The bag.</param>
/// <param name="now">The time of this machine (UTC).</param>
/// <param name="proof">What proves it.</param>
internal sealed class EvidenceSeal(IJournalFiles files, EvidenceBag bag, DateTime now, EvidenceProof proof)
{
    /// <summary>The event of the log's last line.</summary>
    public const string Event = "sealed";

    private readonly List<PartWriter> _parts = [];

    /// <summary>Seals it.</summary>
    /// <exception cref="EvidenceException">It cannot be read, written, signed or stamped; the bag is open then, and its log says so.</exception>
    public async Task<SealedBag> WriteAsync(CancellationToken token)
    {
        var findings = new List<string>();
        var payload = new List<KeyValuePair<string, string>>();
        var bytes = 0L;
        var all = bag.AllFiles();
        foreach (var file in all.Where(file => file.StartsWith(BagText.Payload, StringComparison.Ordinal)))
        {
            var sum = Read(bag.FullPath(file), token);
            payload.Add(new KeyValuePair<string, string>(file, sum.Sha256));
            bytes += sum.Bytes;
            if (!bag.Stored.TryGetValue(file, out var stored))
            {
                findings.Add($"'{file}' isn't in the bag's log.");
            }
            else if (stored != sum.Sha256)
            {
                findings.Add($"'{file}' was changed after it was stored: its SHA-256 was {stored} and is {sum.Sha256}.");
            }
        }

        findings.AddRange(all.Where(file => !BagFolder.IsOwn(file)).Select(file => $"'{file}' was added to the bag."));
        findings.AddRange(
            bag.Header.Texts(EvidenceBag.BeginningFiles)
                .Where(sum => !files.FileExists(bag.FullPath(sum.Key)) || Read(bag.FullPath(sum.Key), token).Sha256 != sum.Value)
                .Select(sum => $"'{sum.Key}' was changed or deleted after the bag was begun.")
        );
        var there = new HashSet<string>(payload.Select(sum => sum.Key), StringComparer.Ordinal);
        findings.AddRange(
            bag.Stored.Keys.Where(file => !there.Contains(file))
                .OrderBy(file => file, StringComparer.Ordinal)
                .Select(file => $"'{file}' was stored, and is missing.")
        );
        foreach (var finding in findings)
        {
            bag.Append("finding", new JournalLine().With("text", finding));
        }

        var last = bag.Line(Event, new JournalLine().With("files", payload.Count).With("bytes", bytes).With("tool", EvidenceTool.Agent).With(proof.ToLine()));
        DateTime? stampedAt;
        try
        {
            stampedAt = await WriteManifestsAsync(payload, bytes, last, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EvidenceException or OperationCanceledException)
        {
            TellNotSealed(e);
            throw;
        }
        finally
        {
            _parts.ForEach(part => part.Dispose());
        }

        bag.Append(last);
        bag.Dispose();
        Finish(files, bag.Path);
        return new SealedBag(findings, stampedAt);
    }

    /// <summary>Gives the files of a bag whose log says that it is sealed their names.</summary>
    /// <exception cref="EvidenceException">They cannot be given.</exception>
    public static void Finish(IJournalFiles files, string path)
    {
        foreach (var file in BagFolder.SealFiles)
        {
            var full = Path.Combine(path, file);
            var unfinished = full + JournalFolder.UnfinishedSuffix;
            BagFolder.Guard(
                full,
                () =>
                {
                    if (file == BagText.TagManifestName)
                    {
                        // A sealed bag has nothing but what its manifests list.
                        files.Delete(Path.Combine(path, BagFolder.LockName));
                    }

                    if (files.FileExists(unfinished))
                    {
                        files.Move(unfinished, full);
                    }
                },
                path
            );
        }
    }

    private async Task<DateTime?> WriteManifestsAsync(List<KeyValuePair<string, string>> payload, long bytes, JournalLine last, CancellationToken token)
    {
        var sums = new List<KeyValuePair<string, string>>
        {
            new(BagText.InfoName, Write(BagText.InfoName, BagText.Bytes(BagText.Info(Info(bytes, payload.Count))))),
            new(BagText.ManifestName, Write(BagText.ManifestName, BagText.Bytes(BagText.Manifest(payload)))),
            new(BagFolder.LogName, Sha256Text.Of(bag.LogWith(last))),
        };
        sums.AddRange(
            BagFolder
                .TagFiles.Where(file => sums.TrueForAll(sum => sum.Key != file) && files.FileExists(bag.FullPath(file)))
                .Select(file => new KeyValuePair<string, string>(file, Read(bag.FullPath(file), token).Sha256))
                .ToList()
        );
        var manifest = BagText.Bytes(BagText.Manifest(sums));
        var (proofs, stampedAt) = await proof.MakeAsync(manifest, now, token).ConfigureAwait(false);
        new StampClock(files, bag).Check(stampedAt, now, proof.Server);
        var proofSums = proofs.Select(file => new KeyValuePair<string, string>(file.Key, Write(file.Key, file.Value))).ToList();
        if (proofSums.Count > 0)
        {
            Write(BagFolder.ProofSumsName, BagText.Bytes(BagText.Manifest(proofSums)));
        }

        Write(BagText.TagManifestName, manifest);
        token.ThrowIfCancellationRequested();
        return stampedAt;
    }

    private string Write(string file, byte[] bytes)
    {
        var part = bag.BeginFile(file);
        _parts.Add(part);
        part.Write(bytes, 0, bytes.Length);
        return part.Seal();
    }

    private void TellNotSealed(Exception why)
    {
        try
        {
            foreach (var part in _parts)
            {
                part.Dispose();
                bag.Write(part.File, () => files.Delete(part.Path));
            }

            bag.Append("notSealed", new JournalLine().With("why", (why as MdeException)?.What ?? "It was stopped."));
        }
        catch (EvidenceException)
        {
            // Nothing can be written any more, which is what is thrown.
        }
    }

    private IEnumerable<(string Label, string Value)> Info(long bytes, int count) =>
        [
            ("Bag-Software-Agent", EvidenceTool.Agent),
            ("Bagging-Date", UtcText.Day(now)),
            ("Contact-Name", bag.Header.Text("operator") ?? EvidenceCase.NotGiven),
            ("External-Identifier", bag.Header.Text("caseId") ?? EvidenceCase.NotGiven),
            ("External-Description", "Queries and responses of Microsoft Defender advanced hunting, as sent and as received"),
            ("Payload-Oxum", string.Format(CultureInfo.InvariantCulture, "{0}.{1}", bytes, count)),
        ];

    private FileSum Read(string path, CancellationToken token) => BagFolder.Reading(path, () => FileSum.Of(files, path, token));
}

/// <summary>A bag that was sealed.</summary>
/// <param name="Findings">What is not as it was stored; sealed all the same, as it is.</param>
/// <param name="StampedAt">The stamped time (UTC); null where it has no time stamp.</param>
internal sealed record SealedBag(IReadOnlyList<string> Findings, DateTime? StampedAt);
