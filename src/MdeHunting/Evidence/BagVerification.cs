using System.Text;
using MdeHunting.Contract;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Checks a bag of evidence: what the manifests say against what is there, the log against both, and the rows against the stored responses.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="read">Reads a stored response.</param>
/// <param name="trust">By what its signature and its time stamp are judged.</param>
/// <param name="token">Ends it.</param>
internal sealed class BagVerification(
    IJournalFiles files,
    string path,
    Func<StoredContent, IRowSink, Task<StoredRows>> read,
    TrustSettings trust,
    CancellationToken token
)
{
    private readonly BagTimes _times = new(trust.Now);
    private readonly Dictionary<string, FileSum> _sums = new(StringComparer.Ordinal);

    /// <summary>What isn't as it was when a bag was sealed, by its manifests alone.</summary>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public static IReadOnlyList<string> ChangesOf(IJournalFiles files, string path, CancellationToken token)
    {
        var there = BagFolder.AllFiles(files, path);
        var trust = new TrustSettings(static () => throw new InvalidOperationException("No signature is checked."), DateTime.MaxValue, [], false);
        var check = new BagVerification(files, path, static (_, _) => throw new InvalidOperationException("No row is read."), trust, token);
        return [.. check.TagFiles(there, BagState.Sealed).Faults, .. check.Payload(there).Faults];
    }

    /// <summary>Checks it.</summary>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public async Task<MdeEvidenceTest> RunAsync()
    {
        var there = Guard(() => BagFolder.AllFiles(files, path));
        var state = BagFolder.StateOf(files, path);
        var isSealed = state == BagState.Sealed;
        var checks = new List<MdeEvidenceCheck>();
        if (!files.FileExists(FullPath(BagFolder.LogName)) && !files.FileExists(FullPath(BagFolder.CaseName)))
        {
            checks.Add(OfOthers());
            return new MdeEvidenceTest(path, isSealed, checks);
        }

        checks.Add(Declaration());
        if (state != BagState.Open)
        {
            checks.Add(TagFiles(there, state));
        }

        if (isSealed)
        {
            checks.Add(Payload(there));
        }

        var log = new LogVerification(files, path, Sum, token).Run(there, isSealed, EvidenceBags.OfProcess.UntoldAt(path));
        checks.Add(log.Check);
        checks.Add(log.Requests);
        if (log.Lines.Count > 0)
        {
            checks.Add(new BagConsistency(files, path, Read).Run(log.Lines, there, isSealed));
        }

        checks.Add(await new RowVerification(files, path, read, _times, token).RunAsync(log.Responses).ConfigureAwait(false));
        var transfers = new EvidenceTransfers(files, path);
        checks.Add(transfers.Check(log.Lines, isSealed));
        var proof = new ProofVerification(files, path, trust);
        checks.AddRange(proof.Run(isSealed, log.Lines.LastOrDefault(line => line.Text("event") == EvidenceSeal.Event)));
        _times.AddLines(log.Lines, BagFolder.LogName);
        _times.AddLines(transfers.Lines, Path.GetFileName(transfers.FilePath));
        _times.AddProofs(proof.SignedAt, proof.StampedAt);
        checks.Add(_times.Check());
        return new MdeEvidenceTest(path, isSealed, checks);
    }

    private MdeEvidenceCheck Declaration()
    {
        var faults = new List<string>();
        if (!files.FileExists(FullPath(BagText.DeclarationName)))
        {
            faults.Add($"{BagText.DeclarationName} is missing.");
        }
        else if (!BagText.IsDeclaration(Guard(() => BagFolder.ReadAll(files, FullPath(BagText.DeclarationName)))))
        {
            faults.Add($"{BagText.DeclarationName} doesn't declare BagIt 1.0 in UTF-8, as this module writes it.");
        }

        if (!files.FolderExists(FullPath(BagText.PayloadFolder)))
        {
            faults.Add($"The folder {BagText.Payload} is missing, which each bag has.");
        }

        if (files.FileExists(FullPath("fetch.txt")))
        {
            faults.Add("fetch.txt names files that aren't in the bag. Evidence has all of its files.");
        }

        return new MdeEvidenceCheck(
            "Declaration",
            "The folder is a bag as RFC 8493 describes it.",
            faults,
            faults.Count == 0 ? $"{BagText.DeclarationName} declares BagIt 1.0 in UTF-8, and {BagText.Payload} is there." : null
        );
    }

    // A bag that this module did not make is told as what it is, which is no evidence.
    private MdeEvidenceCheck OfOthers()
    {
        var reader = new BagItReader(files, path, token);
        reader.Read();
        var kind = reader.Errors.Count > 0 ? "isn't a valid bag (RFC 8493) either" : "is a valid bag (RFC 8493), but has nothing that makes it evidence";
        return new MdeEvidenceCheck(
            "Evidence",
            "The bag is one that this module recorded: with a case, a log, and what was sent and received.",
            [
                $"The bag has no {BagFolder.LogName} and no {BagFolder.CaseName}: it isn't evidence of this module. It {kind}.",
                .. reader.Errors,
                .. reader.Warnings,
            ]
        );
    }

    private MdeEvidenceCheck TagFiles(IReadOnlyList<string> there, BagState state)
    {
        const string Meaning = "The case, the log, and the manifest are as they were when the bag was sealed.";
        if (state == BagState.Sealing)
        {
            return new MdeEvidenceCheck(
                "TagFiles",
                Meaning,
                ["The process that sealed the bag ended before it had finished. Run Stop-MdeEvidence with -Path to finish sealing the bag."]
            );
        }

        var faults = new List<string>();
        var sums = ReadManifest(BagText.TagManifestName, faults);
        Compare(sums, BagText.TagManifestName, faults);
        faults.AddRange(BagFolder.TagFiles.Where(file => !sums.ContainsKey(file)).Select(file => $"{BagText.TagManifestName} doesn't list '{file}'."));
        faults.AddRange(
            there
                .Where(file => !file.StartsWith(BagText.Payload, StringComparison.Ordinal) && !IsApart(file) && !sums.ContainsKey(file))
                .Select(file => $"'{file}' isn't in {BagText.TagManifestName}.")
        );
        CheckIsAsWritten(BagText.TagManifestName, sums, faults);
        CheckProofs([.. there.Where(BagFolder.Proofs.Contains)], faults);

        return new MdeEvidenceCheck(
            "TagFiles",
            Meaning,
            faults,
            faults.Count == 0 ? $"The SHA-256 of {BagText.TagManifestName} is {Sum(BagText.TagManifestName)}." : null
        );
    }

    // The tag manifest and what proves it stand in no manifest; each of these files is checked by itself.
    private static bool IsApart(string file) => file is BagText.TagManifestName or BagFolder.ProofSumsName || BagFolder.Proofs.Contains(file);

    // Of a signature, not every byte is signed.
    private void CheckProofs(string[] proofs, List<string> faults)
    {
        if (proofs.Length == 0 && !files.FileExists(FullPath(BagFolder.ProofSumsName)))
        {
            return;
        }

        var sums = ReadManifest(BagFolder.ProofSumsName, faults);
        Compare(sums, BagFolder.ProofSumsName, faults);
        faults.AddRange(proofs.Where(file => !sums.ContainsKey(file)).Select(file => $"'{file}' isn't in {BagFolder.ProofSumsName}."));
        CheckIsAsWritten(BagFolder.ProofSumsName, sums, faults);
        if (proofs.Length == 0)
        {
            faults.Add($"{BagFolder.ProofSumsName} is there, and nothing that it could list.");
        }
    }

    // A file that stands in no manifest: each of its bytes is the one that the module writes.
    private void CheckIsAsWritten(string name, Dictionary<string, string> sums, List<string> faults)
    {
        if (faults.Count == 0 && !Guard(() => BagFolder.ReadAll(files, FullPath(name))).SequenceEqual(BagText.Bytes(BagText.Manifest(sums))))
        {
            faults.Add($"{name} isn't as this module writes it: it was changed.");
        }
    }

    private MdeEvidenceCheck Payload(IReadOnlyList<string> there)
    {
        var faults = new List<string>();
        var sums = ReadManifest(BagText.ManifestName, faults);
        Compare(sums, BagText.ManifestName, faults);
        var payload = there.Where(file => file.StartsWith(BagText.Payload, StringComparison.Ordinal)).ToList();
        faults.AddRange(payload.Where(file => !sums.ContainsKey(file)).Select(file => $"'{file}' isn't in {BagText.ManifestName}."));
        if (files.FileExists(FullPath(BagText.InfoName)))
        {
            var bytes = payload.Sum(file => Read(file).Bytes);
            var oxum = FormattableString.Invariant($"Payload-Oxum: {bytes}.{payload.Count}");
            if (!ReadText(BagText.InfoName).Split('\n').Any(line => line.TrimEnd('\r') == oxum))
            {
                faults.Add($"{BagText.InfoName} doesn't have the line '{oxum}', which is what the payload has.");
            }
        }

        return new MdeEvidenceCheck(
            "Payload",
            "Every query, request, and response is as it was when the bag was sealed, and none was added or taken away.",
            faults,
            faults.Count == 0 ? FormattableString.Invariant($"{payload.Count:N0} files have the SHA-256 that the manifest lists.") : null
        );
    }

    private Dictionary<string, string> ReadManifest(string name, List<string> faults)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        var alike = new HashSet<string>(StringComparer.Ordinal);
        if (!files.FileExists(FullPath(name)))
        {
            faults.Add($"{name} is missing.");
            return sums;
        }

        foreach (var sum in BagText.ReadManifest(ReadText(name), (line, why) => faults.Add(FormattableString.Invariant($"{name}, line {line}, {why}."))))
        {
            if (sums.ContainsKey(sum.Key))
            {
                faults.Add($"{name} lists '{sum.Key}' twice.");
            }
            else if (!alike.Add(sum.Key.Normalize(NormalizationForm.FormC).ToUpperInvariant()))
            {
                faults.Add($"{name} lists '{sum.Key}' and another file that is the same one on some systems.");
            }

            sums[sum.Key] = sum.Value;
        }

        return sums;
    }

    private void Compare(Dictionary<string, string> sums, string manifest, List<string> faults)
    {
        foreach (var sum in sums.OrderBy(sum => sum.Key, StringComparer.Ordinal))
        {
            token.ThrowIfCancellationRequested();
            if (!files.FileExists(FullPath(sum.Key)))
            {
                faults.Add($"'{sum.Key}', which {manifest} lists, is missing.");
            }
            else if (Sum(sum.Key) != sum.Value)
            {
                faults.Add($"'{sum.Key}' was changed: its SHA-256 is {Sum(sum.Key)}, and {manifest} lists {sum.Value}.");
            }
        }
    }

    private string Sum(string file) => Read(file).Sha256;

    // Each file is read once for all checks.
    private FileSum Read(string file)
    {
        if (!_sums.TryGetValue(file, out var sum))
        {
            _sums.Add(file, sum = Guard(() => FileSum.Of(files, FullPath(file), token)));
        }

        return sum;
    }

    private string FullPath(string file) => RecordedResponse.FullPath(path, file);

    private string ReadText(string file) => RecordedResponse.ReadText(files, path, file) ?? string.Empty;

    private T Guard<T>(Func<T> what) => BagFolder.Reading(path, what);
}
